"""Reading ahead: in order, in bounded memory, with errors in their place and no task left."""

from __future__ import annotations

import asyncio

import anyio
import anyio.lowlevel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.clients import client_of
from support.fake_list import FakeList, collect, list_key

from digiseller_async import ArgumentError, Page, PaginationError, Paginator, UnavailableError
from digiseller_async.sandbox import Sandbox


class Slow(FakeList):
    """Rows whose pages arrive late; it counts how many are on their way, and fails on demand."""

    def __init__(self, count: int, size: int = 10, delays: tuple[int, ...] = (3,)) -> None:
        super().__init__(range(count), size)
        self.delays = delays
        self.under_way = 0
        self.most = 0
        self.arrived: set[int] = set()
        self.fails: dict[int, Exception] = {}

    async def fetch(self, number: int) -> Page[int]:
        """Return the page after some turns of the loop."""
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            for _ in range(self.delays[number % len(self.delays)]):
                await anyio.lowlevel.checkpoint()
            if number in self.fails:
                raise self.fails.pop(number)
            page = await super().fetch(number)
        finally:
            self.under_way -= 1
        self.arrived.add(number)
        return page

    def listed(self) -> Paginator[int]:
        """Return a paginator over the rows."""
        return Paginator(self.fetch, key=list_key)


async def collect_ahead(listed: Paginator[int], found: list[int]) -> None:
    """Read ahead, and put item after item into *found*."""
    async with listed.prefetch() as items:
        await collect(items, found)


async def hurried(listed: Paginator[int]) -> None:
    """Read ahead for a hundredth of a second."""
    async with asyncio.timeout(0.01):
        await collect_ahead(listed, [])


async def turns() -> None:
    """Let the others have many turns."""
    for _ in range(50):
        await anyio.lowlevel.checkpoint()


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(0, 60),
    size=st.integers(1, 7),
    pages=st.integers(1, 6),
    delays=st.lists(st.integers(0, 9), min_size=1, max_size=5),
    totals=st.booleans(),
    backend=st.sampled_from(["asyncio", "trio"]),
)
def test_order_and_bound(
    count: int, size: int, pages: int, delays: list[int], *, totals: bool, backend: str
) -> None:
    """However late pages arrive, items come in order, once, with at most so many on their way."""
    rows = Slow(count, size, tuple(delays))
    rows.totals = totals

    async def read() -> list[int]:
        async with rows.listed().prefetch(pages=pages) as items:
            return [item async for item in items]

    assert anyio.run(read, backend=backend) == rows.rows
    assert rows.most <= pages
    assert sorted(rows.asked) == list(range(1, max(1, -(-count // size)) + 1))


@pytest.mark.anyio
async def test_no_further_ahead() -> None:
    """However long the caller takes, no more pages are fetched than were asked for."""
    rows = Slow(200)
    async with rows.listed().prefetch(pages=3) as items:
        assert await anext(items) == 0
        await turns()
        assert rows.arrived == {1, 2, 3, 4}
        for _ in range(10):
            await anext(items)
        await turns()
        assert rows.arrived == {1, 2, 3, 4, 5}


@pytest.mark.anyio
async def test_it_reads_at_once() -> None:
    """Several pages are on their way at the same time."""
    rows = Slow(100)
    async with rows.listed().prefetch(pages=4) as items:
        assert len([item async for item in items]) == 100

    assert rows.most == 4


@pytest.mark.anyio
async def test_error_in_its_place() -> None:
    """An error comes after the items before it, as itself, with a checkpoint that goes on."""
    rows = Slow(50, delays=(5, 1))
    failure = UnavailableError("down")
    rows.fails[3] = failure
    listed = rows.listed()
    found: list[int] = []
    with pytest.raises(UnavailableError) as caught:
        await collect_ahead(listed, found)

    assert caught.value is failure
    assert found == rows.rows[:20]
    assert failure.checkpoint is not None
    assert found + await rows.listed().resume(failure.checkpoint).all() == rows.rows


@pytest.mark.anyio
async def test_the_same_iterator_goes_on() -> None:
    """After an error, the same iterator asks for the page again."""
    rows = Slow(50)
    rows.fails[3] = UnavailableError("down")
    found: list[int] = []
    async with rows.listed().prefetch() as items:
        with pytest.raises(UnavailableError):
            await collect(items, found)
        await collect(items, found)

    assert found == rows.rows


@pytest.mark.anyio
async def test_error_that_nobody_meets() -> None:
    """An error on a page that the caller does not come to is no error."""
    rows = Slow(50)
    rows.fails[2] = UnavailableError("down")
    async with rows.listed().prefetch() as items:
        assert await anext(items) == 0
        await turns()


@pytest.mark.anyio
async def test_leaving_early() -> None:
    """When the block is left early, nothing is under way any more, and the checkpoint is there."""
    rows = Slow(100, delays=(0, 100))
    listed = rows.listed()
    async with listed.prefetch() as items:
        async for item in items:
            if item == 4:
                break
        await turns()
        assert rows.under_way > 0

    assert rows.under_way == 0
    assert await rows.listed().resume(listed.checkpoint()).all() == rows.rows[5:]


@pytest.mark.anyio
async def test_the_callers_own_error() -> None:
    """The caller's own exception comes out as itself, and nothing is under way any more."""
    rows = Slow(100, delays=(0, 100))

    async def divide() -> None:
        async with rows.listed().prefetch() as items:
            async for item in items:
                assert item // (item - 3) <= 0

    with pytest.raises(ZeroDivisionError):
        await divide()

    assert rows.under_way == 0


@pytest.mark.anyio
@pytest.mark.parametrize("where", ["waiting for a page", "between two items"])
async def test_cancelled_caller(where: str) -> None:
    """A caller who is cancelled by a scope leaves nothing under way."""
    rows = Slow(100, delays=(10**9, 0) if where == "waiting for a page" else (10**9, 0, 0))
    with anyio.CancelScope() as scope:
        async with rows.listed().prefetch() as items:
            async for item in items:
                if item == 5:
                    scope.cancel()
                    if where == "between two items":
                        await anyio.sleep_forever()

    assert scope.cancelled_caught
    assert rows.under_way == 0


@pytest.mark.asyncio
@pytest.mark.parametrize("times", [1, 3])
async def test_cancelled_task(times: int) -> None:
    """A task that asyncio cancels, also repeatedly, ends cancelled and leaves no task."""
    rows = Slow(100, delays=(10**9, 0))

    async def read() -> None:
        async with rows.listed().prefetch() as items:
            async for _ in items:
                pass

    before = asyncio.all_tasks()
    task = asyncio.create_task(read())
    await turns()
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    await asyncio.wait([task])

    assert task.cancelled()
    assert rows.under_way == 0
    assert asyncio.all_tasks() == before


@pytest.mark.asyncio
async def test_timeout() -> None:
    """``asyncio.timeout`` around reading ahead gives TimeoutError, and cancels nothing else."""
    rows = Slow(100, delays=(10**9, 0))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(collect_ahead(rows.listed(), []), 0.01)
    with pytest.raises(TimeoutError):
        await hurried(rows.listed())
    task = asyncio.current_task()

    assert task is not None
    assert task.cancelling() == 0
    assert rows.under_way == 0


@pytest.mark.parametrize("wrong", [0, -1, True, 1.5, "4"])
def test_wrong_pages(wrong: int) -> None:
    """A number of pages that is no whole number of at least 1 is refused by name."""
    with pytest.raises(ArgumentError, match="pages must be") as caught:
        Slow(1).listed().prefetch(pages=wrong)

    assert caught.value.parameter == "pages"


@pytest.mark.anyio
async def test_over_the_wire() -> None:
    """Read ahead from the service, a list is as without, and a repeated page is an error."""
    async with Sandbox(receipts=95) as box, client_of(box) as ds:
        receipts = ds.account.receipts(page_size=10)
        async with receipts.prefetch(pages=3) as items:
            ahead = [receipt async for receipt in items]
        assert ahead == await receipts.all()
        assert (receipts.report.pages, receipts.report.drift) == (10, [])

        box.inject("repeated_page", operation="account.receipts", times=99)
        ahead = []
        with pytest.raises(PaginationError, match="repeats page 1"):
            async with receipts.prefetch() as items:
                ahead = [receipt async for receipt in items]
        assert ahead == []
