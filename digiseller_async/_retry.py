"""Whether a failed attempt is worth another, and when: pure decisions, dice as an argument."""

from __future__ import annotations

from collections.abc import Callable

from ._wire import ReplyLost
from .config import Retry
from .errors import (
    DeadlineError,
    DigisellerError,
    Fault,
    NotSentError,
    OutcomeUnknownError,
    RateLimitedError,
    UnavailableError,
)
from .spec.language import Effect

_DOUBTFUL = (Fault.BROKEN, Fault.LOST)


def next_delay(
    retry: Retry,
    attempt: int,
    error: DigisellerError,
    effect: Effect,
    random: Callable[[], float],
    *,
    repeats_when_lost: bool = True,
) -> float | None:
    """Return the seconds before the next attempt, or ``None`` if there should be none."""
    if attempt >= retry.attempts or error.fault in (Fault.FINAL, Fault.TOKEN):
        return None
    if effect is Effect.ADDS and error.fault in _DOUBTFUL:
        return None
    if error.fault is Fault.LOST and not (repeats_when_lost or retry.lost_deletes):
        return None
    wish = error.retry_after if isinstance(error, RateLimitedError) else None
    jitter = min(retry.cap, retry.base * 2.0 ** min(attempt - 1, 60)) * random()
    return max(wish or 0.0, jitter)


def leaves_doubt(error: DigisellerError, effect: Effect) -> bool:
    """Return whether a call that failed so may have taken effect all the same."""
    return effect is not Effect.READS and error.fault in _DOUBTFUL


def concluded(error: DigisellerError, *, doubt: bool) -> DigisellerError:
    """Return what to raise when no attempt is left; *doubt*: one of them may have taken effect."""
    if doubt:
        if isinstance(error, ReplyLost | NotSentError | DeadlineError) or error.fault in _DOUBTFUL:
            unknown = OutcomeUnknownError(f"{error.message}; it may have taken effect")
            facts = {name: one for name, one in vars(error).items() if name in _CARRIED}
            return unknown.told(**facts)
        return error.told(happened="unknown")
    if isinstance(error, ReplyLost):
        return UnavailableError(error.message)
    return error


_CARRIED = ("status", "retval")


class Budget:
    """What a client may spend on repetitions: a reserve that each success refills by a half.

    While calls succeed it never binds; in a total outage ten thousand calls cost the reserve at
    most, so 1.01 sends a call instead of `Retry.attempts`.
    """

    def __init__(self, reserve: float = 100.0, gain: float = 0.5) -> None:
        self._left = self._reserve = reserve
        self._gain = gain

    def refill(self) -> None:
        """Note a success."""
        self._left = min(self._reserve, self._left + self._gain)

    def withdraw(self) -> bool:
        """Take one repetition; say whether there was one left."""
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
