"""Walk through a list with one page in hand, so that the last one is known when it is written."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

from ..errors import DigisellerError
from ..pagination import Drift, Page, Paginator
from .report import KindReport


class Walk(AsyncIterator[Page[Any]]):
    """Gives page after page; an error is raised when the pages before it have been given.

    It ends after the page for which *is_enough* is true. How the list changes meanwhile is added to
    the report when it ends.
    """

    def __init__(
        self,
        paginator: Paginator[Any],
        report: KindReport,
        *,
        is_enough: Callable[[Page[Any]], bool] = lambda _: False,
    ) -> None:
        self._paginator = paginator
        self._pages = paginator.pages()
        self._report = report
        self._is_enough = is_enough
        self._next: Page[Any] | None = None
        self._begin: dict[str, Any] | None = None
        self._error: DigisellerError | None = None
        self.is_last = False
        """Whether the page that was given is the last one."""
        self.checkpoint: dict[str, Any] | None = None
        """Where the page that was given begins; None at the start."""

    @property
    def drift(self) -> list[Drift]:
        """How the list has changed so far."""
        return self._paginator.report.drift

    async def peek(self) -> Page[Any]:
        """Return the first page, which is given later all the same."""
        self._next = await self._read()
        return self._next

    async def __anext__(self) -> Page[Any]:
        if self._error is not None:
            raise self._error
        if self.is_last:
            raise StopAsyncIteration
        page = self._next or await self._read()
        self.checkpoint, self._begin = self._begin, self._paginator.checkpoint()
        if self._is_enough(page):
            self._end()
            return page
        try:
            self._next = await self._read()
        except StopAsyncIteration:
            self._end()
        except DigisellerError as error:
            self._error = error
        return page

    async def _read(self) -> Page[Any]:
        try:
            return await anext(self._pages)
        except DigisellerError:
            self._report.drift += self.drift
            raise

    def _end(self) -> None:
        self.is_last = True
        self._report.drift += self.drift
