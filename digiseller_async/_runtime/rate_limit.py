"""Pacing: pure decisions on the next free moment and on the pace, and the waiter around them."""

from __future__ import annotations

import math

from attrs import evolve, frozen

from .._clock import Clock
from ..config import Rate, RateStore
from ..errors import DeadlineError, RateLimitedError, ServiceError, UnavailableError

_LIMITED, _OVERLOADED = 16.0, 4.0
_EASE = 0.95
_LONGEST_HOLD = 60.0


def reserve(free_at: float, now: float, rate: Rate, slowness: float = 1.0) -> tuple[float, float]:
    """Return the seconds to wait, and when the next call after this one is free.

    *slowness* stretches the time between calls; as long as it is more than 1, none go at once.
    """
    step = rate.per / rate.calls * slowness
    start = max(free_at, now)
    burst = 0.0 if slowness > 1.0 else rate.per - step
    return max(0.0, start - burst - now), start + step


@frozen
class Pace:
    """How much slower than its rate a client goes, and since when."""

    slowness: float = 1.0
    since: float = -math.inf

    def slower(self, error: ServiceError, now: float, rate: Rate) -> Pace:
        """Return the pace after *error*: half of it if the service complains of the load.

        What comes within one period is one complaint: calls that were under way meet it together.
        """
        most = _most(error)
        if most <= self.slowness or now - self.since < rate.per:
            return self
        return Pace(min(self.slowness * 2, most), now)

    def faster(self) -> Pace:
        """Return the pace after a success: slowly back to what it was."""
        return evolve(self, slowness=max(1.0, self.slowness * _EASE))


def _most(error: ServiceError) -> float:
    if isinstance(error, RateLimitedError):
        return _LIMITED
    return _OVERLOADED if isinstance(error, UnavailableError) else 1.0


class RateLimiter:
    """Keeps one client's calls at a rate; a store keeps several clients' at one together.

    Calls are booked in the order in which they ask, so none is overtaken.
    """

    def __init__(self, rate: Rate | None, clock: Clock, store: RateStore | None = None) -> None:
        self._rate = rate
        self._clock = clock
        self._store = store
        self._free_at = self._held_until = -math.inf
        self._shift = 0.0
        self._pace = Pace()

    @property
    def paces(self) -> bool:
        """Whether anybody waits here."""
        return self._rate is not None

    async def wait(self, left: float = math.inf) -> None:
        """Wait until the next call may go, which has *left* seconds for all that it does."""
        if self._rate is None:
            return
        shift, seconds = self._shift, await self._booked(self._rate, left)
        while seconds > 0:
            await self._clock.sleep(seconds)
            # All that was booked when the service asked for patience comes later by as much.
            left -= seconds
            shift, seconds = self._shift, _within(left, self._shift - shift)

    async def _booked(self, rate: Rate, left: float) -> float:
        slowness, now = self._pace.slowness, self._clock.now()
        held = self._held_until - now
        if self._store is not None:
            slower = evolve(rate, per=rate.per * slowness)
            return _within(left, max(await self._store.book(slower), held))
        seconds, free_at = reserve(self._free_at, now, rate, slowness)
        seconds = _within(left, max(seconds, held))
        self._free_at = free_at
        return seconds

    def noted(self, error: ServiceError) -> None:
        """Go slower if *error* complains of the load; hold all calls for as long as it asks."""
        if self._rate is None:
            return
        now = self._clock.now()
        self._pace = self._pace.slower(error, now, self._rate)
        if isinstance(error, RateLimitedError) and error.retry_after:
            self._hold(now, now + min(error.retry_after, _LONGEST_HOLD))

    def _hold(self, now: float, until: float) -> None:
        more = max(0.0, until - max(self._held_until, now))
        self._held_until = max(self._held_until, until)
        self._shift += more
        self._free_at = max(self._free_at, now) + more

    def eased(self) -> None:
        """Go a little faster again."""
        if self._pace.slowness > 1.0:
            self._pace = self._pace.faster()


def _within(left: float, seconds: float) -> float:
    if seconds >= left:
        raise DeadlineError(f"its turn would come in {seconds:.3g} s, after its time is up")
    return seconds
