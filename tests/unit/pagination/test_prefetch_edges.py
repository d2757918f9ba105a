"""Reading ahead at its edges: other tasks, other loops, errors, limits, and after the block."""

from __future__ import annotations

import anyio
import pytest
from support.fake_list import FakeList, collect, list_key

from digiseller_async import ClosedError, DigisellerError, Page, Paginator
from digiseller_async.pagination.prefetch import PagePrefetcher


class Unforeseen(FakeList):
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
        async with Paginator(rows.fetch, key=list_key).prefetch() as items:
            await collect(items, found)

    with pytest.raises(ZeroDivisionError):
        await read()

    assert found == rows.rows[:20]


@pytest.mark.anyio
async def test_limit() -> None:
    """No page is read ahead that the limit will never give."""
    rows = FakeList(range(100))
    async with Paginator(rows.fetch, key=list_key).limit(15).prefetch() as items:
        found = [item async for item in items]

    assert (found, rows.asked) == (rows.rows[:15], [1, 2])


@pytest.mark.anyio
async def test_after_the_block() -> None:
    """Items that are asked for after the block end in an error that says so."""
    rows = FakeList(range(100))
    async with Paginator(rows.fetch, key=list_key).prefetch(pages=1) as items:
        assert await anext(items) == 0
    with pytest.raises(DigisellerError):
        await collect(items, [])


@pytest.mark.anyio
async def test_a_page_that_is_waited_for_when_its_block_is_left() -> None:
    """Whoever still waits for a page when the prefetch block is left gets a ClosedError."""
    told: list[ClosedError] = []

    async def never(_: int) -> Page[int]:
        await anyio.sleep_forever()
        raise AssertionError

    async def wait(ahead: PagePrefetcher[int]) -> None:
        with pytest.raises(ClosedError, match="was left while") as caught:
            await ahead.page(1)
        told.append(caught.value)

    async with anyio.create_task_group() as callers:
        ahead = PagePrefetcher(never, 2)
        callers.start_soon(wait, ahead)
        await anyio.wait_all_tasks_blocked()
        await ahead.aclose()

    assert len(told) == 1
