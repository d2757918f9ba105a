"""Read requests from a connection and put steps on it, with TLS or without."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from .steps import CloseNotify, End, Endless, Flight, Pause, Raw, Step, Steps

T = TypeVar("T")
_LINGER = struct.pack("ii", 1, 0)
_SIZE = 2**16
_FORGED_RECORD = b"\x17\x03\x03\x00\x20" + bytes(32)


class Connection:
    """A connection without TLS."""

    def __init__(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._received = bytearray()
        self._unsent = bytearray()

    @property
    def is_closing(self) -> bool:
        """Whether it was closed here."""
        return self._writer.is_closing()

    async def open(self, instead: Steps = ()) -> None:
        """Do what comes before the first request; over TLS the handshake, or steps *instead*."""

    async def read_until(self, end: bytes) -> bytes:
        """Return what comes up to and with *end*."""
        while (place := self._received.find(end)) < 0:
            await self._receive_more()
        return await self.read_exactly(place + len(end))

    async def read_exactly(self, size: int) -> bytes:
        """Return so many bytes."""
        while len(self._received) < size:
            await self._receive_more()
        found = bytes(self._received[:size])
        del self._received[:size]
        return found

    async def _receive_more(self) -> None:
        received = await self._receive()
        if not received:
            raise ConnectionError("the client has left")
        self._received += received

    async def _receive(self) -> bytes:
        return await self._reader.read(_SIZE)

    async def take(self, steps: Steps) -> None:
        """Put these steps on the connection."""
        for step in steps:
            await self._take(step)
        self._flush()

    async def _take(self, step: Step) -> None:
        match step:
            case bytes():
                self._write(step)
            case Raw(content):
                self._unsent += content
            case CloseNotify():
                self._notify()
            case Pause(seconds):
                await self.drain()
                await asyncio.sleep(seconds)
            case Endless(piece, pause):
                while not self.is_closing:
                    self._write(piece)
                    await self.drain()
                    await asyncio.sleep(pause)
            case Flight():
                raise ValueError("only a handshake has a flight")
            case End():
                await self._end(step)

    async def _end(self, how: End) -> None:
        match how:
            case End.RESET:
                self._flush()
                self.reset()
            case End.CLOSE:
                self.close()
            case End.CUT:
                self._cut()
            case End.ALERT:
                self._alert()
                self._cut()
            case End.HANG:
                self._flush()
                while await self._reader.read(_SIZE):
                    pass
                self._cut()

    def _write(self, content: bytes) -> None:
        self._unsent += content

    def _flush(self) -> None:
        if self._unsent:
            self._writer.write(bytes(self._unsent))
            self._unsent.clear()

    def _cut(self) -> None:
        self._flush()
        self._writer.close()

    def _notify(self) -> None:
        raise ValueError("without TLS there is no close_notify")

    def _alert(self) -> None:
        raise ValueError("without TLS there are no alerts")

    async def drain(self) -> None:
        """Send what is written, and wait until the client has taken most of it."""
        self._flush()
        await self._writer.drain()

    def close(self) -> None:
        """Close it behind what was written."""
        self._cut()

    def reset(self) -> None:
        """Tell the client that something broke."""
        self._writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, _LINGER
        )
        self._writer.transport.abort()


class TlsConnection(Connection):
    """A connection over TLS, of which each record can be written, forged or left out.

    asyncio's own TLS always does the right thing, so this one is made of the standard library's
    object without I/O.
    """

    def __init__(self, reader: StreamReader, writer: StreamWriter, context: ssl.SSLContext) -> None:
        super().__init__(reader, writer)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)

    async def open(self, instead: Steps = ()) -> None:
        """Make the handshake; or take other steps after the client's hello, and close."""
        if not instead:
            await self._stepped(self._tls.do_handshake)
            return
        self._incoming.write(await self._reader.read(_SIZE))
        for step in instead:
            await self._take(self._flight(step.share) if isinstance(step, Flight) else step)
        self._cut()

    def _flight(self, share: float) -> Raw:
        with suppress(ssl.SSLWantReadError):
            self._tls.do_handshake()
        flight = self._outgoing.read()
        return Raw(flight[: int(len(flight) * share)])

    async def _receive(self) -> bytes:
        return await self._stepped(partial(self._tls.read, _SIZE))

    async def _stepped(self, step: Callable[[], T]) -> T:
        while True:
            try:
                return step()
            except ssl.SSLWantReadError:
                self._flush()
                received = await self._reader.read(_SIZE)
                if not received:
                    raise ConnectionError("the client has left") from None
                self._incoming.write(received)
            finally:
                self._flush()

    def _write(self, content: bytes) -> None:
        if content:
            self._tls.write(content)
            self._unsent += self._outgoing.read()

    def _flush(self) -> None:
        self._unsent += self._outgoing.read()
        super()._flush()

    def _alert(self) -> None:
        # A record that cannot be deciphered makes the library write the alert.
        self._incoming.write(_FORGED_RECORD)
        with suppress(ssl.SSLError):
            self._tls.read(_SIZE)

    def close(self) -> None:
        """Close it behind what was written and a close_notify."""
        if not self.is_closing:
            self._notify()
        super().close()

    def _notify(self) -> None:
        with suppress(ssl.SSLError, ValueError):  # that the client answers is not awaited
            self._tls.unwrap()
        self._unsent += self._outgoing.read()
