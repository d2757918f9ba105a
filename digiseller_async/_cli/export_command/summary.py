"""Print how an export ended: a table of the kinds, and what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from ..exit_codes import DRIFTED, INTERRUPTED, OK, UNWRITABLE, CommandError, exit_code_of
from ..output import STDOUT, print_error, print_note, print_text
from ..progress import KindProgress, State
from ..tables import count_of, signs_of, terminal_width, text_of, width_of

_MIN_FILE = 10  # columns, as for a short name
_GO_ON = "; --resume goes on from there"


def report(
    kinds: Sequence[KindProgress],
    error: CommandError | None,
    *,
    is_interrupted: bool,
    can_resume: bool,
) -> int:
    """Print the summary, and the *error* or warnings; return the exit code."""
    go_on = _go_on(kinds) if can_resume else ""
    is_written = True
    if any(kind.state is not State.WAITING for kind in kinds):
        is_written = _print_summary(kinds)
    if error is not None:
        print_error(f"error: {error}; {_written(kinds, go_on)}")
        return exit_code_of(error)
    if is_interrupted:
        print_error(f"interrupted: {_written_so_far(kinds, go_on)}")
        return INTERRUPTED
    drifted = [kind for kind in kinds if kind.drift]
    for kind in drifted:
        print_error(f"warning: {drift_warning(kind)}")
    if drifted:
        return DRIFTED
    return OK if is_written else UNWRITABLE


def _print_summary(kinds: Sequence[KindProgress]) -> bool:
    """Print the table, to stderr if the lines are on stdout; return whether that was possible."""
    if kinds[0].path == STDOUT:
        print_note(summary(kinds, width=terminal_width(sys.stderr)))
        return True
    return print_text(summary(kinds, width=terminal_width(sys.stdout)))


def _written(kinds: Sequence[KindProgress], go_on: str) -> str:
    files = [f"{one.items:,} {one.name} {_place(one)}" for one in kinds if one.items]
    return f"kept {', '.join(files)}{go_on}" if files else "nothing was written"


def _written_so_far(kinds: Sequence[KindProgress], go_on: str) -> str:
    files = [f"{one.fraction} {one.name} are {_place(one)}" for one in kinds if one.items]
    return f"{', '.join(files)}{go_on}" if files else "nothing was written"


def _go_on(kinds: Sequence[KindProgress]) -> str:
    """Say how to go on, if there is something to go on from."""
    kept = (one.can_go_on or one.state is State.COMPLETE for one in kinds if one.items)
    return _GO_ON if any(kept) and kinds[0].path != STDOUT else ""


def _place(kind: KindProgress) -> str:
    return "on standard output" if kind.path == STDOUT else f"in {kind.path}"


def drift_warning(kind: KindProgress) -> str:
    """Return how the lists of *kind* changed while they were read."""
    return (
        f"{kind.name} changed while they were read, so some may be missing or duplicated: "
        f"{signs_of(kind.drift)}"
    )


def summary(kinds: Sequence[KindProgress], *, width: int | None) -> str:
    """Return a table of the *kinds*: *width* columns wide, or plain and not wrapped.

    It is plain, too, in a terminal that is too narrow, which wraps its lines: nothing is cut.
    """
    needed = width_of(_table(kinds, is_framed=True, has_files=False))
    if width is not None and needed + _MIN_FILE > width:
        width = None
    return text_of(_table(kinds, is_framed=width is not None), width)


def _table(kinds: Iterable[KindProgress], *, is_framed: bool, has_files: bool = True) -> Table:
    table = Table(box=SIMPLE if is_framed else None, pad_edge=False)
    for name in ("kind", "state", "items", "pages", "seconds", "drift"):
        is_number = name not in ("kind", "state")
        table.add_column(name, justify="right" if is_number else "left", no_wrap=True)
    if has_files:
        table.add_column("file", no_wrap=not is_framed, overflow="fold")
    for kind in kinds:
        cells = (
            kind.name,
            kind.state,
            f"{kind.items:,}",
            f"{kind.pages:,}",
            f"{kind.seconds:.1f}",
            count_of(kind.drift),
            str(kind.path) if kind.items or kind.state is State.COMPLETE else "",
        )
        table.add_row(*(Text(cell) for cell in cells[: len(table.columns)]))
    return table
