"""Where a call can be when something happens to it: a service and helpers that stop it there."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager, suppress
from threading import Event as ThreadEvent
from typing import Any

import anyio
from anyio.abc import SocketAttribute, SocketStream

from digiseller_async import Rate, Token
from support.clocks import LoopClock, Shelf

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_TOKEN = b'{"retval":0,"token":"TOKEN-SECRET","seller_id":1}'
_ANSWER = b'{"retval":0,"retdesc":null,"errors":null,"content":{"id":7,"amount_z_free":5}}'


class Brake:
    """Stops whoever comes to one place, until it is let go."""

    def __init__(self, place: str = "") -> None:
        self.place = place
        self.reached = anyio.Event()
        self._gate = anyio.Event()
        self._thread_gate = ThreadEvent()

    async def at(self, place: str) -> None:
        """Come to *place*."""
        if place == self.place and not self._gate.is_set():
            self.reached.set()
            await self._gate.wait()

    def in_thread(self, place: str) -> None:
        """Come to *place* in a thread."""
        if place == self.place:
            anyio.from_thread.run_sync(self.reached.set)
            self._thread_gate.wait(30)

    async def blocked(self) -> None:
        """Wait until somebody stands there, and nobody else moves."""
        with anyio.fail_after(20):
            if self.place:
                await self.reached.wait()
            await anyio.wait_all_tasks_blocked()

    def release(self) -> None:
        """Let everybody go on."""
        self._gate.set()
        self._thread_gate.set()


class Service:
    """A service on this event loop; it stops at "sign-in", "sending", "headers" or "body"."""

    def __init__(self, brake: Brake) -> None:
        self.brake = brake
        self.statuses: list[bytes] = []
        self.asked: Counter[str] = Counter()
        self.open = 0

    async def serve(self, stream: SocketStream) -> None:
        """Answer what comes on one connection."""
        self.open += 1
        async with stream:
            with suppress(anyio.EndOfStream, anyio.BrokenResourceError):
                while True:
                    await self._exchange(stream)
        self.open -= 1

    async def _exchange(self, stream: SocketStream) -> None:
        head, _, body = (await self._head(stream)).partition(b"\r\n\r\n")
        path = head.split(b" ")[1].partition(b"?")[0].decode()
        self.asked[path] += 1
        if path == "/api/apilogin":
            await self.brake.at("sign-in")
            await self._answer(stream, b"200 OK", _TOKEN)
            return
        harmless = "balance" in path  # that is how the tests see if all is well
        if not harmless:
            await self.brake.at("sending")
        await self._rest(stream, head, body)
        if not harmless:
            await self.brake.at("headers")
        status = self.statuses.pop(0) if self.statuses and not harmless else b"200 OK"
        await self._answer(stream, status, _ANSWER, stops=not harmless)

    @staticmethod
    async def _head(stream: SocketStream) -> bytes:
        seen = b""
        while b"\r\n\r\n" not in seen:
            seen += await stream.receive()
        return seen

    @staticmethod
    async def _rest(stream: SocketStream, head: bytes, body: bytes) -> None:
        length = _LENGTH.search(head)
        left = int(length[1]) - len(body) if length else 0
        while left > 0:
            left -= len(await stream.receive())
        while b"chunked" in head and not body.endswith(b"0\r\n\r\n"):
            body += await stream.receive()

    async def _answer(
        self, stream: SocketStream, status: bytes, body: bytes, *, stops: bool = False
    ) -> None:
        await stream.send(b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n" % (status, len(body)))
        await stream.send(body[:5])
        if stops:
            await self.brake.at("body")
        await stream.send(body[5:])


@asynccontextmanager
async def serving(service: Service) -> AsyncGenerator[str, None]:
    """Give the URL at which *service* is."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port: int = listener.extra(SocketAttribute.local_port)  # noqa: S610 (no Django here)
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, service.serve)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            tasks.cancel_scope.cancel()


class Clock(LoopClock):
    """A clock on which a sleep is the place "sleep"."""

    def __init__(self, brake: Brake) -> None:
        super().__init__()
        self._brake = brake

    async def sleep(self, seconds: float) -> None:
        """Stop, if that is the place; else go on."""
        await self._brake.at("sleep")
        await super().sleep(seconds)


class TokenShelf(Shelf):
    """A token store at which one can stop."""

    def __init__(self, brake: Brake) -> None:
        super().__init__()
        self._brake = brake

    async def load(self) -> Token | None:
        """Stop, if that is the place."""
        await self._brake.at("load")
        return await super().load()

    async def save(self, token: Token) -> None:
        """Stop, if that is the place."""
        await self._brake.at("save")
        await super().save(token)


class RateShelf:
    """A rate store at which one can stop."""

    def __init__(self, brake: Brake) -> None:
        self._brake = brake

    async def book(self, rate: Rate) -> float:
        """Stop, if that is the place."""
        _ = rate
        await self._brake.at("book")
        return 0.0


class Measured(io.BytesIO):
    """An open file that takes its time to tell where it stands."""

    name = "goods.txt"

    def __init__(self, brake: Brake) -> None:
        super().__init__(b"goods")
        self._brake = brake

    def tell(self) -> int:
        """Stop, if that is the place, in the thread where files are read."""
        self._brake.in_thread("tell")
        return super().tell()


async def pieces(brake: Brake, place: str) -> AsyncIterator[bytes]:
    """Give a piece, stop, and give another."""
    yield b"one"
    await brake.at(place)
    yield b"two"


def stop_connecting(brake: Brake, monkeypatch: Any) -> None:
    """Make "connect" a place."""
    from httpcore._backends.auto import AutoBackend  # noqa: PLC0415 (it has no public name)

    real = AutoBackend.connect_tcp

    async def connect(self: AutoBackend, *given: Any, **more: Any) -> Any:
        await brake.at("connect")
        return await real(self, *given, **more)

    monkeypatch.setattr(AutoBackend, "connect_tcp", connect)


def stop_judging(brake: Brake, monkeypatch: Any) -> None:
    """Make "slice" a place: the pause after a part of a long answer."""
    from digiseller_async._response import interpret  # noqa: PLC0415 (as it is changed here)
    from digiseller_async._runtime import pipeline  # noqa: PLC0415 (as it is changed here)

    real: Callable[..., Generator[None, None, Any]] = interpret.interpret_steps

    def judging(*given: Any, **more: Any) -> Generator[None, None, Any]:
        yield
        return (yield from real(*given, **more))

    async def checkpoint() -> None:
        await brake.at("slice")

    monkeypatch.setattr(interpret, "interpret_steps", judging)
    monkeypatch.setattr(pipeline, "checkpoint", checkpoint)
