"""Make one call of a run, unless an earlier run has made it, and say what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Generic, Literal, TypeVar

from attrs import frozen

from ..errors import (
    AccessDeniedError,
    ArgumentError,
    AuthenticationError,
    ClosedError,
    ConfigurationError,
    DigisellerError,
)
from ..spec.language import Effect
from .call_record import CallRecord
from .entries import Entry
from .journal import Journal
from .operation import Operation, PreparedCall
from .outcome import BulkOutcome, State
from .source import GivenCall, KeyReader

T = TypeVar("T")
Again = Literal["failed", "unknown"]


@frozen(kw_only=True)
class Made(Generic[T]):
    """What came of one call: its outcome, or none if it was not made, and what ends the run."""

    outcome: BulkOutcome[T] | None = None
    ends: Exception | None = None


class CallMaker(Generic[T]):
    """Makes the calls of one run, each apart from the others."""

    def __init__(
        self,
        operation: Operation[T],
        keys: KeyReader,
        journal: Journal | None,
        again: Collection[Again],
    ) -> None:
        self._operation = operation
        self._keys = keys
        self._journal = journal
        self._again = again

    async def make(self, given: GivenCall) -> Made[T]:
        """Make a call, or tell what an earlier run made of it; no error of it is raised."""
        key: str | int | None = None
        arguments: Mapping[str, Any] = {}
        try:
            arguments = given.arguments()
            key = self._keys.read(given.number, arguments)
            self._keys.check_new(given.number, key)
            call = await self._operation.prepare(arguments)
            record = CallRecord(self._journal, key, call, sync=not self._operation.is_repeatable)
            earlier = self._earlier(record)
        except (ClosedError, ConfigurationError) as error:
            return Made(ends=error)
        except Exception as error:  # noqa: BLE001  (of the user's arguments: of any class)
            error = _without_frames(error)
            failed = BulkOutcome[T](key=key, arguments=arguments, state="failed", error=error)
            return Made(outcome=failed)
        if earlier is None:
            return await self._send(key, call, record)
        outcome = BulkOutcome[T](
            key=key,
            arguments=arguments,
            state=earlier.outcome_state,
            error=earlier.earlier_error(self._operation.name),
            earlier=True,
        )
        return Made(outcome=outcome)

    def _earlier(self, record: CallRecord) -> Entry | None:
        """Return what an earlier run made of a call, if that is final."""
        entry = record.take_earlier()
        if entry is None or entry.state == "left":
            if record.is_under_another_key and not self._operation.is_repeatable:
                raise self._refused_key(
                    "an earlier run made a call with these arguments under a key that this run has "
                    "not given so far; each run must give the same keys"
                )
            return None
        is_repeated = self._is_repeated(entry)
        is_correction = is_repeated and not entry.may_be_done
        if not record.has_arguments_of(entry) and not is_correction:
            raise self._refused_key(
                "the journal has this key with other arguments; give another call another key"
            )
        return None if is_repeated else entry

    def _is_repeated(self, entry: Entry) -> bool:
        if entry.state == "ok":
            return False
        if entry.state == "failed":
            is_harmless = self._operation.is_repeatable or not entry.may_be_done
            return "failed" in self._again and is_harmless
        return "unknown" in self._again or self._operation.is_repeatable

    def _refused_key(self, why: str) -> ArgumentError:
        return ArgumentError(f"key: {why}", parameter="key", operation=self._operation.name)

    async def _send(self, key: str | int, call: PreparedCall, record: CallRecord) -> Made[T]:
        value, error = None, None
        try:
            value = await self._operation.send(call, record.before_send)
        except Exception as raised:  # noqa: BLE001  (of the call, the journal, or a user's file)
            error = _without_frames(raised)
        if record.failure is not None:  # so it was not sent
            return Made(ends=record.failure)
        ends = error if _ends_all(error) else None
        state: State = "ok"
        if error is not None:
            state = "unknown" if self._is_unknown(error, record) else "failed"
        if state == "failed" and (ends is not None or not _is_kept(error)):
            await record.take_back()
            if ends is not None:
                return Made(ends=ends)
        else:
            await record.end(state, error)
        outcome = BulkOutcome(
            key=key, arguments=call.arguments, state=state, value=value, error=error
        )
        return Made(outcome=outcome, ends=ends or record.failure)

    def _is_unknown(self, error: Exception, record: CallRecord) -> bool:
        if isinstance(error, DigisellerError):
            return error.happened == "unknown"
        return record.is_sent and self._operation.row.effect is not Effect.SAFE


def _without_frames(error: Exception) -> Exception:
    """Return *error*; one of this package without its frames, which keep arguments in memory."""
    return error.with_traceback(None) if isinstance(error, DigisellerError) else error


def _ends_all(error: Exception | None) -> bool:
    """Return whether each further call would end as the one did that failed with *error*."""
    if isinstance(error, AccessDeniedError):
        # Without one it may be a firewall that dislikes this call's contents.
        return error.permission is not None
    return isinstance(error, AuthenticationError | ClosedError | ConfigurationError)


def _is_kept(error: Exception | None) -> bool:
    """Return whether a failure is the service's: others the next run finds, or not, by itself."""
    return isinstance(error, DigisellerError) and not isinstance(error, ArgumentError)
