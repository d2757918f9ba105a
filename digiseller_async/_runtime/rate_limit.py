"""Keep calls to a rate limit, and slow down while the service is overloaded."""

from __future__ import annotations

import math

from attrs import evolve, frozen

from .._clock import Clock
from ..config import Rate, RateStore
from ..errors import DeadlineError, RateLimitedError, ServiceError, UnavailableError

_MOST_AFTER_429, _MOST_AFTER_5XX = 16.0, 4.0
_RECOVERY = 0.95
_LONGEST_PAUSE = 60.0


def reserve(free_at: float, now: float, rate: Rate, slowdown: float = 1.0) -> tuple[float, float]:
    """Return the seconds to wait, and when the next call after this one may start.

    *slowdown* stretches the interval between calls; while it is above 1, there are no bursts.
    """
    interval = rate.per / rate.calls * slowdown
    start = max(free_at, now)
    burst = 0.0 if slowdown > 1.0 else rate.per - interval
    return max(0.0, start - burst - now), start + interval


@frozen
class Slowdown:
    """The factor by which calls are slower than their rate, and when it was last increased."""

    factor: float = 1.0
    since: float = -math.inf

    def after_error(self, error: ServiceError, now: float, rate: Rate) -> Slowdown:
        """Return the slowdown after *error*: doubled if the service is overloaded.

        Errors within one period count once: calls that were in flight meet the same overload.
        """
        most = _most(error)
        if most <= self.factor or now - self.since < rate.per:
            return self
        return Slowdown(min(self.factor * 2, most), now)

    def after_success(self) -> Slowdown:
        """Return the slowdown after a success: a little less."""
        return evolve(self, factor=max(1.0, self.factor * _RECOVERY))


def _most(error: ServiceError) -> float:
    if isinstance(error, RateLimitedError):
        return _MOST_AFTER_429
    return _MOST_AFTER_5XX if isinstance(error, UnavailableError) else 1.0


class RateLimiter:
    """Keeps the calls of one client to a rate; with a store, those of several clients together.

    Calls are reserved in the order in which they ask, so none overtakes another.
    """

    def __init__(self, rate: Rate | None, clock: Clock, store: RateStore | None = None) -> None:
        self._rate = rate
        self._clock = clock
        self._store = store
        self._free_at = self._paused_until = -math.inf
        self._total_pause = 0.0
        self._slowdown = Slowdown()

    @property
    def is_enabled(self) -> bool:
        """Whether there is a rate to keep to."""
        return self._rate is not None

    async def wait(self, remaining: float = math.inf, *, call_timeout: float | None = None) -> None:
        """Wait until the next call may be sent.

        Raises `DeadlineError`, and reserves nothing, if that would take longer than the *remaining*
        seconds of *call_timeout*.
        """
        if self._rate is None:
            return
        call_timeout = remaining if call_timeout is None else call_timeout
        pause, seconds = self._total_pause, await self._reserve(self._rate, remaining, call_timeout)
        while seconds > 0:
            await self._clock.sleep(seconds)
            # A pause that the service asked for meanwhile delays what was reserved before it.
            remaining -= seconds
            pause, seconds = self._total_pause, self._total_pause - pause
            self._check_deadline(self._rate, seconds, remaining, call_timeout)

    async def _reserve(self, rate: Rate, remaining: float, call_timeout: float) -> float:
        factor, now = self._slowdown.factor, self._clock.now()
        pause = self._paused_until - now
        if self._store is not None:
            slowed = evolve(rate, per=rate.per * factor)
            seconds = max(await self._store.book(slowed), pause)
            self._check_deadline(rate, seconds, remaining, call_timeout)
            return seconds
        seconds, free_at = reserve(self._free_at, now, rate, factor)
        seconds = max(seconds, pause)
        self._check_deadline(rate, seconds, remaining, call_timeout)
        self._free_at = free_at
        return seconds

    def _check_deadline(
        self, rate: Rate, seconds: float, remaining: float, call_timeout: float
    ) -> None:
        if seconds >= remaining:
            left, whole = f"{remaining:.3g} s", f"{call_timeout:.3g} s"
            rest = "" if left == whole else f", of which {left} are left"
            raise DeadlineError(
                f"not sent: the rate limit ({self._describe(rate)}) would allow it in "
                f"{seconds:.3g} s, but timeout is {whole}{rest}"
            )

    def _describe(self, rate: Rate) -> str:
        parts = [f"{rate.calls} call{'' if rate.calls == 1 else 's'} per {rate.per:g} s"]
        if self._slowdown.factor > 1.0:
            parts.append(f"{self._slowdown.factor:.3g} times slower after 429 or 5xx")
        if self._paused_until > self._clock.now():
            parts.append("paused by Retry-After")
        return ", ".join(parts)

    def penalize(self, error: ServiceError) -> None:
        """Slow down if *error* tells of an overload; pause all calls for its ``Retry-After``."""
        if self._rate is None:
            return
        now = self._clock.now()
        self._slowdown = self._slowdown.after_error(error, now, self._rate)
        if isinstance(error, RateLimitedError) and error.retry_after:
            self._pause(now, now + min(error.retry_after, _LONGEST_PAUSE))

    def _pause(self, now: float, until: float) -> None:
        more = max(0.0, until - max(self._paused_until, now))
        self._paused_until = max(self._paused_until, until)
        self._total_pause += more
        self._free_at = max(self._free_at, now) + more

    def recover(self) -> None:
        """Speed up a little after a success, until calls have their rate again."""
        if self._slowdown.factor > 1.0:
            self._slowdown = self._slowdown.after_success()
