"""Define what became of the calls of a bulk run: of one of them, and of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, Literal, TypeVar

from attrs import field, frozen

T = TypeVar("T")
State = Literal["ok", "failed", "unknown"]


@frozen(kw_only=True)
class BulkOutcome(Generic[T]):
    """What became of one call."""

    key: str | int | None
    """The call's key; ``None`` if it has none, which is why it failed."""
    arguments: Mapping[str, Any] = field(repr=False)
    """Its arguments; they may hold what is sold."""
    state: State
    """``"ok"``, ``"failed"``, or ``"unknown"``: it may have taken effect, so read and compare.

    What failed has not taken effect, unless ``error.happened`` says otherwise: only a part was
    done, or the answer is not as documented and the client is strict.
    """
    value: T | None = None
    """What the call returned; a journal does not keep it."""
    error: Exception | None = None
    """What the call raised. Of an earlier run it has class, status and code, but not the text."""
    earlier: bool = False
    """Whether an earlier run with the same journal made the call, and this one did not."""


@frozen(kw_only=True)
class BulkCounts:
    """How many calls have which outcome so far."""

    ok: int = 0
    """Calls that succeeded, now or earlier."""
    failed: int = 0
    """Calls that failed, now or earlier."""
    unknown: int = 0
    """Calls that may have taken effect, now or earlier."""
    earlier: int = 0
    """How many of these were made by an earlier run with the same journal."""
    left: int = 0
    """Calls without an outcome, of all if *total* is known, else of those that were read."""
    total: int | None = None
    """How many calls there are, if they have a length."""
