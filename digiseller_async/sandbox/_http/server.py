"""Serve an ASGI application from a thread of its own."""

import asyncio
import socket
from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import Context
from threading import Event, Thread
from typing import Any, TypeVar, cast

import uvicorn
from starlette.types import ASGIApp

from .connections import ConnectionTracker, tracking_protocol

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
        port: int,
        *,
        on_stop: OnStop,
        certificate: Certificate | None = None,
    ) -> None:
        """Bind the socket now, so that the port is known and cannot be lost."""
        self._socket = socket.socket(
            # With the protocol named, asyncio sets TCP_NODELAY; else each answer takes 40 ms.
            socket.AF_INET,
            socket.SOCK_STREAM,
            socket.IPPROTO_TCP,
        )
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        self._stopping = stopping
        self._server = Server(app, connections, stopping, certificate, on_stop)
        self._thread = Thread(
            target=self._server.run,
            kwargs={"sockets": [self._socket]},
            name=f"sandbox-{self.port}",
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
        """Return when the thread has ended."""
        if self._server.event_loop is not None:
            self._server.event_loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(TIMEOUT)
        self._socket.close()
