"""Count how far an export has come, and show it on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TextIO, cast

from attrs import define, evolve, field, frozen
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from ..pagination import Drift
from .output import ForgivingStream, print_note

_INTERVAL = 1.0  # seconds between two lines
_WIDE = 60  # columns for counts of seven digits


class State(StrEnum):
    """How far a command is with one kind."""

    WAITING = "not started"
    STOPPED = "stopped"
    COMPLETE = "complete"


def fraction_of(items: int, total: int | None) -> str:
    """Return ``200 of 250``, or ``200`` as long as the *total* is not known."""
    return f"{items:,}" if total is None else f"{items:,} of {total:,}"


@frozen(kw_only=True)
class Counts:
    """What was counted of one kind."""

    items: int = 0
    pages: int = 0
    expected: int | None = 0
    """How many items the lists have that were begun; ``None`` if the service does not say."""
    total: int | None = None
    """How many items there will be, once that is known."""
    drift: tuple[Drift, ...] = ()


@define(kw_only=True)
class KindProgress:
    """How much of one kind is in its file."""

    name: str
    path: Path
    limit: int | None
    can_go_on: bool = True
    """Whether another process can go on with it before it is complete."""
    state: State = State.WAITING
    seconds: float = 0.0
    counts: Counts = Counts()

    @property
    def items(self) -> int:
        """How many items are in the file."""
        return self.counts.items

    @property
    def pages(self) -> int:
        """How many pages they came on."""
        return self.counts.pages

    @property
    def total(self) -> int | None:
        """How many items there will be, once that is known."""
        return self.counts.total

    @property
    def drift(self) -> tuple[Drift, ...]:
        """How the lists have changed while they were read."""
        return self.counts.drift

    @property
    def remaining(self) -> int | None:
        """How many more items are wanted; ``None``: all."""
        return None if self.limit is None else self.limit - self.items

    @property
    def fraction(self) -> str:
        """``200 of 250``, or ``200`` as long as the total is not known."""
        return fraction_of(self.items, self.total)

    def expect(self, count: int | None, *, is_last: bool) -> None:
        """Add the *count* of a list's items; with that of the last list the total is known."""
        known = self.counts.expected
        expected = None if known is None or count is None else known + count
        total = expected if is_last and expected is not None else self.total
        if expected is not None and self.limit is not None and expected >= self.limit:
            total = self.limit
        self.counts = evolve(self.counts, expected=expected, total=total)

    def add_page(self, count: int) -> None:
        """Add a page of *count* items, which are in the file."""
        counts = self.counts
        self.counts = evolve(counts, items=counts.items + count, pages=counts.pages + 1)

    def note_drift(self, drift: Iterable[Drift]) -> None:
        """Note that this is how the lists have changed."""
        self.counts = evolve(self.counts, drift=tuple(drift))


class Countable(Protocol):
    """What a display shows of one kind."""

    name: str
    state: State

    @property
    def items(self) -> int:
        """How many items there are so far."""
        ...

    @property
    def pages(self) -> int:
        """How many pages they came on."""
        ...

    @property
    def total(self) -> int | None:
        """How many items there will be, once that is known."""
        ...

    @property
    def fraction(self) -> str:
        """How much there is, such as ``200 of 250``."""
        ...


class ProgressDisplay(Protocol):
    """Shows how far a command has come, while it is entered."""

    def __enter__(self) -> Self:
        """Begin to show progress."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        """Stop showing progress."""
        ...

    def show(self, kind: Countable) -> None:
        """Show how far *kind* has come."""
        ...


def progress_display() -> ProgressDisplay:
    """Return progress bars at a terminal, else lines."""
    return ProgressBars() if sys.stderr.isatty() else ProgressLines()


@define
class ProgressLines:
    """A line at most once per second, and one at the end of each kind."""

    _clock: Callable[[], float] = time.monotonic
    _next: float = field(default=float("-inf"), init=False)
    _last: str = field(default="", init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        """Do nothing: the lines stay."""

    def show(self, kind: Countable) -> None:
        """Write a line, unless the one before was the same, or less than a second ago."""
        now = self._clock()
        line = f"{kind.name}: {kind.fraction}"
        is_final = kind.state is State.COMPLETE
        if line == self._last or not (is_final or (kind.pages and now >= self._next)):
            return
        print_note(line)
        self._last, self._next = line, now + _INTERVAL


class ProgressBars:
    """A progress bar for each kind; in a narrow terminal with a percentage in place of counts."""

    def __init__(self) -> None:
        console = Console(file=cast("TextIO", ForgivingStream(sys.stderr)))
        columns: tuple[ProgressColumn, ...] = (BarColumn(None), TaskProgressColumn())
        if console.width >= _WIDE:
            fraction = TextColumn("{task.fields[fraction]}")
            columns = (BarColumn(), fraction, TimeElapsedColumn())
        self._progress = Progress(TextColumn("{task.description}"), *columns, console=console)
        self._bars: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        self._progress.stop()

    def show(self, kind: Countable) -> None:
        """Move the bar of *kind*."""
        if kind.name not in self._bars:
            self._bars[kind.name] = self._progress.add_task(kind.name, total=None, fraction="")
        total = kind.items if kind.state is State.COMPLETE else kind.total
        self._progress.update(
            self._bars[kind.name], total=total, completed=kind.items, fraction=kind.fraction
        )
