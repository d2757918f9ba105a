"""Divide a list among Dask's workers, which share a rate and a token, and kill one of them."""

from __future__ import annotations

import time
from collections import Counter

from support.dask_workers import read_on_workers
from support.redis_server import redis_server
from support.shard_reader import Account

from digiseller_async import Digiseller
from digiseller_async.sandbox import Sandbox

from ..process import HostileService
from .figures import Figure, least, most, none_of

_SHARDS = 32
_CALLS = 50
_PAGE = 10


async def run(_: HostileService, pages: int) -> list[Figure]:
    """Read 32 shards of so many pages each on four workers, of which one is killed."""
    async with Sandbox(receipts=_SHARDS * pages * _PAGE) as box:
        async with Digiseller(box.seller_id, box.api_key, base_url=box.url, rate=None) as ds:
            receipts = ds.account.receipts(page_size=_PAGE)
            whole = Counter([one.operation.id async for one in receipts])
            shards = [one.to_dict() for one in await receipts.shards(pages=pages)]
        before_workers = box.requests["sign_in"]
        moments: list[tuple[float, int]] = []
        with redis_server() as redis:
            account = Account(box.seller_id, box.api_key, box.url, redis.url, calls=_CALLS)
            found = await read_on_workers(
                shards,
                account,
                kills=True,
                on_done=lambda: moments.append(
                    (time.monotonic(), box.requests["account.receipts"])
                ),
            )
        signed_in = box.requests["sign_in"] - before_workers
    # From when the first shard is done, so that no start of a process counts.
    (began, before), (ended, after) = moments[0], moments[-1]
    allowed = _CALLS * (ended - began + 1)  # a second's calls may be made at once
    used = (after - before) / allowed
    name = f"{len(shards)} shards on 4 workers, one killed"
    return [
        none_of(f"{name}: rows not read once", _differing(whole, Counter(found))),
        least(f"{name}: share of the rate used", 85, 100 * used, " %", 1),
        most(f"{name}: sign-ins", 1, signed_in, digits=0),
    ]


def _differing(whole: Counter[int | None], found: Counter[int | None]) -> list[str]:
    """Return the rows that were lost, and those that were read twice."""
    lost = (f"lost: {number}" for number in (whole - found).elements())
    return [*lost, *(f"twice: {number}" for number in (found - whole).elements())]
