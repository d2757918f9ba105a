"""One iteration over a list, by pages or by items.

Nothing is open between two pages, so the caller may `break`. Neither is a generator: nobody has to
close them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, NoReturn, TypeVar

from attrs import evolve

from .._response.payload import UnreadableRow
from ..errors import ArgumentError, DigisellerError, UnexpectedReplyError, with_context
from .checkpoint import Position
from .page import Page
from .walk import PageWalk, Report

T = TypeVar("T")
Fetch = Callable[[int], Awaitable[Page[T]]]
"""Fetches the page of a number."""
Key = Callable[[], str]
"""Names the list: the operation, and a digest of the arguments."""


class PageIterator(AsyncIterator[Page[T]]):
    """Gives page after page, each cut to what is still wanted."""

    def __init__(self, fetch: Fetch[T], key: Key, position: Position, report: Report) -> None:
        self._fetch = fetch
        self._key = key
        whole = position.page == 1 and position.given == 0
        self._walk: PageWalk[T] = PageWalk(report, whole=whole, total=position.total)
        self._next: int | None = position.page
        self._is_reading = False
        self._rest: Page[T] | None = None
        self.position = position

    async def read(self) -> Page[T]:
        """Return the next page without counting its items as given."""
        if self._is_reading:
            # Both would be given the same page.
            raise ArgumentError(
                "this iteration is being read by another task; give each task an iteration of its "
                "own, or pass the items on from one task"
            )
        self._is_reading = True
        try:
            return await self._read()
        finally:
            self._is_reading = False

    async def _read(self) -> Page[T]:
        position, number = self.position, self._next
        if number is None or position.left == 0:
            raise StopAsyncIteration
        if position.page != number:
            position.page, position.given = number, 0
        try:
            page = await self._fetch(number)
            self._next = self._walk.add(page, number, given=position.given)
        except DigisellerError as error:
            saved = position.checkpoint(self._key())
            operation = saved["list"].partition("#")[0]
            raise with_context(error, operation=operation, checkpoint=saved) from None
        position.total = self._walk.total
        return position.cut(page)

    async def __anext__(self) -> Page[T]:
        page, self._rest = self._rest or await self.read(), None
        readable = count_readable(page)
        if readable == len(page.items):
            self.position.advance(readable)
            return page
        if not readable:
            first, *others = page.items
            self._rest = evolve(page, items=tuple(others)) if others else None
            self.refuse(first)
        self.position.advance(readable)
        self._rest = evolve(page, items=page.items[readable:])
        return evolve(page, items=page.items[:readable])

    def refuse(self, row: object) -> NoReturn:
        """Raise the error of an `UnreadableRow`, which then counts as given: it can be passed."""
        refuse_row(row, self.position, self._key())


def count_readable(page: Page[Any]) -> int:
    """Return how many items there are on a page before the first `UnreadableRow`."""
    places = (place for place, one in enumerate(page.items) if isinstance(one, UnreadableRow))
    return next(places, len(page.items))


def refuse_row(row: object, position: Position, key: str) -> NoReturn:
    """Raise the error of an `UnreadableRow` at *position*; its checkpoint is behind the row."""
    position.advance()
    why = row.why if isinstance(row, UnreadableRow) else ""
    raise UnexpectedReplyError(
        f"a row of page {position.page} cannot be read: {why}; resume(error.checkpoint) goes on "
        "after it",
        operation=key.partition("#")[0],
        checkpoint=position.checkpoint(key),
    )


class ItemIterator(AsyncIterator[T]):
    """Gives item after item."""

    def __init__(self, pages: PageIterator[T]) -> None:
        self._pages = pages
        self._rest: Iterator[T] = iter(())

    async def __anext__(self) -> T:
        while True:
            for item in self._rest:
                if isinstance(item, UnreadableRow):
                    self._pages.refuse(item)
                self._pages.position.advance()
                return item
            self._rest = iter((await self._pages.read()).items)
