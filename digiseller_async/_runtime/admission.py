"""Admit calls: only in the client's event loop and process, and a bounded number at a time."""

from __future__ import annotations

import os

import anyio
from attrs import define, field

from .._isolation import event_loop
from .._request.reading import check_not_reading
from ..errors import ClosedError

_BATCH_SIZE = 200


class Admission:
    """Binds a client to the event loop that first uses it, and gives out its connection slots."""

    def __init__(self, max_connections: int) -> None:
        self._max_connections = max_connections
        self._slots: anyio.Semaphore | None = None
        self._loop: object = None
        self._process = os.getpid()
        self._batched_start = BatchedStart()
        self.is_closed = False

    def check_open(self) -> None:
        """Raise if the client is closed, or may not be called here.

        That is in another process, or in a stream that the client is sending.
        """
        check_not_reading(self)
        if self.is_closed:
            raise ClosedError("the client is closed")
        if self._process != os.getpid():
            raise ClosedError(
                "this client is bound to another process; "
                "create one Digiseller per process, after the fork"
            )

    async def wait_to_start(self) -> None:
        """Start at once, or in a later iteration of the event loop if many calls start together."""
        if self._loop is None or self._loop is event_loop():  # `slots` refuses another loop
            await self._batched_start.wait()

    def slots(self) -> anyio.Semaphore:
        """Return the connection slots, if they may be used here.

        No call waits in httpcore's own queue: it took 120 s for 3,000 tasks, and blocked the loop.
        """
        self.check_open()
        loop = event_loop()
        if self._slots is None:
            self._loop = loop
            self._slots = anyio.Semaphore(self._max_connections, fast_acquire=True)
        elif self._loop is not loop:
            raise ClosedError(
                "this client is bound to another event loop; "
                "create one Digiseller per loop (or per asyncio.run)"
            )
        return self._slots

    def close(self) -> None:
        """Refuse further calls."""
        self.is_closed = True


@define
class _Batch:
    """Calls that start in one iteration of the event loop, after the previous batch."""

    started: anyio.Event = field(factory=anyio.Event)
    size: int = 1


class BatchedStart:
    """Admits up to 200 calls per iteration of the event loop, in order of arrival.

    Each of three thousand calls that start together runs for 30 µs until it first waits: in one
    iteration that would block everything else on the event loop for a tenth of a second.
    """

    def __init__(self) -> None:
        self._last: _Batch | None = None

    async def wait(self) -> None:
        """Return at once, or in a later iteration if this one has started its 200 calls."""
        last = self._last
        if last is not None and last.size < _BATCH_SIZE:
            last.size += 1
            if not last.started.is_set():
                await last.started.wait()
            return
        # The first call of a batch starts it, one iteration after the previous batch.
        batch = self._last = _Batch()
        try:
            if last is not None:
                await last.started.wait()
        finally:
            batch.started.set()
