"""Print how a sync ended: a table of what changed, and what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from attrs import define
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from ...errors import DigisellerError
from ...sync import KindReport
from ..exit_codes import DRIFTED, INTERRUPTED, OK, UNWRITABLE, exit_code_of
from ..output import print_error, print_text
from ..progress import State, fraction_of
from ..tables import count_of, signs_of, terminal_width, text_of, width_of

_COLUMNS = ("kind", "state", "read", "new", "changed", "gone", "drift")


@define(kw_only=True)
class KindSync:
    """How far a sync is with one kind."""

    name: str
    state: State = State.WAITING
    items: int = 0
    pages: int = 0
    total: int | None = None
    report: KindReport | None = None

    @property
    def fraction(self) -> str:
        """``200 of 250``, or ``200`` as long as the total is not known."""
        return fraction_of(self.items, self.total)

    def update(self, report: KindReport) -> None:
        """Take over what the sync has told."""
        self.report = report
        self.state = State.COMPLETE if report.complete else State.STOPPED
        self.items = report.read
        self.total = None if report.total is None else max(report.total, report.read)
        self.pages += 1


def report(
    kinds: Sequence[KindSync], error: DigisellerError | None, *, is_interrupted: bool
) -> int:
    """Print the summary, and the *error* or warnings; return the exit code."""
    is_written = True
    if any(kind.state is not State.WAITING for kind in kinds):
        is_written = print_text(summary(kinds, width=terminal_width(sys.stdout)))
    if error is not None:
        print_error(f"error: {error}; {_written(kinds)}")
        return exit_code_of(error)
    if is_interrupted:
        print_error(f"interrupted: {_written(kinds)}")
        return INTERRUPTED
    reports = [kind.report for kind in kinds if kind.report is not None]
    for one in reports:
        if one.with_nul:
            print_error(f"note: {one.with_nul:,} {one.name} had NUL characters, left out")
    drifted = [one for one in reports if one.drift]
    for one in drifted:
        print_error(f"warning: {_drift_warning(one)}")
    if drifted:
        return DRIFTED
    return OK if is_written else UNWRITABLE


def _written(kinds: Iterable[KindSync]) -> str:
    parts = [f"{kind.fraction} {kind.name}" for kind in kinds if kind.items]
    return f"{', '.join(parts)} are in the database" if parts else "nothing was written"


def _drift_warning(kind: KindReport) -> str:
    return (
        f"{kind.name} changed while they were read, so some may be missing until the next run, and "
        f"none were marked as gone: {signs_of(kind.drift)}"
    )


def summary(kinds: Sequence[KindSync], *, width: int | None) -> str:
    """Return a table of the *kinds*: framed if it fits into *width* columns, else plain."""
    framed = _table(kinds, is_framed=True)
    is_framed = width is not None and width_of(framed) <= width
    return text_of(framed if is_framed else _table(kinds, is_framed=False))


def _table(kinds: Iterable[KindSync], *, is_framed: bool) -> Table:
    table = Table(box=SIMPLE if is_framed else None, pad_edge=False)
    for name in _COLUMNS:
        table.add_column(name, justify="left" if name in ("kind", "state") else "right")
    for kind in kinds:
        found = kind.report or KindReport(name=kind.name)
        counts = (found.read, found.new, found.changed, found.gone)
        cells = (
            kind.name,
            kind.state,
            *(f"{count:,}" for count in counts),
            count_of(found.drift),
        )
        table.add_row(*map(Text, cells))
    return table
