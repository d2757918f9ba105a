"""Time as an argument: what time it is, and waiting, so that tests need not wait."""

from __future__ import annotations

import time
from typing import Protocol

import anyio


class Clock(Protocol):
    """Two readings and a wait."""

    def now(self) -> float:
        """Return seconds that only ever grow; their zero means nothing."""
        ...

    def wall(self) -> float:
        """Return Unix time in seconds, which the machine's owner may have set wrong."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The event loop's clock for waits and deadlines, the machine's for timestamps."""

    def now(self) -> float:
        """Return the event loop's time."""
        return anyio.current_time()

    def wall(self) -> float:
        """Return the machine's time."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait on the event loop."""
        await anyio.sleep(seconds)
