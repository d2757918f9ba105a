"""Pages asked for one by one, pages fetched some at a time: reading ahead in bounded memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import anyio
from anyio.abc import TaskGroup
from attrs import define, field

from ..errors import ClosedError
from .walk import Page

T = TypeVar("T")


@define
class _Slot(Generic[T]):
    """A page that is on its way, and what became of it."""

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
        self._slots: dict[int, _Slot[T]] = {}
        self._closed = False
        self.wanted: Callable[[], int | None] = lambda: None
        """Tells how many items are wanted from the page on that is asked for; ``None`` is all."""

    async def page(self, number: int) -> Page[T]:
        """Return page *number*, and see to it that the ones after it are on their way."""
        if self._closed:
            raise ClosedError("the block that reads ahead has been left")
        slot = self._slots.get(number) or self._start(number)
        await slot.arrived.wait()
        del self._slots[number]
        if slot.error is not None:
            raise slot.error
        if slot.page is None:
            raise ClosedError("the block that reads ahead was left meanwhile")
        for following in range(number + 1, self._last(number, slot.page) + 1):
            if following not in self._slots:
                self._start(following)
        return slot.page

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

    def _start(self, number: int) -> _Slot[T]:
        slot = self._slots[number] = _Slot()
        self._tasks.start_soon(self._fill, number, slot)
        return slot

    async def _fill(self, number: int, slot: _Slot[T]) -> None:
        try:
            slot.page = await self._fetch(number)
        except Exception as error:  # noqa: BLE001  (it is raised where its page is asked for)
            slot.error = error
        finally:
            slot.arrived.set()
