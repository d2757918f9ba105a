"""Fetch pages ahead of their reader, in order and in bounded memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from types import TracebackType
from typing import Generic, TypeVar

import anyio
from anyio.abc import TaskGroup
from attrs import define, field

from ..errors import ClosedError
from .iteration import Fetch, ItemIterator, PageIterator
from .page import Page

T = TypeVar("T")


class Prefetch(Generic[T]):
    """An iteration that fetches pages ahead while it is entered."""

    def __init__(
        self, fetch: Fetch[T], iterate: Callable[[Fetch[T]], PageIterator[T]], most: int
    ) -> None:
        self._iterate = iterate
        self._tasks = anyio.create_task_group()
        self._prefetcher = PagePrefetcher(fetch, self._tasks, most)

    async def __aenter__(self) -> AsyncIterator[T]:
        await self._tasks.__aenter__()
        pages = self._iterate(self._prefetcher.page)
        self._prefetcher.wanted = lambda: pages.position.left
        return ItemIterator(pages)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._prefetcher.close()
        # The group is not shown the caller's error: it would come back wrapped in a group.
        await self._tasks.__aexit__(None, None, None)


@define
class _PendingPage(Generic[T]):
    """A page that is being fetched, and what came of it."""

    arrived: anyio.Event = field(factory=anyio.Event)
    page: Page[T] | None = None
    error: Exception | None = None


class PagePrefetcher(Generic[T]):
    """Fetches up to *most* pages at once, and gives them when they are asked for."""

    def __init__(
        self, fetch: Callable[[int], Awaitable[Page[T]]], tasks: TaskGroup, most: int
    ) -> None:
        self._fetch = fetch
        self._tasks = tasks
        self._most = most
        self._pending: dict[int, _PendingPage[T]] = {}
        self._closed = False
        self.wanted: Callable[[], int | None] = lambda: None
        """Tells how many items are wanted from the page on that is asked for; ``None`` is all."""

    async def page(self, number: int) -> Page[T]:
        """Return page *number*, and start to fetch the ones after it."""
        if self._closed:
            raise ClosedError("the `async with` block of prefetch() was left; read inside it")
        pending = self._pending.get(number) or self._start(number)
        await pending.arrived.wait()
        del self._pending[number]
        if pending.error is not None:
            raise pending.error
        if pending.page is None:
            raise ClosedError(
                "the `async with` block of prefetch() was left while this page was fetched"
            )
        for following in range(number + 1, self._last(number, pending.page) + 1):
            if following not in self._pending:
                self._start(following)
        return pending.page

    def close(self) -> None:
        """Fetch no more."""
        self._closed = True
        self._tasks.cancel_scope.cancel()

    def _last(self, number: int, page: Page[T]) -> int:
        if not page.has_next:
            return number
        last = min(number + self._most, page.total_pages or number + 1)
        wanted = self.wanted()
        if wanted is not None:
            missing = max(0, wanted - len(page.items))
            last = min(last, number + -(-missing // max(1, page.size)))
        return last

    def _start(self, number: int) -> _PendingPage[T]:
        pending = self._pending[number] = _PendingPage()
        self._tasks.start_soon(self._fill, number, pending)
        return pending

    async def _fill(self, number: int, pending: _PendingPage[T]) -> None:
        try:
            pending.page = await self._fetch(number)
        except Exception as error:  # noqa: BLE001  (it is raised where its page is asked for)
            pending.error = error
        finally:
            pending.arrived.set()
