"""Start like one of many workers: make a client, and read the balance."""

from __future__ import annotations

import sys
from typing import Any

import anyio

from digiseller_async import Digiseller
from digiseller_async.redis import RedisTokenStore
from digiseller_async.stores import FileTokenStore


async def call(*arguments: str) -> None:
    """Call once, with the store of that name, a file's path or a URL of Redis."""
    seller_id, key, url, store = arguments
    stores: dict[str, Any] = {"": None}
    if store.startswith("redis:"):
        stores[store] = RedisTokenStore(store, name="soak")
    elif store:
        stores[store] = FileTokenStore(store)
    async with Digiseller(int(seller_id), key, base_url=url, token_store=stores[store]) as ds:
        await ds.account.balance()


if __name__ == "__main__":
    anyio.run(call, *sys.argv[1:])
