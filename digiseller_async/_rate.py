"""Pacing: a pure booking of the next free moment, and the waiter around it."""

from __future__ import annotations

from ._clock import Clock
from .config import Rate, RateStore


def book(free_at: float, now: float, rate: Rate) -> tuple[float, float]:
    """Return the seconds to wait, and when the next call after this one is free."""
    step = rate.per / rate.calls
    start = max(free_at, now)
    burst = rate.per - step
    return max(0.0, start - burst - now), start + step


class Pacer:
    """Keeps one client's calls at a rate; a store keeps several clients' at one together."""

    def __init__(self, rate: Rate | None, clock: Clock, store: RateStore | None = None) -> None:
        self._rate = rate
        self._clock = clock
        self._store = store
        self._free_at = 0.0

    async def wait(self) -> None:
        """Wait until the next call may go."""
        if self._rate is None:
            return
        if self._store is not None:
            seconds = await self._store.book(self._rate)
        else:
            seconds, self._free_at = book(self._free_at, self._clock.now(), self._rate)
        if seconds > 0:
            await self._clock.sleep(seconds)
