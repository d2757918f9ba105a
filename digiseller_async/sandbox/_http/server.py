"""An ASGI app and a listening socket come in; a thread that serves them goes out."""

import asyncio
import socket
from asyncio import AbstractEventLoop
from threading import Event, Thread
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from .connections import ConnectionTracker, protocol

LONG = 10.0  # seconds, for what takes milliseconds
KEEP_ALIVE = 120  # seconds, as the service's web server does


class Server(uvicorn.Server):
    """Uvicorn that wakes at once to stop, and waits for no client then."""

    def __init__(self, app: ASGIApp, wires: ConnectionTracker, stopping: asyncio.Event) -> None:
        """Prepare to serve the *app* until *stopping* is set."""
        settings: dict[str, Any] = {
            "http": protocol(wires),
            "ws": "none",
            "loop": "asyncio",
            "lifespan": "off",
            "log_config": None,
            "access_log": False,
            "server_header": False,
            "date_header": False,  # the app's own follows the sandbox's clock
            "timeout_keep_alive": KEEP_ALIVE,
        }
        super().__init__(uvicorn.Config(app, **settings))
        self.ready = Event()
        self.own_loop: AbstractEventLoop | None = None
        self._wires = wires
        self._stopping = stopping

    async def main_loop(self) -> None:
        """Serve until it is time to stop."""
        self.own_loop = asyncio.get_running_loop()
        self.ready.set()
        await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002
        """Stop listening, break the connections, and let their requests end."""
        for listener in self.servers:
            listener.close()
        self._wires.abort_all()
        tasks = set(self.server_state.tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=LONG)
        # connection_lost is called in the loop's next round; without it a socket stays open.
        await asyncio.sleep(0)


class Serving:
    """A server in a daemon thread; starting and stopping block."""

    def __init__(
        self, app: ASGIApp, wires: ConnectionTracker, stopping: asyncio.Event, port: int
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
        self._server = Server(app, wires, stopping)
        self._thread = Thread(
            target=self._server.run,
            kwargs={"sockets": [self._socket]},
            name=f"sandbox-{self.port}",
            daemon=True,
        )

    def start(self) -> None:
        """Return when connections are accepted."""
        self._thread.start()
        if not self._server.ready.wait(LONG):
            message = "the sandbox's server did not start"
            raise RuntimeError(message)

    def stop(self) -> None:
        """Return when the thread has ended."""
        if self._server.own_loop is not None:
            self._server.own_loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(LONG)
        self._socket.close()
