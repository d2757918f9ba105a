"""``sign_in``, and sign-ins in trouble."""

from __future__ import annotations

import httpx
import pytest
from support.clients import client_of
from support.clocks import InstantClock
from support.token_stores import FakeTokenStore

from digiseller_async import (
    AuthenticationError,
    ConfigurationError,
    DeadlineError,
    Digiseller,
    DigisellerError,
    NotSentError,
    OutcomeUnknownError,
    UnavailableError,
    errors,
)
from digiseller_async.sandbox import Sandbox

pytestmark = pytest.mark.anyio
PUBLIC = {
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, DigisellerError)
}


async def test_sign_in_now() -> None:
    """``sign_in`` signs in once; the calls after it use its token."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        await ds.sign_in()
        await ds.account.balance()

        assert (box.requests["sign_in"], box.requests["account.balance"]) == (1, 1)


async def test_kept_token() -> None:
    """A client with another's token store signs in no second time."""
    store = FakeTokenStore()
    async with Sandbox() as box:
        for _ in range(3):
            async with client_of(box, token_store=store) as ds:
                await ds.account.balance()

        assert box.requests["sign_in"] == 1


async def test_kept_dead_token() -> None:
    """A kept token that the service refuses is replaced, and the call is carried out."""
    store = FakeTokenStore()
    async with Sandbox() as box:
        async with client_of(box, token_store=store, clock=InstantClock()) as ds:
            await ds.sign_in()
        box.expire_tokens()
        async with client_of(box, token_store=store, clock=InstantClock()) as ds:
            await ds.account.balance()
        async with client_of(box, token_store=store, clock=InstantClock()) as ds:
            await ds.account.balance()

        assert (box.applied["sign_in"], box.requests["account.balance"]) == (2, 3)


async def test_clients_in_one_second() -> None:
    """Two clients that sign in in one second both succeed: the second takes the next second."""
    async with Sandbox(clock=lambda: 1_767_225_600.0) as box:
        for _ in range(3):
            async with client_of(box, clock=InstantClock()) as ds:
                await ds.sign_in()

        assert box.applied["sign_in"] == 3


async def test_sign_in_without_a_key() -> None:
    """``sign_in`` with a token of the caller's has nothing to do."""
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(500)

    async with Digiseller(token="T", transport=httpx.MockTransport(answer)) as ds:
        await ds.sign_in()

    assert sent == []


async def test_sign_in_deadline() -> None:
    """``sign_in`` has the client's time, or its view's."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject("hang", operation="sign_in")
        with pytest.raises(DeadlineError, match=r"sign_in: no answer within 0\.1 s") as caught:
            await ds.with_options(timeout=0.1).sign_in()

    assert caught.value.operation == "sign_in"


async def test_refused_sign_in() -> None:
    """``sign_in`` with a wrong key is an AuthenticationError with the service's code."""
    async with Sandbox() as box, client_of(box, api_key="WRONG") as ds:
        with pytest.raises(AuthenticationError, match="sign_in: the sign-in was refused") as caught:
            await ds.sign_in()

    assert caught.value.retval == -1


@pytest.mark.parametrize("kind", ["server_error", "maintenance", "drop_before", "drop_after"])
async def test_trouble_with_signing_in(kind: str) -> None:
    """A call gets over a sign-in in trouble, even one that adds: it was not sent before."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject(kind, operation="sign_in", times=2)
        await ds.templates.create(name="x")

        assert box.applied["templates.create"] == 1


@pytest.mark.parametrize("kind", ["server_error", "maintenance", "drop_before", "truncated"])
async def test_no_way_to_sign_in(kind: str) -> None:
    """A change that could not even sign in surely did not happen."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject(kind, operation="sign_in", times=9)
        with pytest.raises((UnavailableError, NotSentError)) as caught:
            await ds.templates.create(name="x")

        assert (caught.value.happened, caught.value.attempts) == ("no", 3)
        assert box.requests["templates.create"] == 0


async def test_lost_sign_in() -> None:
    """``sign_in`` whose reply is lost ends in a public error."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject("drop_before", operation="sign_in", times=9)
        with pytest.raises(DigisellerError) as caught:
            await ds.sign_in()

    assert type(caught.value) in PUBLIC


async def test_sign_in_again() -> None:
    """``sign_in`` is as patient as any call."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject("server_error", operation="sign_in", times=2)
        await ds.sign_in()

        assert box.requests["sign_in"] == 3


async def test_doubt_is_not_forgotten() -> None:
    """A change in doubt whose repetition cannot sign in any more stays in doubt."""
    async with Sandbox() as box, client_of(box) as ds:
        await ds.sign_in()
        box.inject("drop_after", operation="templates.update")
        box.inject("unauthorized", operation="templates.update")
        box.inject("hang", operation="sign_in")
        with pytest.raises(OutcomeUnknownError):
            await ds.with_options(timeout=0.2).templates.update(1, name="x")

        assert box.applied["templates.update"] == 1


async def test_signing_in_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no signing in without a key."""
    for name in ("SELLER_ID", "API_KEY", "TOKEN"):
        monkeypatch.delenv(f"DIGISELLER_{name}", raising=False)
    async with Digiseller() as ds:
        with pytest.raises(
            ConfigurationError, match=r"^sign_in: the token cannot be renewed without credentials"
        ):
            await ds.sign_in()


async def test_sign_in_that_gets_a_401() -> None:
    """A 401 on the sign-in itself is final: a second one would end the same."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject("unauthorized", operation="sign_in", times=9)
        with pytest.raises(AuthenticationError) as caught:
            await ds.account.balance()

    assert (caught.value.status, box.requests["sign_in"]) == (401, 1)
