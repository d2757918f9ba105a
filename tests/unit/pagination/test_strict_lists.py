"""With ``strict=True`` a list that moves, or a service that contradicts itself, is an error."""

from __future__ import annotations

import pytest
from support.clients import client_of
from support.fake_list import FakeList, collect, list_key
from support.lying_servers import SERVERS

from digiseller_async import Page, PaginationError, Paginator
from digiseller_async.pagination.page import page_of
from digiseller_async.sandbox import Sandbox

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("name", SERVERS)
async def test_each_server_that_moves_or_lies(name: str) -> None:
    """Each of them ends in an error that carries a checkpoint, and is in the report as well."""
    server = SERVERS[name]()

    async def fetch(number: int) -> Page[int]:
        return page_of(server.ask(number), number=number, size=server.size)

    listed = Paginator(fetch, key=list_key, strict=True)
    with pytest.raises(PaginationError) as caught:
        await listed.all()

    assert caught.value.checkpoint == listed.checkpoint()
    assert listed.report.drift[-1].what == caught.value.message


async def test_going_on() -> None:
    """After the error a resumption goes on: what moved before it was no movement while reading."""
    rows = FakeList(range(30))
    listed = Paginator(rows.fetch, key=list_key, strict=True)
    found: list[int] = []
    items = aiter(listed)
    for _ in range(10):
        found.append(await anext(items))  # noqa: PERF401 (those before the error are kept)
    rows.rows.remove(25)
    with pytest.raises(PaginationError, match="the total went from 30 to 29") as caught:
        await collect(items, found)

    again = Paginator(rows.fetch, key=list_key, strict=True).resume(caught.value.checkpoint or {})
    await collect(again, found)
    assert found == rows.rows


async def test_strict_clients() -> None:
    """A client's ``strict`` is its lists' as well."""
    async with Sandbox(receipts=25) as box, client_of(box, strict=True) as ds:
        assert len(await ds.account.receipts(page_size=10).all()) == 25
        receipts = aiter(ds.account.receipts(page_size=10))
        for _ in range(10):
            await anext(receipts)
        box.inject("shrunk", operation="account.receipts")
        with pytest.raises(PaginationError, match="the total went from 25"):
            await anext(receipts)
