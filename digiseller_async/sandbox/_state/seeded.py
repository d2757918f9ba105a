"""A seed and an index come in; numbers, amounts and moments go out, always the same ones."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

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


def written(moment: datetime) -> str:
    """Return the moment as the service writes it: a fraction without trailing zeros."""
    text = moment.isoformat()
    return text.rstrip("0") if moment.microsecond else text


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
