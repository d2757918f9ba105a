"""Decide whether a failed attempt is repeated, and when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import anyio

from .._clock import Clock
from .._request.reading import SourceError
from .._wire import ResponseLost
from ..config import Retry
from ..errors import (
    ArgumentError,
    DeadlineError,
    DigisellerError,
    FailureKind,
    NotSentError,
    OutcomeUnknownError,
    RateLimitedError,
    UnavailableError,
    add_attempts_note,
    failure_kind,
    redact_error,
    with_context,
)
from ..spec.language import Effect, Endpoint
from .call import Call, Outcome
from .foreign_errors import as_cause
from .hooks import Hook
from .observation.log import log_doubt

_OUTCOME_UNKNOWN = (FailureKind.BAD_RESPONSE, FailureKind.RESPONSE_LOST)
_KEPT = ("status", "retval", "stopped", "attempts", "waits")


def reason_to_stop(retry: Retry, attempt: int, error: DigisellerError, row: Endpoint[Any]) -> str:
    """Return why there is no attempt after number *attempt*, or ``""`` if there is one."""
    kind = failure_kind(error)
    if kind in (FailureKind.PERMANENT, FailureKind.TOKEN_REFUSED):
        return "not retryable"
    if row.effect is Effect.NOT_IDEMPOTENT and kind in _OUTCOME_UNKNOWN:
        return "it may have taken effect, and the operation is not idempotent"
    if kind is FailureKind.RESPONSE_LOST and not (row.retries_when_lost or retry.lost_deletes):
        return "it may have taken effect, and Retry.lost_deletes is not set"
    if attempt >= retry.attempts:
        return f"Retry.attempts is {retry.attempts}"
    return ""


def next_delay(
    retry: Retry, attempt: int, error: DigisellerError, random: Callable[[], float]
) -> float:
    """Return the seconds before the next attempt: full jitter, but at least ``Retry-After``."""
    retry_after = error.retry_after if isinstance(error, RateLimitedError) else None
    # Whatever the user's function gives: never less than 0, never more than the backoff.
    fraction = min(max(0.0, random()), 1.0)
    backoff = min(retry.cap, retry.base * 2.0 ** min(attempt - 1, 60))
    return max(retry_after or 0.0, backoff * fraction)


def may_have_taken_effect(error: DigisellerError, effect: Effect) -> bool:
    """Return whether a call with *effect* may have taken effect although it failed with *error*."""
    return effect is not Effect.SAFE and failure_kind(error) in _OUTCOME_UNKNOWN


def final_error(error: DigisellerError, *, outcome_unknown: bool) -> DigisellerError:
    """Return what to raise for the last *error* of a call."""
    facts = {name: value for name, value in vars(error).items() if name in _KEPT}
    if outcome_unknown:
        if (
            isinstance(error, ResponseLost | NotSentError | DeadlineError)
            or failure_kind(error) in _OUTCOME_UNKNOWN
        ):
            unknown = OutcomeUnknownError(f"{error.message}; it may have taken effect")
            return with_context(unknown, **facts)
        # What took effect at the last attempt did so whatever became of the earlier ones.
        return error if error.happened == "yes" else with_context(error, happened="unknown")
    if isinstance(error, ResponseLost):
        return with_context(UnavailableError(error.message), **facts)
    return error


class Budget:
    """Limits the retries of a client: a reserve, to which each success adds a half.

    While most calls succeed there are always retries left; in an outage ten thousand calls use up
    the reserve, and so cost 1.01 requests each instead of `Retry.attempts`.
    """

    def __init__(self, reserve: float = 100.0, gain: float = 0.5) -> None:
        self._left = self._reserve = reserve
        self._gain = gain

    def refill(self) -> None:
        """Add what a success is worth."""
        self._left = min(self._reserve, self._left + self._gain)

    def withdraw(self) -> bool:
        """Take one retry, and return whether there was one left."""
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


class RetryLoop:
    """Attempts calls until there is a payload, a final error, or no time left."""

    def __init__(
        self,
        *,
        clock: Clock,
        random: Callable[[], float],
        can_renew_token: Callable[[], bool],
        secrets: Callable[..., tuple[str, ...]],
        on_outcome: Hook[Outcome],
    ) -> None:
        self._clock = clock
        self._random = random
        self._can_renew_token = can_renew_token
        self._secrets = secrets
        self._on_outcome = on_outcome
        self._budget = Budget()

    async def run(self, call: Call, attempt: Callable[[Call], Awaitable[Any]]) -> Any:
        """Return the payload of *call*, or raise its final error."""
        try:
            return await self._run_until_deadline(call, attempt)
        except GeneratorExit:  # the coroutine was closed: nothing can be awaited any more
            if call.is_in_doubt:
                log_doubt(call.row.operation, call.attempts, None)
                self._on_outcome.tell_without_waiting(_outcome(call, None))
            raise
        except anyio.get_cancelled_exc_class() as error:
            await self._report_if_in_doubt(call, None)
            raise error.with_traceback(None)  # noqa: B904  (nor these frames)
        except Exception as error:  # noqa: BLE001  (also of a file, the clock, the dice, a mock)
            failure = error
        except BaseException as error:  # such as Ctrl-C
            await self._report_if_in_doubt(call, error)
            raise
        # Here and not above, as no error must have another one as its context.
        final, cause = self._final(call, failure)
        if call.has_effect and final.happened == "unknown":
            await self._report(call, final)
        # The frames further in have secrets in their locals, so none of them is kept.
        raise final.with_traceback(None) from cause

    def _final(self, call: Call, failure: Exception) -> tuple[DigisellerError, Exception | None]:
        """Return what to raise, and its cause; raise what is the user's if nothing was sent."""
        # An attempt that failed is in doubt only if its error says so.
        is_foreign = call.is_in_doubt and getattr(failure, "happened", "no") == "no"
        if isinstance(failure, DigisellerError) and not is_foreign:
            return self._with_facts(call, failure), None
        theirs = failure.error if isinstance(failure, SourceError) else failure
        if not call.is_in_doubt:
            raise theirs
        return self._with_facts(call, _interrupted(theirs)), as_cause(theirs)

    async def _run_until_deadline(
        self, call: Call, attempt: Callable[[Call], Awaitable[Any]]
    ) -> Any:
        with call.scope:
            return await self._run_attempts(call, attempt)
        late = _late_error(call)
        raise final_error(late, outcome_unknown=call.is_in_doubt)

    async def _run_attempts(self, call: Call, attempt: Callable[[Call], Awaitable[Any]]) -> Any:
        while True:
            try:
                payload = await attempt(call)
            except DigisellerError as error:
                failure = error
            else:
                self._budget.refill()
                await call.observation.end_attempt()
                return payload
            call.is_sent = False
            is_lost = may_have_taken_effect(failure, call.row.effect)
            call.outcome_unknown = call.outcome_unknown or is_lost
            delay = self._next_delay(call, failure)
            reason = final_error(failure, outcome_unknown=is_lost)
            await call.observation.end_attempt(reason, wait=delay)
            if delay is None:
                raise final_error(failure, outcome_unknown=call.outcome_unknown)
            call.waits.append(delay)
            await self._clock.sleep(delay)

    def _next_delay(self, call: Call, failure: DigisellerError) -> float | None:
        is_refused = failure_kind(failure) is FailureKind.TOKEN_REFUSED
        if is_refused and self._can_renew_token() and call.rejected_token is None:
            call.rejected_token = call.token or ""  # a second 401 is not about the token's age
            if call.is_repeatable:
                return 0.0
        retry = call.settings.retry
        failure.stopped = (
            reason_to_stop(retry, call.attempts, failure, call.row)
            if call.is_repeatable
            else "its body is a stream, which can be sent only once"
        )
        if failure.stopped:
            return None
        delay = next_delay(retry, call.attempts, failure, self._random)
        if delay >= call.remaining:
            # What the deadline would cut off tells less than the failure that is known.
            failure.stopped = f"a wait of {delay:.3g} s would exceed the timeout"
        elif not self._budget.withdraw():
            failure.stopped = "too many calls of this client fail (retry budget)"
        return None if failure.stopped else delay

    def _with_facts(self, call: Call, error: DigisellerError) -> DigisellerError:
        # Only now is it known with which tokens the call was sent.
        redact_error(error, (*call.secrets, *self._secrets(call.token, call.rejected_token)))
        with_context(error, operation=call.row.operation)
        if isinstance(error, ArgumentError) and not call.outcome_unknown:
            return error  # a file that was refused: nothing was attempted
        # The error of a sign-in has attempts and waits of its own already.
        attempts, waits = max(call.attempts, error.attempts), (*call.waits, *error.waits)
        with_context(error, attempts=attempts, waits=waits)
        add_attempts_note(error)
        return error

    async def _report_if_in_doubt(self, call: Call, error: BaseException | None) -> None:
        if call.is_in_doubt:
            await self._report(call, error)

    async def _report(self, call: Call, error: BaseException | None) -> None:
        log_doubt(call.row.operation, call.attempts, error)
        await self._on_outcome.tell((_outcome(call, error),))


def _late_error(call: Call) -> DeadlineError:
    timeout, queue_timeout = call.settings.timeout, call.settings.queue_timeout
    if call.is_queueing:
        return DeadlineError(
            f"not sent: its turn (a free connection, the rate limit) did not come within "
            f"queue_timeout ({queue_timeout:g} s); raise queue_timeout, or use bulk()",
            stopped="queue_timeout has expired",
        )
    return DeadlineError(f"no answer within {timeout:g} s", stopped="the timeout has expired")


def _interrupted(error: Exception) -> OutcomeUnknownError:
    # What it says may be secret, and is with the cause.
    kind = type(error).__name__
    return OutcomeUnknownError(f"{kind} ended the call after it was sent; it may have taken effect")


def _outcome(call: Call, error: BaseException | None) -> Outcome:
    return Outcome(
        operation=call.row.operation,
        arguments=call.arguments,
        attempts=call.attempts,
        cancelled=error is None,
        error=error,
    )
