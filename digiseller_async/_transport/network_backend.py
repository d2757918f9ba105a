"""Connect httpcore through streams of our own, and leave no connection open on cancellation.

Before 4.16, `anyio.connect_tcp` leaves a connection open that it had just made when it was
cancelled, or loses the cancellation.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from traceback import walk_tb
from typing import Any, cast

import anyio
import httpx
from anyio.abc import SocketStream

from .._isolation import cancellations
from .network_stream import NetworkStream, httpcore

_LOCKS = ("_request_lock", "_state_lock")
"""httpcore's, of a connection and of HTTP on it."""


def use_own_streams(transport: httpx.AsyncHTTPTransport) -> None:
    """Let *transport* connect through `NetworkBackend`; httpx has no parameter for a backend."""
    pool = cast("Any", transport)._pool  # noqa: SLF001
    if hasattr(pool, "_network_backend"):  # else it is another httpcore, and not trusted later
        pool._network_backend = NetworkBackend()  # noqa: SLF001
        pool.handle_async_request = partial(_without_quotes, pool.handle_async_request)


async def _without_quotes(send: Callable[[Any], Awaitable[Any]], request: Any) -> Any:
    """Send *request*; an error does not quote what came, which may repeat the token.

    Tracers that hook into httpx's transport record the text of an error.
    """
    try:
        return await send(request)
    except httpcore().RemoteProtocolError as error:
        what = str(error).partition(": ")[0]
    raise httpcore().RemoteProtocolError(what)


async def close(transport: httpx.AsyncHTTPTransport) -> None:
    """Close *transport*, and the connection that httpcore forgets if a SOCKS proxy refuses it."""
    await transport.aclose()
    backend = getattr(getattr(transport, "_pool", None), "_network_backend", None)
    if isinstance(backend, NetworkBackend) and backend.stream is not None:
        await backend.stream.aclose()


def has_no_unread_bytes(transport: httpx.AsyncHTTPTransport) -> bool:
    """Return whether nothing came after the response, and so *transport* may be used again.

    httpcore drops a connection by itself whose stream has anything to read. What was read already
    lies in h11's buffer, and there is no public name for that (50 of 50 later answers were wrong,
    silently), so this looks at private attributes; a connection without them is not used again.
    """
    try:
        pool = cast("Any", transport)._pool  # noqa: SLF001
        return isinstance(pool._network_backend, NetworkBackend) and all(  # noqa: SLF001
            _h11_state(one).trailing_data == (b"", False) for one in pool.connections
        )
    except AttributeError:
        return False


def use_fast_locks(transport: httpx.AsyncHTTPTransport) -> None:
    """Let no exchange of *transport* wait an iteration of the event loop for a free lock.

    httpcore does so at three locks, which cost a tenth of a call's CPU. A connection that serves
    one exchange at a time never finds one taken. What has other names keeps its locks.
    """
    pool = getattr(transport, "_pool", None)
    backend = getattr(pool, "_network_backend", None)
    if pool is None or not isinstance(backend, NetworkBackend) or not backend.is_new:
        return
    backend.is_new = False
    for connection in pool.connections:
        inner: Any = connection
        while inner is not None:
            for name in _LOCKS:
                if hasattr(inner, name):
                    setattr(inner, name, anyio.Lock(fast_acquire=True))
            inner = getattr(inner, "_connection", None)


def _h11_state(connection: Any) -> Any:
    """Return the state of HTTP in *connection*, which may be within that to a proxy."""
    while not hasattr(connection, "_h11_state"):
        connection = connection._connection  # noqa: SLF001
    return connection._h11_state  # noqa: SLF001


class NetworkBackend:
    """An ``httpcore.AsyncNetworkBackend``, the same for asyncio and trio."""

    def __init__(self) -> None:
        self.stream: NetworkStream | None = None
        """The connection that it made last."""
        self.is_new = False
        """Whether that has not served an exchange yet."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002  (we ask for none)
    ) -> NetworkStream:
        """Connect; the deadline is kept here, so that it is known where it struck."""
        try:
            with anyio.fail_after(timeout):
                self.stream = NetworkStream(await _connect(host, port, local_address))
                self.is_new = True
        except TimeoutError:
            raise httpx.ConnectTimeout(f"no connection within {timeout} s") from None
        except (OSError, anyio.BrokenResourceError) as error:
            raise httpcore().ConnectError(str(error)) from error
        return self.stream


async def _connect(host: str, port: int, local_address: str | None) -> SocketStream:
    before = cancellations()
    try:
        stream = await anyio.connect_tcp(host, port, local_host=local_address)
    except BaseException as error:
        await _close_leftover(error)
        raise
    # Before 4.16 anyio lost a cancellation that came just when the connection was made.
    if cancellations() > before:
        with anyio.CancelScope(shield=True):
            await stream.aclose()
        raise asyncio.CancelledError
    return stream


async def _close_leftover(error: BaseException) -> None:
    """Close the connection that `anyio.connect_tcp` had made before *error* ended it.

    It is only known to the frame that *error* came through.
    """
    for frame, _ in walk_tb(error.__traceback__):
        stream = frame.f_locals.get("connected_stream")
        if frame.f_code.co_name == "connect_tcp" and isinstance(stream, SocketStream):
            await anyio.aclose_forcefully(stream)
