"""Count how answers deviate from the documentation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import frozen

_MOST_PATHS = 1000
_LONGEST_PATH = 1000


@frozen(kw_only=True)
class Deviation:
    """Something in an answer that is not as the service documents it."""

    operation: str
    """The call whose answer has it, such as ``account.receipts``."""
    path: str
    """Where: the model's fields, such as ``operation.type``; from ``/`` on if outside the model."""
    what: str
    """What: an unknown field or word, or a scalar of another type."""


class DriftLog(Mapping[tuple[str, str], int]):
    """How often answers deviated from the documentation, by operation and path.

    It grows as answers are read, and every part of every answer is looked at. What was never seen
    counts 0. The first 1,000 different paths are kept; of further ones only the total is.
    """

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self.others = 0
        """How many deviations were at further paths than the 1,000 that are kept."""

    def note(self, deviation: Deviation) -> bool:
        """Count *deviation*, and return whether it is the first one at its path."""
        key = (deviation.operation, deviation.path[:_LONGEST_PATH])
        if key in self._counts or len(self._counts) < _MOST_PATHS:
            self._counts[key] += 1
            return self._counts[key] == 1
        self.others += 1
        return False

    def __contains__(self, key: object) -> bool:
        return key in self._counts

    def __getitem__(self, key: tuple[str, str]) -> int:
        return self._counts[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def __repr__(self) -> str:
        more = f", and {self.others} more" if self.others else ""
        return f"DriftLog({dict(self._counts)!r}{more})"
