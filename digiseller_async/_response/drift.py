"""Count how answers deviate from the documentation, and tell a callback of each deviation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from attrs import frozen


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
    counts 0.
    """

    def __init__(self, callback: Callable[[Deviation], object] | None = None) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._callback = callback

    def note(self, deviation: Deviation) -> None:
        """Count *deviation*, and tell of it."""
        self._counts[deviation.operation, deviation.path] += 1
        if self._callback is not None:
            self._callback(deviation)

    def __contains__(self, key: object) -> bool:
        return key in self._counts

    def __getitem__(self, key: tuple[str, str]) -> int:
        return self._counts[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def __repr__(self) -> str:
        return f"DriftLog({dict(self._counts)!r})"
