"""Connect through httpcore's network backend, and leave no connection open on cancellation.

Two connections would be left open whose call is cancelled, or runs out of time: one that
`anyio.connect_tcp` had just made (before anyio 4.16), and one on which TLS is being negotiated
(httpcore closes that only after other errors).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from traceback import walk_tb
from typing import Any, cast

import anyio
import httpx
import sniffio
from anyio.abc import SocketStream


def close_on_cancellation(transport: httpx.AsyncHTTPTransport) -> None:
    """Let *transport* connect through `ClosingBackend`; httpx has no parameter for a backend."""
    pool = cast("Any", transport)._pool  # noqa: SLF001
    backend = getattr(pool, "_network_backend", None)
    if backend is not None:  # else it is another httpcore, and connects in its own way
        pool._network_backend = ClosingBackend(backend)  # noqa: SLF001


class ClosingBackend:
    """Wraps an ``httpcore.AsyncNetworkBackend``."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Any:
        """Connect; the deadline is kept here, as httpcore's would hide where it struck."""
        try:
            with anyio.fail_after(timeout):
                stream = await self._connect(
                    host=host,
                    port=port,
                    timeout=None,
                    local_address=local_address,
                    socket_options=socket_options,
                )
        except TimeoutError:
            raise httpx.ConnectTimeout(f"no connection within {timeout:g} s") from None
        stream.start_tls = partial(_start_tls, stream, stream.start_tls)
        return stream

    async def _connect(self, **arguments: Any) -> Any:
        cancellations = _cancellations()
        try:
            stream = await self._backend.connect_tcp(**arguments)
        except BaseException as error:
            await _close_leftover(error)
            raise
        if _cancellations() > cancellations:
            with anyio.CancelScope(shield=True):
                await stream.aclose()
            raise asyncio.CancelledError
        return stream


def _cancellations() -> int:
    """Return how often asyncio was asked to cancel this task.

    Before 4.16 anyio lost a cancellation that came just when the connection was made.
    """
    if sniffio.current_async_library() != "asyncio":
        return 0
    task = asyncio.current_task()
    return task.cancelling() if task is not None else 0


async def _start_tls(stream: Any, start_tls: Any, *arguments: Any, **named: Any) -> Any:
    try:
        return await start_tls(*arguments, **named)
    except BaseException:
        with anyio.CancelScope(shield=True):
            await stream.aclose()
        raise


async def _close_leftover(error: BaseException) -> None:
    """Close the connection that `anyio.connect_tcp` had made before *error* ended it.

    It is only known to the frame that *error* came through.
    """
    for frame, _ in walk_tb(error.__traceback__):
        stream = frame.f_locals.get("connected_stream")
        if frame.f_code.co_name == "connect_tcp" and isinstance(stream, SocketStream):
            await anyio.aclose_forcefully(stream)
