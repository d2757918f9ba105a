"""Derive numbers, moments and selections of rows from a seed.

Everything is arithmetic: a list of a million rows costs no more than a list of ten.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from operator import itemgetter
from typing import Protocol

MASK = (1 << 64) - 1
NEWEST = datetime(2026, 11, 1, 12, 0, 0)  # noqa: DTZ001 (the service's moments name no zone)
MICROSECOND = timedelta(microseconds=1)


def mix(seed: int, index: int) -> int:
    """Return 64 well-mixed bits."""
    bits = ((index + 1) * 0x9E3779B97F4A7C15 + seed * 0xBF58476D1CE4E5B9) & MASK
    bits = ((bits ^ (bits >> 30)) * 0x94D049BB133111EB) & MASK
    return bits ^ (bits >> 31)


def hundredths(cents: int) -> Decimal:
    """Return the amount with exactly two digits after the point."""
    return Decimal(cents).scaleb(-2)


@dataclass(frozen=True)
class Timeline:
    """Moments that strictly descend with the index; number 0 is at ``NEWEST``."""

    seed: int
    step: int  # whole seconds between two rows, on average

    def age(self, index: int) -> int:
        """Return how many microseconds the row is older than ``NEWEST``."""
        if index == 0:
            return 0
        bits = mix(self.seed, index)
        # 0 to 3 digits after the second, as in recorded answers. Less than a step is added,
        # so the order of the rows stays.
        unit: int = 10 ** (6 - bits % 4)
        step = self.step * 1_000_000
        return index * step + (bits >> 2) % step // unit * unit

    def at(self, index: int) -> datetime:
        """Return the row's moment."""
        return NEWEST - timedelta(microseconds=self.age(index))

    def between(self, rows: range, start: datetime | None, finish: datetime | None) -> range:
        """Return those of the *rows* that are from *start* to *finish*, both included."""
        first, last = 0, len(rows)
        if finish is not None:
            first = bisect_left(rows, (NEWEST - finish) // MICROSECOND, key=self.age)
        if start is not None:
            last = bisect_right(rows, (NEWEST - start) // MICROSECOND, key=self.age)
        return rows[first : max(first, last)]

    def with_added(
        self, rows: range, added: Sequence[tuple[datetime, int]]
    ) -> Iterator[range | tuple[int]]:
        """Yield the *rows* in parts, and each *added* index between them, by their moments.

        Of two that were added for the same moment the later one comes first.
        """
        behind = rows
        by_moment = sorted(added, key=itemgetter(0))
        for moment, index in by_moment[::-1]:
            newer = len(behind) - len(self.between(behind, None, moment))
            yield behind[:newer]
            yield (index,)
            behind = behind[newer:]
        yield behind


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


def all_of(rows: Indexes) -> list[int]:
    """Return the indexes of all the *rows*."""
    return [rows[place] for place in range(len(rows))]
