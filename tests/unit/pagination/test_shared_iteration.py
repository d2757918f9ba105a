"""An iteration that two tasks share refuses the second; a checkpoint knows its seller."""

from __future__ import annotations

import json

import anyio
import httpx
import pytest

from digiseller_async import ArgumentError, Digiseller
from digiseller_async.pagination.page import Page
from digiseller_async.pagination.paginator import Paginator

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("by_pages", [0, 1])
async def test_two_tasks(by_pages: int) -> None:
    """The task that comes while another one waits is refused, and no item is given twice."""
    go_on = anyio.Event()

    async def fetch(number: int) -> Page[int]:
        await go_on.wait()
        return Page(
            items=(number,),
            number=number,
            size=1,
            total_items=2,
            total_pages=2,
            has_next=number < 2,
        )

    paginator = Paginator(fetch, key=lambda: "list#1")
    iterator = paginator.pages() if by_pages else aiter(paginator)
    given: list[object] = []

    async def read() -> None:
        given.append(await anext(iterator))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read)
        await anyio.wait_all_tasks_blocked()
        with pytest.raises(ArgumentError, match="read by another task"):
            await anext(iterator)
        go_on.set()
    await read()

    assert len(given) == 2
    assert given[0] != given[1]


@pytest.mark.parametrize(
    ("seller", "base_url"), [(2, "https://a.example"), (1, "https://b.example")]
)
async def test_checkpoint_of_another(seller: int, base_url: str) -> None:
    """A checkpoint of another seller or another origin is refused."""
    transport = httpx.MockTransport(lambda _: httpx.Response(500))

    def client(seller_id: int, url: str) -> Digiseller:
        return Digiseller(seller_id, "KEY-OF-SELLER", base_url=url, transport=transport)

    mine = json.loads(json.dumps(client(1, "https://a.example").account.receipts().checkpoint()))
    client(1, "https://a.example").account.receipts().resume(mine)
    with pytest.raises(ArgumentError, match="of another seller, or of another base_url"):
        client(seller, base_url).account.receipts().resume(mine)

    assert "KEY" not in str(mine)
