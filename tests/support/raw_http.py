"""Servers on real sockets that answer with any bytes."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import anyio
from anyio.abc import Listener, SocketAttribute, SocketStream

Answer = Callable[[bytes], bytes]


def reply(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """Return an HTTP response."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def balance_reply(amount: int) -> bytes:
    """Return the HTTP response to ``account.balance``."""
    return reply(b'{"retval":0,"content":{"amount_z_free":%d}}' % amount)


def port_of(listener: Listener[SocketStream]) -> int:
    """Return the port of a listener."""
    port: int = listener.extra(SocketAttribute.local_port)  # noqa: S610 (no Django here)
    return port


@asynccontextmanager
async def serving(answer: Answer) -> AsyncGenerator[str, None]:
    """Answer each request on each connection with what *answer* returns for its bytes."""

    async def serve(stream: SocketStream) -> None:
        async with stream:
            received = b""
            while True:
                try:
                    received += await stream.receive()
                except (anyio.EndOfStream, anyio.BrokenResourceError):
                    return
                if b"\r\n\r\n" in received:
                    await stream.send(answer(received))
                    received = b""

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, serve)
        port = port_of(listener)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            tasks.cancel_scope.cancel()
    await listener.aclose()
