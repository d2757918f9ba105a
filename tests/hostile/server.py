"""Serve raw bytes according to the faults: the hostile service, in a process of its own.

It reads commands from its standard input, one line of JSON each, and ends when that ends.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from typing import Any

from . import behaviour
from .calls import Call, call_of, length_of, request_of
from .connection import Connection, TlsConnection
from .faults import FAULTS
from .handshake_faults import HANDSHAKES, TRUSTED
from .scripts import JSON, response_bytes
from .state import ServiceState
from .steps import HonestAnswer, Steps

_LOCAL = "127.0.0.1"
Accept = Callable[[StreamReader, StreamWriter], Awaitable[None]]


def _holder() -> socket.socket:
    """Return a socket that has a port of its own, which listeners may share."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    found.bind((_LOCAL, 0))
    return found


class Server:
    """Answers calls with faults, and can stop and start listening."""

    def __init__(self) -> None:
        self.state = ServiceState()
        self._open: set[Connection] = set()
        self._accept: dict[str, Accept] = {"http": self._serve_http, "https": self._serve_https}
        # They hold the ports while nobody listens: otherwise another process might get them.
        self._holders = {scheme: _holder() for scheme in self._accept}
        self._ports = {scheme: one.getsockname()[1] for scheme, one in self._holders.items()}
        self._listeners: list[asyncio.Server] = []
        self._trap = ""
        self._refusing = socket.socket()
        self._refusing.bind((_LOCAL, 0))  # and never listens, so nobody else can either

    async def start(self) -> dict[str, Any]:
        """Listen; return where."""
        trap = await asyncio.start_server(self._count_trap_hit, _LOCAL)
        self._trap = f"http://{_LOCAL}:{trap.sockets[0].getsockname()[1]}"
        await self.listen()
        return {"ports": self._ports, "refusing": self._refusing.getsockname()[1]}

    async def listen(self) -> None:
        """Accept connections, always at the same ports."""
        if self._listeners:
            return
        for scheme, accept in self._accept.items():
            # Three thousand callers may connect at once.
            listener = await asyncio.start_server(
                accept, _LOCAL, self._ports[scheme], backlog=4096, reuse_port=True
            )
            self._listeners.append(listener)

    def stop_listening(self) -> None:
        """Refuse new connections, and reset the open ones."""
        while self._listeners:
            self._listeners.pop().close()
        for connection in self._open:
            connection.reset()

    async def _count_trap_hit(self, _: StreamReader, writer: StreamWriter) -> None:
        self.state.trap_hits += 1
        writer.close()

    async def _serve_http(self, reader: StreamReader, writer: StreamWriter) -> None:
        await self._serve(Connection(reader, writer))

    async def _serve_https(self, reader: StreamReader, writer: StreamWriter) -> None:
        planned = self.state.handshakes
        name = planned.pop(0) if planned else None
        fault = TRUSTED if name is None else HANDSHAKES[name]
        await self._serve(TlsConnection(reader, writer, fault.context), fault.instead)

    async def _serve(self, connection: Connection, instead: Steps = ()) -> None:
        self._open.add(connection)
        self.state.accepted += 1
        self.state.connections += 1
        try:
            await connection.open(instead)
            while not connection.is_closing:
                await self._exchange(connection)
        except OSError:
            pass  # the client went away, as it may
        finally:
            self._open.discard(connection)
            connection.close()
            self.state.connections -= 1

    async def _exchange(self, connection: Connection) -> None:
        head = await connection.read_until(b"\r\n\r\n")
        body = await connection.read_exactly(length_of(head))
        try:
            await connection.take(self._steps(head, body))
        finally:  # also if the client went away before
            self.state.finished += 1
        await connection.drain()

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
        # So that the next call, and not only the next sign-in, meets the planned handshake.
        lines = ["Connection: close"] if self.state.handshakes else []
        return (response_bytes(200, self.state.sign_in(), JSON, *lines),)

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
            case {"handshakes": names}:
                self.state.handshakes = names
            case _:
                pass
        return self.state.snapshot() if command.get("observed") else {}


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
