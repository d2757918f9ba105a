"""Shards are read by the worker processes of Dask, and together are the whole list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from support.dask_workers import read_on_workers
from support.redis_server import RedisServer, redis_server
from support.shard_reader import Account

from digiseller_async import Digiseller
from digiseller_async.sandbox import Sandbox

pytestmark = [
    pytest.mark.anyio,
    # What Dask warns of is not ours.
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture
def anyio_backend() -> str:
    """Run on asyncio only: what is tested here is in other processes."""
    return "asyncio"


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """Give a server that the workers share."""
    with redis_server() as server:
        yield server


@pytest.mark.parametrize("kills", [False, True], ids=["all live", "one is killed"])
async def test_union_of_shards(redis: RedisServer, *, kills: bool) -> None:
    """The shards are the whole list exactly, also when a worker dies; all sign in once."""
    async with Sandbox(receipts=3000) as box:
        async with Digiseller(box.seller_id, box.api_key, base_url=box.url) as ds:
            receipts = ds.account.receipts(page_size=50)
            whole = [one.operation.id async for one in receipts]
            shards = [one.to_dict() for one in await receipts.shards(pages=2)]
        before = box.requests["sign_in"]
        account = Account(box.seller_id, box.api_key, box.url, redis.url)
        found = await read_on_workers(shards, account, kills=kills)

        assert Counter(found) == Counter(whole)
        assert len(shards) == 30
        assert box.requests["sign_in"] - before == 1
