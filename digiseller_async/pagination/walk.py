"""Contents of pages in, pages out, and whether they make sense: decisions without a wait."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from attrs import Factory, define, frozen

from .._response.payload import PageContent
from ..errors import PaginationError

T = TypeVar("T")


@frozen(kw_only=True)
class Page(Generic[T]):
    """One page of a list."""

    items: tuple[T, ...]
    """What is on it."""
    number: int
    """Which page it is, from 1; as the service says, else as it was asked for."""
    size: int
    """How many items a full page has; as the service says, else as it was asked for."""
    total_items: int | None
    """How many items there are on all pages, if the service says."""
    total_pages: int | None
    """How many pages there are, if the service says."""
    has_next: bool
    """Whether there is a page after this one."""
    about: Any = None
    """What the answer says beside its items, as a model of the operation's own, if it does."""


def cut(content: PageContent[T], *, number: int, size: int) -> Page[T]:
    """Read a page's *content*, which was asked for as page *number* of *size* items."""
    number = content.page if content.page is not None else number
    size = content.count or size
    return Page(
        items=content.items,
        number=number,
        size=size,
        total_items=content.total_count,
        total_pages=content.total_pages,
        has_next=_has_next(content, number, size),
        about=content.about,
    )


def _has_next(content: PageContent[Any], number: int, size: int) -> bool:
    if content.total_pages is None:
        return bool(content.has_next_page)
    if number < content.total_pages:
        return True
    if not content.has_next_page:
        return False
    if content.total_count is None:
        return True
    # Past the last page, and yet "more": the page's own sample says so when all is read. Not
    # believed when all is read.
    return (number - 1) * size + len(content.items) < content.total_count


@frozen(kw_only=True)
class Drift:
    """Something that changed while the list was read, so that items may be missing or twice."""

    page: int
    """On which page it was seen."""
    what: str
    """What it was."""


@define
class Report:
    """What became of a walk: *pages* and *items* read, and the *drift* that was seen."""

    pages: int = 0
    items: int = 0
    drift: list[Drift] = Factory(list[Drift])


@frozen
class _Mark:
    """What a page is known by, so that it need not be kept: its number, its ends, its size."""

    number: int
    ends: tuple[Any, Any] | None
    size: int

    @classmethod
    def of(cls, page: Page[Any]) -> _Mark:
        ends = (page.items[0], page.items[-1]) if page.items else None
        return cls(page.number, ends, len(page.items))

    def repeats(self, earlier: _Mark) -> bool:
        """Return whether this is the *earlier* page again; an empty page repeats nothing."""
        if self.ends is None or earlier.ends is None:
            return False
        same = (self.size, self.ends) == (earlier.size, earlier.ends)
        return same or self.number == earlier.number


class PageWalk(Generic[T]):
    """Judges the pages of one walk in their order: is there a next one, and do they make sense?

    It holds the marks of two earlier pages, however long the walk: of the one before, and of one
    that it takes anew at every power of two, so that a cycle of any length is found (Brent).
    """

    def __init__(self, report: Report, *, whole: bool, total: int | None = None) -> None:
        self._report = report
        self._whole = whole  # it starts at the beginning, so that items can be counted
        self.total = total
        self._before: _Mark | None = None
        self._anchor: _Mark | None = None
        self._power = 1

    def take(self, page: Page[T], asked: int, *, given: int = 0) -> int | None:
        """Note *page*; return which to ask for next, or ``None`` at the end.

        *given* items of it were read before a resumption.
        """
        mark = _Mark.of(page)
        self._refuse_repetition(mark)
        self._note_drift(page, asked)
        if len(page.items) < given:
            self._note(asked, f"{len(page.items)} items where {given} had been read before")
        if not page.items and page.has_next:
            raise PaginationError(f"page {asked} is empty, and the service says there are more")
        self._report.pages += 1
        self._report.items += len(page.items)
        self._before = mark
        if self._report.pages == self._power:
            self._anchor, self._power = mark, self._power * 2
        if page.has_next:
            return asked + 1
        self._note_end(page, asked)
        return None

    def _refuse_repetition(self, mark: _Mark) -> None:
        for earlier in (self._before, self._anchor):
            if earlier is not None and mark.repeats(earlier):
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
