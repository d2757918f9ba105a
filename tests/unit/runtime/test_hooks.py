"""Hooks may be functions or coroutine functions, and may fail: the call is not touched by it."""

from __future__ import annotations

import asyncio
import gc
import types
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from functools import partial
from itertools import pairwise
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest

from digiseller_async import Digiseller, OutcomeUnknownError, Retry
from digiseller_async._clock import SystemClock
from digiseller_async._runtime import hooks
from digiseller_async._runtime.call import Call
from digiseller_async._runtime.hooks import Hook
from digiseller_async._runtime.retry import RetryLoop
from digiseller_async._runtime.settings import CallSettings
from digiseller_async.spec.templates import CREATE


class UnforeseenError(Exception):
    """Something that a hook raises."""


class Listener:
    """Hooks of each kind over one list."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def plain(self, value: object) -> None:
        """Note *value*."""
        self.told.append(value)

    async def coroutine(self, value: object) -> None:
        """Note *value* after a wait."""
        await anyio.lowlevel.checkpoint()
        self.told.append(value)

    async def raising(self, value: object) -> None:
        """Note *value*, and raise."""
        self.told.append(value)
        raise UnforeseenError

    def raising_at_once(self, value: object) -> None:
        """Note *value*, and raise."""
        self.told.append(value)
        raise UnforeseenError

    def __call__(self, value: object) -> Awaitable[None]:
        """Return an awaitable, without being a coroutine function."""
        return self.coroutine(value)


KINDS: list[Callable[[Listener], Callable[[Any], Any]]] = [
    lambda listener: listener.plain,
    lambda listener: listener.coroutine,
    lambda listener: listener.raising,
    lambda listener: listener.raising_at_once,
    lambda listener: listener,
    lambda listener: partial(listener.coroutine),
]


def client(answer: Callable[[httpx.Request], httpx.Response], **settings: Any) -> Digiseller:
    """Return a client whose requests are answered by *answer*."""
    retry = Retry(attempts=1)
    transport = httpx.MockTransport(answer)
    return Digiseller(token="TOKEN-9", rate=None, retry=retry, transport=transport, **settings)


def lost(request: httpx.Request) -> httpx.Response:
    """Lose the answer."""
    raise httpx.ReadError("lost", request=request)


def odd(_: httpx.Request) -> httpx.Response:
    """Answer with a field that the documentation lacks."""
    return httpx.Response(200, json={"retval": 0, "content": {"new_field": 1}})


@pytest.mark.anyio
@pytest.mark.parametrize("kind", KINDS)
async def test_outcome(kind: Callable[[Listener], Any]) -> None:
    """on_outcome is told, and whatever it does the caller gets the call's error."""
    listener = Listener()
    async with client(lost, on_outcome=kind(listener)) as ds:
        with pytest.raises(OutcomeUnknownError) as caught:
            await ds.templates.create(name="x")

    assert [one.error for one in listener.told] == [caught.value]


@pytest.mark.anyio
@pytest.mark.parametrize("kind", KINDS)
async def test_drift(kind: Callable[[Listener], Any]) -> None:
    """on_drift is told, and whatever it does the caller gets the answer."""
    listener = Listener()
    async with client(odd, on_drift=kind(listener)) as ds:
        await ds.account.balance()

    assert [one.operation for one in listener.told] == ["account.balance"]


@pytest.mark.anyio
async def test_log(caplog: pytest.LogCaptureFixture) -> None:
    """A hook's error is logged with the hook's own frames only, and without the call's error."""
    async with client(lost, on_outcome=Listener().raising) as ds:
        with pytest.raises(OutcomeUnknownError):
            await ds.templates.create(name="x")
    doubt, record = [one for one in caplog.records if one.name == "digiseller_async"]
    assert doubt.getMessage().startswith("templates.create may have taken effect")
    assert record.exc_info is not None
    error, trace = record.exc_info[1], record.exc_info[2]
    frames: list[str] = []
    while trace is not None:
        frames.append(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next

    assert record.getMessage() == "on_outcome raised UnforeseenError"
    assert (frames, error.__context__ if error else 0) == (["raising"], None)


@pytest.mark.anyio
async def test_cancelled_caller() -> None:
    """A coroutine hook is awaited to its end although the caller was cancelled."""
    listener, sent = Listener(), anyio.Event()

    async def answer(_: httpx.Request) -> httpx.Response:
        sent.set()
        await anyio.sleep_forever()
        raise AssertionError

    waiting: Any = answer
    async with (
        client(waiting, on_outcome=listener.coroutine) as ds,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(partial(ds.templates.create, name="x"))
        await sent.wait()
        tasks.cancel_scope.cancel()

    assert [one.cancelled for one in listener.told] == [True]


@pytest.mark.anyio
async def test_hook_that_hangs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A hook that does not end is cancelled, which is logged, and the call goes on."""
    monkeypatch.setattr(hooks, "_PATIENCE", 0.01)

    async def hang(_: object) -> None:
        await anyio.sleep_forever()

    async with client(odd, on_drift=hang) as ds:
        await ds.account.balance()

    assert "on_drift did not end within 0.01 s" in caplog.text


async def awaits_a_cancelled_task(_: object) -> None:
    """Await a task that was cancelled."""
    task = asyncio.create_task(asyncio.sleep(0))
    task.cancel()
    await task


def raises_cancelled(_: object) -> None:
    """Raise as if somebody had cancelled this."""
    raise asyncio.CancelledError


@pytest.mark.asyncio
@pytest.mark.parametrize("hook", [awaits_a_cancelled_task, raises_cancelled])
async def test_cancellation_of_its_own(
    hook: Callable[[object], Any], caplog: pytest.LogCaptureFixture
) -> None:
    """A hook that ends with a cancellation, which is not the caller's, loses no call."""
    async with client(odd, on_attempt=hook, on_drift=hook) as ds:
        await ds.account.balance()

    assert len(caplog.messages) == 3
    assert "on_attempt raised" in caplog.text


@pytest.mark.asyncio
async def test_caller_cancelled_in_the_hook() -> None:
    """A caller that asyncio cancels while a hook is awaited is cancelled."""
    task = asyncio.current_task()
    assert task is not None

    async def cancel_the_caller(_: object) -> None:
        task.cancel()
        await asyncio.sleep(0)

    with pytest.raises(asyncio.CancelledError):
        await Hook[Any]("on_drift", cancel_the_caller).tell([1])

    assert task.uncancel() == 0


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit])
def test_interrupt(interrupt: type[BaseException], backend: str) -> None:
    """A change that was sent is told of when Ctrl-C or an exit ends it."""
    listener = Listener()

    class Interrupted(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"{"
            raise interrupt

    async def main() -> None:
        ds = client(
            lambda _: httpx.Response(200, stream=Interrupted()), on_outcome=listener.coroutine
        )
        await ds.templates.create(name="x")

    with pytest.raises(BaseException) as caught:  # noqa: PT011  (trio wraps it in a group)
        anyio.run(main, backend=backend)

    assert not isinstance(caught.value, Exception)
    assert [one.operation for one in listener.told] == ["templates.create"]


@pytest.mark.anyio
@pytest.mark.parametrize("is_sent", [True, False])
@pytest.mark.parametrize("name", ["plain", "coroutine"])
async def test_closed_call(name: str, monkeypatch: pytest.MonkeyPatch, *, is_sent: bool) -> None:
    """A change whose coroutine is closed is told of if it was sent."""
    listener = Listener()
    hook: Any = getattr(listener, name)
    loop = RetryLoop(
        clock=SystemClock(),
        random=lambda: 0.0,
        can_renew_token=lambda: False,
        secrets=lambda *_: (),
        on_outcome=Hook("on_outcome", hook),
    )

    @types.coroutine
    def suspend() -> Generator[None, None, None]:
        yield

    async def attempt(call: Call) -> None:
        if is_sent:
            call.mark_sent()
        await suspend()

    async def without_scope(call: Call, attempt: Callable[[Call], Awaitable[None]]) -> None:
        await attempt(call)

    # Cancel scopes of anyio cannot be left by a coroutine that no task runs.
    monkeypatch.setattr(loop, "_run_until_deadline", without_scope)
    settings = CallSettings(timeout=9.0, retry=Retry())
    running = loop.run(Call(CREATE, settings), attempt)
    running.send(None)
    running.close()
    for _ in range(5):
        await anyio.lowlevel.checkpoint()

    assert [one.cancelled for one in listener.told] == [True] * is_sent


@pytest.mark.anyio
async def test_errors_with_a_long_history(caplog: pytest.LogCaptureFixture) -> None:
    """What a hook raises is logged, however many errors came before it."""

    def fail(_: object) -> None:
        chain = [ValueError(f"{number}") for number in range(30)]
        for one, other in pairwise(chain):
            one.__context__ = other
        raise chain[0]

    await Hook[Any]("on_outcome", fail).tell([1])

    assert [one.getMessage() for one in caplog.records] == ["on_outcome raised ValueError"]


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["plain", "coroutine"])
async def test_closed_coroutine(name: str) -> None:
    """A change whose coroutine is closed, so that nothing can be awaited, is told of too."""
    listener = Listener()
    hook: Any = getattr(listener, name)
    outcomes = Hook[Any]("on_outcome", hook)
    outcomes.tell_without_waiting("closed")
    for _ in range(5):
        await anyio.lowlevel.checkpoint()

    assert listener.told == ["closed"]


def test_no_event_loop(caplog: pytest.LogCaptureFixture) -> None:
    """Where no event loop runs, a coroutine hook cannot be awaited, which is logged."""
    Hook[Any]("on_outcome", Listener().coroutine).tell_without_waiting("closed")
    Hook[Any]("on_outcome", Listener()).tell_without_waiting("closed")
    Hook[Any]("on_outcome", None).tell_without_waiting("closed")
    gc.collect()

    assert caplog.text.count("no event loop runs it") == 2


@pytest.mark.anyio
async def test_nobody_listens() -> None:
    """Without a hook nothing is told."""
    await Hook[Any]("on_drift", None).tell(("value",))


@pytest.mark.asyncio
async def test_awaitable_that_is_no_coroutine() -> None:
    """A hook may return a future."""
    told: list[object] = []

    def hook(value: object) -> asyncio.Future[None]:
        told.append(value)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done

    await Hook[Any]("on_drift", hook).tell(("value",))

    assert told == ["value"]


@pytest.mark.anyio
@pytest.mark.parametrize("links", [2, 50])
async def test_chained_errors(links: int, caplog: pytest.LogCaptureFixture) -> None:
    """A hook's error may have any number of causes."""
    error = UnforeseenError()
    for _ in range(links):
        following = UnforeseenError()
        following.__cause__, error = error, following

    def fail(_: object) -> None:
        raise error

    await Hook[Any]("on_drift", fail).tell(("value",))

    assert "on_drift raised UnforeseenError" in caplog.text


def test_awaitable_without_event_loop(caplog: pytest.LogCaptureFixture) -> None:
    """An awaitable that is no coroutine needs no closing."""

    class Never:
        def __await__(self) -> Generator[None, None, None]:
            yield

    Hook[Any]("on_outcome", lambda _: Never()).tell_without_waiting("closed")

    assert "no event loop runs it" in caplog.text
