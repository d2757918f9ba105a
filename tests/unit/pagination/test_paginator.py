"""Paginators: items, pages, limits and totals, and how often the service is asked for them."""

from __future__ import annotations

from typing import Any

import pytest
from support.clients import client_of
from support.fake_list import FakeList, list_key

from digiseller_async import ArgumentError, Page, PaginationError, Paginator
from digiseller_async.sandbox import Sandbox

pytestmark = pytest.mark.anyio


def paginator(rows: FakeList) -> Paginator[int]:
    """Return a paginator over the rows."""
    return Paginator(rows.fetch, key=list_key)


async def test_items() -> None:
    """``async for`` gives each item once, in the list's order, and asks for each page once."""
    rows = FakeList(range(25))

    assert [item async for item in paginator(rows)] == rows.rows
    assert rows.asked == [1, 2, 3]


async def test_nothing_is_sent_early() -> None:
    """Making a paginator, limiting and iterating it send nothing before an item is wanted."""
    rows = FakeList(range(25))
    listed = paginator(rows)
    iter_of_items, iter_of_pages = aiter(listed.limit(3)), listed.pages()

    assert rows.asked == []
    assert await anext(iter_of_items) == 0
    assert (await anext(iter_of_pages)).number == 1
    assert rows.asked == [1, 1]


async def test_pages() -> None:
    """``pages`` gives page after page, and its report counts them."""
    listed = paginator(FakeList(range(25)))
    pages = [page async for page in listed.pages()]

    assert [(page.number, page.size, len(page.items)) for page in pages] == [
        (1, 10, 10),
        (2, 10, 10),
        (3, 10, 5),
    ]
    assert [page.has_next for page in pages] == [True, True, False]
    assert {(page.total_items, page.total_pages) for page in pages} == {(25, 3)}
    assert (listed.report.pages, listed.report.items, listed.report.drift) == (3, 25, [])


@pytest.mark.parametrize("count", [0, 1, 10, 25])
async def test_first(count: int) -> None:
    """``first`` is the first item or None, ``first_page`` the first page: one request each."""
    rows = FakeList(range(100, 100 + count))
    listed = paginator(rows)

    assert await listed.first() == (100 if count else None)
    assert (await listed.first_page()).items == tuple(rows.rows[:10])
    assert rows.asked == [1, 1]


@pytest.mark.parametrize(
    ("count", "asked"), [(0, []), (1, [1]), (10, [1]), (11, [1, 2]), (20, [1, 2]), (99, [1, 2, 3])]
)
async def test_limit(count: int, asked: list[int]) -> None:
    """A limit gives so many items at most, the last page cut to it, and asks for no page more."""
    rows = FakeList(range(25))

    assert await paginator(rows).limit(count).all() == rows.rows[:count]
    assert rows.asked == asked

    pages = [page async for page in paginator(rows).limit(count).pages()]
    assert [item for page in pages for item in page.items] == rows.rows[:count]
    assert all(page.items for page in pages)
    assert rows.asked == asked * 2


@pytest.mark.parametrize("wrong", [-1, True, 1.0, "1", None])
async def test_wrong_limit(wrong: Any) -> None:
    """A limit that is no whole number of at least 0 is refused by name."""
    with pytest.raises(ArgumentError, match="n must be") as caught:
        paginator(FakeList(())).limit(wrong)

    assert caught.value.parameter == "n"


@pytest.mark.parametrize(("totals", "asked"), [(True, [1]), (False, [1, 1, 2, 3])])
async def test_total(asked: list[int], *, totals: bool) -> None:
    """``total`` is what the service says, or, if it does not, what counting gives; no limit."""
    rows = FakeList(range(25), totals=totals)
    start = Paginator(rows.fetch, key=list_key, page=2).limit(3)

    assert await start.total() == 25
    assert rows.asked == asked


async def test_reading_twice() -> None:
    """Iterating twice reads twice, and the report is the newest iteration's."""
    rows = FakeList(range(15))
    listed = paginator(rows)
    before = await listed.all()
    rows.rows = rows.rows[1:]

    assert (before, await listed.all()) == (list(range(15)), list(range(1, 15)))
    assert rows.asked == [1, 2, 1, 2]
    assert (listed.report.pages, listed.report.items) == (2, 14)


async def test_two_walks_at_once() -> None:
    """Two iterations of one paginator do not disturb each other."""
    listed = paginator(FakeList(range(25)))
    first, second = aiter(listed), aiter(listed)
    pairs = [(await anext(first), await anext(second)) for _ in range(25)]

    assert pairs == [(number, number) for number in range(25)]


async def test_after_the_end() -> None:
    """An iteration that has ended stays so, and asks for nothing more."""
    rows = FakeList(range(3))
    items = aiter(paginator(rows))
    given = [item async for item in items]

    assert given == [0, 1, 2]
    assert [item async for item in items] == []
    assert rows.asked == [1]


async def test_drift_is_reported() -> None:
    """What changed while it was read stands in the paginator's report."""
    rows = FakeList(range(25))
    listed = paginator(rows)
    async for item in listed:
        if item == 9:
            rows.rows = rows.rows[1:]

    assert [(drift.page, drift.what) for drift in listed.report.drift] == [
        (2, "the total went from 25 to 24")
    ]


async def test_limit_of_a_limited_list() -> None:
    """A limit on a limited list never gives more than that list has."""
    limited = paginator(FakeList(range(25))).limit(3)

    assert await limited.limit(10).all() == [0, 1, 2]


async def test_first_of_nothing() -> None:
    """``first`` of a list limited to nothing is None."""
    assert await paginator(FakeList(range(25))).limit(0).first() is None


async def test_first_page_of_a_limited_list() -> None:
    """``first_page`` is the page that ``pages`` gives first."""
    limited = paginator(FakeList(range(25))).limit(3)

    assert await limited.first_page() == await anext(limited.pages())


async def test_operation_of_a_pagination_error() -> None:
    """A PaginationError names the operation whose pages contradict each other."""
    async with Sandbox(offers=25) as box, client_of(box) as ds:
        box.inject("empty_page_says_more", operation="offers.list")
        with pytest.raises(PaginationError) as caught:
            await ds.offers.list().all()

    assert caught.value.operation == "offers.list"


async def test_break_leaves_nothing_open() -> None:
    """Leaving a loop early leaves no connection in use: the next call takes the same one."""
    async with Sandbox(receipts=25) as box, client_of(box) as ds:
        receipts = ds.account.receipts(page_size=10)
        async for receipt in receipts:
            assert receipt.account_operation_id
            break
        async for page in receipts.pages():
            assert page.has_next
            break
        await ds.account.balance()

        assert box.requests["account.receipts"] == 2
        assert box.connections == 1


async def test_lists_of_the_service() -> None:
    """Each list of the service is read whole, page by page, with the total that it says."""
    async with Sandbox(receipts=25, external_operations=12, offers=21) as box, client_of(box) as ds:
        receipts = await ds.account.receipts(page_size=10).all()
        external = await ds.account.external_operations(page_size=5).all()
        templates = await ds.templates.list(page_size=2).all()
        products = await ds.templates.products(1, page_size=20).all()
        offers = await ds.offers.list(page_size=7).all()
        totals = [
            await ds.account.receipts().total(),
            await ds.account.external_operations().total(),
            await ds.templates.list().total(),
            await ds.templates.products(1).total(),
            await ds.offers.list().total(),
        ]

    ids = [
        [one.account_operation_id for one in receipts],
        [one.id for one in external],
        [one.id for one in templates],
        [one.id for one in products],
        [one.product_id for one in offers],
    ]
    assert [len(some) for some in ids] == [25, 12, 3, 40, 21] == totals
    assert [len(set(some)) for some in ids] == totals
    assert box.requests["account.receipts"] == 3 + 1


@pytest.mark.parametrize("fault", ["empty_page_says_more", "repeated_page", "shrunk"])
async def test_lists_with_faults(fault: str) -> None:
    """An empty or repeated page or a list that shrinks ends in an error or drift, not in a loop."""
    async with Sandbox(receipts=25) as box, client_of(box) as ds:
        receipts = ds.account.receipts(page_size=10)

        async def read() -> None:
            given = 0
            async for _ in receipts:
                given += 1
                if given == 10:
                    box.inject(fault, operation="account.receipts")

        if fault == "shrunk":
            await read()
            assert receipts.report.drift
        else:
            with pytest.raises(PaginationError) as caught:
                await read()
            assert caught.value.checkpoint == receipts.checkpoint()
        assert box.requests["account.receipts"] <= 4


async def test_page_type() -> None:
    """A page is a value: frozen, and equal to another with the same items."""
    rows = FakeList(range(5))
    first, second = [await paginator(rows).first_page() for _ in range(2)]

    assert isinstance(first, Page)
    assert first == second
    with pytest.raises(AttributeError):
        first.items = ()  # type: ignore[misc] # that is the point
