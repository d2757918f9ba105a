"""Whatever the user's code raises in the middle of a change, its outcome is not lost."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from itertools import pairwise
from traceback import walk_tb
from typing import Any

import anyio
import httpx
import pytest
from support.await_points.service import PausingService, serving
from support.await_points.sync_points import SyncPoint
from support.clients import QUICK
from support.clocks import RecordingClock

from digiseller_async import (
    ArgumentError,
    ClosedError,
    Digiseller,
    DigisellerError,
    NotFoundError,
    NotSentError,
    Outcome,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    UnexpectedReplyError,
)
from digiseller_async._runtime.foreign_errors import as_cause

pytestmark = pytest.mark.anyio


class Unforeseen(Exception):  # noqa: N818 (as others name theirs)
    """An error of the user's."""


ERRORS: list[Exception] = [
    Unforeseen("x"),
    AssertionError("x"),
    OSError(5, "x"),
    RuntimeError("x"),
    TimeoutError("x"),
    ssl.SSLError(1, "x"),
    httpx.InvalidURL("x"),
    httpx.StreamConsumed(),
    anyio.ClosedResourceError(),
    asyncio.InvalidStateError("x"),
    ExceptionGroup("x", [Unforeseen("x")]),
    # Of another client, for example, of which the user's code makes use.
    ArgumentError("x"),
    ClosedError("x"),
    NotFoundError("x"),
    NotSentError("x"),
    OutcomeUnknownError("x"),
    RateLimitedError("x"),
    RejectedError("x"),
    UnexpectedReplyError("x"),
]
CERTAIN_ERRORS = [one for one in ERRORS if not isinstance(one, OutcomeUnknownError)]
any_error = pytest.mark.parametrize("error", ERRORS, ids=lambda one: type(one).__name__)


def client(told: list[Outcome], **more: Any) -> Digiseller:
    """Return a client that tells of outcomes."""
    usual: dict[str, Any] = {"token": "TOKEN-SECRET", "rate": None, "retry": QUICK}
    return Digiseller(on_outcome=told.append, **(usual | more))


def assert_kept(told: list[Outcome], caught: DigisellerError, cause: object) -> None:
    """Check that a change is told of once, with the error that its caller gets, and its cause."""
    assert type(caught) is OutcomeUnknownError
    assert [(one.error, one.cancelled) for one in told] == [(caught, False)]
    assert caught.__cause__ is cause
    assert caught.operation == told[0].operation


@any_error
async def test_a_stream(error: Exception) -> None:
    """A change whose stream fails in the middle is in doubt, and has that error as its cause."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b"one"
        raise error

    told: list[Outcome] = []
    async with serving(PausingService(SyncPoint())) as url, client(told, base_url=url) as ds:
        with pytest.raises(DigisellerError) as caught:
            await ds.content.add_file(1, file=("x.txt", pieces()))

    assert_kept(told, caught.value, error)


@any_error
async def test_a_stream_before_anything_is_sent(error: Exception) -> None:
    """Where nothing was sent the error of a stream is the caller's, as it is."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b"one"
        raise error

    told: list[Outcome] = []
    async with client(told) as ds:
        with pytest.raises(type(error)) as caught:
            await ds.content.add_files(1, archive=pieces(), count=1)

    assert caught.value is error
    assert (getattr(error, "operation", None), told) == (None, [])


class Raising(httpx.AsyncBaseTransport):
    """A transport of the user's that raises at the request, or in its answer's body."""

    def __init__(self, error: BaseException, where: str) -> None:
        self.error = error
        self.where = where

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raise, or answer with a body that does."""
        if self.where == "request":
            raise self.error
        return httpx.Response(200, stream=RaisingBody(self.error), request=request)


class RaisingBody(httpx.AsyncByteStream):
    """A body that raises."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        raise self.error


@pytest.mark.parametrize("where", ["request", "body"])
@any_error
async def test_a_transport(error: Exception, where: str) -> None:
    """A change on a user's transport that raises is in doubt, whatever it raises.

    The cause is kept only of a mock's assertion: others may have the request, and its token.
    """
    told: list[Outcome] = []
    async with client(told, transport=Raising(error, where)) as ds:
        with pytest.raises(OutcomeUnknownError) as caught:
            await ds.templates.create(name="x")

    assert_kept(told, caught.value, error if isinstance(error, AssertionError) else None)


class RaisingClock(RecordingClock):
    """A clock that raises when it shall wait."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    async def sleep(self, seconds: float) -> None:
        """Raise."""
        del seconds
        raise self.error


def raising(error: Exception) -> Any:
    """Return a function that raises."""

    def function() -> float:
        raise error

    return function


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("setting", ["clock", "random"])
@pytest.mark.parametrize("error", CERTAIN_ERRORS, ids=lambda one: type(one).__name__)
async def test_between_attempts(error: Exception, setting: str, status: int) -> None:
    """What the clock or the dice raise after an attempt in doubt is the cause of the error.

    After an attempt that changed nothing it is the caller's.
    """
    more: dict[str, Any] = {"clock": RaisingClock(error), "random": raising(error)}
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json={}))
    told: list[Outcome] = []
    async with client(told, transport=transport, **{setting: more[setting]}) as ds:
        with pytest.raises(Exception) as caught:  # noqa: PT011 (any of the table)
            await ds.templates.update(1, name="x")

    if status == 503:
        assert isinstance(caught.value, DigisellerError)
        assert_kept(told, caught.value, error)
    else:
        assert (caught.value, told) == (error, [])


BASE_ERRORS = [
    KeyboardInterrupt(),
    SystemExit(3),
    BaseExceptionGroup("x", [KeyboardInterrupt()]),
]


@pytest.mark.parametrize("error", BASE_ERRORS, ids=lambda one: type(one).__name__)
def test_ends_of_the_program(error: BaseException, anyio_backend_name: str) -> None:
    """An end of the program passes as it is, and the change that it meets is told of."""
    told: list[Outcome] = []

    async def main() -> None:
        async with client(told, transport=Raising(error, "request")) as ds:
            await ds.templates.create(name="x")

    with pytest.raises(type(error)) as caught:
        anyio.run(main, backend=anyio_backend_name)

    assert caught.value is error
    # asyncio leaves its loop at once, and cancels what is still under way.
    is_asyncio = anyio_backend_name == "asyncio" and not isinstance(error, BaseExceptionGroup)
    expected: Any = (None, True) if is_asyncio else (error, False)
    assert [(one.error, one.cancelled) for one in told] == [expected]


async def test_frames() -> None:
    """The cause has the frames of the user's code, and none of this package with its locals."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b"GOODS"
        with suppress(ZeroDivisionError):
            yield b"%d" % (1 // 0)
        raise Unforeseen from KeyError("key")

    told: list[Outcome] = []
    async with serving(PausingService(SyncPoint())) as url, client(told, base_url=url) as ds:
        with pytest.raises(OutcomeUnknownError) as caught:
            await ds.content.add_file(1, file=("x.txt", pieces()))
    cause = caught.value.__cause__
    frames = list(names_of_frames(cause))

    assert "pieces" in frames
    assert isinstance(cause and cause.__cause__, KeyError)
    assert not {"run", "send", "read_chunk", "__anext__"} & set(frames)


def names_of_frames(error: BaseException | None) -> Iterator[str]:
    """Return the functions in the traceback of *error*."""
    return (frame.f_code.co_name for frame, _ in walk_tb(error.__traceback__ if error else None))


def test_a_long_history() -> None:
    """Of an error with a very long history the newest part is cleaned."""
    chain = [ValueError(f"{number}") for number in range(30)]
    for one, other in pairwise(chain):
        one.__context__ = other

    assert as_cause(chain[0]) is chain[0]
