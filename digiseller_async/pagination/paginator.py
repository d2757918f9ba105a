"""Pages in, items out. Nothing is open between two pages, so the caller may `break`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Generic, TypeVar, cast

import anyio
from attrs import define, evolve

from ..config import is_whole
from ..errors import ArgumentError, DigisellerError, with_context
from .prefetch import PagePrefetcher
from .walk import Page, PageWalk, Report

T = TypeVar("T")
Fetch = Callable[[int], Awaitable[Page[T]]]
Key = Callable[[], str]
"""Tells what a checkpoint knows the list by."""
Checkpoint = dict[str, Any]
"""Where a walk was: of which list, on which page, how many of its items were given, how many more
are wanted, and how many the list had. JSON can hold it."""


@define
class _Place:
    """Where a walk is: the page, how many of its items were given, how many more are wanted."""

    page: int
    given: int
    left: int | None
    total: int | None = None

    def cut(self, page: Page[T]) -> Page[T]:
        """Return what of *page* is still wanted."""
        end = None if self.left is None else self.given + self.left
        items = page.items[self.given : end]
        return page if len(items) == len(page.items) else evolve(page, items=items)

    def step(self, count: int = 1) -> None:
        self.given += count
        if self.left is not None:
            self.left -= count


class _Pages(AsyncIterator[Page[T]]):
    """One walk over the pages, each cut to what is still wanted."""

    def __init__(self, fetch: Fetch[T], key: Key, place: _Place, report: Report) -> None:
        self._fetch = fetch
        self._key = key
        whole = place.page == 1 and place.given == 0
        self._walk: PageWalk[T] = PageWalk(report, whole=whole, total=place.total)
        self._next: int | None = place.page
        self.place = place

    async def read(self) -> Page[T]:
        """Return the next page without counting its items as given."""
        place, number = self.place, self._next
        if number is None or place.left == 0:
            raise StopAsyncIteration
        if place.page != number:
            place.page, place.given = number, 0
        try:
            page = await self._fetch(number)
            self._next = self._walk.take(page, number, given=place.given)
        except DigisellerError as error:
            saved = _checkpoint(self._key, place)
            operation = saved["list"].partition("#")[0]
            raise with_context(error, operation=operation, checkpoint=saved) from None
        place.total = self._walk.total
        return place.cut(page)

    async def __anext__(self) -> Page[T]:
        page = await self.read()
        self.place.step(len(page.items))
        return page


class _Items(AsyncIterator[T]):
    """One walk over the items. Not a generator: nobody has to close it."""

    def __init__(self, pages: _Pages[T]) -> None:
        self._pages = pages
        self._rest: Iterator[T] = iter(())

    async def __anext__(self) -> T:
        while True:
            for item in self._rest:
                self._pages.place.step()
                return item
            self._rest = iter((await self._pages.read()).items)


class Paginator(Generic[T]):
    """A list that is read a page at a time: ``async for item in ...``.

    Nothing is sent before the first item is asked for, and iterating twice reads twice. The list
    may change while it is read: what was seen of that is in `report`. An error that leaves an
    iteration carries a ``checkpoint``.
    """

    def __init__(
        self, fetch: Fetch[T], *, key: Key, page: int = 1, start: _Place | None = None
    ) -> None:
        self._fetch = fetch
        self._key = key
        self._place = self._start = start or _Place(page, 0, None)
        self.report = Report()
        """What the newest iteration has read so far, and the drift that it saw."""

    def _walk(self, fetch: Fetch[T] | None = None) -> _Pages[T]:
        self._place = evolve(self._start)
        self.report = Report()
        return _Pages(fetch or self._fetch, self._key, self._place, self.report)

    def __aiter__(self) -> AsyncIterator[T]:
        """Give item after item, from the first page to the last."""
        return _Items(self._walk())

    def pages(self) -> AsyncIterator[Page[T]]:
        """Give page after page; with a limit, the last is cut to it."""
        return self._walk()

    async def first_page(self) -> Page[T]:
        """Return the first page."""
        return self._start.cut(await self._fetch(self._start.page))

    async def first(self) -> T | None:
        """Return the first item, or ``None`` if there is none."""
        async for item in self.limit(1):
            return item
        return None

    async def all(self) -> list[T]:
        """Return all items; mind the memory."""
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
        """Return the same list, ended after *n* items at the latest."""
        if not is_whole(n, least=0):
            raise ArgumentError("n must be a whole number of at least 0", parameter="n")
        left = n if self._start.left is None else min(n, self._start.left)
        return Paginator(self._fetch, key=self._key, start=evolve(self._start, left=left))

    def checkpoint(self) -> Checkpoint:
        """Return where the newest iteration is: just after the item that it gave last."""
        return _checkpoint(self._key, self._place)

    def resume(self, checkpoint: Mapping[str, Any]) -> Paginator[T]:
        """Return the same list from *checkpoint* on, which may come from another process.

        Raises `ArgumentError` if the checkpoint is of another list: another operation, other
        filters, another page size.
        """
        if not isinstance(cast("object", checkpoint), Mapping):
            raise ArgumentError("checkpoint must be what checkpoint() gave", parameter="checkpoint")
        if checkpoint.get("list") != self._key():
            raise ArgumentError("checkpoint is of another list", parameter="checkpoint")
        page, given, *optional = (checkpoint.get(one) for one in ("page", "given", "left", "total"))
        counts = all(one is None or is_whole(one, least=0) for one in optional)
        if not (is_whole(page, least=1) and is_whole(given, least=0) and counts):
            raise ArgumentError("checkpoint is broken", parameter="checkpoint")
        return Paginator(self._fetch, key=self._key, start=_Place(page, given, *optional))

    def prefetch(self, *, pages: int = 4) -> Prefetch[T]:
        """Read ahead: ``async with p.prefetch() as items: async for item in items: ...``.

        Up to *pages* pages are fetched at once, beside what the caller does with the items, which
        still come in order. At most that many are held.
        """
        if not is_whole(pages, least=1):
            raise ArgumentError("pages must be a whole number of at least 1", parameter="pages")
        return Prefetch(self._fetch, self._walk, pages)


class Prefetch(Generic[T]):
    """A walk that reads ahead while it is entered."""

    def __init__(self, fetch: Fetch[T], walk: Callable[[Fetch[T]], _Pages[T]], most: int) -> None:
        self._walk = walk
        self._tasks = anyio.create_task_group()
        self._ahead = PagePrefetcher(fetch, self._tasks, most)

    async def __aenter__(self) -> AsyncIterator[T]:
        await self._tasks.__aenter__()
        pages = self._walk(self._ahead.page)
        self._ahead.wanted = lambda: pages.place.left
        return _Items(pages)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ahead.close()
        # The group is not shown the caller's error: it would come back wrapped in a group.
        await self._tasks.__aexit__(None, None, None)


def _checkpoint(key: Key, place: _Place) -> Checkpoint:
    return {
        "list": key(),
        "page": place.page,
        "given": place.given,
        "left": place.left,
        "total": place.total,
    }
