"""Tallies and a failure come in; a summary, sentences and an exit code go out."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from io import StringIO

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..errors import (
    AccessDeniedError,
    ArgumentError,
    AuthenticationError,
    ConfigurationError,
    DeadlineError,
    DigisellerError,
    NotSentError,
    RateLimitedError,
    UnavailableError,
)
from .counts import State, Tally
from .jsonl import UnwritableError

WELL, FAILED, USAGE, REFUSED, UNREACHABLE, UNWRITABLE, DRIFTED, INTERRUPTED = *range(7), 130
CODES = {
    WELL: "all well",
    FAILED: "the service failed, or its answers make no sense",
    USAGE: "wrong usage or settings; nothing was sent",
    REFUSED: "the key or the token was refused, or lacks a permission",
    UNREACHABLE: "the service cannot be reached, is down, or asks for patience",
    UNWRITABLE: "a file cannot be written",
    DRIFTED: "all read, but a list changed meanwhile: items may be missing or twice",
    INTERRUPTED: "interrupted by Ctrl-C or SIGTERM",
}
"""The exit codes, and what they mean."""
EXIT_CODES = "\b\nExit codes:\n" + "\n".join(f"  {code:3}  {CODES[code]}" for code in CODES)
"""The same, for the end of a help text."""

Failure = DigisellerError | UnwritableError
_CODES: tuple[tuple[tuple[type[Failure], ...], int], ...] = (
    ((ArgumentError, ConfigurationError), USAGE),
    ((AuthenticationError, AccessDeniedError), REFUSED),
    ((NotSentError, UnavailableError, DeadlineError, RateLimitedError), UNREACHABLE),
    ((UnwritableError,), UNWRITABLE),
    ((DigisellerError,), FAILED),
)
_WIDE = 10_000  # where nobody watches, no line is folded


def code_of(failure: Failure) -> int:
    """Return the exit code of *failure*."""
    return next(code for kinds, code in _CODES if isinstance(failure, kinds))


def complain(sentence: object) -> None:
    """Write one sentence to stderr; what the service said in it cannot move the cursor."""
    plain = "".join(one if one.isprintable() else " " for one in str(sentence))
    click.echo(f"digiseller: {' '.join(plain.split())}", err=True)


def conclude(tallies: Sequence[Tally], failure: Failure | None, *, is_interrupted: bool) -> int:
    """Write the summary and what else is to be said, and return the exit code."""
    if any(tally.state is not State.WAITING for tally in tallies):
        say(summary(tallies, width=_width()))
    if failure is not None:
        complain(f"error: {failure}; {kept(tallies)}")
        return code_of(failure)
    if is_interrupted:
        complain(f"interrupted: {so_far(tallies)}")
        return INTERRUPTED
    drifted = [tally for tally in tallies if tally.drift]
    for tally in drifted:
        complain(f"warning: {drift_of(tally)}")
    return DRIFTED if drifted else WELL


def kept(tallies: Iterable[Tally]) -> str:
    """Return what is in files in spite of a failure."""
    files = [f"{tally.items:,} {tally.kind} in {tally.path}" for tally in tallies if tally.items]
    return f"kept {', '.join(files)}" if files else "nothing was written"


def so_far(tallies: Iterable[Tally]) -> str:
    """Return how far an interrupted export came."""
    files = [
        f"{tally.progress} {tally.kind} are in {tally.path}" for tally in tallies if tally.items
    ]
    return ", ".join(files) or "nothing was written"


def drift_of(tally: Tally) -> str:
    """Return how a list changed while it was read."""
    first = tally.drift[0]
    more = f" (and {len(tally.drift) - 1:,} more such signs)" if len(tally.drift) > 1 else ""
    return (
        f"{tally.kind} changed while they were read, so some may be missing or twice: "
        f"page {first.page}: {first.what}{more}"
    )


def summary(tallies: Iterable[Tally], *, width: int | None) -> str:
    """Return a table of the *tallies*: *width* columns wide, or without limit and plain."""
    table = Table(box=None if width is None else SIMPLE, pad_edge=False)
    for name in ("kind", "state", "items", "pages", "seconds", "drift", "file"):
        is_number = name in ("items", "pages", "seconds", "drift")
        table.add_column(name, justify="right" if is_number else "left", no_wrap=width is None)
    for tally in tallies:
        cells = (
            tally.kind,
            tally.state,
            f"{tally.items:,}",
            f"{tally.pages:,}",
            f"{tally.seconds:.1f}",
            f"{len(tally.drift):,}" if tally.drift else "none",
            str(tally.path) if tally.state is not State.WAITING else "",
        )
        table.add_row(*(Text(cell) for cell in cells))
    page = StringIO()
    Console(file=page, width=width or _WIDE).print(table)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def _width() -> int | None:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def say(text: str) -> None:
    """Write *text* to stdout, if anybody still reads it."""
    try:
        click.echo(text)
    except BrokenPipeError:
        # Whoever read has left. Python would try once more at its exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
