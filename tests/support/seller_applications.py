"""The seller's own application behind a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio.to_thread

from digiseller_async.sandbox._http.connections import ConnectionTracker
from digiseller_async.sandbox._http.server import ServerThread

Scope = dict[str, Any]
Application = Callable[[Scope, Any, Any], Awaitable[None]]


async def nothing() -> None:
    """Do nothing when the server stops."""


@asynccontextmanager
async def serving(app: Application) -> AsyncGenerator[str]:
    """Serve the seller's application behind a real socket."""
    asgi: Any = app
    thread = ServerThread(
        asgi, ConnectionTracker(), asyncio.Event(), ("127.0.0.1", 0), on_stop=nothing
    )
    await anyio.to_thread.run_sync(thread.start)
    try:
        yield f"http://{thread.netloc}"
    finally:
        await anyio.to_thread.run_sync(thread.stop)


def answering(*statuses: int, body: bytes = b"", content_type: str = "") -> Application:
    """Return an application that gives these statuses one after the other, then 200."""
    left = list(statuses)
    headers = [(b"content-type", content_type.encode())]

    async def app(_scope: Scope, _receive: Any, send: Any) -> None:
        status = left.pop(0) if left else 200
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app
