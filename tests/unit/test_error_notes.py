"""Each error explains itself wherever it goes: attempts, waits, and why there were no more."""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import anyio
import httpx
import pytest
from support.clocks import RecordingClock

from digiseller_async import (
    AccessDeniedError,
    ArgumentError,
    AuthenticationError,
    DeadlineError,
    Digiseller,
    DigisellerError,
    NotSentError,
    OutcomeUnknownError,
    Rate,
    RateLimitedError,
    RejectedError,
    Retry,
    UnavailableError,
)
from digiseller_async._runtime.retry import Budget
from digiseller_async.errors import FailureKind, failure_kind

pytestmark = pytest.mark.anyio
Reply = httpx.Response | type[httpx.RequestError]
Ask = Callable[[Digiseller], Awaitable[object]]

FINAL = "not retryable"
USED_UP = "Retry.attempts is 3"
TWICE = "it may have taken effect, and the operation is not idempotent"
LATE = "a wait of 3.6e+03 s would exceed the timeout"


def answering(*replies: Reply) -> httpx.MockTransport:
    """Return a transport that gives these replies, the last one for ever."""
    left = list(replies)

    def answer(request: httpx.Request) -> httpx.Response:
        reply = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(reply, httpx.Response):
            return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)
        raise reply("broken", request=request)

    return httpx.MockTransport(answer)


def client(transport: httpx.AsyncBaseTransport, **more: Any) -> Digiseller:
    """Return a client with three attempts, waits of 2 and 3 seconds, and no time to lose."""
    usual: dict[str, Any] = {
        "token": "TOKEN",
        "rate": None,
        "retry": Retry(attempts=3, base=2.0, cap=3.0),
        "clock": RecordingClock(),
        "random": lambda: 1.0,
    }
    return Digiseller(transport=transport, **(usual | more))


async def pieces() -> AsyncIterator[bytes]:
    """Give a file."""
    yield b"one"


async def balance(ds: Digiseller) -> object:
    """Ask."""
    return await ds.account.balance()


async def create(ds: Digiseller) -> object:
    """Add."""
    return await ds.templates.create(name="x")


async def update(ds: Digiseller) -> object:
    """Set."""
    return await ds.templates.update(1, name="x")


async def delete_content(ds: Digiseller) -> None:
    """Delete what must not be deleted twice unasked."""
    await ds.content.delete(product_id=1, content_id=2)


async def stream(ds: Digiseller) -> object:
    """Send what can be sent once."""
    return await ds.content.add_file(1, file=("x.txt", pieces()))


def status(number: int, **headers: str) -> httpx.Response:
    """Return a reply without words."""
    return httpx.Response(number, headers={k.replace("_", "-"): v for k, v in headers.items()})


LOST, BROKEN = httpx.ReadError, status(503)
REASONS: list[tuple[Ask, list[Reply], type[DigisellerError], tuple[float, ...], str]] = [
    (balance, [status(403)], AccessDeniedError, (), FINAL),
    (balance, [status(400)], RejectedError, (), FINAL),
    (balance, [status(401)], AuthenticationError, (), FINAL),
    (balance, [BROKEN, status(400)], RejectedError, (2.0,), FINAL),
    (balance, [BROKEN], UnavailableError, (2.0, 3.0), USED_UP),
    (balance, [LOST], UnavailableError, (2.0, 3.0), USED_UP),
    (balance, [httpx.ConnectError], NotSentError, (2.0, 3.0), USED_UP),
    (balance, [status(429, retry_after="7")], RateLimitedError, (7.0, 7.0), USED_UP),
    (balance, [BROKEN, status(429, retry_after="3600")], RateLimitedError, (2.0,), LATE),
    (create, [BROKEN], OutcomeUnknownError, (), TWICE),
    (create, [LOST], OutcomeUnknownError, (), TWICE),
    (create, [httpx.ConnectError, LOST], OutcomeUnknownError, (2.0,), TWICE),
    (create, [httpx.ConnectError], NotSentError, (2.0, 3.0), USED_UP),
    (update, [LOST], OutcomeUnknownError, (2.0, 3.0), USED_UP),
    (update, [LOST, status(400)], RejectedError, (2.0,), FINAL),
    (
        delete_content,
        [LOST],
        OutcomeUnknownError,
        (),
        "it may have taken effect, and Retry.lost_deletes is not set",
    ),
    (delete_content, [BROKEN], OutcomeUnknownError, (2.0, 3.0), USED_UP),
    (
        stream,
        [status(429)],
        RateLimitedError,
        (),
        "its body is a stream, which can be sent only once",
    ),
]


def note(attempts: int, waits: tuple[float, ...], stopped: str) -> str:
    """Return what an error's note says."""
    words = f"{attempts} attempt{'s' if attempts > 1 else ''}"
    if waits:
        words += f", with waits of {', '.join(f'{one:g}' for one in waits)} s"
    return f"{words}; not repeated: {stopped}" if stopped else words


@pytest.mark.parametrize(("ask", "replies", "kind", "waits", "stopped"), REASONS)
async def test_reasons(
    ask: Ask,
    replies: list[Reply],
    kind: type[DigisellerError],
    waits: tuple[float, ...],
    stopped: str,
) -> None:
    """An error says how often it was tried, after which waits, and why not once more."""
    async with client(answering(*replies)) as ds:
        with pytest.raises(DigisellerError) as caught:
            await ask(ds)
    error = caught.value

    assert type(error) is kind
    assert (error.attempts, error.waits, error.stopped) == (len(waits) + 1, waits, stopped)
    assert error.__notes__ == [note(len(waits) + 1, waits, stopped)]


async def test_reason_of_a_deadline() -> None:
    """A call whose time is up in the middle of something says so."""

    class Hanging(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await anyio.sleep_forever()
            return httpx.Response(200, request=request)

    async with client(Hanging(), timeout=0.05) as ds:
        with pytest.raises(DeadlineError) as read:
            await balance(ds)
        with pytest.raises(OutcomeUnknownError) as changed:
            await create(ds)

    for error in (read.value, changed.value):
        assert error.stopped == "the timeout has expired"
        assert error.__notes__ == ["1 attempt; not repeated: the timeout has expired"]


async def test_reason_of_a_turn_that_comes_too_late() -> None:
    """A call that would have to wait for its turn beyond its time is told at once."""
    transport = answering(httpx.Response(200, json={"retval": 0, "content": {}}))
    async with client(transport, rate=Rate(calls=1, per=100.0), queue_timeout=9.0) as ds:
        await balance(ds)
        with pytest.raises(
            DeadlineError,
            match=r"limit \(1 call per 100 s\) would allow it in \d+ s, but queue_timeout is 9 s",
        ) as caught:
            await balance(ds)

    assert (caught.value.attempts, caught.value.happened) == (0, "no")
    assert not hasattr(caught.value, "__notes__")


async def test_reason_of_a_spent_budget() -> None:
    """In an outage a call says that others have spent what there was for repetitions."""
    async with client(answering(BROKEN)) as ds:
        retry_loop: Any = vars(ds)["_pipeline"]._retry_loop
        retry_loop._budget = Budget(reserve=1.0)
        with pytest.raises(UnavailableError) as caught:
            await balance(ds)

    assert caught.value.waits == (2.0,)
    assert caught.value.stopped == "too many calls of this client fail (retry budget)"


async def test_reason_of_a_second_dead_token() -> None:
    """A new token costs no wait; a second 401 says that a third attempt would end the same."""
    tokens = [httpx.Response(200, json={"retval": 0, "token": f"NEW-{n}"}) for n in (1, 2, 3)]
    transport = answering(tokens[0], status(401), tokens[1], status(401), tokens[2], status(401))
    async with client(transport, token=None, seller_id=1, api_key="KEY") as ds:
        with pytest.raises(AuthenticationError) as caught:
            await balance(ds)

    assert (caught.value.attempts, caught.value.waits, caught.value.stopped) == (2, (0.0,), FINAL)


async def test_reason_of_a_dead_token_with_a_stream() -> None:
    """A file that is used up is not sent with a new token, but the next call gets one."""
    tokens = [httpx.Response(200, json={"retval": 0, "token": f"NEW-{n}"}) for n in (1, 2)]
    done = httpx.Response(200, json={"retval": 0, "content": {}})
    transport = answering(tokens[0], status(401), tokens[1], done)
    async with client(transport, token=None, seller_id=1, api_key="KEY") as ds:
        with pytest.raises(AuthenticationError) as caught:
            await stream(ds)
        await balance(ds)
        provider: Any = vars(ds)["_pipeline"].tokens
        assert provider._token.value == "NEW-2"

    assert (caught.value.attempts, caught.value.waits) == (1, ())
    assert caught.value.stopped == "its body is a stream, which can be sent only once"


async def test_a_file_that_is_refused() -> None:
    """A file that is refused before anything is sent was not attempted, so there is no note."""
    async with client(answering(BROKEN)) as ds:
        with pytest.raises(ArgumentError) as caught:
            await ds.content.add_file(1, file="/there/is/no such file")

    assert (caught.value.operation, caught.value.attempts) == ("content.add_file", 0)
    assert not hasattr(caught.value, "__notes__")


async def test_an_unknown_outcome_keeps_the_status() -> None:
    """An unknown outcome tells the status of what came last."""
    async with client(answering(BROKEN)) as ds:
        with pytest.raises(OutcomeUnknownError) as caught:
            await create(ds)

    assert (caught.value.status, failure_kind(caught.value)) == (503, FailureKind.PERMANENT)


def pickled(error: DigisellerError) -> DigisellerError:
    """Send *error* to another process and back."""
    found: DigisellerError = pickle.loads(pickle.dumps(error))  # noqa: S301  (our own bytes)
    return found


@pytest.mark.parametrize("way", [pickled, copy.copy, copy.deepcopy])
@pytest.mark.parametrize("ask", [balance, create])
async def test_elsewhere(ask: Ask, way: Callable[[DigisellerError], DigisellerError]) -> None:
    """An error explains itself in another process, too, and a traceback shows it."""
    async with client(answering(BROKEN)) as ds:
        with pytest.raises(DigisellerError) as caught:
            await ask(ds)
    error, found = caught.value, way(caught.value)
    facts = ("operation", "attempts", "waits", "stopped", "status", "happened", "__notes__")

    assert [getattr(found, one) for one in facts] == [getattr(error, one) for one in facts]
    assert error.__notes__[0] in "".join(traceback.format_exception(found))


async def test_explained_once() -> None:
    """An error that several calls get, as that of one sign-in, is explained to each of them."""
    refusal = httpx.Response(200, json={"retval": -1, "desc": "no"})
    found: list[DigisellerError] = []
    async with client(answering(refusal), token=None, seller_id=1, api_key="KEY") as ds:

        async def ask() -> None:
            with pytest.raises(AuthenticationError) as caught:
                await balance(ds)
            found.append(caught.value)

        async with anyio.create_task_group() as tasks:
            for _ in range(5):
                tasks.start_soon(ask)
        await ask()  # from the cool-down

    assert [error.__notes__ for error in found] == [[f"1 attempt; not repeated: {FINAL}"]] * 6


async def test_no_frames() -> None:
    """An error keeps no frame from further in than the call, and no error before it."""
    async with client(answering(LOST)) as ds:
        with pytest.raises(OutcomeUnknownError) as caught:
            await create(ds)
    trace, modules = caught.value.__traceback__, list[str]()
    while trace is not None:
        modules.append(trace.tb_frame.f_globals["__name__"].rpartition(".")[2])
        trace = trace.tb_next

    assert modules[-1] == "retry"
    assert modules.count("retry") == 1  # the outermost frame of the retry loop
    assert not {"connections", "auth", "interpret"} & set(modules)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("dead", [False, True])
async def test_a_token_that_came_with_the_call(*, dead: bool) -> None:
    """A token for which the call itself signed in is not told either, dead or alive."""
    signs = [httpx.Response(200, json={"retval": 0, "token": f"SECRET-{n}"}) for n in (1, 2)]
    echo = httpx.Response(200, json={"retval": 1, "retdesc": "bad token=SECRET-1, SECRET-2"})
    replies = [signs[0], status(401), signs[1], echo] if dead else [signs[1], echo]
    async with client(answering(*replies), token=None, seller_id=1, api_key="KEY") as ds:
        with pytest.raises(RejectedError) as caught:
            await balance(ds)

    assert "SECRET-2" not in f"{caught.value} {vars(caught.value)}"
    assert ("SECRET-1" in str(caught.value)) is not dead
