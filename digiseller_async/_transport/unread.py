"""Find bytes that came and were not read: in a socket, an event loop's buffers, a TLS record."""

from __future__ import annotations

import select
from typing import Any, cast

from anyio.abc import SocketStream

_HEADER = 5


class RecordCounter:
    """Counts TLS records: a type, a version, a length in two bytes, and so many bytes."""

    def __init__(self) -> None:
        self._header = b""
        self._missing = 0

    @property
    def is_within_record(self) -> bool:
        """Whether a record has begun and not ended."""
        return bool(self._header) or self._missing > 0

    def add(self, received: bytes) -> None:
        """Count the records of what has been *received*."""
        data = self._header + received
        start = self._missing
        while start + _HEADER <= len(data):
            start += _HEADER + int.from_bytes(data[start + 3 : start + _HEADER])
        self._header = data[start:]
        self._missing = max(0, start - len(data))


def is_queued(stream: SocketStream) -> bool:
    """Return whether bytes wait in anyio's or asyncio's buffers, which have no public names.

    What cannot be looked at may hold some.
    """
    inside = cast("Any", stream)
    try:
        # Windows: asyncio goes on reading when it is told to pause, and keeps what it has read.
        is_pending = getattr(inside._transport, "_pending_data_length", -1) >= 0  # noqa: SLF001
        return bool(inside._protocol.read_queue) or is_pending  # noqa: SLF001
    except AttributeError:
        return True


def is_readable(socket: Any) -> bool:
    """Return whether *socket* has bytes, or its end, to read, or is closed."""
    number: int = -1 if socket is None else socket.fileno()
    if number < 0:
        return True
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([number], [], [], 0)[0])
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))
