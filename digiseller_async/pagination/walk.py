"""Decide page by page which rows are given, and which page is asked for next.

It is told pages and does no I/O. Rows that move while a list is read are seen by the total, and by
rows that come again. Where rows may have slipped to a page that was read already, that page is
read again. What cannot be seen: a row that is deleted before the place of reading and one that is
added behind it, between the same two pages.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import pairwise
from typing import Any, Generic, NoReturn, TypeVar

from attrs import Factory, define, evolve, frozen

from ..errors import PaginationError
from .checkpoint import Position
from .page import Page
from .report import Drift, Report
from .resumption import Place, Resumption
from .rows import RowKey, SeenRows, digest

T = TypeVar("T")
_MOST_STALE_PAGES = 16
_MOST_SHIFTED_PAGES = 1000


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
class _ReadPage(Generic[T]):
    """A page as it was read, and what identifies its rows."""

    page: Page[T]
    number: int
    identities: Sequence[Hashable]
    skip: int = 0
    """How many of its rows were given before a resumption."""


@define
class _Recheck(Generic[T]):
    """A page whose rows wait until the pages before it have been read again."""

    waiting: _ReadPage[T]
    again: list[_ReadPage[T]] = Factory(list[Any])
    """The pages that were read again, the first one first."""

    def has_grown(self) -> bool:
        """Return whether the list grew from one of these pages to the next that was read."""
        pages = [one.page for one in (self.waiting, *reversed(self.again))]
        return any((_growth(*pair) or 0) > 0 for pair in pairwise(pages))


class PageWalk(Generic[T]):
    """Follows the pages of one iteration: which rows to give, and which page is next.

    *last* is the last page that is wanted. In all it asks for at most three times as many pages as
    without movement, and eight.
    """

    def __init__(
        self,
        report: Report,
        start: Position[T],
        *,
        key: RowKey[T] | None = None,
        last: int | None = None,
        strict: bool = False,
    ) -> None:
        self._report = report
        self._key = key
        self._last = last
        self._strict = strict
        self._start = start
        self.total = start.total
        self.next: int | None = start.page if last is None or start.page <= last else None
        """The page to ask for; ``None`` at the end."""
        self._skip = start.passed
        self._offset = (start.page - 1, start.passed)  # pages, and rows of the next one
        self._seen: SeenRows[T] = SeenRows(key, start.earlier)
        self._is_whole = start.page == 1 and start.passed == 0
        self._resumption = (
            Resumption(start.page, start.passed, start.total, start.earlier)
            if start.earlier
            else None
        )
        self._before: _ReadPage[T] | None = None
        self._recheck: _Recheck[T] | None = None
        self._missing: int | None = None
        self._first_total: int | None = None
        self._anchor: tuple[Hashable, Hashable, int, int] | None = None
        self._has_moved = False
        self._fallen = 0  # by how much the total fell, in all
        self._grown = 0  # by how much it grew at most from one page to the next
        self._furthest = start.page - 1
        self._forward = self._extra = self._stale = 0

    def add(self, page: Page[T]) -> list[Batch[T]]:
        """Take the page that was asked for; return what of it, and of earlier ones, is to give.

        Raises `PaginationError` if the pages contradict each other; then `next` is the same page.
        """
        if self.next is None:
            raise AssertionError("no page was asked for")
        self._report.pages += 1
        read = _ReadPage(page, self.next, self._seen.identify(page.items))
        if self._resumption is not None:
            return self._resume(self._resumption, read)
        if self._recheck is not None:
            return self._add_again(self._recheck, read)
        if self._missing is not None:
            return self._add_second_look(read, self._missing)
        return self._add_forward(evolve(read, skip=self._skip))

    # Going forward.

    def _add_forward(self, read: _ReadPage[T]) -> list[Batch[T]]:
        page = read.page
        self._note_facts(read)
        if not page.items and page.has_next:
            return self._end_or_refuse(
                read, f"page {read.number} is empty, and the service says there are more"
            )
        if len(page.items) < read.skip:
            self._note(read, f"{len(page.items)} items where {read.skip} had been read before")
        if (repeated := self._repeated(read)) is not None:
            return self._end_repetition(read, repeated)
        if self._may_have_lost(read) and self._go_back():
            self._recheck = _Recheck(read)
            self.next = read.number - 1
            return []
        return self._accept(read)

    def _accept(self, read: _ReadPage[T]) -> list[Batch[T]]:
        wanted = read.identities[read.skip :]
        again = len(wanted) - len(set(wanted) - self._seen.known(wanted))
        if again and read.number > self._furthest:
            self._has_moved = True
            self._note(read, f"{again} items that were read before, not given again")
        self._stale = self._stale + 1 if 0 < again == len(wanted) else 0
        if self._stale > _MOST_STALE_PAGES + min(
            self._grown // max(1, read.page.size), _MOST_SHIFTED_PAGES
        ):
            self._refuse(read, f"no new item on {self._stale} pages")
        batch = self._take(read)
        self._before = read
        self._skip = 0
        if read.number > self._furthest:
            if self._forward & (self._forward + 1) == 0:  # at each power of two (Brent)
                self._anchor = _fingerprint(read)
            self._forward += 1
            self._furthest = read.number
        if self._first_total is None:
            self._first_total = read.page.total_items
        is_first = self._forward == 1 and self._start.passed == 0 and not self._start.earlier
        self._go_on(read)
        return [batch] if batch.places or is_first else []

    def _go_on(self, read: _ReadPage[T]) -> None:
        if read.number == self._last:
            self.next = None
        elif read.page.has_next:
            self.next = read.number + 1
        elif self._is_cut_short(read.page):
            self._note(read, "the service says that there is no more, and its total that there is")
            self.next = read.number + 1
        else:
            self._end(read)

    def _is_cut_short(self, page: Page[T]) -> bool:
        """Return whether a full page is said to be the last while rows are missing."""
        total, is_full = page.total_items, 0 < page.size <= len(page.items)
        return is_full and total is not None and total - self._grown > self._count(page)

    def _take(self, read: _ReadPage[T], *, after: int = 0, moves: bool = True) -> Batch[T]:
        """Return the rows of a page that are new, and remember them."""
        start, items = max(read.skip, after), read.page.items
        known = self._seen.known(read.identities)
        places: Sequence[int] = range(start, len(items))
        if known or len(set(read.identities)) < len(items):
            new: dict[Hashable, int] = {}
            for place in places:
                if read.identities[place] not in known:
                    new.setdefault(read.identities[place], place)
            places = tuple(new.values())
        self._seen.add(read.identities, read.number)
        self._report.items += len(places)
        given = items if len(places) == len(items) else tuple(items[place] for place in places)
        return Batch(read.page, read.number, places, given, moves=moves)

    # Back to a page that was read already.

    def _may_have_lost(self, read: _ReadPage[T]) -> bool:
        """Return whether rows may have slipped to the page before, after that was read."""
        before = self._before
        if before is None:
            return False
        grown = _growth(before.page, read.page)
        if grown is not None and grown < 0:
            return True
        known = self._seen.known(read.identities)
        overlap = len(known.intersection(before.identities)) if known else 0
        return overlap > 0 and overlap != grown  # others moved than those that came in

    def _add_again(self, recheck: _Recheck[T], read: _ReadPage[T]) -> list[Batch[T]]:
        waiting = recheck.waiting
        self._note_facts(read)
        recheck.again.insert(0, read)
        if not any(map(self._is_known, read.identities)) and read.number > 1 and self._go_back():
            self.next = read.number - 1
            return []
        is_repeated = not self._grown and set(waiting.identities) <= set(
            recheck.again[-1].identities
        )
        if is_repeated and waiting.identities and all(map(self._is_known, waiting.identities)):
            self._recheck, self.next = None, waiting.number
            return self._end_repetition(waiting, waiting.number - 1)
        self._recheck, self.next = None, waiting.number
        if recheck.has_grown() and self._go_back(waiting.number - read.number):
            # Rows may have moved on meanwhile, from a page before they were read there.
            self._before, self.next = read, read.number + 1
            batch = self._take_again(read)
            return [batch] if batch.places else []
        batches = [self._take_again(one) for one in recheck.again]
        return [batch for batch in batches if batch.places] + self._accept(waiting)

    def _take_again(self, read: _ReadPage[T]) -> Batch[T]:
        after = 0
        if not self._is_whole:
            # Rows before those that this iteration has read were given by an earlier one.
            known = (place for place, one in enumerate(read.identities) if self._is_known(one))
            default = 0 if read.number >= self._start.page else len(read.identities)
            after = next(known, default)
        return self._take(read, after=after)

    def _is_known(self, identity: Hashable) -> bool:
        return self._seen.page_of(identity) is not None

    def _go_back(self, pages: int = 1) -> bool:
        """Return whether so many *pages* more may be asked for again."""
        if self._extra + pages > 2 * self._forward + 8:
            return False
        self._extra += pages
        return True

    # Contradictions, and the end.

    def _repeated(self, read: _ReadPage[T]) -> int | None:
        """Return which page comes again, if all of this one was read before, and not just moved."""
        wanted = read.identities[read.skip :]
        if not wanted or self._grown or read.number <= self._furthest:
            return None  # in a list that grew, all rows of a page may just have been moved on
        if self._anchor is not None and _fingerprint(read)[:3] == self._anchor[:3]:
            page = self._anchor[3]
        else:
            page = self._seen.page_of(wanted[0]) or 0
            # Page 0 stands for rows that were given before a resumption.
            if not page or not all(map(self._seen.page_of, wanted)):
                return None
        # One that repeats a part of the page before is looked at more closely.
        before = self._before
        return None if before and set(before.identities).intersection(wanted) else page

    def _end_repetition(self, read: _ReadPage[T], page: int) -> list[Batch[T]]:
        is_last = self._before is not None and page == self._before.number > self._start.page
        what = f"the service repeats page {page}; going on could loop for ever"
        return self._end_or_refuse(read, what, is_end=is_last and read.page.total_items is None)

    def _end_or_refuse(
        self, read: _ReadPage[T], what: str, *, is_end: bool = False
    ) -> list[Batch[T]]:
        """End the walk if all that the service says there is was given."""
        total = read.page.total_items
        if not is_end and (total is None or self._count(read.page) - self._fallen < total):
            self._refuse(read, what)
        self._note(read, what)
        self.next = None
        return []

    def _count(self, page: Page[T]) -> int:
        """Return how many rows of the list were read, by this iteration or before it."""
        pages, rows = self._offset
        return pages * page.size + rows + self._report.items

    def _end(self, read: _ReadPage[T]) -> None:
        self.next = None
        total = read.page.total_items
        if total is None:
            return
        missing = total - self._count(read.page)
        expected = max(0, total - (self._first_total or 0))
        can_tell = self._is_whole and self._seen.is_complete
        if self._has_moved and can_tell and missing > expected and self._go_back():
            self._missing, self.next = missing, 1
        elif missing > 0 or -missing > self._fallen:
            self._note(read, f"{total - missing} items read of {total}")

    def _add_second_look(self, read: _ReadPage[T], missing: int) -> list[Batch[T]]:
        batch = self._take(read, moves=False)
        if batch.places:
            self._note(read, f"{len(batch.places)} items that were not there before")
        self._missing = missing = missing - len(batch.places)
        if missing > 0 and read.page.has_next and self._go_back():
            self.next = read.number + 1
        else:
            self.next = None
            if missing > 0:
                self._note(read, f"{self._count(read.page)} items read of {read.page.total_items}")
        return [batch] if batch.places else []

    def _note_facts(self, read: _ReadPage[T]) -> None:
        page, before = read.page, self.total
        self.total = page.total_items
        if page.number != read.number:
            self._note(read, f"asked for page {read.number}, got page {page.number}")
        if before is not None and page.total_items != before:
            change = (page.total_items or before) - before
            self._has_moved = True
            self._fallen += max(0, -change)
            self._grown = max(self._grown, change)
            self._note(read, f"the total went from {before} to {page.total_items}")
        if page.has_next and len(page.items) < page.size:
            self._note(read, f"{len(page.items)} items where a full page has {page.size}")

    def _note(self, read: _ReadPage[T], what: str) -> None:
        if self._strict:
            self._refuse(read, what)
        self._report.drift.append(Drift(page=read.number, what=what))

    def _refuse(self, read: _ReadPage[T], what: str) -> NoReturn:
        self._report.drift.append(Drift(page=read.number, what=what))
        raise PaginationError(what)

    # The first page of a resumption.

    def _resume(self, search: Resumption, read: _ReadPage[T]) -> list[Batch[T]]:
        page = read.page
        passed = search.find([digest(row, self._key) for row in page.items])
        if passed is not None:
            if search.has_moved(page, Place(read.number, passed)):
                self._note(read, f"the item that was given last has moved to place {passed}")
            return self._begin(read, passed)
        if read.number == search.page:
            if search.is_at_rest(page):
                return self._begin(read, 0)
            search.search(page)
        following = search.next_page()
        if following is not None:
            self.next = following
            return []
        place = search.fallback(page)
        self._note(read, "the items that were given last are gone; others may be given twice")
        if place.page == read.number:
            return self._begin(read, place.passed)
        self._resumption = None
        self._furthest = place.page - 1
        self.next, self._skip = place.page, place.passed
        self._offset = (place.page - 1, place.passed)
        return []

    def _begin(self, read: _ReadPage[T], passed: int) -> list[Batch[T]]:
        self._resumption = None
        self._skip = passed
        self._furthest = read.number - 1
        self._offset = (read.number - 1, passed)
        return self._add_forward(evolve(read, skip=passed))


def _growth(before: Page[Any], page: Page[Any]) -> int | None:
    """Return by how many rows the list grew between two pages, if both say how many it has."""
    if before.total_items is None or page.total_items is None:
        return None
    return page.total_items - before.total_items


def _fingerprint(read: _ReadPage[Any]) -> tuple[Hashable, Hashable, int, int]:
    """Return what a page is recognised by after its rows were forgotten, and its number."""
    identities = read.identities
    if not identities:
        return None, None, 0, read.number
    return identities[0], identities[-1], len(identities), read.number
