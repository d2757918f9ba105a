"""Read one shard in a worker process, which shares token and rate with the others by Redis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anyio
from attrs import frozen

from digiseller_async import Digiseller, Rate, Shard
from digiseller_async.redis import RedisRateStore, RedisTokenStore


@frozen
class Account:
    """Whose list it is, and where; in a real program the workers' environment has that."""

    seller_id: int
    api_key: str
    base_url: str
    redis_url: str
    calls: int = 100
    """How many calls a second all workers make together."""


def read_shard(shard: Mapping[str, Any], account: Account) -> list[int | None]:
    """Return the ids of the receipts of a shard: what a worker runs."""
    return anyio.run(_read, shard, account)


async def _read(shard: Mapping[str, Any], account: Account) -> list[int | None]:
    client = Digiseller(
        account.seller_id,
        account.api_key,
        base_url=account.base_url,
        rate=Rate(calls=account.calls),
        token_store=RedisTokenStore(account.redis_url, name="tokens"),
        rate_store=RedisRateStore(account.redis_url, name="rate"),
    )
    async with client as ds:
        return [receipt.operation.id async for receipt in Shard.from_dict(shard).open(ds)]
