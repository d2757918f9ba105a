"""Connecting leaves no connection open, whenever it is cancelled."""

from __future__ import annotations

import asyncio
import gc
import ssl
import warnings
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any

import anyio
import httpcore
import httpx
import pytest
from anyio.abc import Listener, SocketAttribute, SocketStream
from anyio.lowlevel import checkpoint
from support.secrets.echo_server import CERTIFICATE

from digiseller_async import Digiseller, NotSentError, Retry
from digiseller_async._transport import connections
from digiseller_async._transport.network_backend import NetworkBackend

CONNECT = anyio.connect_tcp
pytestmark = pytest.mark.anyio


class Server:
    """Accepts connections, says nothing, and counts those that are open."""

    def __init__(self) -> None:
        self.accepted = 0
        self.open = 0
        self.port = 0

    async def serve(self, stream: SocketStream) -> None:
        """Read until the client closes the connection."""
        self.accepted += 1
        self.open += 1
        async with stream:
            try:
                while True:
                    await stream.receive()
            except (anyio.EndOfStream, anyio.BrokenResourceError):
                self.open -= 1

    async def until_all_are_closed(self) -> None:
        """Wait until there is no open connection."""
        with anyio.fail_after(20):
            while self.open:
                await checkpoint()


@asynccontextmanager
async def serving() -> AsyncGenerator[Server, None]:
    """Give a running server."""
    server = Server()
    listener: Listener[SocketStream] = await anyio.create_tcp_listener(local_host="127.0.0.1")
    server.port = listener.extra(SocketAttribute.local_port)  # noqa: S610 (no Django here)
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, server.serve)
        yield server
        tasks.cancel_scope.cancel()


async def cancel_after(iterations: int, work: Any) -> None:
    """Start *work*, and cancel it after so many iterations of the event loop."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(work)
        for _ in range(iterations):
            await checkpoint()
        tasks.cancel_scope.cancel()


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_cancelled_in_any_iteration(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection is closed, in whatever iteration of the event loop its call is cancelled."""
    context = ssl.create_default_context(cafile=CERTIFICATE)
    monkeypatch.setattr(connections, "tls_context", lambda: context)
    gc.collect()
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always", ResourceWarning)
        async with serving() as server:
            for iterations in range(40):
                url = f"{scheme}://127.0.0.1:{server.port}"
                async with Digiseller(token="T", base_url=url, rate=None) as ds:
                    await cancel_after(iterations, ds.account.balance)
            # Before anybody collects what was left open, which would close it with a warning.
            gc.collect()
            await server.until_all_are_closed()

    assert [str(one.message) for one in found] == []
    assert server.accepted > 0


class StuckConnect:
    """Never gets further than its connection, as `anyio.connect_tcp` before 4.16 may."""

    def __init__(self, port: int = 0) -> None:
        self.port = port

    async def connect_tcp(self, *_: Any, **__: Any) -> SocketStream | None:
        """Connect if there is a port, and wait for ever."""
        connected_stream: SocketStream | None = None
        if self.port:
            connected_stream = await CONNECT("127.0.0.1", self.port)
        await anyio.sleep_forever()
        return connected_stream


async def test_connection_that_only_a_frame_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that was made, but not returned before the cancellation, is closed."""
    with anyio.fail_after(20):
        async with serving() as server, anyio.create_task_group() as tasks:
            monkeypatch.setattr(anyio, "connect_tcp", StuckConnect(server.port).connect_tcp)
            tasks.start_soon(NetworkBackend().connect_tcp, "host", 1)
            while not server.open:
                await checkpoint()
            await anyio.wait_all_tasks_blocked()
            tasks.cancel_scope.cancel()
            await server.until_all_are_closed()


class DeafConnect:
    """Loses the cancellation that comes while it connects."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def __call__(self, *_: Any, **__: Any) -> SocketStream:
        """Connect, and return the connection although the task is cancelled."""
        stream = await CONNECT("127.0.0.1", self.port)
        with suppress(asyncio.CancelledError):
            await anyio.sleep_forever()
        return stream


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_lost_cancellation(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that was cancelled while it connected is cancelled, even if anyio lost that."""
    with anyio.fail_after(20):
        async with serving() as server:
            monkeypatch.setattr(anyio, "connect_tcp", DeafConnect(server.port))
            task = asyncio.ensure_future(NetworkBackend().connect_tcp("host", 1))
            while not server.open:
                await checkpoint()
            await anyio.wait_all_tasks_blocked()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await server.until_all_are_closed()


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_cancellation_that_is_still_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection whose task is cancelled in the same iteration is closed before that comes."""
    closed: list[str] = []

    class Stream:
        async def aclose(self) -> None:
            closed.append("stream")

    async def connect_tcp(*_: object, **__: object) -> Stream:
        task.cancel()
        return Stream()

    monkeypatch.setattr(anyio, "connect_tcp", connect_tcp)
    task = asyncio.ensure_future(NetworkBackend().connect_tcp("host", 1))
    with pytest.raises(asyncio.CancelledError):
        await task

    assert closed == ["stream"]


@pytest.mark.parametrize("with_connection", [False, True])
async def test_connect_timeout(*, with_connection: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting ends after its timeout, and closes a connection that came with it."""
    async with serving() as server:
        stuck = StuckConnect(server.port if with_connection else 0)
        monkeypatch.setattr(anyio, "connect_tcp", stuck.connect_tcp)
        with pytest.raises(httpx.ConnectTimeout, match=r"^no connection within 0\.05 s$"):
            await NetworkBackend().connect_tcp("host", 1, timeout=0.05)
        await server.until_all_are_closed()


async def test_no_tls_in_time() -> None:
    """A server that does not answer to TLS is left after the timeout, and closed."""
    context = ssl.create_default_context()
    async with serving() as server:
        stream = await NetworkBackend().connect_tcp("127.0.0.1", server.port)
        with pytest.raises(httpcore.ConnectTimeout, match=r"^no TLS within 0\.05 s$"):
            await stream.start_tls(context, "localhost", timeout=0.05)
        await server.until_all_are_closed()


async def test_timeout_of_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that cannot connect in time is a NotSentError that names the address."""
    timeouts = {"timeout": {"connect": 0.01, "read": None, "write": None, "pool": None}}
    monkeypatch.setattr(connections, "_TIMEOUTS", timeouts)
    monkeypatch.setattr(anyio, "connect_tcp", StuckConnect().connect_tcp)
    url, once = "http://127.0.0.1:9", Retry(attempts=1)
    async with Digiseller(token="T", base_url=url, rate=None, retry=once) as ds:
        with pytest.raises(NotSentError) as caught:
            await ds.account.balance()

    assert str(caught.value) == (
        "account.balance: cannot connect to 127.0.0.1:9 "
        "(ConnectTimeout: no connection within 0.01 s); nothing was sent"
    )
