"""Fetch pages ahead of their reader, in order and in bounded memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Generic, TypeVar

import anyio
from attrs import evolve

from .._isolation import SingleFlight
from ..errors import ArgumentError, ClosedError
from .iteration import Fetch, ItemIterator, PagedList, PageIterator
from .page import Page

T = TypeVar("T")


class Prefetch(Generic[T]):
    """An iteration that fetches pages ahead while it is entered.

    Each page is fetched in a task of its own, in no group, so that the block may be left in another
    task than it was entered in.
    """

    def __init__(
        self, pages: PagedList[T], iterate: Callable[[PagedList[T]], PageIterator[T]], most: int
    ) -> None:
        self._list = pages
        self._iterate = iterate
        self._most = most
        self._fetcher: PagePrefetcher[T] | None = None

    async def __aenter__(self) -> ItemIterator[T]:
        if self._fetcher is not None:
            raise ArgumentError("this prefetch() is entered already; make one for each block")
        self._fetcher = fetcher = PagePrefetcher(self._list.fetch, self._most, self._list.last)
        pages = self._iterate(evolve(self._list, fetch=fetcher.page))
        fetcher.wanted = lambda: pages.wanted
        return ItemIterator(pages)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        fetcher, self._fetcher = self._fetcher, None
        if fetcher is not None:
            await fetcher.aclose()


class PagePrefetcher(Generic[T]):
    """Fetches up to *most* pages at once, none after *last*; gives them when they are asked for."""

    def __init__(self, fetch: Fetch[T], most: int, last: int | None = None) -> None:
        self._fetch = fetch
        self._most = most
        self._end = last
        self._pending: dict[int, SingleFlight[Page[T] | Exception]] = {}
        self._newest = 0
        self._closed = False
        self.wanted: Callable[[], int | None] = lambda: None
        """Tells how many items are wanted from the page on that is asked for; ``None`` is all."""

    async def page(self, number: int) -> Page[T]:
        """Return page *number*, and start to fetch the ones after it."""
        if self._closed:
            raise ClosedError("the `async with` block of prefetch() was left; read inside it")
        pending = self._pending.get(number) or self._start(number)
        found = await pending.wait()
        if found is None:
            raise ClosedError(
                "the `async with` block of prefetch() was left while this page was fetched"
            )
        self._pending.pop(number, None)
        if isinstance(found, Exception):
            raise found
        if number > self._newest and not self._closed:  # else it is read again
            self._newest = number
            for following in range(number + 1, self._last(number, found) + 1):
                if following not in self._pending:
                    self._start(following)
        return found

    async def aclose(self) -> None:
        """Fetch no more, and wait until nothing is under way."""
        self._closed = True
        interruption: asyncio.CancelledError | None = None
        for pending in self._pending.values():
            pending.stop()
        with anyio.CancelScope(shield=True):
            while self._pending:
                number, pending = next(iter(self._pending.items()))
                try:
                    await pending.cancel()
                except asyncio.CancelledError as error:  # from outside any scope
                    interruption = error
                    continue
                self._pending.pop(number, None)
        if interruption is not None:
            raise interruption

    def _last(self, number: int, page: Page[T]) -> int:
        if not page.has_next:
            return number
        last = min(number + self._most, page.total_pages or number + 1)
        if self._end is not None:
            last = min(last, self._end)
        wanted = self.wanted()
        if wanted is not None:
            missing = max(0, wanted - len(page.items))
            last = min(last, number + -(-missing // max(1, page.size)))
        return last

    def _start(self, number: int) -> SingleFlight[Page[T] | Exception]:
        async def fetch() -> Page[T] | Exception:
            try:
                return await self._fetch(number)
            except Exception as error:  # noqa: BLE001  (it is raised where its page is asked for)
                return error

        pending = self._pending[number] = SingleFlight(fetch)
        return pending
