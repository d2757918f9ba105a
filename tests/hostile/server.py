"""Connections in, trouble out: the hostile service itself, in a process of its own.

It takes orders on its standard input, one line of JSON each, and ends when that ends.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import sys
from asyncio import StreamReader, StreamWriter
from typing import Any

from . import behaviour
from .calls import Call, call_of, length_of, request_of
from .desk import Desk
from .faults import FAULTS
from .scripts import JSON, written
from .steps import End, Endless, Honest, Pause, Step, Steps

_LINGER = struct.pack("ii", 1, 0)
_GONE = (ConnectionError, asyncio.IncompleteReadError, OSError)
_LOCAL = "127.0.0.1"


class Server:
    """Listens, misbehaves, and can be told to go away and come back."""

    def __init__(self) -> None:
        self.desk = Desk()
        self._open: set[StreamWriter] = set()
        self._listener: asyncio.Server | None = None
        self._port = 0
        self._trap = ""
        self._refusing = socket.socket()
        self._refusing.bind((_LOCAL, 0))  # and never listens, so nobody else can either

    async def begin(self) -> dict[str, Any]:
        """Listen; return where."""
        trap = await asyncio.start_server(self._caught, _LOCAL)
        self._trap = f"http://{_LOCAL}:{trap.sockets[0].getsockname()[1]}"
        await self.listen()
        return {"port": self._port, "refusing": self._refusing.getsockname()[1]}

    async def listen(self) -> None:
        """Accept connections, always at the same port."""
        if self._listener is None:
            # Three thousand callers may knock at once.
            self._listener = await asyncio.start_server(
                self._served, _LOCAL, self._port, backlog=4096
            )
            self._port = self._listener.sockets[0].getsockname()[1]

    def go_away(self) -> None:
        """Refuse connections, and break those there are."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for writer in self._open:
            _reset(writer)

    async def _caught(self, _: StreamReader, writer: StreamWriter) -> None:
        self.desk.trapped += 1
        writer.close()

    async def _served(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._open.add(writer)
        self.desk.had += 1
        self.desk.connections += 1
        try:
            while not writer.is_closing():
                await self._exchange(reader, writer)
        except _GONE:
            pass  # the client went away, as it may
        finally:
            self._open.discard(writer)
            writer.close()
            self.desk.connections -= 1

    async def _exchange(self, reader: StreamReader, writer: StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(length_of(head))
        for step in self._steps(head, body):
            await _take(step, reader, writer)
        self.desk.played += 1
        await writer.drain()

    def _steps(self, head: bytes, body: bytes) -> Steps:
        request = request_of(head, body)
        call, desk = call_of(request), self.desk
        if call is None:
            return self._signed_in()
        if not desk.knows(request):
            return (written(401, b""),)
        fault = desk.fault_for(call)
        if fault.done:
            desk.do(call)
        return fault.script(self._honest(call, request.token))

    def _signed_in(self) -> Steps:
        troubles = self.desk.sign_in_troubles
        if troubles and (name := troubles.pop(0)):
            self.desk.sign_ins += 1
            return FAULTS[name].script(self._honest(Call(kind="sign_in", number=0)))
        return (written(200, self.desk.token(), JSON),)

    def _honest(self, call: Call, token: str = "") -> Honest:
        return Honest(
            number=call.number,
            kind=call.kind,
            status=call.status,
            body=call.body,
            token=token,
            trap=self._trap,
        )

    async def obey(self, order: dict[str, Any]) -> dict[str, Any]:
        """Carry out one order."""
        match order:
            case {"behave": words}:
                self.desk.behave = behaviour.read(words)
                self.desk.forget()
            case {"listen": True}:
                await self.listen()
            case {"listen": False}:
                self.go_away()
            case {"kill_tokens": True}:
                self.desk.dead = self.desk.sign_ins
            case {"sign_in_troubles": names}:
                self.desk.sign_in_troubles = names
            case _:
                pass
        return self.desk.seen() if order.get("seen") else {}


def _reset(writer: StreamWriter) -> None:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
    writer.transport.abort()


async def _take(step: Step, reader: StreamReader, writer: StreamWriter) -> None:
    match step:
        case bytes():
            writer.write(step)
        case Pause(seconds):
            await writer.drain()
            await asyncio.sleep(seconds)
        case Endless(piece, pause):
            while not writer.is_closing():
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause)
        case End.RESET:
            _reset(writer)
        case End.CLOSE:
            writer.close()
        case End.HANG:
            while await reader.read(2**16):
                pass
            writer.close()


async def main() -> None:
    """Serve until there are no more orders."""
    server = Server()
    loop = asyncio.get_running_loop()
    orders = StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    print(json.dumps(await server.begin()), flush=True)  # noqa: T201 (to who started it)
    while line := await orders.readline():
        print(json.dumps(await server.obey(json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
