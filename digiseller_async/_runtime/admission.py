"""Where a client lives: one event loop, one process, and a gate that lets so many calls in."""

from __future__ import annotations

import os

import anyio

from .._isolation import event_loop
from ..errors import ClosedError
from .batched_start import BatchedStart


class Admission:
    """Settled at the first call; from then on a call from elsewhere is refused."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._slots: anyio.Semaphore | None = None
        self._loop: object = None
        self._process = os.getpid()
        self._closed = False
        self._turns = BatchedStart()

    def check_open(self) -> None:
        """Raise if the client is closed, or was made in another process."""
        if self._closed:
            raise ClosedError("the client is closed")
        if self._process != os.getpid():
            raise ClosedError("the client belongs to another process; make one in each process")

    async def turn(self) -> None:
        """Wait for the caller's turn; one from another event loop is refused further in."""
        if self._loop is None or self._loop is event_loop():
            await self._turns.take()

    def slots(self) -> anyio.Semaphore:
        """Return the gate, if the caller may come in here.

        Nobody waits in httpcore's own queue: it took 120 s for 3,000 tasks, and blocked the loop.
        """
        self.check_open()
        loop = event_loop()
        if self._slots is None:
            self._loop = loop
            self._slots = anyio.Semaphore(self._places, fast_acquire=True)
        elif self._loop is not loop:
            raise ClosedError("the client belongs to another event loop; make one in each loop")
        return self._slots

    def close(self) -> None:
        """Let nobody in any more."""
        self._closed = True
