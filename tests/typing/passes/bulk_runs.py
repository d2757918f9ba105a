"""Make many calls with `bulk`, and keep a database with `sync`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, assert_type

from digiseller_async import BulkCounts, BulkOutcome, Digiseller, bulk, bulk_plan
from digiseller_async.models import AddedText
from digiseller_async.sync import Store, SyncReport, sync


async def calls() -> AsyncIterator[dict[str, Any]]:
    """Give the arguments of each call."""
    yield {"product_id": 7, "texts": ["KEY"]}


async def add_texts(ds: Digiseller, journal: Path) -> BulkCounts:
    """Add texts to many products; run it again after a crash."""
    plan = await bulk_plan(ds.content.add_text, calls())
    print(plan.requests, plan.seconds, plan.refused)
    async with bulk(
        ds.content.add_text,
        calls(),
        key="product_id",
        concurrency=16,
        journal=journal,
        again={"failed"},
    ) as run:
        async for outcome in run:
            assert_type(outcome, BulkOutcome[list[AddedText]])
            if outcome.state == "ok" and outcome.value is not None:
                print([one.content_id for one in outcome.value])
        return run.counts


async def keep(ds: Digiseller) -> SyncReport:
    """Bring a database up to date."""
    with Store("shop.db") as store:
        return await sync(ds, store, ["receipts", "products"], full=True)
