"""Tallies come in as they grow; what a person or a log sees meanwhile goes out to stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

import click
from attrs import define, field
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from .counts import State, Tally

_PAUSE = 1.0  # seconds between two lines


class Watch(Protocol):
    """What is told how far the export has come."""

    def __enter__(self) -> Self:
        """Begin to show."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        """Stop showing."""
        ...

    def show(self, tally: Tally) -> None:
        """Show how far *tally* has come."""
        ...


def watch() -> Watch:
    """Return bars if a person watches, else lines."""
    return Bars() if sys.stderr.isatty() else Lines()


@define
class Lines:
    """A plain line now and then, and one at the end of each kind."""

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
        """Leave what is shown."""

    def show(self, tally: Tally) -> None:
        """Write a line, unless the one before is fresh, or was the same."""
        now = self._clock()
        line = f"{tally.kind}: {tally.progress}"
        is_final = tally.state is State.COMPLETE
        if line == self._last or not (is_final or (tally.pages and now >= self._next)):
            return
        click.echo(line, err=True)
        self._last, self._next = line, now + _PAUSE


class Bars:
    """A bar for each kind."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[progress]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
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

    def show(self, tally: Tally) -> None:
        """Move the bar."""
        if tally.kind not in self._bars:
            self._bars[tally.kind] = self._progress.add_task(tally.kind, total=None, progress="")
        total = tally.items if tally.state is State.COMPLETE else tally.total
        self._progress.update(
            self._bars[tally.kind],
            total=total,
            completed=tally.items,
            progress=tally.progress,
        )
