"""Pages asked for one by one, pages fetched some at a time: reading ahead in bounded memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import anyio
from anyio.abc import TaskGroup
from attrs import define, field

from ._pages import Page
from .errors import DigisellerError

T = TypeVar("T")


@define
class _Slot(Generic[T]):
    """A page that is on its way."""

    arrived: anyio.Event = field(factory=anyio.Event)
    page: Page[T] | None = None
    error: DigisellerError | None = None


class Ahead(Generic[T]):
    """Fetches up to *most* pages at once, and gives them when they are asked for."""

    def __init__(
        self, fetch: Callable[[int], Awaitable[Page[T]]], tasks: TaskGroup, most: int
    ) -> None:
        self._fetch = fetch
        self._tasks = tasks
        self._most = most
        self._slots: dict[int, _Slot[T]] = {}

    async def page(self, number: int) -> Page[T]:
        """Return page *number*, and see to it that the ones after it are on their way."""
        slot = self._slots.get(number) or self._start(number)
        await slot.arrived.wait()
        del self._slots[number]
        if slot.page is None:
            assert slot.error is not None  # noqa: S101  (a slot arrives with one of the two)
            raise slot.error
        for following in range(number + 1, self._last(number, slot.page) + 1):
            if following not in self._slots:
                self._start(following)
        return slot.page

    def _last(self, number: int, page: Page[T]) -> int:
        if not page.has_next:
            return number
        known = page.total_pages or number + 1
        return max(number + 1, min(number + self._most, known))

    def _start(self, number: int) -> _Slot[T]:
        slot = self._slots[number] = _Slot()
        self._tasks.start_soon(self._fill, number, slot)
        return slot

    async def _fill(self, number: int, slot: _Slot[T]) -> None:
        try:
            slot.page = await self._fetch(number)
        except DigisellerError as error:
            slot.error = error
        finally:
            slot.arrived.set()
