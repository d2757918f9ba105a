"""A service on the test's own event loop that pauses at synchronization points."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import anyio
from anyio.abc import SocketStream

from support.raw_http import port_of

from .sync_points import SyncPoint

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_TOKEN = b'{"retval":0,"token":"TOKEN-SECRET","seller_id":1}'
_ANSWER = b'{"retval":0,"retdesc":null,"errors":null,"content":{"id":7,"amount_z_free":5}}'


class PausingService:
    """Has the points "sign-in", "sending", "headers" and "body"; ``account.balance`` passes them.

    By a call of ``account.balance`` the tests see that the client still works.
    """

    def __init__(self, sync_point: SyncPoint) -> None:
        self.sync_point = sync_point
        self.statuses: list[bytes] = []
        self.asked: Counter[str] = Counter()
        self.open = 0

    async def serve(self, stream: SocketStream) -> None:
        """Answer the requests of one connection."""
        self.open += 1
        async with stream:
            with suppress(anyio.EndOfStream, anyio.BrokenResourceError):
                while True:
                    await self._exchange(stream)
        self.open -= 1

    async def _exchange(self, stream: SocketStream) -> None:
        head, _, body = (await self._receive_head(stream)).partition(b"\r\n\r\n")
        path = head.split(b" ")[1].partition(b"?")[0].decode()
        self.asked[path] += 1
        if path == "/api/apilogin":
            await self.sync_point.reach("sign-in")
            await self._answer(stream, b"200 OK", _TOKEN)
            return
        pauses = "balance" not in path
        if pauses:
            await self.sync_point.reach("sending")
        await self._receive_body(stream, head, body)
        if pauses:
            await self.sync_point.reach("headers")
        status = self.statuses.pop(0) if self.statuses and pauses else b"200 OK"
        await self._answer(stream, status, _ANSWER, pauses=pauses)

    @staticmethod
    async def _receive_head(stream: SocketStream) -> bytes:
        received = b""
        while b"\r\n\r\n" not in received:
            received += await stream.receive()
        return received

    @staticmethod
    async def _receive_body(stream: SocketStream, head: bytes, body: bytes) -> None:
        length = _LENGTH.search(head)
        left = int(length[1]) - len(body) if length else 0
        while left > 0:
            left -= len(await stream.receive())
        while b"chunked" in head and not body.endswith(b"0\r\n\r\n"):
            body += await stream.receive()

    async def _answer(
        self, stream: SocketStream, status: bytes, body: bytes, *, pauses: bool = False
    ) -> None:
        await stream.send(b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n" % (status, len(body)))
        await stream.send(body[:5])
        if pauses:
            await self.sync_point.reach("body")
        await stream.send(body[5:])


@asynccontextmanager
async def serving(service: PausingService) -> AsyncGenerator[str, None]:
    """Run *service*; give its URL."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, service.serve)
        try:
            yield f"http://127.0.0.1:{port_of(listener)}"
        finally:
            tasks.cancel_scope.cancel()
