"""Keep calls to a rate limit, and slow down while the service is overloaded."""

from __future__ import annotations

import math

from attrs import evolve, frozen

from .._clock import Clock
from ..config import Rate, RateStore
from ..errors import (
    DeadlineError,
    FailureKind,
    RateLimitedError,
    ServiceError,
    UnavailableError,
    with_context,
)
from .observation.log import log_recovery, log_slowdown
from .stores import StoreCalls, is_anything, is_wait
from .turn_queue import TurnQueue

_MOST_AFTER_429, _MOST_AFTER_5XX = 16.0, 4.0
_RECOVERY = 0.95
_LONGEST_PAUSE = 60.0
_STORE_BOUND = 2.0


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

    Calls go in the order in which they ask, and only the first of those that wait reserves: one
    that leaves has used nothing up, so those behind it go as if it had never come.
    """

    def __init__(self, rate: Rate | None, clock: Clock, store: RateStore | None = None) -> None:
        self._rate = rate
        self._clock = clock
        self._store = store
        self._store_calls = StoreCalls("rate_store", store, clock)
        self._unused_turn = -math.inf
        self._queue = TurnQueue()
        self._free_at = self._paused_until = -math.inf
        self._total_pause = 0.0
        self._slowdown = Slowdown()

    @property
    def rate(self) -> Rate | None:
        """The rate that calls keep to while the service is not overloaded."""
        return self._rate

    def take(self) -> bool:
        """Take a turn that is free now, and return whether there was one."""
        if (rate := self._rate) is None:
            return True
        if self._store is not None or len(self._queue):
            return False
        now = self._clock.now()
        seconds, free_at = reserve(self._free_at, now, rate, self._slowdown.factor)
        if seconds > 0 or self._paused_until > now:
            return False
        self._free_at = free_at
        return True

    async def wait(
        self,
        within: float = math.inf,
        *,
        queue_timeout: float | None = None,
        patience: float = math.inf,
    ) -> None:
        """Wait until the next call may be sent, whose caller gives up after *patience* seconds.

        Raises `DeadlineError`, or `RateLimitedError` if the service asked for a pause, and reserves
        nothing, if that would take longer than *within* seconds, which are left of *queue_timeout*.
        """
        if (rate := self._rate) is None:
            return
        queue_timeout = within if queue_timeout is None else queue_timeout
        self._check_wait(rate, self._estimate(rate), within, queue_timeout)
        now = self._clock.now()
        place = self._queue.enter(now + patience)
        try:
            await place.is_called.wait()
            while not place.has_turn:
                await self._take_turn(rate, now + within, queue_timeout)
                self._queue.give_turn(self._clock.now())
        finally:
            self._queue.leave(place)

    def note_duration(self, seconds: float) -> None:
        """Note how long a call took that had waited for its turn, also if it was cut off."""
        self._queue.note_duration(seconds)

    def _estimate(self, rate: Rate) -> float:
        """Return the seconds that a call would wait if all who wait now go before it."""
        now, factor = self._clock.now(), self._slowdown.factor
        if self._store is not None:
            # Only the store knows, and it is asked when the call is the first.
            return max(0.0, self._paused_until - now)
        ahead = len(self._queue) * rate.per / rate.calls * factor
        seconds, _ = reserve(max(self._free_at, now) + ahead, now, rate, factor)
        return max(seconds, self._paused_until - now)

    async def _take_turn(self, rate: Rate, end: float, queue_timeout: float) -> None:
        now, pause = self._clock.now(), self._total_pause
        seconds = await self._seconds_to_turn(rate, end - now)
        self._check_wait(rate, seconds, end - now, queue_timeout)
        while seconds > 0:
            await self._clock.sleep(seconds)
            # A pause that the service asked for meanwhile delays the turn.
            pause, seconds = self._total_pause, self._total_pause - pause
            self._check_wait(rate, seconds, end - self._clock.now(), queue_timeout)
        self._unused_turn = -math.inf
        _, self._free_at = reserve(self._free_at, now, rate, self._slowdown.factor)

    async def _seconds_to_turn(self, rate: Rate, within: float) -> float:
        now, factor = self._clock.now(), self._slowdown.factor
        if self._store is not None:
            # A turn that was booked for a call that left is the next call's.
            if now - self._unused_turn > rate.per:
                booked = await self._book(rate, within)
                if booked is not None and booked > max(within, 0.0):
                    return booked  # nothing was booked
                if booked is not None:
                    self._unused_turn = now + booked
            if self._unused_turn > -math.inf:
                return max(self._unused_turn - self._clock.now(), self._paused_until - now, 0.0)
        seconds, _ = reserve(self._free_at, now, rate, factor)
        return max(seconds, self._paused_until - now)

    async def _book(self, rate: Rate, within: float) -> float | None:
        factor = self._slowdown.factor
        slowed = evolve(rate, per=rate.per * factor)
        booked: float | None = await self._store_calls.call(
            "book",
            slowed,
            # A call that has less time must not end before the store is given up.
            bound=min(_STORE_BOUND, within / 2),
            is_valid=is_wait,
            within=within,
            burst=0.0 if factor > 1.0 else rate.per - rate.per / rate.calls,
        )
        return booked

    def _check_wait(self, rate: Rate, seconds: float, within: float, queue_timeout: float) -> None:
        if seconds <= 0 or seconds < within:
            return
        left, whole = f"{within:.3g} s", f"{queue_timeout:.3g} s"
        rest = "" if left == whole else f", of which {left} are left"
        pause = self._paused_until - self._clock.now()
        if pause > within:
            error = RateLimitedError(
                f"not sent: the service asked for a pause, which lasts for {pause:.3g} s more, but "
                f"queue_timeout is {whole}{rest}; call again after that"
            )
            error.retry_after = pause
            raise with_context(error, kind=FailureKind.PERMANENT)
        raise DeadlineError(
            f"not sent: the rate limit ({self._describe(rate)}) would allow it in {seconds:.3g} s, "
            f"but queue_timeout is {whole}{rest}; raise queue_timeout, or use bulk()"
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
        slower = self._slowdown.after_error(error, now, self._rate)
        if slower is not self._slowdown:
            log_slowdown(slower.factor, error)
        self._slowdown = slower
        if isinstance(error, RateLimitedError) and error.retry_after:
            self._pause(now, now + min(error.retry_after, _LONGEST_PAUSE))

    async def hold(self, error: ServiceError) -> None:
        """Let the store pause those who share the rate, if *error* asks for that."""
        if (
            isinstance(error, RateLimitedError)
            and error.retry_after
            and hasattr(self._store, "hold")
        ):
            seconds = min(error.retry_after, _LONGEST_PAUSE)
            await self._store_calls.call("hold", seconds, bound=_STORE_BOUND, is_valid=is_anything)

    def _pause(self, now: float, until: float) -> None:
        more = max(0.0, until - max(self._paused_until, now))
        self._paused_until = max(self._paused_until, until)
        self._total_pause += more
        self._free_at = max(self._free_at, now) + more

    def recover(self) -> None:
        """Speed up a little after a success, until calls have their rate again."""
        if self._slowdown.factor > 1.0:
            self._slowdown = self._slowdown.after_success()
            if self._slowdown.factor == 1.0:
                log_recovery()
