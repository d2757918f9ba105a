"""Decide page by page which rows are given, and which page is asked for next.

It is told pages and does no I/O. Rows that move while a list is read are seen by the total, and by
rows that come again. Where rows may have slipped to a page that was read already, that page is
read again. What cannot be seen: a row that is deleted before the place of reading and one that is
added behind it, between the same two pages.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from attrs import evolve

from .checkpoint import Position
from .movement import Movement
from .page import Page
from .read_page import Batch, ReadPage, Recheck, growth
from .repetition import Repetition
from .report import Report
from .resumption import Place, Resumption
from .rows import RowKey, SeenRows, digest

T = TypeVar("T")


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
        ends_empty: bool = False,
    ) -> None:
        self._report = report
        self._key = key
        self._last = last
        self._start = start
        self._ends_empty = ends_empty
        self._list = Movement(report, start.total, strict=strict, ends_empty=ends_empty)
        self.next: int | None = start.page if last is None or start.page <= last else None
        """The page to ask for; ``None`` at the end."""
        self._skip = start.passed
        self._offset = (start.page - 1, start.passed)  # pages, and rows of the next one
        self._seen: SeenRows[T] = SeenRows(key, start.earlier)
        self._repetition = Repetition(self._seen)
        self._is_whole = start.page == 1 and start.passed == 0
        self._resumption = (
            Resumption(start.page, start.passed, start.total, start.earlier)
            if start.earlier
            else None
        )
        self._before: ReadPage[T] | None = None
        self._recheck: Recheck[T] | None = None
        self._missing: int | None = None
        self._first_total: int | None = None
        self._furthest = start.page - 1
        self._extra = 0

    @property
    def total(self) -> int | None:
        """How many rows the list has, as the last page said."""
        return self._list.total

    def add(self, page: Page[T]) -> list[Batch[T]]:
        """Take the page that was asked for; return what of it, and of earlier ones, is to give.

        Raises `PaginationError` if the pages contradict each other; then `next` is the same page.
        """
        self._report.pages += 1
        read = ReadPage(page, self.next or 0, self._seen.identify(page.items))
        if self._resumption is not None:
            return self._resume(self._resumption, read)
        if self._recheck is not None:
            return self._add_again(self._recheck, read)
        if self._missing is not None:
            return self._add_second_look(read, self._missing)
        return self._add_forward(evolve(read, skip=self._skip))

    # Going forward.

    def _add_forward(self, read: ReadPage[T]) -> list[Batch[T]]:
        page = read.page
        self._list.follow(read, is_first=self._before is None)
        if not page.items and page.has_next:
            return self._end_or_refuse(
                read, f"page {read.number} is empty, and the service says there are more"
            )
        if len(page.items) < read.skip:
            self._list.note(read, f"{len(page.items)} items where {read.skip} had been read before")
        if (repeated := self._repeated(read)) is not None:
            return self._end_repetition(read, repeated)
        if self._may_have_lost(read) and self._go_back():
            self._recheck = Recheck(read)
            self.next = read.number - 1
            return []
        return self._accept(read)

    def _accept(self, read: ReadPage[T]) -> list[Batch[T]]:
        wanted = read.identities[read.skip :]
        again = len(wanted) - len(set(wanted) - self._seen.known(wanted))
        if again and read.number > self._furthest:
            self._list.has_moved = True
            self._list.note(read, f"{again} items that were read before, not given again")
        has_new = not 0 < again == len(wanted)
        if stale := self._repetition.stale_pages(read, has_new=has_new, grown=self._list.grown):
            self._list.refuse(read, f"no new item on {stale} pages")
        batch = self._take(read)
        self._before = read
        self._skip = 0
        if read.number > self._furthest:
            self._repetition.add(read)
            self._furthest = read.number
        if self._first_total is None:
            self._first_total = read.page.total_items
        is_first = (
            self._repetition.forward == 1 and self._start.passed == 0 and not self._start.earlier
        )
        self._go_on(read)
        return [batch] if batch.places or is_first else []

    def _go_on(self, read: ReadPage[T]) -> None:
        if read.number == self._last:
            self.next = None
        elif read.page.has_next:
            self.next = read.number + 1
        elif self._is_cut_short(read.page):
            self._list.note(
                read, "the service says that there is no more, and its total that there is"
            )
            self.next = read.number + 1
        else:
            self._end(read)

    def _is_cut_short(self, page: Page[T]) -> bool:
        """Return whether a full page is said to be the last while rows are missing."""
        total, is_full = page.total_items, 0 < page.size <= len(page.items)
        return is_full and total is not None and total - self._list.risen > self._count(page)

    def _take(self, read: ReadPage[T], *, after: int = 0, moves: bool = True) -> Batch[T]:
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

    def _may_have_lost(self, read: ReadPage[T]) -> bool:
        """Return whether rows may have slipped to the page before, after that was read."""
        before = self._before
        if before is None:
            return False
        grown = growth(before.page, read.page)
        if grown is not None and grown < 0:
            return True
        known = self._seen.known(read.identities)
        overlap = len(known.intersection(before.identities)) if known else 0
        return overlap > 0 and overlap != grown  # others moved than those that came in

    def _add_again(self, recheck: Recheck[T], read: ReadPage[T]) -> list[Batch[T]]:
        waiting = recheck.waiting
        self._list.follow(read, is_first=self._before is None)
        recheck.again.insert(0, read)
        if not any(map(self._is_known, read.identities)) and read.number > 1 and self._go_back():
            self.next = read.number - 1
            return []
        is_repeated = not self._list.grown and set(waiting.identities) <= set(
            recheck.again[-1].identities
        )
        if is_repeated and waiting.identities and all(map(self._is_known, waiting.identities)):
            self._recheck, self.next = None, waiting.number
            return self._end_repetition(waiting, waiting.number - 1)
        self._recheck, self.next = None, waiting.number
        if recheck.has_grown() and self._go_back(waiting.number - read.number):
            # Rows may have moved on meanwhile, from a page before they were read there.
            self._before, self.next = read, read.number + 1
            batch = self._take_again(read, read)
            return [batch] if batch.places else []
        batches = [self._take_again(one, recheck.again[0]) for one in recheck.again]
        return [batch for batch in batches if batch.places] + self._accept(waiting)

    def _take_again(self, read: ReadPage[T], lowest: ReadPage[T]) -> Batch[T]:
        if self._is_whole or read is not lowest:
            return self._take(read)
        # Rows before those that this iteration has read were given by an earlier one, or left out.
        known = (place for place, one in enumerate(read.identities) if self._is_known(one))
        return self._take(read, after=next(known, 0))

    def _is_known(self, identity: Hashable) -> bool:
        return self._seen.page_of(identity) is not None

    def _go_back(self, pages: int = 1) -> bool:
        """Return whether so many *pages* more may be asked for again."""
        if self._extra + pages > 2 * self._repetition.forward + 8:
            return False
        self._extra += pages
        return True

    # Contradictions, and the end.

    def _repeated(self, read: ReadPage[T]) -> int | None:
        """Return which page comes again, if all of this one was read before, and not just moved."""
        if self._list.grown or read.number <= self._furthest:
            return None  # in a list that grew, all rows of a page may just have been moved on
        return self._repetition.page_of(read, self._before)

    def _end_repetition(self, read: ReadPage[T], page: int) -> list[Batch[T]]:
        is_last = self._before is not None and page == self._before.number > self._start.page
        what = f"the service repeats page {page}; going on could loop for ever"
        is_end = is_last and read.page.total_items is None and not self._ends_empty
        return self._end_or_refuse(read, what, is_end=is_end)

    def _end_or_refuse(
        self, read: ReadPage[T], what: str, *, is_end: bool = False
    ) -> list[Batch[T]]:
        """End the walk if all that the service says there is was given."""
        total = read.page.total_items
        if not is_end and (total is None or self._count(read.page) - self._list.fallen < total):
            self._list.refuse(read, what)
        self._list.note(read, what)
        self.next = None
        return []

    def _count(self, page: Page[T]) -> int:
        """Return how many rows of the list were read, by this iteration or before it."""
        pages, rows = self._offset
        return pages * page.size + rows + self._report.items

    def _end(self, read: ReadPage[T]) -> None:
        self.next = None
        total = read.page.total_items
        if total is None:
            return
        missing = total - self._count(read.page)
        expected = max(0, total - (self._first_total or 0))
        can_tell = self._is_whole and self._seen.is_complete
        if self._list.has_moved and can_tell and missing > expected and self._go_back():
            self._missing, self.next = missing, 1
        elif missing > 0 or -missing > self._list.fallen:
            self._list.note(read, f"{total - missing} items read of {total}")

    def _add_second_look(self, read: ReadPage[T], missing: int) -> list[Batch[T]]:
        batch = self._take(read, moves=False)
        if batch.places:
            self._list.note(read, f"{len(batch.places)} items that were not there before")
        self._missing = missing = missing - len(batch.places)
        if missing > 0 and read.page.has_next and self._go_back():
            self.next = read.number + 1
        else:
            self.next = None
            if missing > 0:
                self._list.note(
                    read, f"{self._count(read.page)} items read of {read.page.total_items}"
                )
        return [batch] if batch.places else []

    # The first page of a resumption.

    def _resume(self, search: Resumption, read: ReadPage[T]) -> list[Batch[T]]:
        page = read.page
        passed = search.find([digest(row, self._key) for row in page.items])
        if passed is not None:
            if search.has_moved(page, Place(read.number, passed)):
                self._list.tell(read, f"the item that was given last has moved to place {passed}")
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
        self._list.note(read, "the items that were given last are gone; others may be given twice")
        if place.page == read.number:
            return self._begin(read, place.passed)
        self._resumption = None
        self._furthest = place.page - 1
        self.next, self._skip = place.page, place.passed
        self._offset = (place.page - 1, place.passed)
        return []

    def _begin(self, read: ReadPage[T], passed: int) -> list[Batch[T]]:
        self._resumption = None
        self._skip = passed
        self._furthest = read.number - 1
        self._offset = (read.number - 1, passed)
        return self._add_forward(evolve(read, skip=passed))
