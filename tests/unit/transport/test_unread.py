"""Where bytes may lie unread below HTTP, and that each such place is looked at."""

from __future__ import annotations

import select
import socket
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import anyio
import httpcore
import httpx
import pytest
import sniffio
from anyio.abc import ByteStream, SocketStream
from anyio.lowlevel import checkpoint
from anyio.streams.tls import TLSStream
from hypothesis import given
from hypothesis import strategies as st
from support.raw_http import balance_reply, port_of, serving
from support.tls import client_context, server_context

from digiseller_async import Digiseller
from digiseller_async._transport.network_backend import (
    NetworkBackend,
    close,
    has_no_unread_bytes,
    use_own_streams,
)
from digiseller_async._transport.network_stream import NetworkStream, TlsStream
from digiseller_async._transport.unread import RecordCounter, is_queued, is_readable

pytestmark = pytest.mark.anyio


@given(st.lists(st.binary(max_size=600), max_size=8), st.data())
def test_records(contents: list[bytes], data: st.DataObject) -> None:
    """However records are cut into pieces, it is known whether one has begun and not ended."""
    records = [b"\x17\x03\x03" + len(one).to_bytes(2, "big") + one for one in contents]
    whole = b"".join(records)
    ends = {sum(map(len, records[:count])) for count in range(len(records) + 1)}
    counter, position = RecordCounter(), 0
    while position < len(whole):
        length = data.draw(st.integers(1, len(whole) - position))
        counter.add(whole[position : position + length])
        position += length

        assert counter.is_within_record == (position not in ends)


@pytest.mark.parametrize("has_poll", [True, False])
def test_sockets(*, has_poll: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket is readable if there are bytes, if it has ended, or if there is none."""
    if not has_poll:  # as on Windows
        monkeypatch.delattr(select, "poll")
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert not is_readable(ours)
        theirs.send(b"x")
        assert is_readable(ours)
        ours.recv(1)
        theirs.close()
        assert is_readable(ours)
    assert is_readable(ours)
    assert is_readable(None)


@pytest.mark.parametrize(
    ("queue", "inside", "is_waiting"),
    [
        ([], {}, False),
        ([b"x"], {}, True),
        ([], {"_pending_data_length": -1}, False),
        ([], {"_pending_data_length": 0}, True),
        ([], {"_pending_data_length": 5}, True),
    ],
)
def test_queues(queue: list[bytes], inside: dict[str, int], *, is_waiting: bool) -> None:
    """Bytes wait in anyio's queue, or, on Windows, in asyncio's."""
    stream: Any = SimpleNamespace(
        _transport=SimpleNamespace(**inside), _protocol=SimpleNamespace(read_queue=deque(queue))
    )

    assert is_queued(stream) == is_waiting


def test_a_queue_that_cannot_be_looked_at() -> None:
    """A stream that is made otherwise may have bytes anywhere."""
    stranger: Any = SimpleNamespace()

    assert is_queued(stranger)


async def test_private_names() -> None:
    """The private names that are looked at are there: otherwise no connection is used twice."""
    asked: list[bytes] = []

    def answer(request: bytes) -> bytes:
        asked.append(request)
        return balance_reply(1)

    async with serving(answer) as url, Digiseller(token="T", base_url=url, rate=None) as ds:
        await ds.account.balance()
        inside: Any = ds
        ((_, connection),) = inside._pipeline._transport._idle
        (one,) = connection._pool.connections
        stream = one._connection._network_stream

        assert isinstance(connection._pool._network_backend, NetworkBackend)
        assert one._connection._h11_state.trailing_data == (b"", False)
        assert isinstance(stream, NetworkStream)
        assert not stream.has_unread()
        for lock in (one._request_lock, one._connection._state_lock):
            assert isinstance(lock, anyio.Lock), "httpcore's own are slower"
        if sniffio.current_async_library() == "asyncio":
            assert not is_queued(vars(stream)["_stream"])
        assert has_no_unread_bytes(connection)
        one._connection._h11_state.receive_data(b"x")
        assert not has_no_unread_bytes(connection)


Both = tuple[NetworkStream, Any]


@asynccontextmanager
async def connected(*, tls: bool) -> AsyncGenerator[Both]:
    """Give both ends of a connection."""
    send, receive = anyio.create_memory_object_stream[SocketStream](1)
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    done = anyio.Event()

    async def accept(stream: SocketStream) -> None:
        await send.send(stream)
        await done.wait()

    async with send, receive, listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, accept)
        ours = await NetworkBackend().connect_tcp("127.0.0.1", port_of(listener), timeout=20)
        theirs: ByteStream = await receive.receive()
        ends: dict[str, Any] = {"ours": ours, "theirs": theirs}

        async def encrypt() -> None:
            ends["theirs"] = await TLSStream.wrap(
                theirs, ssl_context=server_context(), standard_compatible=False
            )
            await ends["theirs"].send(b"hello")

        if tls:
            async with anyio.create_task_group() as handshakes:
                handshakes.start_soon(encrypt)
                ends["ours"] = await ours.start_tls(client_context(), "localhost", timeout=20)
                assert await ends["ours"].read(100) == b"hello"
        yield ends["ours"], ends["theirs"]
        await ours.aclose()
        await theirs.aclose()
        done.set()
        tasks.cancel_scope.cancel()


both = pytest.mark.parametrize("tls", [False, True])


async def until_unread(stream: NetworkStream) -> None:
    """Wait until something has come."""
    with anyio.fail_after(20):
        while not stream.has_unread():
            await checkpoint()


@both
async def test_streams(*, tls: bool) -> None:
    """A stream reads what is written, and knows whether that is all."""
    async with connected(tls=tls) as (ours, theirs):
        assert not ours.get_extra_info("is_readable")
        await ours.write(b"")
        await ours.write(b"question")
        assert await theirs.receive() == b"question"
        await theirs.send(b"answer")
        await until_unread(ours)
        assert ours.get_extra_info("is_readable")
        assert await ours.read(3) == b"ans"
        assert ours.has_unread()
        assert await ours.read(3) == b"wer"
        assert not ours.has_unread()
        await theirs.aclose()
        await until_unread(ours)
        assert await ours.read(3) == b""


@both
async def test_a_request_after_something_came(*, tls: bool) -> None:
    """A request is not begun on a connection on which something came since it was idle."""
    async with connected(tls=tls) as (ours, theirs):
        assert not ours.get_extra_info("is_readable")
        await theirs.send(b"stray")
        await until_unread(ours)
        with pytest.raises(httpcore.ConnectionNotAvailable):
            await ours.write(b"question")


async def test_half_a_record() -> None:
    """A record that has begun is unread, though there is nothing to decrypt yet."""
    async with connected(tls=True) as (ours, theirs):
        assert isinstance(ours, TlsStream)
        kept: list[bytes] = []
        wire = theirs.transport_stream

        class Keeping:
            async def send(self, item: bytes) -> None:
                await wire.send(item[:10])
                kept.append(item[10:])

        theirs.transport_stream = Keeping()
        await theirs.send(b"stray")
        with anyio.move_on_after(0.2):
            await ours.read(100)
        assert not is_readable(ours.get_extra_info("socket"))
        assert ours.has_unread()
        await wire.send(kept[0])
        assert await ours.read(100) == b"stray"
        theirs.transport_stream = wire


def test_another_httpcore() -> None:
    """A pool without a place for a backend connects in its own way, and is used once."""
    transport: Any = SimpleNamespace(_pool=SimpleNamespace(connections=()))
    use_own_streams(transport)

    assert not hasattr(transport._pool, "_network_backend")
    assert not has_no_unread_bytes(transport)


async def test_an_error_that_quotes() -> None:
    """What a tracer of httpx's transport records of an error quotes nothing of the answer."""
    line = b"HTTP/1.1 200 OK\r\nno header with TOKEN\r\n\r\n"
    async with serving(lambda _: line) as url, httpx.AsyncHTTPTransport() as transport:
        use_own_streams(transport)
        with pytest.raises(httpx.RemoteProtocolError) as caught:
            await transport.handle_async_request(httpx.Request("GET", url))

    assert str(caught.value) == "illegal header line"


async def test_a_connection_that_httpcore_forgets() -> None:
    """With a transport the connection is closed that it made last, known to its pool or not."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    async with listener, httpx.AsyncHTTPTransport() as transport:
        use_own_streams(transport)
        backend: NetworkBackend = vars(transport)["_pool"]._network_backend
        stream = await backend.connect_tcp("127.0.0.1", port_of(listener), timeout=20)
        assert not stream.has_unread()
        await close(transport)

        assert is_readable(stream.get_extra_info("socket"))


async def test_no_connection() -> None:
    """Where nobody listens, it is an error of httpcore's."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = port_of(listener)
    await listener.aclose()
    with pytest.raises(httpcore.ConnectError):
        await NetworkBackend().connect_tcp("127.0.0.1", port, timeout=20)


@both
async def test_extra_info(*, tls: bool) -> None:
    """A stream has what httpcore, and tracers, ask it for."""
    async with connected(tls=tls) as (ours, _):
        assert (ours.get_extra_info("ssl_object") is not None) == tls
        assert ours.get_extra_info("server_addr")[0] == "127.0.0.1"
        assert ours.get_extra_info("client_addr")[0] == "127.0.0.1"
        assert ours.get_extra_info("socket").fileno() > 0
        assert ours.get_extra_info("else") is None


@both
async def test_a_stream_that_is_closed(*, tls: bool) -> None:
    """What fails on a closed connection is an error of httpcore's, which httpx understands."""
    async with connected(tls=tls) as (ours, _):
        await ours.aclose()
        assert ours.has_unread()
        with pytest.raises(httpcore.WriteError):
            await ours.write(b"x")
        with pytest.raises(httpcore.ReadError):
            await ours.read(1)
        await ours.aclose()


async def test_bytes_that_are_no_tls() -> None:
    """What cannot be decrypted is an error of httpcore's, when reading and when writing."""
    async with connected(tls=True) as (ours, theirs):
        await theirs.transport_stream.send(b"\x17\x03\x03\x00\x20" + bytes(32))
        with pytest.raises(httpcore.ReadError):
            await ours.read(100)
        with pytest.raises(httpcore.WriteError):
            await ours.write(b"x")


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
async def test_a_handshake_that_fails(said: bytes) -> None:
    """A server that speaks no TLS is a connection that was not made."""
    async with connected(tls=False) as (ours, theirs):
        if said:
            await theirs.send(said)
        else:
            await theirs.aclose()
        with pytest.raises(httpcore.ConnectError):
            await ours.start_tls(client_context(), "localhost", timeout=20)
        assert is_readable(ours.get_extra_info("socket"))


async def test_a_name_that_is_none() -> None:
    """What is wrong with the name itself stays as it is, and the connection is closed."""
    async with connected(tls=False) as (ours, _):
        with pytest.raises(ValueError):  # noqa: PT011  (OpenSSL's text)
            await ours.start_tls(client_context(), "", timeout=20)
        assert is_readable(ours.get_extra_info("socket"))


class FailingStream:
    """A stream that cannot even be closed."""

    async def aclose(self) -> None:
        """Fail."""
        raise OSError

    def extra(self, *_: object) -> None:
        """Know nothing."""


async def test_closing_that_fails() -> None:
    """A connection that cannot be closed is lost, and nobody needs to know."""
    failing: Any = FailingStream()
    await NetworkStream(failing).aclose()
