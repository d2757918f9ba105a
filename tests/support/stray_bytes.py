"""A server whose answers are followed by other bytes, and the ways of a client to it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from typing import Any

import anyio
import httpx
from anyio.abc import ByteStream
from anyio.streams.tls import TLSStream

from digiseller_async import Digiseller, DigisellerError, Retry

from .proxy import running_proxy
from .raw_http import balance_reply, port_of, reply
from .tls import client_context, server_context

ONCE = Retry(attempts=1)
STRAY = balance_reply(666)


def padded(amount: int, size: int) -> bytes:
    """Return an answer to ``account.balance`` of so many bytes, with its head."""
    body = b'{"retval":0,"content":{"amount_z_free":%d}}' % amount
    head = reply(b"")
    for missing in range(size):
        answer = reply(body + b" " * (size - len(head) - len(body) - missing))
        if len(answer) == size:
            return answer
    raise AssertionError


Pieces = Callable[[int], list[bytes]]
# Each piece is a packet, and a TLS record, of its own; "records" are sent in one packet.
AFTER: dict[str, Pieces] = {
    "in the same packet": lambda n: [balance_reply(n) + STRAY],
    "in a later packet": lambda n: [balance_reply(n), STRAY],
    "in many later packets": lambda n: [balance_reply(n), b"\r\n", STRAY, STRAY[:20]],
    "after 64 KiB": lambda n: [padded(n, 65536) + STRAY],
    "after 64 KiB, later": lambda n: [padded(n, 65536), STRAY],
    "after 128 KiB": lambda n: [padded(n, 131072) + STRAY],
    "after 16 KiB": lambda n: [padded(n, 16384) + STRAY],
    "one byte": lambda n: [balance_reply(n), b"H"],
    "half of an answer": lambda n: [balance_reply(n), STRAY[:-10]],
    "after chunks": lambda n: [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"2a\r\n" + balance_reply(n)[-42:].rjust(42) + b"\r\n0\r\n\r\n",
        STRAY,
    ],
    "after 204": lambda _: [b"HTTP/1.1 204 No Content\r\n\r\n", STRAY],
    "after 204 in one packet": lambda _: [b"HTTP/1.1 204 No Content\r\n\r\n" + STRAY],
    "after 304": lambda _: [b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", STRAY],
    "after 500": lambda _: [reply(b"no", status=b"500 No"), STRAY],
    "nothing": lambda n: [balance_reply(n)],
}


class Server:
    """Answers each request in pieces, and knows when all of them were sent."""

    def __init__(self, pieces: Pieces, *, tls: bool, in_one_packet: bool) -> None:
        self.pieces = pieces
        self.context = server_context() if tls else None
        self.in_one_packet = in_one_packet
        self.connections = 0
        self.asked: list[bytes] = []
        self.sent = anyio.Event()

    async def serve(self, stream: Any) -> None:
        """Serve one connection."""
        self.connections += 1
        async with stream:
            with suppress(anyio.EndOfStream, anyio.BrokenResourceError):
                if self.context is None:
                    await self._answer(stream, stream)
                else:
                    wire = OnePacket(stream)
                    tls = await TLSStream.wrap(
                        wire, ssl_context=self.context, standard_compatible=False
                    )
                    await self._answer(tls, wire)

    async def _answer(self, stream: ByteStream, wire: Any) -> None:
        received = b""
        while True:
            received += await stream.receive()
            if b"\r\n\r\n" not in received:
                continue
            self.asked.append(received)
            received = b""
            try:
                await self._send(stream, wire, self.pieces(len(self.asked)))
            finally:
                self.sent.set()

    async def _send(self, stream: ByteStream, wire: Any, pieces: list[bytes]) -> None:
        if self.in_one_packet:
            wire.is_holding = True
        for piece in pieces:
            await stream.send(piece)
        if self.in_one_packet:
            await wire.release()


class OnePacket(ByteStream):
    """Holds what is sent back, and sends all of it together."""

    def __init__(self, stream: ByteStream) -> None:
        self.stream = stream
        self.held = b""
        self.is_holding = False

    async def send(self, item: bytes) -> None:
        """Send, or hold back."""
        if self.is_holding:
            self.held += item
        else:
            await self.stream.send(item)

    async def release(self) -> None:
        """Send what was held back."""
        self.is_holding = False
        held, self.held = self.held, b""
        await self.stream.send(held)

    async def receive(self, max_bytes: int = 65536) -> bytes:
        """Receive."""
        return await self.stream.receive(max_bytes)

    async def send_eof(self) -> None:
        """Send no more."""
        await self.stream.send_eof()

    async def aclose(self) -> None:
        """Close."""
        await self.stream.aclose()


@asynccontextmanager
async def serving(
    pieces: Pieces, *, tls: bool, in_one_packet: bool = False
) -> AsyncGenerator[tuple[Server, str]]:
    """Give a running server, and its URL."""
    server = Server(pieces, tls=tls, in_one_packet=in_one_packet)
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, server.serve)
        yield server, f"{'https' if tls else 'http'}://127.0.0.1:{port_of(listener)}"
        tasks.cancel_scope.cancel()


async def ask(server: Server, ds: Digiseller, calls: int) -> list[bool]:
    """Ask several times; return whether each answer was that call's own."""
    own: list[bool] = []
    for _ in range(calls):
        server.sent = anyio.Event()
        with suppress(DigisellerError):
            balance = await ds.account.balance()
            own.append(balance.amount_z_free == len(server.asked))
        await server.sent.wait()  # what comes while no call is under way is told from an answer
    return own


class Way:
    """How a client gets to the server: over whose transport, and through which proxy."""

    def __init__(self, transport: str = "", proxy: str = "") -> None:
        self.transport = transport
        self.proxy = proxy

    @asynccontextmanager
    async def client(self, url: str) -> AsyncGenerator[Digiseller]:
        """Give a client."""
        context = server_context() if self.proxy == "https" else None
        async with running_proxy(context=context) as proxy:
            via = f"{self.proxy}://127.0.0.1:{proxy.port}" if self.proxy else None
            settings: dict[str, Any] = {"proxy": via, "verify": client_context()}
            async with (
                self._transport(settings) as ours,
                Digiseller(
                    token="T", base_url=url, rate=None, retry=Retry(attempts=1), **ours
                ) as ds,
            ):
                yield ds
            assert bool(proxy.heads) == bool(self.proxy)
            assert not any(b"token" in head for head in proxy.heads)

    @asynccontextmanager
    async def _transport(self, settings: dict[str, Any]) -> AsyncGenerator[dict[str, Any]]:
        if self.transport == "httpx":
            async with httpx.AsyncHTTPTransport(**settings) as transport:
                yield {"transport": transport}
        elif self.transport == "aiohttp":
            module = import_module("httpx_aiohttp")
            async with module.AiohttpTransport(verify=settings["verify"]) as transport:
                yield {"transport": transport}
        else:
            yield settings
