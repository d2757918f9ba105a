"""Read lists: by item, by page, ahead, from a checkpoint, in shards."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, TypeVar, assert_type

from digiseller_async import Digiseller, Page, PaginationError, Paginator, Report, Shard
from digiseller_async.models import Receipt

T = TypeVar("T")


async def last_of(paginator: Paginator[T]) -> T | None:
    """Return the last item of any list."""
    found = None
    async for item in paginator:
        found = item
    return found


async def walk(ds: Digiseller) -> Report:
    """Read a list in each way that there is."""
    receipts = ds.account.receipts(page_size=20)
    assert_type(await receipts.first(), Receipt | None)
    assert_type(await receipts.first_page(), Page[Receipt])
    assert_type(await receipts.all(), list[Receipt])
    assert_type(await receipts.total(), int)
    async for page in receipts.limit(100).pages():
        assert_type(page.items, tuple[Receipt, ...])
        print(page.number, page.total_pages, page.has_next)
    async with receipts.prefetch(pages=8) as items:
        ids = [item.operation.id async for item in items]
    print(ids, await last_of(receipts))
    return receipts.report


async def go_on(ds: Digiseller, saved: str) -> dict[str, Any]:
    """Go on where an earlier process stopped."""
    receipts = ds.account.receipts().resume(json.loads(saved))
    try:
        async for receipt in receipts:
            print(receipt.operation.datetime)
    except PaginationError as error:
        print(error.checkpoint)
    return dict(receipts.checkpoint())


async def divide(ds: Digiseller) -> int:
    """Divide a list, and read the parts elsewhere."""
    shards = await ds.account.receipts().shards(by=timedelta(days=7))
    parts = [shard.to_dict() for shard in shards]
    return sum([len(await Shard.from_dict(one).open(ds).all()) for one in parts])
