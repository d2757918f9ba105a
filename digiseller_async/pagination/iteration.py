"""One iteration over a list, by pages or by items.

Nothing is open between two pages, so the caller may `break`. Neither is a generator: nobody has to
close them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Generic, NoReturn, TypeVar

from attrs import evolve, field, frozen

from .._response.payload import UnreadableRow
from ..errors import ArgumentError, DigisellerError, UnexpectedReplyError, with_context
from .checkpoint import Checkpoint, Position
from .page import Page
from .read_page import Batch
from .report import Report
from .rows import RowKey
from .walk import PageWalk

T = TypeVar("T")
Fetch = Callable[[int], Awaitable[Page[T]]]
"""Fetches the page of a number."""
Key = Callable[[], str]
"""Names the list: the operation, and a digest of the arguments."""


@frozen(kw_only=True)
class PagedList(Generic[T]):
    """What is read: how its pages are fetched, and how list and rows are recognised."""

    fetch: Fetch[T]
    key: Key
    row_key: RowKey[T] | None = None
    last: int | None = None
    """The last page that is wanted."""
    strict: bool = field(default=False)
    """Whether drift is an error."""
    ends_empty: bool = False
    """Whether it may say nothing of its end, which then is the first empty page."""


class PageIterator(AsyncIterator[Page[T]]):
    """Gives page after page, each cut to what is still wanted and was not given before."""

    def __init__(self, pages: PagedList[T], start: Position[T]) -> None:
        self._pages = pages
        self._position = start.restart()
        self.report = Report()
        """What this iteration has read so far, and the drift that it saw."""
        self._walk: PageWalk[T] = PageWalk(
            self.report,
            self._position,
            key=pages.row_key,
            last=pages.last,
            strict=pages.strict,
            ends_empty=pages.ends_empty,
        )
        self._batches: list[Batch[T]] = []
        self._taken = 0  # of the first batch
        self._counted = 0  # of these, how many the position takes account of
        self._is_reading = False

    def checkpoint(self) -> Checkpoint:
        """Return where this iteration is: just after the item that it gave last."""
        self._count()
        return self._position.checkpoint(self._pages.key(), self._pages.row_key)

    @property
    def wanted(self) -> int | None:
        """How many items are still wanted, if that is limited."""
        return self._position.left

    async def load(self) -> Batch[T]:
        """Return the rows that are to be given next; some of them may be given already."""
        if self._is_reading:
            # Both would be given the same page.
            raise ArgumentError(
                "this iteration is being read by another task; give each task an iteration of its "
                "own, or pass the items on from one task"
            )
        self._is_reading = True
        try:
            while not self._batches:
                await self._read()
        finally:
            self._is_reading = False
        return self._batches[0]

    async def _read(self) -> None:
        position, number = self._position, self._walk.next
        if number is None or position.left == 0:
            raise StopAsyncIteration
        try:
            page = await self._pages.fetch(number)
            self._batches = self._walk.add(page)
        except DigisellerError as error:
            raise with_context(error, **self._context()) from None
        position.total = self._walk.total

    def take(self, count: int = 1) -> tuple[T, ...]:
        """Give the next *count* rows that are loaded, or as many as there are and are wanted.

        An `UnreadableRow` among them is not given: those before it are, or its error is raised.
        """
        if not self._batches:
            return ()
        left, taken = self._position.left, self._taken
        end = taken + (count if left is None else min(count, left))
        items = self._batches[0].items
        rows = items[taken:end]
        readable = len(rows) if is_readable(rows) else _count_readable(rows)
        if rows and not readable:
            self._refuse(rows[0])
        self._take(readable)
        return rows[:readable]

    def _take(self, count: int) -> None:
        position = self._position
        self._taken += count
        if position.left is not None:
            position.left -= count
        if self._taken >= len(self._batches[0].items) or position.left == 0:
            self._count()
            del self._batches[0]
            self._taken = self._counted = 0

    def _count(self) -> None:
        """Move the position to just after the rows that were given."""
        if not self._batches or self._taken == self._counted:
            return
        batch = self._batches[0]
        if batch.moves:
            self._position.rows.extend(batch.items[self._counted : self._taken])
            self._move(batch, self._taken)
        self._counted = self._taken

    def _move(self, batch: Batch[T], end: int) -> None:
        position, places = self._position, batch.places
        if end < len(places):
            position.page, position.passed = batch.number, places[end - 1] + 1
        elif batch.page.has_next:
            position.page, position.passed = batch.number + 1, 0
        else:
            position.page, position.passed = batch.number, len(batch.page.items)

    async def __anext__(self) -> Page[T]:
        batch = await self.load()
        items = self.take(len(batch.items))
        return batch.page if items == batch.page.items else evolve(batch.page, items=items)

    def _refuse(self, row: object) -> NoReturn:
        """Raise the error of an `UnreadableRow`, which then counts as given: it can be passed."""
        number = self._batches[0].number
        self._take(1)
        why = row.why if isinstance(row, UnreadableRow) else ""
        raise UnexpectedReplyError(
            f"a row of page {number} cannot be read: {why}; resume(error.checkpoint) goes on "
            "after it",
            **self._context(),
        )

    def _context(self) -> dict[str, Any]:
        operation = self._pages.key().partition("#")[0]
        return {"operation": operation, "checkpoint": self.checkpoint()}


def is_readable(items: tuple[Any, ...]) -> bool:
    """Return whether none of *items* is an `UnreadableRow`."""
    return UnreadableRow not in map(type, items)


def _count_readable(items: tuple[Any, ...]) -> int:
    """Return how many items there are before the first `UnreadableRow`."""
    return list(map(type, items)).index(UnreadableRow)


class ItemIterator(AsyncIterator[T]):
    """Gives item after item."""

    def __init__(self, pages: PageIterator[T]) -> None:
        self._pages = pages

    @property
    def report(self) -> Report:
        """What this iteration has read so far, and the drift that it saw."""
        return self._pages.report

    def checkpoint(self) -> Checkpoint:
        """Return where this iteration is: just after the item that it gave last."""
        return self._pages.checkpoint()

    def pages(self) -> PageIterator[T]:
        """Give page after page what this iteration has not given yet."""
        return self._pages

    async def __anext__(self) -> T:
        pages = self._pages
        while True:
            for row in pages.take():
                return row
            await pages.load()
