"""Over aiohttp, which a user may bring in, the same is promised."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from types import SimpleNamespace
from typing import Any, Literal

import anyio
import httpx
import pytest
from anyio.abc import SocketStream
from support.clients import QUICK, client_of
from support.raw_http import balance_reply, port_of, reply
from support.secrets.leaks import error_chain

from digiseller_async import Digiseller, NotSentError, OutcomeUnknownError, Retry, UnavailableError
from digiseller_async._transport import aiohttp as aiohttp_module
from digiseller_async.sandbox import Sandbox

aiohttp = pytest.importorskip("aiohttp")
httpx_aiohttp = pytest.importorskip("httpx_aiohttp")
ONCE = Retry(attempts=1)
TOKEN = "TOKEN-SECRET"
pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> Literal["asyncio"]:
    """Run on asyncio: aiohttp knows no other."""
    return "asyncio"


@asynccontextmanager
async def answering(answer: Callable[[bytes], bytes]) -> AsyncGenerator[str, None]:
    """Answer what comes on each connection; an answer that is no whole one ends it."""

    async def serve(stream: SocketStream) -> None:
        async with stream:
            with suppress(anyio.EndOfStream, anyio.BrokenResourceError):
                while said := answer(await stream.receive()):
                    await stream.send(said)
                    if not said.endswith(b"}}"):
                        return

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, serve)
        try:
            yield f"http://127.0.0.1:{port_of(listener)}"
        finally:
            tasks.cancel_scope.cancel()


def over(transport: Any, url: str, *, retry: Retry = QUICK) -> Digiseller:
    """Return a client over *transport*."""
    return Digiseller(token=TOKEN, base_url=url, rate=None, retry=retry, transport=transport)


async def test_whole_calls() -> None:
    """Calls, lists and changes work over aiohttp, and what fails is repeated as ever."""
    async with httpx_aiohttp.AiohttpTransport() as carrier, Sandbox(receipts=30) as box:
        async with client_of(box, transport=carrier) as ds:
            box.inject("server_error", operation="account.balance")
            await ds.account.balance()
            assert len([one async for one in ds.account.receipts(page_size=20)]) == 30
            assert (await ds.templates.create(name="x")).name == "x"

        assert box.applied["templates.create"] == 1


async def test_refused() -> None:
    """A connection that is refused is a NotSentError, also over aiohttp, and tells no URL."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = port_of(listener)
    await listener.aclose()
    async with (
        httpx_aiohttp.AiohttpTransport() as carrier,
        over(carrier, f"http://127.0.0.1:{port}") as ds,
    ):
        with pytest.raises(NotSentError, match="cannot connect to ") as caught:
            await ds.templates.create(name="x")

    assert (caught.value.attempts, caught.value.happened) == (3, "no")
    assert list(error_chain(caught.value)) == [caught.value]
    assert "/api/" not in str(caught.value)


async def test_no_tls() -> None:
    """Where nobody speaks TLS, nothing was sent."""
    async with (
        httpx_aiohttp.AiohttpTransport() as carrier,
        answering(lambda _: b"what is this\r\n\r\n") as url,
        over(carrier, url.replace("http:", "https:"), retry=ONCE) as ds,
    ):
        with pytest.raises(NotSentError) as caught:
            await ds.templates.create(name="x")

    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"what is this\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
    ],
)
async def test_lost_after_sending(answer: bytes) -> None:
    """What was sent and is not answered in order may have happened: nothing is added twice."""
    asked: list[bytes] = []

    def note(request: bytes) -> bytes:
        asked.append(request)
        return answer

    async with (
        httpx_aiohttp.AiohttpTransport() as carrier,
        answering(note) as url,
        over(carrier, url) as ds,
    ):
        with pytest.raises(OutcomeUnknownError) as caught:
            await ds.templates.create(name="x")
        assert len(asked) == 1
        with pytest.raises(UnavailableError, match="no complete response") as read:
            await ds.account.balance()
        assert len(asked) == 1 + 3

    for error in (caught.value, read.value):
        assert list(error_chain(error)) == [error]
        assert TOKEN not in f"{error} {vars(error)}"
        assert "/api/" not in str(error)


def no_session() -> None:
    """Leave it to the transport."""


def own_session() -> Any:
    """Make a session."""
    return aiohttp.ClientSession()


def factory() -> Any:
    """Give what makes a session."""
    return own_session


@pytest.mark.parametrize("given", [no_session, own_session, factory])
async def test_not_repeated_by_the_session(given: Callable[[], Any]) -> None:
    """A change by GET on a connection that the service closes is not repeated behind our back."""
    asked: list[bytes] = []

    def answer(request: bytes) -> bytes:
        asked.append(request.split(b"?")[0])
        if b"/add/code/" in request:
            return b""
        return balance_reply(5)

    async with (
        answering(answer) as url,
        httpx_aiohttp.AiohttpTransport(client=given()) as carrier,
        over(carrier, url) as ds,
    ):
        await ds.account.balance()  # so there is a connection that was kept
        with pytest.raises(OutcomeUnknownError):
            await ds.content.set_code_count(1, count=5)

    assert len([one for one in asked if b"/add/code/" in one]) == 1


async def test_reads_are_counted() -> None:
    """Reads, too, are sent as often as an error says."""
    asked: list[bytes] = []

    def answer(request: bytes) -> bytes:
        asked.append(request)
        if len(asked) > 1:
            return b""
        return balance_reply(5)

    async with (
        answering(answer) as url,
        httpx_aiohttp.AiohttpTransport() as carrier,
        over(carrier, url) as ds,
    ):
        await ds.account.balance()
        with pytest.raises(UnavailableError) as caught:
            await ds.account.balance()

    assert len(asked) == 1 + caught.value.attempts == 4


async def test_bytes_after_the_body() -> None:
    """What a server sends after an answer's end is never taken for the next answer."""
    asked: list[bytes] = []

    def answer(request: bytes) -> bytes:
        asked.append(request)
        return balance_reply(len(asked)) + balance_reply(666)

    async with (
        httpx_aiohttp.AiohttpTransport() as carrier,
        answering(answer) as url,
        over(carrier, url) as ds,
    ):
        found = [(await ds.account.balance()).amount_z_free for _ in range(5)]

    assert found == [1, 2, 3, 4, 5]


async def test_closed_without_a_word() -> None:
    """A connection that the service has closed meanwhile is not used once more."""
    asked: list[bytes] = []

    def answer(request: bytes) -> bytes:
        asked.append(request)
        return reply(b'{"retval":0,"content":{"amount_z_free":5}}\n')  # and it closes

    async with (
        httpx_aiohttp.AiohttpTransport() as carrier,
        answering(answer) as url,
        over(carrier, url, retry=ONCE) as ds,
    ):
        for _ in range(3):
            await ds.account.balance()
            await anyio.wait_all_tasks_blocked()

    assert len(asked) == 3


def test_other_transports_are_left_alone() -> None:
    """Nothing is done to a transport that is none of httpx_aiohttp's."""
    stranger: Any = SimpleNamespace(client=SimpleNamespace(_retry_connection=True))
    aiohttp_module.patch_aiohttp(stranger)

    assert stranger.client._retry_connection


def caused(by: BaseException | None) -> BaseException:
    """Return what httpx_aiohttp makes of an error of aiohttp's."""
    error = httpx.ConnectTimeout("so it calls all of them")
    error.__cause__ = by
    return error


def keys() -> Any:
    """Return whom a connection was for, as aiohttp's errors know it."""
    return SimpleNamespace(host="h", port=1, ssl=True, is_ssl=True)


ERRORS: list[tuple[BaseException, bool | None]] = [
    (aiohttp.ClientConnectorError(keys(), OSError(1, "no")), False),
    (aiohttp.ClientConnectorDNSError(keys(), OSError(1, "no")), False),
    (aiohttp.ClientConnectorSSLError(keys(), OSError(1, "no")), False),
    (aiohttp.ClientConnectorCertificateError(keys(), ValueError("no")), False),
    (aiohttp.ClientProxyConnectionError(keys(), OSError(1, "no")), False),
    (aiohttp.ConnectionTimeoutError(), False),
    (aiohttp.InvalidURL("x"), False),
    (aiohttp.NonHttpUrlClientError("x"), False),
    (aiohttp.ServerDisconnectedError(), True),
    (aiohttp.SocketTimeoutError(), True),
    (aiohttp.ClientOSError(104, "reset"), True),
    (aiohttp.ClientPayloadError(), True),
    (aiohttp.ClientConnectionError(), True),
]


@pytest.mark.parametrize(("error", "connected"), ERRORS)
async def test_connected(error: BaseException, connected: bool | None) -> None:  # noqa: FBT001
    """Each error of aiohttp's says if there was a connection, by itself and as a cause."""
    assert aiohttp_module.was_connected(error) is connected
    assert aiohttp_module.was_connected(caused(error)) is connected


@pytest.mark.parametrize("cause", [None, OSError(), httpx.ReadError("x")])
async def test_others_do_not_tell(cause: BaseException | None) -> None:
    """An error of another transport is judged by its own name."""
    assert aiohttp_module.was_connected(caused(cause)) is None
