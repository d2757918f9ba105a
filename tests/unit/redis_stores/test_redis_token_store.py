"""`RedisTokenStore` shares tokens between processes and machines."""

from __future__ import annotations

import datetime as dt
import uuid

import anyio
import pytest
from support.redis_server import RedisServer

from digiseller_async import ConfigurationError, Token

redis = pytest.importorskip("redis")
from digiseller_async.redis import RedisTokenStore  # noqa: E402  (where there is one)

pytestmark = pytest.mark.anyio
ORIGIN = "https://api.digiseller.com"
VALID = dt.datetime(2030, 1, 2, 3, 4, 5, 678_000, tzinfo=dt.UTC)


def store_of(server: RedisServer, **settings: float) -> RedisTokenStore:
    """Return a store that no other test uses."""
    return RedisTokenStore(server.url, name=uuid.uuid4().hex, **settings)


def token_of(seller_id: int, value: str = "SECRET-TOKEN") -> Token:
    """Return a token of a seller."""
    return Token(value=value, valid_until=VALID, seller_id=seller_id, origin=ORIGIN)


async def test_two_sellers(shared_server: RedisServer) -> None:
    """Each seller has a token of its own under one name."""
    store = store_of(shared_server)
    first, second = store.for_seller(1, ORIGIN), store.for_seller(2, ORIGIN)
    assert await store.load() is None
    assert await first.load() is None
    await second.save(token_of(2))
    await first.save(token_of(1))

    assert await first.load() == token_of(1)
    assert await second.load() == token_of(2)
    assert await store.for_seller(1, "https://other.example").load() is None
    assert await store.load() == token_of(1)  # the newest


async def test_one_renews_at_a_time(shared_server: RedisServer) -> None:
    """Who renews a seller's token keeps others of that seller waiting, and nobody else."""
    store = store_of(shared_server)
    order: list[str] = []

    async def second() -> None:
        async with store.for_seller(1, ORIGIN).renewing():
            order.append("second")

    async with anyio.create_task_group() as tasks, store.for_seller(1, ORIGIN).renewing():
        tasks.start_soon(second)
        async with store.for_seller(2, ORIGIN).renewing():
            order.append("other seller")
        with anyio.move_on_after(0.05):
            await second()
        order.append("first")

    assert order == ["other seller", "first", "second"]


async def test_lease_that_expires(shared_server: RedisServer) -> None:
    """A holder that takes longer than its lease keeps nobody waiting, and ends nobody's lease."""
    store = store_of(shared_server, lease=0.05)
    held = store.renewing()
    async with store.renewing():
        await held.__aenter__()  # once the lease is over
    with anyio.move_on_after(0.02) as scope:
        async with store.renewing():
            pass
    await held.__aexit__(None, None, None)

    assert scope.cancelled_caught


async def test_dead_server(own_server: RedisServer) -> None:
    """A server that is gone is an error of redis-py, which the client passes over."""
    store = store_of(own_server)
    async with store.renewing():
        own_server.kill()
    with pytest.raises(redis.RedisError):
        await store.load()


def test_settings() -> None:
    """A setting that is not valid is refused by its name."""
    with pytest.raises(ConfigurationError, match="lease must be a number of seconds above 0"):
        RedisTokenStore("redis://localhost", name="x", lease=0)
    with pytest.raises(ConfigurationError, match="name must be"):
        RedisTokenStore("redis://localhost", name="")
