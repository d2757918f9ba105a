"""The position of an iteration in a list, as a value that outlives the process."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any, Generic, TypeVar, cast

from attrs import Factory, define, evolve

from ..config import is_whole
from ..errors import ArgumentError
from .rows import RowKey, digest

T = TypeVar("T")
Checkpoint = dict[str, Any]
"""A position in a list, as JSON can hold it: which list, which page, how many of its rows are
passed, how many rows the list had, and digests of the rows that were given last."""

_MOST_ROWS = 8


def _last_rows() -> deque[Any]:
    return deque(maxlen=_MOST_ROWS)


@define
class Position(Generic[T]):
    """Where an iteration is, and how many items it may still give."""

    page: int
    """The page of the row that comes next."""
    passed: int = 0
    """How many rows of that page are passed."""
    total: int | None = None
    """How many rows the list had."""
    earlier: tuple[str, ...] = ()
    """Digests of the rows that were given last in an earlier iteration, the last one first."""
    left: int | None = None
    """How many items are still wanted, if that is limited."""
    rows: deque[T] = Factory(_last_rows)
    """The rows that were given last in this iteration."""

    def restart(self) -> Position[T]:
        """Return a position of its own for an iteration that starts here."""
        return evolve(self, rows=_last_rows())

    def checkpoint(self, list_key: str, row_key: RowKey[T] | None) -> Checkpoint:
        """Return the position in the list of that *list_key* as a checkpoint."""
        rows = (*(digest(row, row_key) for row in reversed(self.rows)), *self.earlier)
        return {
            "list": list_key,
            "page": self.page,
            "given": self.passed,
            "total": self.total,
            "rows": list(rows[:_MOST_ROWS]),
        }


def position_of(checkpoint: Mapping[str, Any], key: str) -> Position[Any]:
    """Return the position that *checkpoint* names in the list of that *key*, or refuse it."""
    if not isinstance(cast("object", checkpoint), Mapping) or "list" not in checkpoint:
        raise _refused("must be what Paginator.checkpoint() gave")
    check_list(str(checkpoint["list"]), key)
    page, passed, total, left = (checkpoint.get(one) for one in ("page", "given", "total", "left"))
    # Until 0.1 a checkpoint had the limit too, and no rows; such a one is still read.
    rows: object = checkpoint.get("rows", [])
    counts = all(one is None or is_whole(one, least=0) for one in (total, left))
    if not (is_whole(page, least=1) and is_whole(passed, least=0) and counts and _is_texts(rows)):
        raise _refused("is damaged: it is not what Paginator.checkpoint() gave")
    earlier = tuple(cast("list[str]", rows))
    return Position(page, passed, total=total, earlier=earlier, left=left)


def check_list(given: str, key: str, what: str = "checkpoint") -> None:
    """Refuse a checkpoint of the list *given* if that is not the list of that *key*."""
    name, _, owner = key.partition("@")
    other_name, _, other_owner = given.partition("@")
    operation, _, arguments = name.partition("#")
    other, _, other_arguments = other_name.partition("#")
    if other != operation:
        raise _refused(f"is of another list ({other[:40]!r}), not of {operation}", what)
    if other_arguments != arguments:
        raise _refused(f"is of {operation} with other filters or another page_size", what)
    if other_owner != owner:
        raise _refused(f"is of {operation} of another seller, or of another base_url", what)


def _is_texts(value: object) -> bool:
    if not isinstance(value, list):
        return False
    texts = cast("list[object]", value)
    return len(texts) <= _MOST_ROWS and all(isinstance(one, str) for one in texts)


def _refused(why: str, what: str = "checkpoint") -> ArgumentError:
    return ArgumentError(f"{what} {why}", parameter=what)
