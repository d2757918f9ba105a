"""Tell the time and wait, through an object that a test can replace."""

from __future__ import annotations

import time
from typing import Protocol

import anyio


class Clock(Protocol):
    """Two clocks, and a way to wait."""

    def now(self) -> float:
        """Return monotonic time in seconds; only differences have a meaning."""
        ...

    def wall(self) -> float:
        """Return Unix time in seconds; the machine's clock may be wrong."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait *seconds*."""
        ...


class SystemClock:
    """The event loop's clock for waits and deadlines, and the machine's for timestamps."""

    def now(self) -> float:
        """Return the event loop's time."""
        return anyio.current_time()

    def wall(self) -> float:
        """Return the machine's time."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait *seconds* on the event loop."""
        await anyio.sleep(seconds)
