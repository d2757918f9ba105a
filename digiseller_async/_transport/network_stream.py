"""Read and write one TCP connection, and know whether anything on it is unread.

A connection may be used for another request only if nothing unread is left in any layer: it would
be taken for the next response. httpcore asks its streams whether they are readable before it uses
one again, but its own streams look at the socket only; bytes may as well lie in anyio's queue or in
the layers of TLS. So the streams are of our own.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

import anyio
import sniffio
from anyio.abc import SocketAttribute, SocketStream

from .unread import RecordCounter, is_queued, is_readable

T = TypeVar("T")
_AT_ONCE = 2**18
"""As much as asyncio receives at once: a piece that was cut would wait in a queue."""


class NetworkStream:
    """An ``httpcore.AsyncNetworkStream`` over a TCP connection of anyio's.

    Reading and writing have the deadline of the call, so their timeouts are not looked at.
    """

    def __init__(self, stream: SocketStream) -> None:
        self._stream = stream
        self._socket: Any = stream.extra(SocketAttribute.raw_socket)  # noqa: S610  (no Django here)
        self._has_queue = sniffio.current_async_library() == "asyncio"
        self._is_idle = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, ASYNC109
        """Return what comes next, of up to *max_bytes*; nothing at the end."""
        try:
            return await self._stream.receive(max_bytes)
        except anyio.EndOfStream:
            return b""
        except (anyio.BrokenResourceError, anyio.ClosedResourceError, OSError) as error:
            raise httpcore().ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109
        """Send all of *buffer*; refuse to begin a request if anything has come since the last."""
        self.leave_idle()
        await self.send(buffer)

    async def send(self, buffer: bytes) -> None:
        """Send all of *buffer*."""
        if not buffer:
            return
        try:
            await self._stream.send(buffer)
        except (anyio.BrokenResourceError, anyio.ClosedResourceError, OSError) as error:
            raise httpcore().WriteError(str(error)) from error

    async def aclose(self) -> None:
        """Close the connection; what is lost with it is lost anyway."""
        try:
            await self._stream.aclose()
        except (anyio.BrokenResourceError, OSError):
            return

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's signature)
    ) -> NetworkStream:
        """Return this connection with TLS on it; close it if that fails or is cancelled."""
        try:
            with anyio.fail_after(timeout):
                stream = TlsStream(self, ssl_context, server_hostname)
                await stream.handshake()
        except BaseException as error:
            with anyio.CancelScope(shield=True):
                await self.aclose()
            if isinstance(error, TimeoutError):
                raise httpcore().ConnectTimeout(f"no TLS within {timeout} s") from error
            if isinstance(error, (ssl.SSLError, httpcore().NetworkError)):
                raise httpcore().ConnectError(str(error)) from error
            raise
        return stream

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore and tracers want to know of a stream."""
        if info == "is_readable":
            self._is_idle = True
            return self.has_unread()
        if info == "socket":
            return self._socket
        if info == "client_addr":
            return self._stream.extra(SocketAttribute.local_address, None)  # noqa: S610  (no Django here)
        if info == "server_addr":
            return self._stream.extra(SocketAttribute.remote_address, None)  # noqa: S610  (no Django here)
        return None

    def leave_idle(self) -> None:
        """Make sure that nothing has come while no request was under way.

        Raises:
            ConnectionNotAvailable: Something has; httpcore's pool connects anew.
        """
        if self._is_idle:
            self._is_idle = False
            if self.has_unread():
                raise httpcore().ConnectionNotAvailable

    def has_unread(self) -> bool:
        """Return whether there is anything to read, in any layer; also the connection's end."""
        return (self._has_queue and is_queued(self._stream)) or is_readable(self._socket)


class TlsStream(NetworkStream):
    """TLS over a *stream*, which may itself be one: a proxy may speak TLS, too.

    The TLS streams of anyio and trio have no public way to look at what they have received and not
    decrypted, and nobody has one to look at the part of a record that OpenSSL keeps until its rest
    comes. So records are counted here, before OpenSSL gets them.
    """

    def __init__(
        self, stream: NetworkStream, context: ssl.SSLContext, hostname: str | None
    ) -> None:
        self._stream: Any = stream
        self._is_idle = False
        self._received = ssl.MemoryBIO()
        self._to_send = ssl.MemoryBIO()
        self._records = RecordCounter()
        self._ssl = context.wrap_bio(self._received, self._to_send, server_hostname=hostname)

    async def handshake(self) -> None:
        """Agree with the server on how to encrypt."""
        await self._run(self._ssl.do_handshake)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, ASYNC109
        """Return what comes next, of up to *max_bytes*; nothing at the end."""
        try:
            return await self._run(self._ssl.read, max_bytes)
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
            return b""
        except ssl.SSLError as error:
            raise httpcore().ReadError(str(error)) from error

    async def send(self, buffer: bytes) -> None:
        """Send all of *buffer*."""
        if not buffer:
            return
        try:
            await self._run(self._ssl.write, buffer)
        except ssl.SSLError as error:
            raise httpcore().WriteError(str(error)) from error

    async def aclose(self) -> None:
        """Close the connection, without a last word, as httpcore does."""
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore and tracers want to know of a stream."""
        if info == "ssl_object":
            return self._ssl
        if info == "is_readable":
            return super().get_extra_info(info)
        return self._stream.get_extra_info(info)

    def has_unread(self) -> bool:
        """Return whether there is anything to read, in any layer; also the connection's end."""
        return (
            self._ssl.pending() > 0
            or self._received.pending > 0
            or self._records.is_within_record
            or self._stream.has_unread()
        )

    async def _run(self, step: Callable[..., T], *arguments: object) -> T:
        """Do a step of OpenSSL's; receive and send what it needs for that."""
        while True:
            try:
                result = step(*arguments)
            except ssl.SSLWantReadError:
                await self._flush()
                await self._receive()
            else:
                await self._flush()
                return result

    async def _receive(self) -> None:
        received = await self._stream.read(_AT_ONCE)
        if received:
            self._records.add(received)
            self._received.write(received)
        else:
            self._received.write_eof()

    async def _flush(self) -> None:
        if self._to_send.pending:
            await self._stream.send(self._to_send.read())


def httpcore() -> Any:
    """Return httpcore, which httpx, too, only loads when it connects."""
    return import_module("httpcore")
