"""Run the servers of the benchmarks, each in a `Worker` process."""

import asyncio
from functools import partial

import httpx

from digiseller_async.sandbox import Sandbox

from ._servers import KEY, SELLER, page
from ._worker import Measured, serve_requests


async def sandbox(receipts: str, latency: str, products: str) -> None:
    """Serve a sandbox."""
    async with Sandbox(
        seller_id=SELLER,
        api_key=KEY,
        receipts=int(receipts),
        products=int(products),
        latency=float(latency),
    ) as box:

        async def url() -> Measured:
            return {"url": box.url}

        await serve_requests(url, idle=True)


async def canned(items: str, latency: str) -> None:
    """Serve always the same page of a sandbox, at next to no cost."""
    async with Sandbox(seller_id=SELLER, api_key=KEY) as box:
        reply = written(page(box.url, int(items)))
    make = partial(Canned, reply, float(latency))
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]

    async def url() -> Measured:
        return {"url": f"http://127.0.0.1:{port}"}

    await serve_requests(url, idle=True)
    server.close()


def written(response: httpx.Response) -> bytes:
    """Return *response* as it went over the wire."""
    head = "".join(f"{name}: {value}\r\n" for name, value in response.headers.items())
    return f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + response.content


class Canned(asyncio.Protocol):
    """A connection on which each request gets the same reply."""

    def __init__(self, reply: bytes, latency: float) -> None:
        """Reply with *reply* after *latency* seconds."""
        self._reply = reply
        self._latency = latency
        self._unread = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what to write to."""
        if isinstance(transport, asyncio.WriteTransport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Reply to each request that is complete."""
        *requests, self._unread = (self._unread + data).split(b"\r\n\r\n")
        if self._transport is None:
            return
        if not self._latency:
            self._transport.write(self._reply * len(requests))
            return
        loop = asyncio.get_running_loop()
        for _ in requests:
            loop.call_later(self._latency, self._transport.write, self._reply)
