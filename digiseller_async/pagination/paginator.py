"""Lists that are read a page at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, Generic, TypeVar

from attrs import evolve

from ..config import is_whole
from ..errors import ArgumentError
from .checkpoint import Checkpoint, Position, position_of
from .iteration import Fetch, ItemIterator, Key, PageIterator, count_readable, refuse_row
from .page import Page
from .prefetch import Prefetch
from .walk import Report

T = TypeVar("T")


class Paginator(Generic[T]):
    """A list that is read a page at a time: ``async for item in ...``.

    Nothing is sent before the first item is asked for, and iterating twice reads twice. The list
    may change while it is read: what was seen of that is in `report`. An error that leaves an
    iteration carries a ``checkpoint``.
    """

    def __init__(
        self, fetch: Fetch[T], *, key: Key, page: int = 1, start: Position | None = None
    ) -> None:
        self._fetch = fetch
        self._key = key
        self._position = self._start = start or Position(page)
        self.report = Report()
        """What the newest iteration has read so far, and the drift that it saw."""

    def __repr__(self) -> str:
        start, operation = self._start, self._key().partition("#")[0]
        limit = "" if start.left is None else f", limit {start.left}"
        return f"<Paginator of {operation} from page {start.page}{limit}>"

    def _iterate(self, fetch: Fetch[T] | None = None) -> PageIterator[T]:
        self._position = evolve(self._start)
        self.report = Report()
        return PageIterator(fetch or self._fetch, self._key, self._position, self.report)

    def __aiter__(self) -> AsyncIterator[T]:
        """Give item after item, from the first page to the last."""
        return ItemIterator(self._iterate())

    def pages(self) -> AsyncIterator[Page[T]]:
        """Give page after page; with a limit, the last is cut to it."""
        return self._iterate()

    async def first_page(self) -> Page[T]:
        """Return the first page, cut to the limit if there is one."""
        page = self._start.cut(await self._fetch(self._start.page))
        readable = count_readable(page)
        if readable < len(page.items):
            position = evolve(self._start, given=self._start.given + readable)
            refuse_row(page.items[readable], position, self._key())
        return page

    async def first(self) -> T | None:
        """Return the first item, or ``None`` if there is none."""
        async for item in self.limit(1):
            return item
        return None

    async def all(self) -> list[T]:
        """Return all items as a list, which holds them all in memory."""
        return [item async for item in self]

    async def total(self) -> int:
        """Return how many items there are: what the service says, or, if it does not, by counting.

        Filters count; the paginator's own start and limit do not.
        """
        page = await self._fetch(1)
        if page.total_items is not None:
            return page.total_items
        return len(await Paginator(self._fetch, key=self._key).all())

    def limit(self, n: int) -> Paginator[T]:
        """Return the same list, cut off after *n* items."""
        if not is_whole(n, least=0):
            raise ArgumentError("n must be a whole number of at least 0", parameter="n")
        left = n if self._start.left is None else min(n, self._start.left)
        return Paginator(self._fetch, key=self._key, start=evolve(self._start, left=left))

    def checkpoint(self) -> Checkpoint:
        """Return where the newest iteration is: just after the item that it gave last."""
        return self._position.checkpoint(self._key())

    def resume(self, checkpoint: Mapping[str, Any]) -> Paginator[T]:
        """Return the same list from *checkpoint* on, which may come from another process.

        Raises `ArgumentError` if the checkpoint is of another list: another operation, other
        filters, another page size.
        """
        start = position_of(checkpoint, self._key())
        return Paginator(self._fetch, key=self._key, start=start)

    def prefetch(self, *, pages: int = 4) -> Prefetch[T]:
        """Read ahead: ``async with p.prefetch() as items: async for item in items: ...``.

        Up to *pages* pages are fetched at once, beside what the caller does with the items, which
        still come in order. At most that many are held.
        """
        if not is_whole(pages, least=1):
            raise ArgumentError("pages must be a whole number of at least 1", parameter="pages")
        return Prefetch(self._fetch, self._iterate, pages)
