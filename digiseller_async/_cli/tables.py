"""Show a table, framed where the terminal can show that, and say how lists have changed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from io import StringIO
from typing import TextIO

from rich.console import Console
from rich.table import Table

from ..pagination import Drift
from .output import is_unicode

_NO_WRAP = 10_000
"""So many columns that no line is wrapped."""


def width_of(table: Table) -> int:
    """Return how many columns the *table* needs."""
    return Console(width=_NO_WRAP).measure(table).maximum


def text_of(table: Table, width: int | None = None) -> str:
    """Return the lines of the *table*, *width* columns wide or not wrapped."""
    text = StringIO()
    Console(file=text, width=width or _NO_WRAP).print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


def terminal_width(stream: TextIO) -> int | None:
    """Return the width of the terminal that *stream* is, if it can show a frame."""
    is_terminal = stream.isatty() and is_unicode(stream)
    return shutil.get_terminal_size().columns if is_terminal else None


def signs_of(drift: Sequence[Drift]) -> str:
    """Return the first sign of the *drift*, and how many more there are."""
    first = drift[0]
    more = f" (and {len(drift) - 1:,} more such signs)" if len(drift) > 1 else ""
    return f"page {first.page}: {first.what}{more}"


def count_of(drift: Sequence[Drift]) -> str:
    """Return the cell of a summary for the *drift*."""
    return f"{len(drift):,}" if drift else "none"
