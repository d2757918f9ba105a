"""Decide page by page whether a list goes on, and whether its pages make sense."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from attrs import Factory, define, frozen

from ..errors import PaginationError
from .page import Page

T = TypeVar("T")


@frozen(kw_only=True)
class Drift:
    """A sign that the list changed while it was read, so that items may be missing or doubled."""

    page: int
    """The page on which it was seen."""
    what: str
    """What was seen."""


@define
class Report:
    """What an iteration has read so far: *pages*, *items*, and the *drift* that was seen."""

    pages: int = 0
    items: int = 0
    drift: list[Drift] = Factory(list[Drift])


@frozen
class _Fingerprint:
    """What a page is recognised by, so that it need not be kept: number, ends, size."""

    number: int
    ends: tuple[Any, Any] | None
    size: int

    @classmethod
    def of(cls, page: Page[Any]) -> _Fingerprint:
        ends = (page.items[0], page.items[-1]) if page.items else None
        return cls(page.number, ends, len(page.items))

    def repeats(self, earlier: _Fingerprint) -> bool:
        """Return whether this is the *earlier* page again; an empty page repeats nothing."""
        if self.ends is None or earlier.ends is None:
            return False
        same = (self.size, self.ends) == (earlier.size, earlier.ends)
        return same or self.number == earlier.number


class PageWalk(Generic[T]):
    """Follows the pages of one iteration: is there a next one, and do they make sense?

    It keeps the fingerprints of two earlier pages, however long the list: of the one before, and of
    one that is taken anew at every power of two, so that a cycle of any length is found (Brent).
    """

    def __init__(self, report: Report, *, whole: bool, total: int | None = None) -> None:
        self._report = report
        self._whole = whole  # it starts at the beginning, so that items can be counted
        self.total = total
        self._before: _Fingerprint | None = None
        self._anchor: _Fingerprint | None = None
        self._power = 1

    def add(self, page: Page[T], asked: int, *, given: int = 0) -> int | None:
        """Note *page*; return which to ask for next, or ``None`` at the end.

        *given* items of it were read before a resumption.
        """
        fingerprint = _Fingerprint.of(page)
        self._refuse_repetition(fingerprint)
        self._note_drift(page, asked)
        if len(page.items) < given:
            self._note(asked, f"{len(page.items)} items where {given} had been read before")
        if not page.items and page.has_next:
            raise PaginationError(f"page {asked} is empty, and the service says there are more")
        self._report.pages += 1
        self._report.items += len(page.items)
        self._before = fingerprint
        if self._report.pages == self._power:
            self._anchor, self._power = fingerprint, self._power * 2
        if page.has_next:
            return asked + 1
        self._note_end(page, asked)
        return None

    def _refuse_repetition(self, fingerprint: _Fingerprint) -> None:
        for earlier in (self._before, self._anchor):
            if earlier is not None and fingerprint.repeats(earlier):
                raise PaginationError(
                    f"the service repeats page {earlier.number}; going on could loop for ever"
                )

    def _note_drift(self, page: Page[T], asked: int) -> None:
        if page.number != asked:
            self._note(asked, f"asked for page {asked}, got page {page.number}")
        if self.total is not None and page.total_items != self.total:
            self._note(asked, f"the total went from {self.total} to {page.total_items}")
        self.total = page.total_items
        if page.has_next and len(page.items) < page.size:
            self._note(asked, f"{len(page.items)} items where a full page has {page.size}")

    def _note_end(self, page: Page[T], asked: int) -> None:
        end = (page.number - 1) * page.size + len(page.items)
        read = self._report.items if self._whole else end
        if page.total_items is not None and page.total_items != read:
            self._note(asked, f"{read} items read of {page.total_items}")

    def _note(self, page: int, what: str) -> None:
        self._report.drift.append(Drift(page=page, what=what))
