"""Reading ahead where it is not yet as its docstrings say."""

from __future__ import annotations

import pytest
from support.clocks import KEY, Rows, collect

from digiseller_async import DigisellerError, Page, Paginator


class Unforeseen(Rows):
    """Rows whose third page ends in an error that is none of this package's."""

    async def fetch(self, number: int) -> Page[int]:
        """Return a page, or fail."""
        page = await super().fetch(number)
        if number == 3:
            raise ZeroDivisionError
        return page


@pytest.mark.anyio
async def test_unforeseen_error() -> None:
    """An unforeseen error comes after the items before it, as itself, in no group."""
    rows = Unforeseen(range(50))
    found: list[int] = []

    async def read() -> None:
        async with Paginator(rows.fetch, key=KEY).prefetch() as items:
            await collect(items, found)

    with pytest.raises(ZeroDivisionError):
        await read()

    assert found == rows.rows[:20]


@pytest.mark.anyio
async def test_limit() -> None:
    """No page is read ahead that the limit will never give."""
    rows = Rows(range(100))
    async with Paginator(rows.fetch, key=KEY).limit(15).prefetch() as items:
        found = [item async for item in items]

    assert (found, rows.asked) == (rows.rows[:15], [1, 2])


@pytest.mark.anyio
async def test_after_the_block() -> None:
    """Items that are asked for after the block end in an error that says so."""
    rows = Rows(range(100))
    async with Paginator(rows.fetch, key=KEY).prefetch(pages=1) as items:
        assert await anext(items) == 0
    with pytest.raises(DigisellerError):
        await collect(items, [])
