"""A call and how to attempt it in; its payload or its error out: the one loop that tries again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import anyio
from attrs import define, field, frozen

from .._clock import Clock
from .._wire import WireRequest
from ..config import Options
from ..errors import ArgumentError, DeadlineError, DigisellerError, Fault
from ..spec.language import Effect, Endpoint
from .retry import Budget, concluded, leaves_doubt, next_delay, why_not


@define
class Call:
    """One call on its way: what is known of it so far."""

    row: Endpoint[Any]
    options: Options
    deadline: float
    wire: WireRequest | None = field(default=None, repr=False)
    arguments: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    attempts: int = 0
    waits: list[float] = field(factory=list[float])
    token: str | None = field(default=None, repr=False)
    refused: str | None = field(default=None, repr=False)
    is_sent: bool = False
    """Whether the attempt under way may have reached the service."""
    doubt: bool = False
    """Whether an earlier attempt may have taken effect."""

    @property
    def changes(self) -> bool:
        """Whether it does more than read."""
        return self.row.effect is not Effect.SAFE

    @property
    def left(self) -> float:
        """How many seconds it may still take."""
        return self.deadline - anyio.current_time()

    def sent(self) -> None:
        """Note that the request is on its way."""
        self.is_sent = True


@frozen(kw_only=True)
class Outcome:
    """A changing call of which nobody knows whether it took effect: read, and compare."""

    operation: str
    """Its public name, such as ``content.add_text``."""
    arguments: Mapping[str, Any] = field(repr=False)
    """What it was called with; may hold what is sold."""
    attempts: int
    """How often it was tried."""
    cancelled: bool
    """Whether its caller was cancelled; otherwise it raised *error*."""
    error: Exception | None = None
    """What its caller was told."""


Attempt = Callable[[Call], Awaitable[Any]]
Renew = Callable[[], bool]
"""Tells whether a token that was refused can be replaced."""


class RetryLoop:
    """Carries calls out, one attempt after another, until there is a payload or an error."""

    def __init__(
        self,
        *,
        clock: Clock,
        random: Callable[[], float],
        renews: Renew,
        tokens: Callable[..., tuple[str, ...]],
        on_outcome: Callable[[Outcome], object] | None,
    ) -> None:
        self._clock = clock
        self._random = random
        self._renews = renews
        self._tokens = tokens
        self._on_outcome = on_outcome
        self._budget = Budget()

    async def run(self, call: Call, attempt: Attempt) -> Any:
        """Return the payload of *call*, or raise what became of it."""
        try:
            return await self._in_time(call, attempt)
        except DigisellerError as error:
            # The frames further in know what must not be shown, so none of them is kept.
            raise self._told(call, error).with_traceback(None) from None
        except anyio.get_cancelled_exc_class() as error:
            self._tell_of_doubt(call, None)
            raise error.with_traceback(None)  # noqa: B904  (nor these frames)
        except Exception as error:  # of a file, a store, a transport or a callback of the user's
            self._tell_of_doubt(call, error)
            raise

    async def _in_time(self, call: Call, attempt: Attempt) -> Any:
        with anyio.CancelScope(deadline=call.deadline):
            return await self._attempts(call, attempt)
        late = DeadlineError(
            f"no answer within {call.options.timeout:g} s", stopped="its time is up"
        )
        raise concluded(late, doubt=call.doubt or (call.is_sent and call.changes))

    async def _attempts(self, call: Call, attempt: Attempt) -> Any:
        while True:
            call.attempts += 1
            try:
                payload = await attempt(call)
            except DigisellerError as error:
                failure = error
            else:
                self._budget.refill()
                return payload
            call.is_sent = False
            call.doubt = call.doubt or leaves_doubt(failure, call.row.effect)
            delay = self._next_delay(call, failure)
            if delay is None:
                raise concluded(failure, doubt=call.doubt)
            call.waits.append(delay)
            await self._clock.sleep(delay)

    def _next_delay(self, call: Call, failure: DigisellerError) -> float | None:
        if failure.fault is Fault.TOKEN and self._renews() and call.refused is None:
            call.refused = call.token or ""  # a second 401 is not about the token's age
            if call.wire is None or call.wire.repeats:
                return 0.0
        failure.stopped = self._why_not(call, failure)
        if failure.stopped:
            return None
        delay = next_delay(call.options.retry, call.attempts, failure, self._random)
        if delay >= call.left:
            # What the deadline would cut off tells less than the failure that is known.
            failure.stopped = "the next attempt would come after its time is up"
        elif not self._budget.withdraw():
            failure.stopped = "too many calls of this client fail to repeat more of them"
        return None if failure.stopped else delay

    @staticmethod
    def _why_not(call: Call, failure: DigisellerError) -> str:
        if call.wire is not None and not call.wire.repeats:
            return "its body came from a stream, and that is used up"
        return why_not(call.options.retry, call.attempts, failure, call.row)

    def _told(self, call: Call, error: DigisellerError) -> DigisellerError:
        # Only now is it known which tokens the call went out with.
        error.redact((*call.secrets, *self._tokens(call.token, call.refused)))
        error.told(operation=call.row.operation)
        if isinstance(error, ArgumentError) and not call.doubt:
            return error  # a file that was refused: nothing was attempted
        error.told(attempts=call.attempts, waits=tuple(call.waits))
        error.explain()
        if call.changes and error.happened == "unknown":
            self._tell(call, error)
        return error

    def _tell_of_doubt(self, call: Call, error: Exception | None) -> None:
        if call.changes and (call.is_sent or call.doubt):
            self._tell(call, error)

    def _tell(self, call: Call, error: Exception | None) -> None:
        if self._on_outcome is not None:
            outcome = Outcome(
                operation=call.row.operation,
                arguments=call.arguments,
                attempts=call.attempts,
                cancelled=error is None,
                error=error,
            )
            self._on_outcome(outcome)
