"""Serve an ASGI application from a thread of its own."""

import asyncio
import socket
from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextvars import Context
from ipaddress import ip_address
from threading import Event, Thread
from typing import Any, TypeVar, cast

import uvicorn
from starlette.types import ASGIApp

from .connections import Address, ConnectionTracker, address, tracking_protocol

T = TypeVar("T")
TIMEOUT = 10.0  # seconds, for what takes milliseconds
LONG_TIMEOUT = 30.0  # seconds, for what waits for two answers of at most five
KEEP_ALIVE = 120  # seconds, as the service's web server does

# The paths of a certificate and of its private key, both in PEM.
Certificate = tuple[str, str]
OnStop = Callable[[], Awaitable[None]]


class Server(uvicorn.Server):
    """Uvicorn that wakes at once to stop, and waits for no client then."""

    def __init__(
        self,
        app: ASGIApp,
        connections: ConnectionTracker,
        stopping: asyncio.Event,
        certificate: Certificate | None,
        on_stop: OnStop,
    ) -> None:
        """Prepare to serve the *app* until *stopping* is set; then *on_stop* is awaited."""
        certfile, keyfile = certificate or (None, None)
        settings: dict[str, Any] = {
            "http": tracking_protocol(connections),
            "ws": "none",
            "loop": "asyncio",
            "lifespan": "off",
            "log_config": None,
            "access_log": False,
            "server_header": False,
            "date_header": False,  # the app's own follows the sandbox's clock
            "timeout_keep_alive": KEEP_ALIVE,
            "ssl_certfile": certfile,
            "ssl_keyfile": keyfile,
        }
        super().__init__(uvicorn.Config(app, **settings))
        self.ready = Event()
        self.event_loop: AbstractEventLoop | None = None
        self._connections = connections
        self._stopping = stopping
        self._on_stop = on_stop

    async def main_loop(self) -> None:
        """Serve until it is time to stop."""
        self.event_loop = asyncio.get_running_loop()
        self.ready.set()
        await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002
        """Stop listening, break the connections, and let their requests end."""
        for listener in self.servers:
            listener.close()
        self._connections.abort_all()
        await self._on_stop()
        tasks = set(self.server_state.tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=TIMEOUT)
        # connection_lost is called in the loop's next round; without it a socket stays open.
        await asyncio.sleep(0)


class ServerThread:
    """A server in a daemon thread; starting and stopping block.

    With a *certificate* it speaks HTTPS.
    """

    def __init__(
        self,
        app: ASGIApp,
        connections: ConnectionTracker,
        stopping: asyncio.Event,
        address: Address,
        *,
        on_stop: OnStop,
        certificate: Certificate | None = None,
    ) -> None:
        """Bind the socket now, so that the port is known and cannot be lost."""
        self._socket = listening_socket(address)
        self.netloc = netloc_of(self._socket.getsockname())
        self._stopping = stopping
        self._server = Server(app, connections, stopping, certificate, on_stop)
        self._thread = Thread(
            target=self._server.run,
            kwargs={"sockets": [self._socket]},
            name=f"sandbox-{self.netloc}",
            daemon=True,
        )

    def start(self) -> None:
        """Return when connections are accepted."""
        self._thread.start()
        if not self._server.ready.wait(TIMEOUT):
            message = "the sandbox's server did not start"
            raise RuntimeError(message)

    @property
    def is_serving(self) -> bool:
        """Whether it was started, and not stopped."""
        return self._thread.is_alive() and self._server.event_loop is not None

    def run(self, change: Callable[[], T]) -> T:
        """Run the *change* between two requests, and return its result."""
        if not self.is_serving:
            return change()

        async def run_change() -> T:
            return change()

        return self.wait_for(run_change())

    def wait_for(self, call: Coroutine[Any, Any, T]) -> T:
        """Let the running server's loop make the *call*, and return its result."""
        # Not in the caller's context, which may say that trio is running.
        result = Context().run(
            asyncio.run_coroutine_threadsafe,
            call,
            cast("AbstractEventLoop", self._server.event_loop),
        )
        return result.result(LONG_TIMEOUT)

    def stop(self) -> None:
        """Return when the thread has ended; a second time, at once."""
        if self._server.event_loop is not None and not self._stopping.is_set():
            self._server.event_loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(TIMEOUT)
        self._socket.close()


def listening_socket(address: Address) -> socket.socket:
    """Return a socket at this *address*, which is not accepting connections yet."""
    found = socket.getaddrinfo(*address, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    # With the protocol named, asyncio sets TCP_NODELAY; else each answer takes 40 ms.
    family, kind, protocol, _, place = found[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(place)
    except OSError:
        listener.close()
        raise
    return listener


def netloc_of(bound: Sequence[object]) -> str:
    """Return host and port by which this machine reaches a socket that is *bound* there."""
    host, port = address(bound)
    ip = ip_address(host)
    if ip.is_unspecified:
        host = "127.0.0.1" if ip.version == 4 else "::1"
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
