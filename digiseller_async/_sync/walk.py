"""Walk through a list: while a page is written, the one after the next is fetched.

A page is written when the next one is there, so that the last one is known as such: with it the
state is written.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
from attrs import frozen

from ..errors import DigisellerError
from ..pagination import Drift, Page, Paginator
from .report import KindReport

Write = Callable[[Page[Any]], Awaitable[None]]


@frozen
class _Fetched:
    """A page, and the checkpoint of where it begins; None at the start of the walk."""

    page: Page[Any]
    begin: dict[str, Any] | None


class Walk:
    """One walk through a list; how the list changes meanwhile is added to the report."""

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
        self._end: dict[str, Any] | None = None
        self._peeked: _Fetched | None = None
        self._error: DigisellerError | None = None
        self.is_last = False
        """Whether the page that is written is the last one."""
        self.checkpoint: dict[str, Any] | None = None
        """Where the page that is written begins; None at the start."""

    @property
    def drift(self) -> list[Drift]:
        """How the list has changed so far."""
        return self._paginator.report.drift

    async def peek(self) -> Page[Any]:
        """Return the first page, which is written later all the same."""
        self._peeked = await self._fetch()
        return self._peeked.page

    async def each(self, write: Write) -> None:
        """Write page after page, up to the end or the page for which *is_enough* is true.

        An error of fetching is raised when the pages before it have been written.
        """
        fetched = self._peeked or await self._fetch()
        following = await self._fetch_after(fetched)
        while following is not None:
            self.checkpoint = fetched.begin
            fetched, following = following, await self._write_and_fetch(write, fetched, following)
        self.checkpoint = fetched.begin
        self.is_last = self._error is None
        self._report.drift += self.drift
        await write(fetched.page)
        if self._error is not None:
            raise self._error

    async def _write_and_fetch(
        self, write: Write, fetched: _Fetched, following: _Fetched
    ) -> _Fetched | None:
        """Write one page, and meanwhile fetch the page after the *following* one."""
        after: list[_Fetched | None] = []
        failed: list[Exception] = []

        async def fetch() -> None:
            after.append(await self._fetch_after(following))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fetch)
            try:
                await write(fetched.page)
            except Exception as error:  # noqa: BLE001  (raised below, and not in a group)
                failed.append(error)
                tasks.cancel_scope.cancel()
        if failed:
            raise failed[0]
        return after[0]

    async def _fetch(self) -> _Fetched:
        page = await anext(self._pages)
        begin, self._end = self._end, self._paginator.checkpoint()
        return _Fetched(page, begin)

    async def _fetch_after(self, fetched: _Fetched) -> _Fetched | None:
        """Return the next page; None at the end, or if it cannot be read."""
        if self._is_enough(fetched.page):
            return None
        try:
            return await self._fetch()
        except StopAsyncIteration:
            return None
        except DigisellerError as error:
            self._error = error
            return None
