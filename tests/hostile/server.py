"""Serve raw bytes according to the faults: the hostile service, in a process of its own.

It reads commands from its standard input, one line of JSON each, and ends when that ends.
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
from .faults import FAULTS
from .scripts import JSON, response_bytes
from .state import ServiceState
from .steps import End, Endless, HonestAnswer, Pause, Step, Steps

_LINGER = struct.pack("ii", 1, 0)
_GONE = (ConnectionError, asyncio.IncompleteReadError, OSError)
_LOCAL = "127.0.0.1"


class Server:
    """Answers calls with faults, and can stop and start listening."""

    def __init__(self) -> None:
        self.state = ServiceState()
        self._open: set[StreamWriter] = set()
        self._listener: asyncio.Server | None = None
        self._port = 0
        self._trap = ""
        self._refusing = socket.socket()
        self._refusing.bind((_LOCAL, 0))  # and never listens, so nobody else can either

    async def start(self) -> dict[str, Any]:
        """Listen; return where."""
        trap = await asyncio.start_server(self._count_trap_hit, _LOCAL)
        self._trap = f"http://{_LOCAL}:{trap.sockets[0].getsockname()[1]}"
        await self.listen()
        return {"port": self._port, "refusing": self._refusing.getsockname()[1]}

    async def listen(self) -> None:
        """Accept connections, always at the same port."""
        if self._listener is None:
            # Three thousand callers may connect at once.
            self._listener = await asyncio.start_server(
                self._served, _LOCAL, self._port, backlog=4096
            )
            self._port = self._listener.sockets[0].getsockname()[1]

    def stop_listening(self) -> None:
        """Refuse new connections, and reset the open ones."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for writer in self._open:
            _reset(writer)

    async def _count_trap_hit(self, _: StreamReader, writer: StreamWriter) -> None:
        self.state.trap_hits += 1
        writer.close()

    async def _served(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._open.add(writer)
        self.state.accepted += 1
        self.state.connections += 1
        try:
            while not writer.is_closing():
                await self._exchange(reader, writer)
        except _GONE:
            pass  # the client went away, as it may
        finally:
            self._open.discard(writer)
            writer.close()
            self.state.connections -= 1

    async def _exchange(self, reader: StreamReader, writer: StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(length_of(head))
        for step in self._steps(head, body):
            await _take(step, reader, writer)
        self.state.finished += 1
        await writer.drain()

    def _steps(self, head: bytes, body: bytes) -> Steps:
        request = request_of(head, body)
        call, state = call_of(request), self.state
        if call is None:
            return self._sign_in_steps()
        if not state.accepts(request):
            return (response_bytes(401, b""),)
        fault = state.fault_for(call)
        if fault.takes_effect:
            state.apply(call)
        return fault.script(self._honest(call, request.token))

    def _sign_in_steps(self) -> Steps:
        faults = self.state.sign_in_faults
        if faults and (name := faults.pop(0)):
            self.state.sign_ins += 1
            return FAULTS[name].script(self._honest(Call(kind="sign_in", number=0)))
        return (response_bytes(200, self.state.sign_in(), JSON),)

    def _honest(self, call: Call, token: str = "") -> HonestAnswer:
        return HonestAnswer(
            number=call.number,
            kind=call.kind,
            status=call.status,
            body=call.body,
            token=token,
            trap=self._trap,
        )

    async def execute(self, command: dict[str, Any]) -> dict[str, Any]:
        """Carry out one command."""
        match command:
            case {"behave": names}:
                self.state.behave = behaviour.read(names)
                self.state.reset()
            case {"listen": True}:
                await self.listen()
            case {"listen": False}:
                self.stop_listening()
            case {"revoke_tokens": True}:
                self.state.revoked = self.state.sign_ins
            case {"sign_in_faults": names}:
                self.state.sign_in_faults = names
            case _:
                pass
        return self.state.snapshot() if command.get("observed") else {}


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
    """Serve until there are no more commands."""
    server = Server()
    loop = asyncio.get_running_loop()
    commands = StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    print(json.dumps(await server.start()), flush=True)  # noqa: T201 (to who started it)
    while line := await commands.readline():
        print(json.dumps(await server.execute(json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
