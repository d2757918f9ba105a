"""A clock for tests: the time is right, and no wait takes any."""

from __future__ import annotations

import time

import anyio
import anyio.lowlevel


class Hurried:
    """The event loop's time and the machine's, and a sleep that only lets others have a turn."""

    def now(self) -> float:
        """Return the event loop's time."""
        return anyio.current_time()

    def wall(self) -> float:
        """Return the machine's time."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Go on, however many *seconds* it should be."""
        _ = seconds
        await anyio.lowlevel.checkpoint()
