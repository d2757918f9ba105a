"""One deadline over everything: queue, sign-in, attempts and the waits between them."""

from __future__ import annotations

import anyio
import httpx
import pytest
from support.clients import client_of, wait_for_requests
from support.clocks import ManualClock
from support.deadlines import DeadlineScopes

from digiseller_async import (
    DeadlineError,
    Digiseller,
    DigisellerError,
    NotSentError,
    OutcomeUnknownError,
    Rate,
    Retry,
    UnavailableError,
)
from digiseller_async.sandbox import Sandbox

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("where", ["sign_in", "rate", "queue", "repetition"])
async def test_deadline_before_sending(where: str) -> None:
    """A change whose time is up before it was sent surely did not happen."""
    settings: dict[str, object] = {"timeout": 0.1, "queue_timeout": 0.1}
    if where == "rate":
        settings["rate"] = Rate(calls=1, per=1000.0)
    if where == "queue":
        settings["max_connections"] = 1
    async with (
        Sandbox() as box,
        client_of(box, **settings) as ds,
        anyio.create_task_group() as tasks,
    ):
        if where == "sign_in":
            box.inject("hang", operation="sign_in")
        else:
            await ds.with_options(timeout=10.0).account.balance()
        if where == "queue":
            box.latency = 0.5
            tasks.start_soon(ds.with_options(timeout=10.0).account.balance)
            await anyio.wait_all_tasks_blocked()
        if where == "repetition":
            box.inject("too_many", operation="templates.create", retry_after="50")
        with pytest.raises(DigisellerError) as caught:
            await ds.templates.create(name="x")

        if where != "repetition":
            assert type(caught.value) is DeadlineError
            assert box.requests["templates.create"] == 0
        assert caught.value.happened == "no"
        assert caught.value.attempts == (where in {"sign_in", "repetition"})
        assert box.applied["templates.create"] == 0


async def test_deadline_after_not_sent() -> None:
    """A change that could not be sent, and whose next try would come too late, did not happen."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    patient = Retry(base=50.0, cap=50.0)
    transport = httpx.MockTransport(fail)
    ds = Digiseller(
        token="T", rate=None, retry=patient, timeout=0.1, transport=transport, random=lambda: 1.0
    )
    async with ds:
        with pytest.raises(NotSentError) as caught:
            await ds.templates.create(name="x")

    assert (caught.value.happened, caught.value.attempts) == ("no", 1)


async def expire(scopes: DeadlineScopes, box: Sandbox, operation: str, times: int) -> None:
    """Let the deadlines pass once the sandbox has had so many requests."""
    await wait_for_requests(box, operation, times)
    scopes.expire()


async def test_deadline_over_all_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    """One deadline is over all attempts and waits; a change that was sent may have happened."""
    scopes = DeadlineScopes(monkeypatch)
    async with (
        Sandbox() as box,
        client_of(box) as ds,
        anyio.create_task_group() as tasks,
    ):
        box.inject("server_error", operation="templates.update")
        box.inject("hang", operation="templates.update")
        box.inject("server_error", operation="account.balance")
        box.inject("hang", operation="account.balance")
        tasks.start_soon(expire, scopes, box, "templates.update", 2)
        with pytest.raises(OutcomeUnknownError, match=r"no answer within 60 s; it may") as changed:
            await ds.templates.update(1, name="x")
        tasks.start_soon(expire, scopes, box, "account.balance", 2)
        with pytest.raises(DeadlineError, match=r"no answer within 60 s") as read:
            await ds.account.balance()

        assert (changed.value.attempts, changed.value.happened) == (2, "unknown")
        assert (read.value.attempts, read.value.happened) == (2, "no")
        assert isinstance(read.value, TimeoutError)


async def test_a_clock_with_another_zero() -> None:
    """A clock's zero means nothing: a call has its time by any clock."""
    empty = httpx.Response(200, json={"retval": 0, "content": {}})
    transport = httpx.MockTransport(lambda _: empty)
    async with Digiseller(token="T", rate=None, clock=ManualClock(-1e6), transport=transport) as ds:
        await ds.account.balance()


async def test_a_sign_in_that_hangs() -> None:
    """A sign-in has the client's time; a call with more time of its own tries another one."""
    async with Sandbox() as box, client_of(box, timeout=0.1) as ds:
        patient = ds.with_options(timeout=10.0)
        box.inject("hang", operation="sign_in")
        await patient.account.balance()
        assert box.requests["sign_in"] == 2

    async with Sandbox() as box, client_of(box, timeout=0.05) as ds:
        patient = ds.with_options(timeout=10.0)
        box.inject("hang", operation="sign_in", times=9)
        with pytest.raises(UnavailableError, match="no answer to the sign-in within") as caught:
            await patient.templates.create(name="x")
        assert (caught.value.happened, caught.value.attempts) == ("no", 3)
