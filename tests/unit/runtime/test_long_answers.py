"""A long answer is decoded in slices, between which other tasks run."""

from __future__ import annotations

import anyio
import anyio.lowlevel
import httpx
import pytest
from support.clients import QUICK, client_of

from digiseller_async import Digiseller
from digiseller_async.sandbox import Sandbox

pytestmark = pytest.mark.anyio


async def test_long_pages() -> None:
    """A long page, decoded in slices, has the same receipts as many small pages."""
    async with Sandbox(receipts=1500) as box, client_of(box) as ds:
        page = await ds.account.receipts(page_size=1500).first_page()
        small = await ds.account.receipts(page_size=100).all()

    assert list(page.items) == small
    assert (page.total_items, page.has_next) == (1500, False)


async def iterations_during_a_page(rows: int) -> int:
    """Return how often another task runs while a page of so many receipts is read."""
    operation = {"id": 1, "type": "refund", "datetime": "2026-01-01T00:00:00", "on_account": 1}
    row = {"account_operation_id": 1, "operation": operation, "padding": "x" * 1000}
    answer = httpx.Response(200, json={"retval": 0, "content": {"items": [row] * rows}})
    transport = httpx.MockTransport(lambda _: answer)
    iterations = 0

    async def iterate() -> None:
        nonlocal iterations
        while True:
            await anyio.lowlevel.checkpoint()
            iterations += 1

    ds = Digiseller(token="TOKEN", transport=transport, rate=None, retry=QUICK)
    async with ds, anyio.create_task_group() as tasks:
        tasks.start_soon(iterate)
        page = await ds.account.receipts(page_size=rows).first_page()
        assert len(page.items) == rows
        tasks.cancel_scope.cancel()
    return iterations


async def test_other_tasks_run_meanwhile() -> None:
    """While a long page is read, other tasks run between its eight slices.

    One or two more or less depend on the scheduler: trio shuffles its tasks.
    """
    assert await iterations_during_a_page(1600) - await iterations_during_a_page(1) >= 5
