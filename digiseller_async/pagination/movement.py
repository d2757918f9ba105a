"""Follow how a list changes while it is read, and tell of it."""

from __future__ import annotations

from typing import Any, NoReturn

from ..errors import PaginationError
from .read_page import ReadPage
from .report import Drift, Report


class Movement:
    """What the pages of one iteration have said of the list; what moved is added to the report."""

    def __init__(
        self, report: Report, total: int | None, *, strict: bool, ends_empty: bool = False
    ) -> None:
        self._report = report
        self._strict = strict
        self._ends_empty = ends_empty
        self.total = total
        """How many rows the list has, as the last page said."""
        self.has_moved = False
        self.risen = self.fallen = 0
        """By how much the total rose, and fell, in all."""
        self.grown = 0
        """By how much it grew at most from one page to the next."""

    def follow(self, read: ReadPage[Any], *, is_first: bool) -> None:
        """Take what a page says of the list, and note what does not fit to the page before."""
        page = read.page
        before, self.total = self.total, page.total_items
        if page.number != read.number:
            self.note(read, f"asked for page {read.number}, got page {page.number}")
        if before is not None and page.total_items != before:
            self._total_changed(read, before, is_first=is_first)
        if page.has_next and len(page.items) < page.size and not self._ends_empty:
            self.note(read, f"{len(page.items)} items where a full page has {page.size}")

    def _total_changed(self, read: ReadPage[Any], before: int, *, is_first: bool) -> None:
        change = 0 if self.total is None else self.total - before
        self.has_moved = True
        self.risen += max(0, change)
        self.fallen += max(0, -change)
        self.grown = max(self.grown, change)
        # Before a resumption it may well have moved.
        note = self.tell if is_first else self.note
        note(read, f"the total went from {before} to {self.total}")

    def note(self, read: ReadPage[Any], what: str) -> None:
        """Tell of a movement; raise `PaginationError` if it is not allowed."""
        if self._strict:
            self.refuse(read, what)
        self.tell(read, what)

    def tell(self, read: ReadPage[Any], what: str) -> None:
        """Add a movement to the report."""
        self._report.drift.append(Drift(page=read.number, what=what))

    def refuse(self, read: ReadPage[Any], what: str) -> NoReturn:
        """Raise `PaginationError`, and tell of it."""
        self.tell(read, what)
        raise PaginationError(what)
