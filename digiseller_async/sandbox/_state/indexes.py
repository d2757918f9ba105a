"""Which residues of a period match and a range of rows come in; the n-th match goes out.

Everything is arithmetic: a list of a million rows costs no more than a list of ten.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Protocol

from .._http.answers import Page, RefusedError
from .._http.query import Arguments

# The pages name no limit for the account's operations; this one only protects the sandbox.
MOST_ROWS = 10_000


class Indexes(Protocol):
    """The indexes of the rows of a list, in its order."""

    def __len__(self) -> int:
        """Return how many rows there are."""
        ...

    def __getitem__(self, place: int, /) -> int:
        """Return the index of the row at this *place*."""
        ...


@dataclass(frozen=True)
class Matches:
    """The *rows* whose index, plus *shift*, leaves one of the *residues*."""

    rows: range
    residues: tuple[int, ...]
    period: int
    shift: int
    _before: int = field(init=False)
    _count: int = field(init=False)

    def __post_init__(self) -> None:
        """Count once."""
        before = self._below(self.rows.start)
        object.__setattr__(self, "_before", before)
        object.__setattr__(self, "_count", self._below(self.rows.stop) - before)

    def _below(self, index: int) -> int:
        """Return how many matches there are below *index*, counted from a fixed one."""
        rounds, rest = divmod(index + self.shift, self.period)
        return rounds * len(self.residues) + bisect_left(self.residues, rest)

    def __len__(self) -> int:
        """Return how many rows match."""
        return self._count

    def __getitem__(self, place: int, /) -> int:
        """Return the index of the match at this *place*."""
        rounds, rest = divmod(self._before + place, len(self.residues))
        return rounds * self.period + self.residues[rest] - self.shift


class Chain:
    """Several lists, one behind the other."""

    def __init__(self, links: Sequence[Indexes]) -> None:
        """Take the lists in their order."""
        self._links = links
        self._ends = [0, *accumulate(len(link) for link in links)]

    def __len__(self) -> int:
        """Return how many rows the lists have together."""
        return self._ends[-1]

    def __getitem__(self, place: int, /) -> int:
        """Return the index of the row at this *place*."""
        link = bisect_right(self._ends, place) - 1
        return self._links[link][place - self._ends[link]]


@dataclass(frozen=True)
class Backwards:
    """A list from its end to its beginning."""

    rows: Indexes

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def __getitem__(self, place: int, /) -> int:
        """Return the index of the row at this *place*."""
        return self.rows[len(self.rows) - 1 - place]


def cut(
    rows: Indexes, row: Callable[[int], object], arguments: Arguments, most: int = MOST_ROWS
) -> Page:
    """Return the page of *rows* that is asked for, and make only its rows."""
    page = arguments.integer("page")
    page = 1 if page is None else page
    count = arguments.integer("count")
    count = 10 if count is None else count
    if page < 1:
        raise RefusedError("page", f"page is less than 1: {page}")
    if not 1 <= count <= most:
        raise RefusedError("count", f"count is not from 1 to {most}: {count}")
    total = len(rows)
    first, last = min((page - 1) * count, total), min(page * count, total)
    return Page(
        page=page,
        count=count,
        has_next_page=page * count < total,
        has_previous_page=page > 1 and total > 0,
        total_count=total,
        total_pages=-(-total // count),
        items=[row(rows[place]) for place in range(first, last)],
    )
