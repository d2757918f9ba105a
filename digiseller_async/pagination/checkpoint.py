"""The position of an iteration in a list, as a value that outlives the process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define, evolve

from ..config import is_whole
from ..errors import ArgumentError
from .page import Page

T = TypeVar("T")
Checkpoint = dict[str, Any]
"""A position in a list: which list, which page, how many of its items were given, how many more are
wanted, and how many the list had. JSON can hold it."""


@define
class Position:
    """Where an iteration is: its page, how many of its items were given, how many are wanted."""

    page: int
    given: int = 0
    left: int | None = None
    total: int | None = None

    def cut(self, page: Page[T]) -> Page[T]:
        """Return what of *page* is still wanted."""
        end = None if self.left is None else self.given + self.left
        items = page.items[self.given : end]
        return page if len(items) == len(page.items) else evolve(page, items=items)

    def advance(self, count: int = 1) -> None:
        """Count items as given."""
        self.given += count
        if self.left is not None:
            self.left -= count

    def checkpoint(self, key: str) -> Checkpoint:
        """Return the position in the list of that *key* as a checkpoint."""
        return {
            "list": key,
            "page": self.page,
            "given": self.given,
            "left": self.left,
            "total": self.total,
        }


def position_of(checkpoint: Mapping[str, Any], key: str) -> Position:
    """Return the position that *checkpoint* names in the list of that *key*, or refuse it."""
    if not isinstance(cast("object", checkpoint), Mapping) or "list" not in checkpoint:
        raise _refused("must be what Paginator.checkpoint() gave")
    name, _, owner = key.partition("@")
    other_name, _, other_owner = str(checkpoint["list"]).partition("@")
    operation, _, digest = name.partition("#")
    other, _, other_digest = other_name.partition("#")
    if other != operation:
        raise _refused(f"is of another list ({other[:40]!r}), not of {operation}")
    if other_digest != digest:
        raise _refused(f"is of {operation} with other filters or another page_size")
    if other_owner != owner:
        raise _refused(f"is of {operation} of another seller, or of another base_url")
    page, given, *optional = (checkpoint.get(one) for one in ("page", "given", "left", "total"))
    counts = all(one is None or is_whole(one, least=0) for one in optional)
    if not (is_whole(page, least=1) and is_whole(given, least=0) and counts):
        raise _refused("is damaged: its counts are not those that Paginator.checkpoint() gave")
    return Position(page, given, *optional)


def _refused(why: str) -> ArgumentError:
    return ArgumentError(f"checkpoint {why}", parameter="checkpoint")
