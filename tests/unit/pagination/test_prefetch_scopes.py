"""Where reading ahead may be made, entered, read and left: loops, tasks, pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from contextvars import ContextVar
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from support.clients import client_of
from support.fake_list import FakeList, list_key

from digiseller_async import ArgumentError, Page, Paginator
from digiseller_async.sandbox import Sandbox

TRACE: ContextVar[str] = ContextVar("TRACE", default="none")


class Watched(FakeList):
    """Rows that know how many pages are under way, and from which context they were asked for."""

    under_way = 0
    is_stuck = False

    def __init__(self, count: int) -> None:
        super().__init__(range(count))
        self.traces: set[str] = set()

    async def fetch(self, number: int) -> Page[int]:
        """Return the page, or wait for ever."""
        self.under_way += 1
        self.traces.add(TRACE.get())
        try:
            if self.is_stuck:
                await anyio.sleep_forever()
            return await super().fetch(number)
        finally:
            self.under_way -= 1

    def listed(self) -> Paginator[int]:
        """Return a paginator over the rows."""
        return Paginator(self.fetch, key=list_key)


async def in_task(work: Callable[[], Awaitable[Any]]) -> Any:
    """Do *work* in another task."""
    results: list[Any] = []

    async def run() -> None:
        results.append(await work())

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run)
    return results[0]


@pytest.mark.anyio
async def test_entered_in_one_task_and_left_in_another() -> None:
    """Entered, read and left in three tasks, as fixtures do, it leaves nothing under way."""
    rows = Watched(100)
    ahead = rows.listed().prefetch(pages=3)
    items = await in_task(ahead.__aenter__)
    first = await in_task(lambda: anext(items))
    rows.is_stuck = True
    await anext(items)

    async def leave() -> None:
        await ahead.__aexit__(None, None, None)

    await in_task(leave)

    assert first == 0
    assert rows.under_way == 0


@pytest.mark.asyncio
async def test_exit_stacks_in_tasks() -> None:
    """An exit stack that is entered in one task and closed in another leaves no task behind."""
    async with Sandbox(receipts=100) as box, client_of(box) as ds:
        before = asyncio.all_tasks()
        stack = AsyncExitStack()
        ahead = ds.account.receipts(page_size=10).prefetch(pages=3)
        items = await asyncio.create_task(stack.enter_async_context(ahead))
        assert (await anext(items)).account_operation_id
        await asyncio.create_task(stack.aclose())
        await ds.account.balance()

        assert asyncio.all_tasks() == before


@pytest.fixture
async def read_ahead(anyio_backend: Any) -> AsyncIterator[Any]:  # noqa: ARG001 (the loop's)
    """Return items that are read ahead."""
    async with Watched(30).listed().prefetch() as items:
        yield items


@pytest.mark.anyio
async def test_fixtures(read_ahead: Any) -> None:
    """It can be a fixture."""
    assert [item async for item in read_ahead] == list(range(30))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_made_outside_a_loop(backend: str) -> None:
    """It can be made where no loop runs, and be entered in one loop after another."""
    ahead = Watched(25).listed().prefetch()

    async def read() -> list[int]:
        async with ahead as items:
            return [item async for item in items]

    assert anyio.run(read, backend=backend) == list(range(25))
    assert anyio.run(read, backend=backend) == list(range(25))


@pytest.mark.anyio
async def test_pages() -> None:
    """``pages`` gives page after page, and goes on where the items were left."""
    async with Watched(35).listed().prefetch() as items:
        assert [await anext(items) for _ in range(3)] == [0, 1, 2]
        pages = [page async for page in items.pages()]

    assert [page.items[0] for page in pages] == [3, 10, 20, 30]
    assert [len(page.items) for page in pages] == [7, 10, 10, 5]


@pytest.mark.anyio
async def test_entered_twice() -> None:
    """One that is entered is not entered again, but left and entered again it reads again."""
    ahead = Watched(5).listed().prefetch()
    async with ahead as items:
        with pytest.raises(ArgumentError, match="entered already"):
            await ahead.__aenter__()
        assert [item async for item in items] == list(range(5))
    await ahead.__aexit__(None, None, None)
    async with ahead as items:
        assert [item async for item in items] == list(range(5))


@pytest.mark.anyio
async def test_context_of_the_reader() -> None:
    """Pages are fetched in the context of whoever reads, so that a trace has them."""
    rows = Watched(100)
    TRACE.set("mine")
    async with rows.listed().prefetch() as items:
        await anext(items)
        await anyio.lowlevel.checkpoint()

    assert rows.traces == {"mine"}


@pytest.mark.anyio
async def test_two_walks_ahead() -> None:
    """Two walks ahead over one paginator each have their own report and checkpoint."""
    listed = Watched(60).listed()
    async with listed.prefetch(pages=2) as first, listed.prefetch(pages=3) as second:
        pairs = [(await anext(first), await anext(second)) for _ in range(25)]
        await anext(second)
        places = [(one.checkpoint()["page"], one.checkpoint()["given"]) for one in (first, second)]

    assert pairs == [(one, one) for one in range(25)]
    assert places == [(3, 5), (3, 6)]
    assert first.report is not second.report
    assert listed.report is second.report
    assert listed.checkpoint() == second.checkpoint()


@pytest.mark.anyio
async def test_no_page_after_the_last_that_is_wanted() -> None:
    """What is cut off after a page reads no page after it ahead."""
    rows = Watched(100)
    async with rows.listed().until_page(3).prefetch(pages=8) as items:
        found = [item async for item in items]

    assert (found, sorted(rows.asked)) == (list(range(30)), [1, 2, 3])


@pytest.mark.anyio
async def test_lists_that_shrink() -> None:
    """Read ahead, a list that shrinks loses no row that stayed, and gives none twice."""
    rows = Watched(100)
    found: list[int] = []
    async with rows.listed().prefetch(pages=3) as items:
        async for item in items:
            found.append(item)
            if item % 10 == 5 and item < 60:
                rows.rows.remove(item)

    assert set(rows.rows) <= set(found)
    assert len(set(found)) == len(found)
