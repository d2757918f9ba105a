"""Whether a failed attempt is worth another, and when: pure decisions, dice as an argument."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._wire import ResponseLost
from ..config import Retry
from ..errors import (
    DeadlineError,
    DigisellerError,
    Fault,
    NotSentError,
    OutcomeUnknownError,
    RateLimitedError,
    UnavailableError,
)
from ..spec.language import Effect, Endpoint

_DOUBTFUL = (Fault.BROKEN, Fault.LOST)


def why_not(retry: Retry, attempt: int, error: DigisellerError, row: Endpoint[Any]) -> str:
    """Return why there should be no attempt after number *attempt*, or nothing if there may be."""
    if error.fault in (Fault.FINAL, Fault.TOKEN):
        return "another attempt would end the same"
    if row.effect is Effect.NOT_IDEMPOTENT and error.fault in _DOUBTFUL:
        return "it may have happened, and twice would be wrong"
    if error.fault is Fault.LOST and not (row.retries_when_lost or retry.lost_deletes):
        return "it may have happened, and nobody asked to repeat lost deletions"
    if attempt >= retry.attempts:
        return "the attempts that Retry allows are used up"
    return ""


def next_delay(
    retry: Retry, attempt: int, error: DigisellerError, random: Callable[[], float]
) -> float:
    """Return the seconds before the next attempt: jitter, but no less than the service's wish."""
    wish = error.retry_after if isinstance(error, RateLimitedError) else None
    jitter = min(retry.cap, retry.base * 2.0 ** min(attempt - 1, 60)) * random()
    return max(wish or 0.0, jitter)


def leaves_doubt(error: DigisellerError, effect: Effect) -> bool:
    """Return whether a call that failed so may have taken effect all the same."""
    return effect is not Effect.SAFE and error.fault in _DOUBTFUL


def concluded(error: DigisellerError, *, doubt: bool) -> DigisellerError:
    """Return what to raise when no attempt is left; *doubt*: one of them may have taken effect."""
    if doubt:
        if (
            isinstance(error, ResponseLost | NotSentError | DeadlineError)
            or error.fault in _DOUBTFUL
        ):
            unknown = OutcomeUnknownError(f"{error.message}; it may have taken effect")
            return unknown.told(**_carried(error))
        return error.told(happened="unknown")
    if isinstance(error, ResponseLost):
        return UnavailableError(error.message).told(**_carried(error))
    return error


def _carried(error: DigisellerError) -> dict[str, Any]:
    return {name: one for name, one in vars(error).items() if name in _CARRIED}


_CARRIED = ("status", "retval", "stopped")


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
