"""A proxy on a real socket: it makes tunnels, or answers in the server's place."""

from __future__ import annotations

import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import anyio
from anyio.abc import ByteStream
from anyio.streams.tls import TLSStream

from .raw_http import port_of


class Proxy:
    """Keeps the heads of the requests that it gets; *refusal* is its answer instead of a tunnel."""

    def __init__(self, refusal: bytes | None, context: ssl.SSLContext | None) -> None:
        self.refusal = refusal
        self.heads: list[bytes] = []
        self.port = 0
        self._context = context

    async def serve(self, stream: ByteStream) -> None:
        """Serve one connection."""
        async with stream:
            with suppress(anyio.EndOfStream, anyio.BrokenResourceError, ssl.SSLError):
                if self._context is not None:
                    stream = await TLSStream.wrap(
                        stream, ssl_context=self._context, standard_compatible=False
                    )
                head = b""
                while b"\r\n\r\n" not in head:
                    head += await stream.receive()
                self.heads.append(head)
                if self.refusal is not None:
                    await stream.send(self.refusal)
                elif head.startswith(b"CONNECT "):
                    await self._tunnel(stream, head)

    async def _tunnel(self, stream: ByteStream, head: bytes) -> None:
        host, _, port = head.split()[1].decode().rpartition(":")
        async with await anyio.connect_tcp(host, int(port)) as server:
            await stream.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_pump, stream, server, tasks.cancel_scope)
                tasks.start_soon(_pump, server, stream, tasks.cancel_scope)


async def _pump(source: ByteStream, sink: ByteStream, scope: anyio.CancelScope) -> None:
    with suppress(anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError):
        while True:
            await sink.send(await source.receive())
    scope.cancel()


@asynccontextmanager
async def running_proxy(
    refusal: bytes | None = None, *, context: ssl.SSLContext | None = None
) -> AsyncGenerator[Proxy]:
    """Give a running proxy; it speaks TLS if it has a *context*."""
    proxy = Proxy(refusal, context)
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    proxy.port = port_of(listener)
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, proxy.serve)
        yield proxy
        tasks.cancel_scope.cancel()
