"""The border: which HTTP error means what, and that no secret crosses it."""

from __future__ import annotations

import gc
import gzip
import ssl
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import anyio
import anyio.lowlevel
import h11
import httpcore
import httpx
import pytest
import trio
from support.chunk_iterator import ChunkIterator
from support.clients import QUICK
from support.secrets.leaks import error_chain

from digiseller_async import (
    ClosedError,
    ConfigurationError,
    Digiseller,
    DigisellerError,
    NotSentError,
    OutcomeUnknownError,
    Retry,
    UnavailableError,
    UnexpectedReplyError,
)
from digiseller_async._isolation import Isolation
from digiseller_async._transport import connections
from digiseller_async._transport.connections import Transport
from digiseller_async._transport.network_backend import (
    NetworkBackend,
    has_no_unread_bytes,
    use_fast_locks,
)
from digiseller_async._wire import ResponseLost, WireRequest, WireResponse

TOKEN = "A1B2C3D4-SECRET"
ODD_TOKEN = "a+b/c= d&e"
REQUEST = WireRequest(
    method="GET",
    host="https://api.digiseller.com",
    target="/api/x?a=1",
    headers={"Accept": "application/json"},
)
pytestmark = pytest.mark.anyio


class Fake(httpx.AsyncBaseTransport):
    """A user's transport: it fails as it is told, or answers, and keeps what it was asked."""

    def __init__(
        self, error: type[httpx.RequestError] | None = None, response: httpx.Response | None = None
    ) -> None:
        self.error = error
        self.response = response
        self.asked: list[httpx.Request] = []
        self.closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Fail with an error that shows the URL, or answer."""
        self.asked.append(request)
        if self.error is not None:
            raise self.error(f"cannot do {request.url}", request=request)
        return self.response or httpx.Response(200, content=b"{}")

    async def aclose(self) -> None:
        """Note it."""
        self.closed = True


class Breaking(httpx.AsyncByteStream):
    """A body that breaks off."""

    def __init__(self) -> None:
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give a piece, and fail."""
        yield b'{"ret'
        raise httpx.ReadError("broken off")

    async def aclose(self) -> None:
        """Note it."""
        self.closed = True


async def send(fake: Fake, token: str | None = TOKEN) -> WireResponse:
    """Send the request over the user's transport."""
    return await Transport(fake).send(REQUEST, token)


ERRORS = {
    httpx.ConnectError: NotSentError,
    httpx.ConnectTimeout: NotSentError,
    httpx.PoolTimeout: NotSentError,
    httpx.ProxyError: NotSentError,
    httpx.UnsupportedProtocol: NotSentError,
    httpx.ReadError: ResponseLost,
    httpx.ReadTimeout: ResponseLost,
    httpx.WriteError: ResponseLost,
    httpx.WriteTimeout: ResponseLost,
    httpx.CloseError: ResponseLost,
    httpx.RemoteProtocolError: ResponseLost,
    httpx.LocalProtocolError: ResponseLost,
    httpx.DecodingError: ResponseLost,
}


@pytest.mark.parametrize(("error", "kind"), list(ERRORS.items()))
async def test_errors(error: type[httpx.RequestError], kind: type[DigisellerError]) -> None:
    """An HTTP error says if the request went out, and is no cause of what is raised."""
    with pytest.raises(DigisellerError) as caught:
        await send(Fake(error))
    found = list(error_chain(caught.value))

    assert type(caught.value) is kind
    assert error.__name__ in str(caught.value)
    assert found == [caught.value]


async def test_odd_token_in_an_error() -> None:
    """A token that a URL has to quote is not told in either spelling."""
    ds = Digiseller(token=ODD_TOKEN, transport=Fake(httpx.ConnectError), retry=Retry(attempts=1))
    with pytest.raises(NotSentError) as caught:
        await ds.account.balance()

    assert ODD_TOKEN not in str(caught.value)
    assert quote(ODD_TOKEN, safe="") not in str(caught.value)


async def test_a_body_that_breaks_off() -> None:
    """A reply whose body breaks off is lost, and its stream is closed."""
    stream = Breaking()
    with pytest.raises(ResponseLost, match="ReadError: broken off") as caught:
        await send(Fake(response=httpx.Response(200, stream=stream)))

    assert list(error_chain(caught.value)) == [caught.value]
    assert stream.closed


UNTRANSLATED: list[Exception] = [
    ssl.SSLError(1, "[SSL: DECRYPTION_FAILED_OR_BAD_RECORD_MAC] decryption failed"),
    OSError(113, "No route to host"),
    anyio.EndOfStream(),
    anyio.BrokenResourceError(),
    anyio.ClosedResourceError(),
    trio.BrokenResourceError(),
    trio.ClosedResourceError(),
    h11.RemoteProtocolError("no"),
    h11.LocalProtocolError("no"),
    httpcore.ReadError("no"),
    EOFError(),
    ExceptionGroup("both", [OSError(1, "one"), ValueError("two")]),
    RuntimeError("a URL with TOKEN"),
    ZeroDivisionError(),
]


@pytest.mark.parametrize("untranslated", UNTRANSLATED, ids=lambda error: type(error).__name__)
async def test_errors_that_a_backend_does_not_translate(untranslated: Exception) -> None:
    """Whatever a transport raises, the response is lost, and the error is of this package."""

    class Untranslated(Fake):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            self.asked.append(request)
            raise untranslated

    fake = Untranslated()
    with pytest.raises(ResponseLost) as caught:
        await send(fake)
    async with Digiseller(token=TOKEN, transport=fake, retry=QUICK, rate=None) as ds:
        with pytest.raises(UnavailableError) as read:
            await ds.account.balance()
        with pytest.raises(OutcomeUnknownError):
            await ds.templates.create(name="x")

    assert list(error_chain(caught.value)) == [caught.value]
    assert "TOKEN" not in str(caught.value)
    assert read.value.attempts == 3
    assert len(fake.asked) == 1 + 3 + 1


async def test_a_mock_that_asserts() -> None:
    """An assertion that a mock of a transport makes reaches the test that made it."""

    def assert_nothing_is_sent(_: httpx.Request) -> httpx.Response:
        raise AssertionError("nothing is expected")

    transport = Transport(httpx.MockTransport(assert_nothing_is_sent))
    with pytest.raises(AssertionError, match="nothing is expected"):
        await transport.send(REQUEST, TOKEN)


@pytest.mark.parametrize(
    ("target", "base_url", "token", "url"),
    [
        ("/x", None, None, "https://api.digiseller.com/x"),
        ("/x", None, "T", "https://api.digiseller.com/x?token=T"),
        ("/x?a=1", None, "T", "https://api.digiseller.com/x?a=1&token=T"),
        ("/x", "http://127.0.0.1:80", "T", "http://127.0.0.1/x?token=T"),
        ("/x?a=%26", "https://h:8443", "a&b=+", "https://h:8443/x?a=%26&token=a%26b%3D%2B"),
    ],
)
async def test_url(target: str, base_url: str | None, token: str | None, url: str) -> None:
    """The token is the last part of the query, and the base URL takes the place of the host."""
    fake = Fake()
    request = WireRequest(
        method="POST",
        host=base_url or REQUEST.host,
        target=target,
        headers={"X-A": "1"},
        body=b"{}",
    )
    await Transport(fake).send(request, token)
    (sent,) = fake.asked

    shown, sent_target = str(sent.url), bytes(sent.extensions["target"]).decode()
    assert shown == url.replace("?token", "&token").partition("&token")[0]
    assert str(sent.url.copy_with(raw_path=sent_target.encode())) == url
    assert (sent.method, sent.headers["x-a"], sent.content) == ("POST", "1", b"{}")


@pytest.mark.parametrize("status", [200, 204, 302, 401, 500])
async def test_any_status(status: int) -> None:
    """A whole reply is a reply, whatever its status; header names are lower case."""
    fake = Fake(response=httpx.Response(status, headers={"Retry-After": "7"}, content=b"body"))
    response = await send(fake)

    assert (response.status, response.headers["retry-after"], response.body) == (
        status,
        "7",
        b"body",
    )


def zipped(body: bytes, before: bytes = b"") -> httpx.Response:
    """Return a compressed response."""
    stream = httpx.ByteStream(before + gzip.compress(body))
    return httpx.Response(200, headers={"content-encoding": "gzip"}, stream=stream)


async def test_compressed_body() -> None:
    """A compressed body is read uncompressed."""
    fake = Fake(response=zipped(b'{"retval": 0}'))

    assert (await send(fake)).body == b'{"retval": 0}'


async def test_broken_compression() -> None:
    """A body whose cannot be decompressed is an error that says so, and leaves nothing open."""
    with pytest.raises(UnexpectedReplyError, match="cannot be decompressed") as caught:
        await send(Fake(response=zipped(b"", b"\x1f\x8b")))
    assert list(error_chain(caught.value)) == [caught.value]
    del caught
    gc.collect()


async def test_oversized_body() -> None:
    """A body is read up to a bound; one beyond it is an error, however small it was packed."""
    fakes = [Fake(response=zipped(bytes(size))) for size in (2000, 2001)]
    fits, exceeds = (Transport(one, max_response_bytes=2000) for one in fakes)

    assert len((await fits.send(REQUEST, TOKEN)).body) == 2000
    with pytest.raises(UnexpectedReplyError, match="larger than 2000 bytes"):
        await exceeds.send(REQUEST, TOKEN)
    gc.collect()


class Flood(httpx.AsyncByteStream):
    """A body that never ends, and never waits for more of itself."""

    def __init__(self) -> None:
        self.open = True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"more"
        finally:
            self.open = False


async def test_a_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that is too large and never waits is given up all the same, and closed."""
    monkeypatch.setattr(connections, "_MAX_UNREAD", 5)
    flood = Flood()

    fake = Fake(response=httpx.Response(200, stream=flood))
    with pytest.raises(UnexpectedReplyError, match="larger than 10 bytes"):
        await Transport(fake, max_response_bytes=10).send(REQUEST, TOKEN)
    assert not flood.open


async def test_closing() -> None:
    """A transport that the user passed in stays open."""
    fake = Fake()
    await Transport(fake).aclose()

    assert not fake.closed


class Lane(httpx.AsyncBaseTransport):
    """One of our own connections, which takes its time to open."""

    def __init__(self) -> None:
        self.gate = anyio.Event()
        self.open = False
        self._pool = SimpleNamespace(
            connections=(), _network_backend=NetworkBackend(), handle_async_request=None
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Connect, and answer."""
        await self.gate.wait()
        self.open = True
        return httpx.Response(200, content=b"{}", request=request)

    async def aclose(self) -> None:
        """Close what is open."""
        self.open = False


@pytest.mark.parametrize("connected", [True, False])
async def test_closing_while_connecting(
    monkeypatch: pytest.MonkeyPatch, *, connected: bool
) -> None:
    """After closing, no connection is open, also none that was just being opened."""
    lane = Lane()

    def connect(**_: object) -> Lane:
        return lane

    monkeypatch.setattr(httpx, "AsyncHTTPTransport", connect)
    transport = Transport(None)

    async def ask() -> None:
        with suppress(DigisellerError):
            await transport.send(REQUEST, TOKEN)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(ask)
        await anyio.wait_all_tasks_blocked()
        if connected:
            lane.gate.set()
            await anyio.wait_all_tasks_blocked()
            assert lane.open
        await transport.aclose()
        lane.gate.set()

    assert not lane.open


async def test_an_answer_that_comes_while_the_client_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A connection whose answer comes just as the client is closed is closed as well."""
    closed: list[object] = []

    class Late(httpx.AsyncBaseTransport):
        _pool = SimpleNamespace(
            connections=(), _network_backend=NetworkBackend(), handle_async_request=None
        )

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            isolation.close()
            return httpx.Response(200, content=b"{}", request=request)

        async def aclose(self) -> None:
            closed.append(self)

    def connect(**_: object) -> Late:
        return Late()

    monkeypatch.setattr(httpx, "AsyncHTTPTransport", connect)
    transport: Any = connections.Transport(None)
    isolation: Isolation = transport._isolation
    request = WireRequest(method="GET", host="http://127.0.0.1:1", target="/", headers={})
    with suppress(ClosedError):
        await transport.send(request, None)

    assert transport._idle == []
    assert len(closed) == 1


def test_a_connection_that_cannot_be_inspected() -> None:
    """A connection without the expected internals is not used for another request."""
    stranger: Any = object()
    use_fast_locks(stranger)

    assert not has_no_unread_bytes(stranger)


class StreamWithoutGenerator(httpx.AsyncByteStream):
    """A body whose iterator is no generator."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        return ChunkIterator(b'{"retval":0,', b'"content":{"amount_z_free":1.50}}')


async def test_a_stream_that_is_no_generator() -> None:
    """A transport may stream its body from any async iterator."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=StreamWithoutGenerator()))
    async with Digiseller(token="TOKEN", transport=transport, retry=QUICK) as ds:
        balance = await ds.account.balance()

    assert str(balance.amount_z_free) == "1.50"


@pytest.mark.parametrize("is_packed", [True, False])
async def test_turns_of_others(*, is_packed: bool) -> None:
    """While a body of one piece is inflated, or one of tiny pieces is read, others have turns."""

    async def tiny() -> AsyncIterator[bytes]:
        for _ in range(5000):
            yield b" "

    turns, is_read = 0, False

    async def others() -> None:
        nonlocal turns
        while not is_read:
            turns += 1
            await anyio.lowlevel.checkpoint()

    plain = httpx.Response(200, content=tiny())
    response = zipped(bytes(2**24)) if is_packed else plain
    async with anyio.create_task_group() as group:
        group.start_soon(others)
        await Transport(Fake(response=response)).send(REQUEST, TOKEN)
        is_read = True

    assert turns >= 10


async def test_memory_of_a_body() -> None:
    """A body takes its own size and a little, and not as much again to be put together."""
    size = 8 * 2**20
    transport = Transport(Fake(response=zipped(bytes(size))))
    tracemalloc.start()
    response = await transport.send(REQUEST, TOKEN)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(response.body) == size
    assert peak <= 1.5 * size


@pytest.mark.parametrize("number", [1023, 0, -1, 2048.0, True, None, "4096"])
def test_max_response_bytes(number: Any) -> None:
    """A bound for answers that is none is refused by name."""
    with pytest.raises(ConfigurationError, match="max_response_bytes must be an integer of at"):
        Digiseller(token=TOKEN, max_response_bytes=number)


@pytest.mark.parametrize("with_token", [True, False])
async def test_small_max_response_bytes(*, with_token: bool) -> None:
    """The bound holds for answers, and for the answer to a sign-in, too."""
    fake = Fake(response=zipped(bytes(1025)))
    secret: dict[str, Any] = {"token": TOKEN} if with_token else {"api_key": TOKEN}
    async with Digiseller(
        1, transport=fake, max_response_bytes=1024, retry=Retry(attempts=1), **secret
    ) as ds:
        with pytest.raises(DigisellerError, match="larger than 1024 bytes"):
            await ds.account.balance()
