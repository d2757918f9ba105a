"""What is strange in answers in; counts by operation and path out, and a callback told of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from attrs import frozen


@frozen(kw_only=True)
class Deviation:
    """Something in an answer that the documentation does not know."""

    operation: str
    """The call whose answer has it, such as ``account.receipts``."""
    path: str
    """Where: the model's fields, such as ``operation.type``; from ``/`` on if outside the model."""
    what: str
    """What: an unknown field or word, or a scalar of another type."""


class DriftLog(Mapping[tuple[str, str], int]):
    """How often what was strange, by operation and path; it grows as answers are read.

    What was never seen was seen 0 times.

    Answers are looked at wholly, but for ordinary lists of more than 64 KiB: of those one item in
    200 is looked at, and all that are near an unknown word.
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
