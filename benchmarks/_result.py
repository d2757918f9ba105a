"""Summarize what the rounds measured, and compare it with its bound."""

from collections.abc import Sequence
from statistics import median
from typing import Self

from attrs import frozen

ROUNDS = 11


@frozen(kw_only=True)
class Effort:
    """How thoroughly to measure."""

    rounds: int = ROUNDS
    quick: bool = False

    def pick(self, full: int, quick: int) -> int:
        """Return the amount of work for one round."""
        return quick if self.quick else full


@frozen(kw_only=True)
class Bound:
    """The greatest value that is promised, or the least."""

    value: float
    least: bool = False

    def holds(self, value: float) -> bool:
        """Return whether *value* is within the bound."""
        return value >= self.value if self.least else value <= self.value


@frozen(kw_only=True)
class Result:
    """One figure: what was measured, its value, and the least and the greatest of its rounds."""

    name: str
    claim: str
    value: float
    low: float
    high: float
    rounds: int
    bound: Bound | None = None
    unit: str = "x"
    notes: tuple[str, ...] = ()

    @classmethod
    def of_median(
        cls,
        name: str,
        claim: str,
        values: Sequence[float],
        *,
        bound: Bound | None = None,
        unit: str = "x",
        notes: tuple[str, ...] = (),
    ) -> Self:
        """Return the result whose value is the median of the rounds' *values*."""
        return cls(
            name=name,
            claim=claim,
            value=median(values),
            low=min(values),
            high=max(values),
            rounds=len(values),
            bound=bound,
            unit=unit,
            notes=notes,
        )

    @property
    def outcome(self) -> str:
        """Return whether the value is within its bound, if there is one."""
        if self.bound is None:
            return "info"
        return "pass" if self.bound.holds(self.value) else "MISSED"


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Return the quotients, round by round."""
    return [our / their for our, their in zip(ours, theirs, strict=True)]


def micro(seconds: Sequence[float]) -> str:
    """Return the median of *seconds*, in words."""
    return f"{median(seconds) * 1e6:,.0f} µs"
