"""Whether a failed attempt is worth another: by effect, never by method."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async import (
    AccessDeniedError,
    ArgumentError,
    AuthenticationError,
    ClosedError,
    ConfigurationError,
    DeadlineError,
    DigisellerError,
    NotSentError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    Retry,
    ServiceError,
    UnavailableError,
    UnexpectedReplyError,
)
from digiseller_async._runtime.retry import (
    Budget,
    final_error,
    may_have_taken_effect,
    next_delay,
    reason_to_stop,
)
from digiseller_async._wire import ResponseLost
from digiseller_async.errors import FailureKind, failure_kind
from digiseller_async.spec.account import BALANCE
from digiseller_async.spec.language import Effect, Endpoint

SAFE = (Effect.SAFE, Effect.IDEMPOTENT, Effect.DELETES)
AGAIN = {
    NotSentError: (*SAFE, Effect.NOT_IDEMPOTENT),
    RateLimitedError: (*SAFE, Effect.NOT_IDEMPOTENT),
    UnavailableError: SAFE,
    UnexpectedReplyError: SAFE,
    ResponseLost: SAFE,
    AuthenticationError: (),  # a new token is another decision
    AccessDeniedError: (),
    RejectedError: (),
    ServiceError: (),
    ArgumentError: (),
    ClosedError: (),
    DeadlineError: (),
}
TABLE = [(effect, kind, effect in effects) for kind, effects in AGAIN.items() for effect in Effect]


def delay(error: DigisellerError, *, attempt: int = 1, dice: float = 1.0, **settings: Any) -> float:
    """Return the delay before the next attempt, which there must be."""
    retry = Retry(**settings)
    assert not reason_to_stop(retry, attempt, error, row(Effect.SAFE))
    return next_delay(retry, attempt, error, lambda: dice)


def row(effect: Effect, *, retries_when_lost: bool = True) -> Endpoint[Any]:
    """Return a row of this *effect*."""
    return evolve(BALANCE, effect=effect, retries_when_lost=retries_when_lost)


@pytest.mark.parametrize(("effect", "kind", "again"), TABLE)
def test_repeats(effect: Effect, kind: type[DigisellerError], *, again: bool) -> None:
    """A call that adds something is repeated only if it surely did not happen."""
    why = reason_to_stop(Retry(), 1, kind("no"), row(effect))

    assert (why == "") is again


@pytest.mark.parametrize(
    ("fault", "asked", "again"),
    [
        (ResponseLost, False, False),
        (ResponseLost, True, True),
        (UnavailableError, False, True),
        (NotSentError, False, True),
    ],
)
def test_lost_deletions(fault: type[DigisellerError], *, asked: bool, again: bool) -> None:
    """A deletion of content whose answer was lost is repeated only if somebody asked for that."""
    deletes = row(Effect.DELETES, retries_when_lost=False)

    assert (reason_to_stop(Retry(lost_deletes=asked), 1, fault("no"), deletes) == "") is again


@pytest.mark.parametrize("kind", [NotSentError, RateLimitedError, UnavailableError, ResponseLost])
@pytest.mark.parametrize(
    ("attempts", "attempt", "again"),
    [(1, 1, False), (3, 1, True), (3, 2, True), (3, 3, False), (3, 4, False)],
)
def test_attempts(kind: type[DigisellerError], attempts: int, attempt: int, *, again: bool) -> None:
    """There are so many attempts at most, whatever went wrong."""
    why = reason_to_stop(Retry(attempts=attempts), attempt, kind("no"), row(Effect.SAFE))

    assert (why == "") is again


@given(
    attempt=st.integers(1, 5000),
    base=st.floats(1e-3, 100.0),
    cap=st.floats(1e-3, 1000.0),
    dice=st.floats(0.0, 1.0, exclude_max=True),
)
def test_jitter(attempt: int, base: float, cap: float, dice: float) -> None:
    """A wait is drawn from 0 to the cap, and to the base doubled once an attempt."""
    wait = delay(
        UnavailableError("no"), attempt=attempt, dice=dice, attempts=9999, base=base, cap=cap
    )

    assert 0.0 <= wait <= cap
    assert wait <= base * 2.0 ** min(attempt - 1, 900)


@pytest.mark.parametrize(
    ("attempt", "longest"), [(1, 0.5), (2, 1.0), (3, 2.0), (6, 16.0), (7, 30.0), (2000, 30.0)]
)
def test_growth(attempt: int, longest: float) -> None:
    """With the defaults, waits grow from half a second to half a minute."""
    assert delay(UnavailableError("no"), attempt=attempt, attempts=9999) == longest


@pytest.mark.parametrize(
    ("wish", "dice", "wait"),
    [(None, 0.5, 0.25), (0.0, 0.5, 0.25), (7.0, 0.5, 7.0), (90.0, 1, 90.0)],
)
def test_wishes(wish: float | None, dice: float, wait: float) -> None:
    """A wait is never less than the service asked for, not even for the cap's sake."""
    assert delay(RateLimitedError("slow down", retry_after=wish), dice=dice) == wait


@pytest.mark.parametrize(
    ("effect", "kind", "unknown"),
    [
        (effect, kind, effect is not Effect.SAFE and kind in (ResponseLost, UnavailableError))
        for effect in Effect
        for kind in (ResponseLost, UnavailableError, NotSentError, RateLimitedError, RejectedError)
    ],
)
def test_unknown_outcomes(effect: Effect, kind: type[DigisellerError], *, unknown: bool) -> None:
    """A change may have taken effect if it was sent, and no usable answer came."""
    assert may_have_taken_effect(kind("no"), effect) is unknown


@pytest.mark.parametrize(
    ("error", "unknown", "kind", "happened"),
    [
        (ResponseLost("lost"), False, UnavailableError, "no"),
        (ResponseLost("lost"), True, OutcomeUnknownError, "unknown"),
        (NotSentError("no"), False, NotSentError, "no"),
        (NotSentError("no"), True, OutcomeUnknownError, "unknown"),
        (DeadlineError("late"), False, DeadlineError, "no"),
        (DeadlineError("late"), True, OutcomeUnknownError, "unknown"),
        (UnavailableError("500"), False, UnavailableError, "no"),
        (UnavailableError("500"), True, OutcomeUnknownError, "unknown"),
        (UnexpectedReplyError("?"), True, OutcomeUnknownError, "unknown"),
        (RejectedError("no"), False, RejectedError, "no"),
        (RejectedError("no"), True, RejectedError, "unknown"),
        (RateLimitedError("no"), True, RateLimitedError, "unknown"),
        (AuthenticationError("no"), True, AuthenticationError, "unknown"),
        (ClosedError("no"), True, ClosedError, "unknown"),
    ],
)
def test_conclusions(
    error: DigisellerError, kind: type[DigisellerError], happened: str, *, unknown: bool
) -> None:
    """What is raised in the end says if the call took effect; a lost reply has a public name."""
    found = final_error(error, outcome_unknown=unknown)

    assert type(found) is kind
    assert found.happened == happened


def test_conclusions_keep_facts() -> None:
    """An unknown outcome keeps the status and the message of what went wrong last."""
    failed = UnavailableError("the service is unavailable (HTTP 502)", status=502, retval=7)
    found = final_error(failed, outcome_unknown=True)

    assert (found.status, found.retval, failure_kind(found)) == (502, 7, FailureKind.PERMANENT)
    assert str(found) == "the service is unavailable (HTTP 502); it may have taken effect"


@pytest.mark.parametrize(
    "wrong",
    [{"attempts": 0}, {"attempts": 1.5}, {"attempts": True}, {"base": 0}, {"cap": float("nan")}],
)
def test_wrong_settings(wrong: dict[str, Any]) -> None:
    """Patience that makes no sense is refused by name."""
    with pytest.raises(ConfigurationError, match=f"Retry.{next(iter(wrong))} must be"):
        Retry(**wrong)


def test_budget_in_an_outage() -> None:
    """In an outage ten thousand calls repeat no more than the reserve: 1.01 sends a call."""
    budget = Budget()

    assert sum(budget.withdraw() for _ in range(10_000)) == 100


@given(st.lists(st.booleans(), max_size=400))
def test_budget(wishes: list[bool]) -> None:
    """Repetitions never exceed the reserve and half of the successes."""
    budget = Budget(reserve=10.0)
    successes = repetitions = 0
    for wish in wishes:
        if wish:
            repetitions += budget.withdraw()
        else:
            budget.refill()
            successes += 1
        assert repetitions <= 10 + successes / 2


def test_budget_does_not_grow() -> None:
    """A long time of successes saves up no more than the reserve."""
    budget = Budget(reserve=5.0)
    for _ in range(1000):
        budget.refill()

    assert [budget.withdraw() for _ in range(6)] == [True] * 5 + [False]
    budget.refill()
    assert not budget.withdraw()
    budget.refill()
    assert budget.withdraw()
