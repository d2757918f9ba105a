"""Clocks whose sleeps take no time."""

from __future__ import annotations

import anyio
import anyio.lowlevel

from digiseller_async._clock import SystemClock


class InstantClock(SystemClock):
    """The system's clock, with a sleep that only lets other tasks run."""

    async def sleep(self, seconds: float) -> None:
        """Return at once, however many *seconds* are asked for."""
        _ = seconds
        await anyio.lowlevel.checkpoint()


class RecordingClock:
    """The event loop's time, a fixed wall clock, and a sleep that is recorded and takes no time."""

    def __init__(self, wall: float = 1_767_225_600.0) -> None:
        self.time = wall
        self.slept: list[float] = []

    def now(self) -> float:
        """Return the event loop's time: deadlines are measured by it."""
        return anyio.current_time()

    def wall(self) -> float:
        """Return the wall clock's time."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Record *seconds*, and return."""
        self.slept.append(seconds)
        await anyio.lowlevel.checkpoint()


class ManualClock:
    """A clock that stands still until a test advances it; sleeping advances it too."""

    def __init__(self, now: float = 1000.0, wall: float = 1_767_225_600.0) -> None:
        self._now = now
        self._wall = wall

    def now(self) -> float:
        """Return the monotonic time."""
        return self._now

    def wall(self) -> float:
        """Return Unix time."""
        return self._wall

    def advance(self, seconds: float) -> None:
        """Let time go by."""
        self._now += seconds
        self._wall += seconds

    def adjust_wall(self, seconds: float) -> None:
        """Move the wall clock alone, forwards or backwards."""
        self._wall += seconds

    async def sleep(self, seconds: float) -> None:
        """Let time go by at once."""
        await anyio.lowlevel.checkpoint()
        self.advance(seconds)
