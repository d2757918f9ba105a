"""Find in a list that may have moved the row that was given last before a resumption."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from attrs import field, frozen

from .page import Page

_MOST_PAGES = 8


def _unreadable(digests: Iterable[str]) -> int:
    """Return how many rows come before the first that can be recognised."""
    return sum(1 for _ in takewhile(lambda one: not one, digests))


@frozen
class Place:
    """A place in a list: a page, and how many of its rows are passed."""

    page: int
    passed: int


@frozen
class Resumption:
    """The search for the rows that were given last, from where a checkpoint says they were."""

    page: int
    passed: int
    total: int | None
    rows: tuple[str, ...]
    """Digests of the rows that were given last, the last one first."""
    _left: list[int] = field(factory=list[int], init=False)
    """The pages that are still to be searched."""

    def find(self, digests: Sequence[str]) -> int | None:
        """Return how many rows of a page are passed, if it has one of the rows given last."""
        if 0 < self.passed <= len(digests) and digests[self.passed - 1] == self.rows[0]:
            return self.passed
        for rank, row in enumerate(self.rows):
            if row and row in digests:
                passed = digests.index(row) + 1
                unreadable = _unreadable(reversed(self.rows[:rank]))
                return passed + min(unreadable, _unreadable(digests[passed:]))
        return None

    def is_at_rest(self, page: Page[Any]) -> bool:
        """Return whether the first *page* is what follows the rows that were given last.

        If these were at the end of the page before, they are not on this one.
        """
        return self.passed == 0 and page.total_items in (None, self.total)

    def search(self, page: Page[Any]) -> None:
        """Note which pages the rows may be on, now that *page*, where they should be, has none."""
        size, moved = max(1, page.size), self.moved(page)
        last = (self.page - 1) * size + self.passed - 1
        expected = (last + moved) // size + 1
        # Rows that went, or came in, behind those that were given last change the total as well.
        back = range(min(expected, self.page - 1), self.page)
        ahead = range(max(expected, self.page + 1), self.page, -1)
        end = page.total_pages or ahead[0]
        pages = (*back, *ahead) if moved < 0 else (*ahead, *back)
        self._left.extend([one for one in pages if 1 <= one <= end][:_MOST_PAGES])

    def next_page(self) -> int | None:
        """Return the next page to search, if there is one."""
        return self._left.pop(0) if self._left else None

    def fallback(self, page: Page[Any]) -> Place:
        """Return where to go on if the rows are nowhere: a page before, rather than too late."""
        size = max(1, page.size)
        start = (self.page - 2) * size + self.passed + min(0, self.moved(page))
        number, passed = divmod(max(0, start), size)
        return Place(number + 1, passed)

    def has_moved(self, page: Page[Any], place: Place) -> bool:
        """Return whether *place* is another one than it was; the end of a page is the next's."""
        return (place.page - self.page) * page.size + place.passed != self.passed

    def moved(self, page: Page[Any]) -> int:
        """Return by how many rows the list has grown since."""
        if page.total_items is None or self.total is None:
            return 0
        return page.total_items - self.total
