"""``on_attempt`` is told of each attempt when it has ended, and knows whether there is another."""

from __future__ import annotations

import gzip
import types
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from typing import Any

import anyio
import anyio.lowlevel
import attrs
import httpx
import pytest
from support.answering import SIGNED_IN, Answers, Reply, client_answered, respond
from support.clients import QUICK
from support.clocks import RecordingClock

from digiseller_async import Attempt, Digiseller, DigisellerError, Fleet, RejectedError, Retry
from digiseller_async._runtime.call import Call
from digiseller_async._runtime.hooks import Hook
from digiseller_async._runtime.observation.call_observation import UNOBSERVED, log_failure
from digiseller_async._runtime.observation.observers import (
    Observers,
    add_observer,
    remove_observer,
)
from digiseller_async._runtime.retry import RetryLoop
from digiseller_async._runtime.settings import CallSettings
from digiseller_async._wire import WireRequest
from digiseller_async.spec.templates import CREATE

pytestmark = pytest.mark.anyio
Ask = Callable[[Digiseller], Awaitable[object]]
WIRE = WireRequest(method="GET", host="https://api.digiseller.com", target="/", headers={})
LOST, OVERLOADED, UNSENT = httpx.ReadError, respond(503), httpx.ConnectError
UPDATED = respond(200, {"retval": 0, "content": {"id": 1}})
NOT_UNIQUE = respond(200, {"retval": -4, "desc": "not unique"})
REFUSED = respond(200, {"retval": 1, "retdesc": "no"})


async def read(ds: Digiseller) -> object:
    """Ask for something that only reads."""
    return await ds.account.balance()


async def update(ds: Digiseller) -> object:
    """Ask for something that sets."""
    return await ds.templates.update(1, name="x")


async def create(ds: Digiseller) -> object:
    """Ask for something that adds."""
    return await ds.templates.create(name="x")


def short(told: list[Attempt]) -> list[tuple[int | None, str | None, bool]]:
    """Return what most tests look at."""
    return [(one.status, one.error, one.will_retry) for one in told]


@pytest.mark.parametrize(
    ("ask", "replies", "expected"),
    [
        (read, [respond()], [(200, None, False)]),
        (read, [OVERLOADED, respond()], [(503, "UnavailableError", True), (200, None, False)]),
        (read, [LOST, respond()], [(None, "UnavailableError", True), (200, None, False)]),
        (update, [LOST, UPDATED], [(None, "OutcomeUnknownError", True), (200, None, False)]),
        (
            update,
            [LOST, UNSENT, UPDATED],
            [
                (None, "OutcomeUnknownError", True),
                (None, "NotSentError", True),
                (200, None, False),
            ],
        ),
        (
            create,
            [UNSENT, LOST],
            [(None, "NotSentError", True), (None, "OutcomeUnknownError", False)],
        ),
        (
            create,
            [respond(429), REFUSED],
            [(429, "RateLimitedError", True), (200, "RejectedError", False)],
        ),
        (
            read,
            [OVERLOADED],
            [
                (503, "UnavailableError", True),
                (503, "UnavailableError", True),
                (503, "UnavailableError", False),
            ],
        ),
        (read, [AssertionError], [(None, "AssertionError", False)]),
    ],
)
async def test_attempts(ask: Ask, replies: list[Reply], expected: list[Any]) -> None:
    """Each attempt is told once, with its own error, and whether it is repeated."""
    told: list[Attempt] = []
    async with client_answered(*replies, on_attempt=told.append) as ds:
        try:
            await ask(ds)
        except (DigisellerError, AssertionError):
            assert expected[-1][1] is not None

    assert short(told) == expected
    assert [one.attempt for one in told] == list(range(1, len(expected) + 1))
    assert {one.operation for one in told} <= {
        "account.balance",
        "templates.update",
        "templates.create",
    }
    assert all(one.seconds >= 0 for one in told)


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([respond(200, SIGNED_IN)], [(200, None, False)]),
        ([NOT_UNIQUE, respond(200, SIGNED_IN)], [(200, "RejectedError", True), (200, None, False)]),
        ([LOST, respond(200, SIGNED_IN)], [(None, "UnavailableError", True), (200, None, False)]),
        ([respond(200, {"retval": -1, "desc": "no"})], [(200, "AuthenticationError", False)]),
        ([LOST], [(None, "UnavailableError", True)] * 2 + [(None, "UnavailableError", False)]),
    ],
)
async def test_sign_ins(replies: list[Reply], expected: list[Any]) -> None:
    """The client's own sign-ins are told of as well; a call without a token makes no attempt."""
    told: list[Attempt] = []
    settings: dict[str, Any] = {"token": None, "seller_id": 1, "api_key": "KEY-OF-A-SELLER"}
    async with client_answered(*replies, on_attempt=told.append, **settings) as ds:
        try:
            await ds.sign_in()
        except DigisellerError:
            assert expected[-1][1] is not None

    assert short(told) == expected
    assert {one.operation for one in told} == {"sign_in"}


async def test_wrong_clock() -> None:
    """A sign-in that is repeated at once, by the service's clock, is told of as repeated."""
    told: list[Attempt] = []
    refusal = respond(200, {"retval": -1, "desc": "too old"})
    refusal.headers["date"] = "Sat, 01 Jan 2000 00:00:00 GMT"
    settings: dict[str, Any] = {"token": None, "seller_id": 1, "api_key": "KEY-OF-A-SELLER"}
    replies = (refusal, respond(200, SIGNED_IN))
    async with client_answered(*replies, on_attempt=told.append, **settings) as ds:
        await ds.sign_in()

    assert short(told) == [(200, "RejectedError", True), (200, None, False)]


async def test_renewed_token() -> None:
    """A token that was refused is renewed between two attempts."""
    told: list[Attempt] = []
    renewed = respond(200, {**SIGNED_IN, "token": "RENEWED-TOKEN"})
    replies = (respond(200, SIGNED_IN), respond(401), renewed, respond())
    settings: dict[str, Any] = {"token": None, "seller_id": 1, "api_key": "KEY-OF-A-SELLER"}
    async with client_answered(*replies, on_attempt=told.append, **settings) as ds:
        await read(ds)

    assert [(one.operation, one.status, one.will_retry) for one in told] == [
        ("sign_in", 200, False),
        ("account.balance", 401, True),
        ("sign_in", 200, False),
        ("account.balance", 200, False),
    ]


async def test_bytes() -> None:
    """The bytes of bodies are counted as they are sent: in pieces, and packed."""
    told: list[Attempt] = []
    packed = gzip.compress(REFUSED.content + b" " * 1000)

    class Packed(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            sizes.append(len(await request.aread()))
            stream = httpx.ByteStream(packed)
            return httpx.Response(400, headers={"Content-Encoding": "gzip"}, stream=stream)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"12345"

    sizes: list[int] = []
    async with client_answered(transport=Packed(), on_attempt=told.append) as ds:
        with pytest.raises(RejectedError):
            await ds.content.add_text(1, texts=["x"])
        with pytest.raises(RejectedError):
            await ds.content.add_file(1, file=("x.txt", pieces()))

    assert [one.sent_bytes for one in told] == sizes
    assert sizes[1] > 15
    assert [one.received_bytes for one in told] == [len(packed)] * 2


async def test_no_answer_in_time() -> None:
    """An attempt that the timeout or the caller has ended is told of when the call has ended."""

    class Never(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            del request
            asked.set()
            await anyio.sleep_forever()
            raise AssertionError

    told: list[Attempt] = []
    asked = anyio.Event()
    async with client_answered(transport=Never(), on_attempt=told.append) as ds:
        with pytest.raises(DigisellerError):
            await read(ds.with_options(timeout=0.01))
        asked = anyio.Event()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read, ds)
            await asked.wait()
            tasks.cancel_scope.cancel()

    assert short(told) == [(None, "DeadlineError", False), (None, "CancelledError", False)]


async def test_hooks() -> None:
    """It may be a coroutine function, which is waited for; a view and a fleet's client tell it."""
    told: list[Attempt] = []

    async def note(attempt: Attempt) -> None:
        await anyio.lowlevel.checkpoint()
        told.append(attempt)

    async with Fleet(transport=Answers(respond(200, SIGNED_IN), respond())) as fleet:
        ds = fleet.client(1, "KEY-OF-A-SELLER", on_attempt=note)
        await read(ds.with_options(retry=Retry(attempts=1)))

    assert [one.operation for one in told] == ["sign_in", "account.balance"]


async def test_hook_that_raises(caplog: pytest.LogCaptureFixture) -> None:
    """What the hook raises loses no call, and is logged once."""

    def fail(_: Attempt) -> None:
        raise LookupError

    async with client_answered(respond(), on_attempt=fail) as ds:
        for _ in range(3):
            await read(ds)

    assert [one.levelname for one in caplog.records] == ["WARNING"]
    assert caplog.messages == ["on_attempt raised LookupError"]


async def test_frozen() -> None:
    """An attempt is a frozen value."""
    told: list[Attempt] = []
    async with client_answered(respond(), on_attempt=told.append, retry=QUICK) as ds:
        await read(ds)

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        told[0].status = 1  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


@types.coroutine
def suspend() -> Generator[None, None, None]:
    """Wait for ever."""
    yield


@pytest.mark.parametrize("has_begun", [True, False])
async def test_closed_coroutine(*, has_begun: bool) -> None:
    """An attempt whose coroutine is closed is told of, although nothing can be awaited then."""
    told: list[Attempt] = []

    async def note(attempt: Attempt) -> None:
        await anyio.lowlevel.checkpoint()
        told.append(attempt)

    async def call() -> None:
        async with Observers(note).observe("account.balance") as observation:
            if has_begun:
                observation.begin_attempt(WIRE)
            await suspend()

    running = call()
    running.send(None)
    running.close()
    for _ in range(5):
        await anyio.lowlevel.checkpoint()

    assert short(told) == [(None, "CancelledError", False)] * has_begun


async def test_nobody_watches() -> None:
    """A call that nobody watches costs nothing: all have one observation that tells nobody."""
    assert Observers(None).observe("account.balance") is UNOBSERVED


async def test_deadline_in_the_hook() -> None:
    """A call that succeeds gives its result, also if its time is over when the hook has ended."""

    async def end(_: Attempt) -> None:
        call.scope.cancel()
        await anyio.lowlevel.checkpoint()

    async def attempt(call: Call) -> str:
        call.observation.begin_attempt(WIRE)
        await anyio.lowlevel.checkpoint()
        return "payload"

    loop = RetryLoop(
        clock=RecordingClock(),
        random=lambda: 0.0,
        can_renew_token=lambda: False,
        secrets=lambda *_: (),
        on_outcome=Hook("on_outcome", None),
    )
    call = Call(CREATE, CallSettings(timeout=60.0, retry=Retry()))
    async with Observers(end).observe("templates.create") as call.observation:
        assert await loop.run(call, attempt) == "payload"


class Broken:
    """An observer that fails whatever it is told."""

    def __init__(self, operation: str) -> None:
        self.operation = operation

    def begin_attempt(self, *_: object) -> None:
        """Fail."""
        raise LookupError

    end_exchange = end_attempt = end_call = begin_attempt


def unable(_: str) -> Any:
    """Fail to begin."""
    raise LookupError


@pytest.mark.parametrize("observer", [Broken, unable])
async def test_observers_that_fail(observer: Any, caplog: pytest.LogCaptureFixture) -> None:
    """An observer that fails loses no call; that is logged once, and not for each call."""
    log_failure.cache_clear()
    add_observer("broken", observer)
    try:
        async with client_answered(respond()) as ds:
            await read(ds)
            await read(ds)
    finally:
        remove_observer("broken")
        remove_observer("broken")

    (message,) = caplog.messages
    assert message.endswith("raised LookupError; that is not logged again")
