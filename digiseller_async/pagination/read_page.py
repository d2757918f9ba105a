"""Pages as they were read: what identifies their rows, and which of these are to be given."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import pairwise
from typing import Any, Generic, TypeVar

from attrs import Factory, define, evolve, frozen

from .page import Page

T = TypeVar("T")


@frozen
class Batch(Generic[T]):
    """The rows of a page that are to be given."""

    page: Page[T]
    number: int
    """The number by which the page was asked for."""
    places: Sequence[int]
    """The places of the rows on the page."""
    items: tuple[T, ...]
    """The rows."""
    moves: bool = True
    """Whether giving them moves the iteration's position."""

    def cut(self) -> Page[T]:
        """Return the page with these rows alone."""
        is_all = len(self.items) == len(self.page.items)
        return self.page if is_all else evolve(self.page, items=self.items)


@frozen
class ReadPage(Generic[T]):
    """A page as it was read, and what identifies its rows."""

    page: Page[T]
    number: int
    identities: Sequence[Hashable]
    skip: int = 0
    """How many of its rows were given before a resumption."""


@define
class Recheck(Generic[T]):
    """A page whose rows wait until the pages before it have been read again."""

    waiting: ReadPage[T]
    again: list[ReadPage[T]] = Factory(list[Any])
    """The pages that were read again, the first one first."""

    def has_grown(self) -> bool:
        """Return whether the list grew from one of these pages to the next that was read."""
        pages = [one.page for one in (self.waiting, *reversed(self.again))]
        return any((growth(*pair) or 0) > 0 for pair in pairwise(pages))


def growth(before: Page[Any], page: Page[Any]) -> int | None:
    """Return by how many rows the list grew between two pages, if both say how many it has."""
    if before.total_items is None or page.total_items is None:
        return None
    return page.total_items - before.total_items


def fingerprint(read: ReadPage[Any]) -> tuple[Hashable, Hashable, int, int]:
    """Return what a page is recognised by after its rows were forgotten, and its number."""
    identities = read.identities
    if not identities:
        return None, None, 0, read.number
    return identities[0], identities[-1], len(identities), read.number
