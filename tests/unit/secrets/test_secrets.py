"""Nothing that is captured shows a secret: no log, warning, error, pickle, or frame with locals."""

from __future__ import annotations

import copy
import pickle

import httpx
import pytest
from support.secrets.calls import (
    EchoTransport,
    assert_no_leaks,
    call_and_record,
    client,
    operations_that_meet,
    operations_to_call,
)
from support.secrets.echo_faults import ECHO_FAULTS, spelled
from support.secrets.leaks import Secrets, error_chain, recording

from digiseller_async import Digiseller, DigisellerError, Outcome

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("auth", ["token", "key"])
@pytest.mark.parametrize("name", ECHO_FAULTS)
async def test_calls_meet_each_fault(name: str, auth: str) -> None:
    """Whatever repeats the secrets to a call, none of them is seen anywhere."""
    secrets = Secrets()
    form = {"token": "json", "key": "xml"}[auth]
    with recording() as recorder:
        for operation in operations_that_meet(name):
            service = EchoTransport(secrets, ECHO_FAULTS[name])
            await call_and_record(
                secrets, recorder, operation, auth, format=form, transport=service
            )

    assert_no_leaks(secrets.leaks_in(recorder.texts))


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("name", ECHO_FAULTS)
async def test_each_sign_in_meets_each_fault(name: str, form: str) -> None:
    """Whatever repeats the signature to a sign-in, it is not seen, and neither is the key."""
    secrets = Secrets()
    with recording() as recorder:
        for operation in ("sign_in", "account.balance", "content.add_text"):
            service = EchoTransport(secrets, ECHO_FAULTS[name], at_sign_in=True)
            await call_and_record(
                secrets, recorder, operation, "key", format=form, transport=service
            )

    assert secrets.signs
    assert_no_leaks(secrets.leaks_in(recorder.texts))


def baffled(_: httpx.Request, __: str) -> httpx.Response:
    """Fail as a mock does that nobody told what to answer: that error is not translated."""
    raise AssertionError("what now?")


@pytest.mark.parametrize("at_sign_in", [False, True])
async def test_a_transport_with_an_error_of_its_own(at_sign_in: bool) -> None:  # noqa: FBT001
    """An error that is none of this package's goes through its frames, and they show nothing."""
    secrets = Secrets()
    with recording() as recorder:
        for operation in operations_to_call():
            service = EchoTransport(secrets, baffled, at_sign_in=at_sign_in)
            await call_and_record(secrets, recorder, operation, "key", transport=service)

    assert secrets.signs
    assert any("what now?" in text for text in recorder.texts)
    assert_no_leaks(secrets.leaks_in(recorder.texts))


async def test_a_client_stays_where_it_is() -> None:
    """A client, and a view of it, can be neither pickled nor copied, and so carry nothing away."""
    async with Digiseller(1, "key-of-a-client") as ds:
        for one in (ds, ds.with_options(timeout=5)):
            for way in (pickle.dumps, copy.copy, copy.deepcopy):
                with pytest.raises(TypeError, match="cannot be pickled or copied"):
                    way(one)


async def test_what_is_sold_is_not_shown() -> None:
    """The content of a product is in no error, log or outcome, although the outcome has it."""
    sold, outcomes = "SOLDa1b2c3", list[Outcome]()
    secrets = Secrets()
    secrets.signs.append(sold)
    lost = EchoTransport(secrets, ECHO_FAULTS["raises ReadError"])
    with recording() as recorder:
        async with client(
            secrets, recorder, "token", transport=lost, on_outcome=outcomes.append
        ) as ds:
            for call in (
                lambda: ds.content.add_text(1, texts=[secrets.signs[0]]),
                lambda: ds.content.update_text(content_id=1, value=secrets.signs[0]),
            ):
                try:
                    await call()
                except DigisellerError as error:
                    recorder.add(error, *error_chain(error))
        recorder.add(*outcomes)

    assert [one.operation for one in outcomes] == ["content.add_text", "content.update_text"]
    assert sold in str(outcomes[0].arguments)
    assert_no_leaks(secrets.leaks_in(recorder.texts))


def failing(request: httpx.Request, echo: str) -> httpx.Response:
    """Begin a task, and let it fail."""
    if request.method == "POST":
        return httpx.Response(200, text="03a5e74f-654d-4d60-9585-ff1dcf02fe6f")
    said = {"Key": echo, "Value": f"no, {spelled(echo)}"}
    status = {"TaskId": echo, "Status": 2, "ErrorCount": 1, "ErrorsDescriptions": [said]}
    return httpx.Response(200, json=status)


async def test_a_task_that_fails() -> None:
    """What a task says when it fails is shown without secrets, too."""
    secrets = Secrets()
    service = EchoTransport(secrets, failing)
    with recording() as recorder:
        async with client(secrets, recorder, "token", transport=service) as ds:
            task = await ds.products.set_status([1], "enabled")
            with pytest.raises(DigisellerError, match="failed") as failure:
                await task.wait()
            recorder.add_error(failure.value)

    assert_no_leaks(secrets.leaks_in(recorder.texts))
