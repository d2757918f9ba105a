"""Print how an export ended: a table of the kinds, and what went wrong."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from io import StringIO

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .exit_codes import DRIFTED, INTERRUPTED, OK, CommandError, exit_code_of
from .output import print_error, print_text
from .progress import KindProgress, State

_NO_WRAP = 10_000  # columns


def report(
    kinds: Sequence[KindProgress], error: CommandError | None, *, is_interrupted: bool
) -> int:
    """Print the summary, and the *error* or warnings; return the exit code."""
    if any(kind.state is not State.WAITING for kind in kinds):
        print_text(summary(kinds, width=_terminal_width()))
    if error is not None:
        print_error(f"error: {error}; {_written(kinds)}")
        return exit_code_of(error)
    if is_interrupted:
        print_error(f"interrupted: {_written_so_far(kinds)}")
        return INTERRUPTED
    drifted = [kind for kind in kinds if kind.drift]
    for kind in drifted:
        print_error(f"warning: {drift_warning(kind)}")
    return DRIFTED if drifted else OK


def _written(kinds: Iterable[KindProgress]) -> str:
    files = [f"{kind.items:,} {kind.name} in {kind.path}" for kind in kinds if kind.items]
    return f"kept {', '.join(files)}" if files else "nothing was written"


def _written_so_far(kinds: Iterable[KindProgress]) -> str:
    files = [f"{kind.fraction} {kind.name} are in {kind.path}" for kind in kinds if kind.items]
    return ", ".join(files) or "nothing was written"


def drift_warning(kind: KindProgress) -> str:
    """Return how the lists of *kind* changed while they were read."""
    first = kind.drift[0]
    more = f" (and {len(kind.drift) - 1:,} more such signs)" if len(kind.drift) > 1 else ""
    return (
        f"{kind.name} changed while they were read, so some may be missing or duplicated: "
        f"page {first.page}: {first.what}{more}"
    )


def summary(kinds: Iterable[KindProgress], *, width: int | None) -> str:
    """Return a table of the *kinds*: *width* columns wide, or plain and not wrapped."""
    table = Table(box=None if width is None else SIMPLE, pad_edge=False)
    for name in ("kind", "state", "items", "pages", "seconds", "drift", "file"):
        is_number = name in ("items", "pages", "seconds", "drift")
        table.add_column(name, justify="right" if is_number else "left", no_wrap=width is None)
    for kind in kinds:
        cells = (
            kind.name,
            kind.state,
            f"{kind.items:,}",
            f"{kind.pages:,}",
            f"{kind.seconds:.1f}",
            f"{len(kind.drift):,}" if kind.drift else "none",
            str(kind.path) if kind.state is not State.WAITING else "",
        )
        table.add_row(*(Text(cell) for cell in cells))
    text = StringIO()
    Console(file=text, width=width or _NO_WRAP).print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


def _terminal_width() -> int | None:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
