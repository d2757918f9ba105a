"""What happens to a kind comes in; how far it has come goes out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from attrs import Factory, define, field

from ..pagination.walk import Drift


class State(StrEnum):
    """How far a kind has come."""

    WAITING = "not started"
    STOPPED = "stopped"
    COMPLETE = "complete"


@define(kw_only=True)
class Tally:
    """How much of one kind is in its file."""

    kind: str
    path: Path
    limit: int | None
    state: State = State.WAITING
    items: int = 0
    pages: int = 0
    seconds: float = 0.0
    total: int | None = None
    drift: list[Drift] = Factory(list[Drift])
    _expected: int | None = field(default=0, init=False)

    @property
    def left(self) -> int | None:
        """How many more items are wanted; ``None``: all that come."""
        return None if self.limit is None else self.limit - self.items

    @property
    def progress(self) -> str:
        """``200 of 250``, as far as the whole is known."""
        if self.total is None:
            return f"{self.items:,}"
        return f"{self.items:,} of {self.total:,}"

    def expect(self, more: int | None, *, is_last: bool) -> None:
        """Note that a list says it has *more* items; with the last one the total is known."""
        if self._expected is not None:
            self._expected = None if more is None else self._expected + more
        if self._expected is None:
            return
        if self.limit is not None and self._expected >= self.limit:
            self.total = self.limit
        elif is_last:
            self.total = self._expected

    def add(self, count: int) -> None:
        """Note that a page of *count* items is written."""
        self.items += count
        self.pages += 1
