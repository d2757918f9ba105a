"""New sales and new messages of the sandbox are watched, each given once."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from support.clients import QUICK, client_of
from support.clocks import InstantClock

from digiseller_async import ArgumentError, Digiseller, Retry
from digiseller_async.models import ChatMessage, Sale
from digiseller_async.sandbox import Sandbox
from digiseller_async.watching import Watch

pytestmark = pytest.mark.anyio
MOSCOW = dt.timezone(dt.timedelta(hours=3))
START = dt.datetime(2026, 11, 27, 12, 0, tzinfo=MOSCOW)


def watching(box: Sandbox, **settings: object) -> Digiseller:
    """Return a client that does not really wait between two readings."""
    return client_of(box, clock=InstantClock(), **settings)


async def take(watch: Watch[Any], count: int) -> list[int]:
    """Return the numbers of the orders that are given next."""
    found: list[int] = []
    for _ in range(count):
        row = await anext(watch)
        found.append(row.invoice_id if isinstance(row, Sale) else row.id_i)
    return found


async def test_sales() -> None:
    """Sales are given once, in order, a late one too, and nothing from before the start."""
    async with Sandbox() as box, watching(box) as ds:
        box.sell(paid=START - dt.timedelta(seconds=1))
        sold = [box.sell(paid=START + dt.timedelta(minutes=10 * one)) for one in range(4)]
        watch = ds.sales.watch(since=START, every=dt.timedelta(minutes=1))
        assert await take(watch, 4) == [one.invoice_id for one in sold]

        late = box.sell(paid=START + dt.timedelta(minutes=5))
        newest = box.sell(paid=START + dt.timedelta(minutes=50))
        assert await take(watch, 2) == [late.invoice_id, newest.invoice_id]
        assert repr(watch) == "<Watch of sales.watch since 2026-11-27 12:50:00+0300>"


async def test_sales_after_a_restart() -> None:
    """A checkpoint that went through JSON leads to the next sale, in another client."""
    async with Sandbox() as box:
        sold = [box.sell(paid=START + dt.timedelta(minutes=one)).invoice_id for one in range(6)]
        stored, found = "", list[int]()
        while len(found) < len(sold):
            async with watching(box) as ds:
                watch = ds.sales.watch(since=START)
                if stored:
                    watch = watch.resume(json.loads(stored))
                found += await take(watch, 2)
                stored = json.dumps(watch.checkpoint())

        assert found == sold


async def test_sales_of_some_products() -> None:
    """A watch can be of some products; its checkpoint is for these, for this seller, for sales."""
    async with Sandbox() as box, watching(box) as ds:
        first, second = [item.id for item in box.stock if item.in_stock][:2]
        box.sell(product_id=first, paid=START)
        wanted = box.sell(product_id=second, paid=START)
        watch = ds.sales.watch(product_ids=iter([second]), since=START.date())
        assert await take(watch, 1) == [wanted.invoice_id]

        checkpoint = watch.checkpoint()
        for other in (ds.sales.watch(), ds.sales.watch(product_ids=[first]), ds.chats.watch()):
            with pytest.raises(ArgumentError, match="checkpoint is of"):
                other.resume(checkpoint)
        async with client_of(box, seller_id=5) as another:
            with pytest.raises(ArgumentError, match="of another seller"):
                another.sales.watch(product_ids=[second]).resume(checkpoint)


async def test_now_is_the_start() -> None:
    """Without a start what happens from now on is given."""
    async with Sandbox() as box, watching(box) as ds:
        box.sell(paid=dt.datetime.now(dt.UTC) - dt.timedelta(hours=1))
        sales, chats = ds.sales.watch(), ds.chats.watch()
        order = box.sell()
        box.write(order, "Hello")

        assert await take(sales, 1) == [order.invoice_id]
        assert await take(chats, 1) == [order.invoice_id]


async def test_outages() -> None:
    """A watch outlives failures of the service."""
    async with Sandbox() as box, watching(box, retry=Retry(attempts=1)) as ds:
        order = box.sell(paid=START)
        for fault in ("server_error", "maintenance", "drop_before", "truncated", "too_many"):
            box.inject(fault, operation="sales.list")
        watch = ds.sales.watch(since=START)

        assert await take(watch, 1) == [order.invoice_id]
        assert box.requests["sales.list"] == 6


async def test_messages() -> None:
    """New messages of buyers are given once, with their order; one's own only if asked for."""
    async with Sandbox(sales=9) as box, watching(box) as ds:
        orders = [box.sell(buyer=f"b{one}@example.com") for one in range(3)]
        watch, every = ds.chats.watch(), ds.chats.watch(own=True)
        for order in orders:
            box.write(order, f"About {order.invoice_id}")
        assert await take(watch, 3) == [one.invoice_id for one in orders]

        await ds.chats.send(orders[1].invoice_id, message="Look")
        box.write(orders[1], "Thanks")
        found = await anext(watch)
        assert (found.message, found.buyer, found.id_i) == ("Thanks", True, orders[1].invoice_id)
        assert (found.product, found.email) == (orders[1].product_name, "b1@example.com")
        assert "Thanks" not in repr(found)
        assert isinstance(found, ChatMessage)
        assert sorted(await take(every, 5)) == sorted(
            [one.invoice_id for one in orders] + [orders[1].invoice_id] * 2
        )


async def test_unchanged_chats_are_not_read() -> None:
    """Of a chat without new messages the messages are not read again."""
    async with Sandbox() as box, watching(box) as ds:
        order, other = box.sell(), box.sell()
        watch = ds.chats.watch()
        box.write(order, "One")
        await take(watch, 1)
        box.write(other, "Two")
        await take(watch, 1)

        assert box.requests["chats.messages"] == 2


async def test_long_chats() -> None:
    """All messages of a chat are given, however many came since the last reading."""
    async with Sandbox() as box, watching(box) as ds:
        order = box.sell()
        watch = ds.chats.watch()
        ids = [box.write(order, f"{one}") for one in range(450)]

        assert [(await anext(watch)).id for _ in ids] == ids


async def test_messages_after_a_restart() -> None:
    """A checkpoint of messages leads to the next one, in another client."""
    async with Sandbox() as box:
        since = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=5)
        order, found = box.sell(), list[int]()
        ids = [box.write(order, f"{one}") for one in range(6)]
        checkpoint = None
        while len(found) < len(ids):
            async with watching(box) as ds:
                watch = ds.chats.watch(since=since)
                if checkpoint is not None:
                    watch = watch.resume(checkpoint)
                found += [(await anext(watch)).id for _ in range(2)]
                checkpoint = watch.checkpoint()

        assert found == ids


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"every": 0}, "every must be seconds above 0"),
        ({"every": dt.timedelta(0)}, "every must be seconds above 0"),
        ({"every": "30"}, "every must be seconds above 0"),
        ({"overlap": dt.timedelta(-1)}, "overlap must be seconds above 0"),
        ({"since": "today"}, "since must be a date"),
        ({"since": dt.datetime(2026, 1, 1)}, "since must be a date"),  # noqa: DTZ001
        ({"product_ids": []}, "product_ids is empty"),
        ({"product_ids": [0]}, r"product_ids\[0\] must be at least 1"),
    ],
)
async def test_refused(arguments: dict[str, object], words: str) -> None:
    """What cannot be watched is refused by name, at once."""
    async with Digiseller(1, "KEY", retry=QUICK) as ds:
        with pytest.raises(ArgumentError, match=words):
            ds.sales.watch(**arguments)  # type: ignore[arg-type]
        with pytest.raises(ArgumentError, match="own must be True or False"):
            ds.chats.watch(own=1)  # type: ignore[arg-type]
