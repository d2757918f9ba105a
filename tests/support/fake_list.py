"""A paginated list that needs no service."""

from __future__ import annotations

from collections.abc import AsyncIterable, Sequence

import anyio.lowlevel

from digiseller_async import Page
from digiseller_async._response.payload import PageContent
from digiseller_async.pagination.page import page_of


def list_key() -> str:
    """Return the key by which a checkpoint recognises the list."""
    return "list#1"


async def collect(items: AsyncIterable[int], found: list[int]) -> None:
    """Append each item to *found*, so that those before an error are kept."""
    async for item in items:
        found.append(item)  # noqa: PERF401 (extend would lose them)


class FakeList:
    """A list on a server: returns the items of page *number*, and records which were asked for."""

    def __init__(self, rows: Sequence[int], size: int = 10, *, totals: bool = True) -> None:
        self.rows = list(rows)
        self.size = size
        self.totals = totals
        self.asked: list[int] = []

    def content(self, number: int) -> PageContent[int]:
        """Return the page as an honest server sends it."""
        first = (number - 1) * self.size
        total = len(self.rows)
        return PageContent(
            items=tuple(self.rows[first : first + self.size]),
            page=number,
            count=self.size,
            has_next_page=first + self.size < total,
            total_count=total if self.totals else None,
            total_pages=-(-total // self.size) if self.totals else None,
        )

    async def fetch(self, number: int) -> Page[int]:
        """Return the page as the client reads it."""
        self.asked.append(number)
        await anyio.lowlevel.checkpoint()
        return page_of(self.content(number), number=number, size=self.size)
