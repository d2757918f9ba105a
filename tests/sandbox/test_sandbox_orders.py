"""The sandbox sells: orders, codes, chats, and what a sale does to stock and account."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digiseller_async.sandbox import ChosenOption, Order, Sandbox
from digiseller_async.sandbox._state.shop.orders import NEWEST_INVOICE, Orders
from digiseller_async.sandbox._state.stock import Stock

START = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
Visit = Callable[[Sandbox], AbstractAsyncContextManager[httpx.AsyncClient]]
IN_MOSCOW = datetime(2026, 11, 27, 15, 0)  # noqa: DTZ001 (the service's moments name no zone)


def clock() -> float:
    """Return the same moment each time."""
    return START.timestamp()


def sandbox(*, sales: int = 60, products: int = 40) -> Sandbox:
    """Return a sandbox that nobody has entered."""
    return Sandbox(clock=clock, sales=sales, products=products)


def orders_of(size: int, seed: int) -> Orders:
    """Return orders of a shop with some products."""
    return Orders(seed, size, Stock(seed, 7), clock)


@given(
    size=st.integers(0, 60),
    seed=st.integers(0, 1000),
    ages=st.lists(st.integers(-5, 70), max_size=6),
    window=st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
def test_orders_are_listed_by_their_moments(
    size: int, seed: int, ages: list[int], window: tuple[int, int]
) -> None:
    """Orders are listed newest first, those that were sold late in their places."""
    orders = orders_of(size, seed)
    box = sandbox(sales=size, products=7)
    newest = datetime(2026, 11, 1, 12, 0)  # noqa: DTZ001 (the service's moments name no zone)
    sold = [box.sell(paid=newest - timedelta(seconds=1801 * age)) for age in ages]
    start, finish = (newest - timedelta(seconds=1801 * one) for one in window)

    everything = list(box.orders)
    found = box.orders.between(start, finish)

    moments = [one.paid for one in everything]
    assert len(everything) == len(box.orders) == size + len(ages)
    assert moments == sorted(moments, reverse=True)
    assert {one.invoice_id for one in sold} <= {one.invoice_id for one in everything}
    assert [found[place] for place in range(len(found))] == [
        one.invoice_id for one in everything if start <= one.paid <= finish
    ]
    assert len(orders) == size


@given(index=st.integers(0, 99), seed=st.integers(0, 1000))
def test_a_code_leads_to_its_order(index: int, seed: int) -> None:
    """A unique code has 16 characters and leads to its own order, and a wrong one to none."""
    orders = orders_of(100, seed)
    order = orders.find(NEWEST_INVOICE - index)

    assert len(order.unique_code) == 16
    assert orders.by_code(order.unique_code) is order
    for wrong in ("", "x" * 16, order.unique_code[:-1] + "x", "99999999" + "0" * 8):
        assert orders.by_code(wrong) is None


def test_no_products_no_orders() -> None:
    """A shop without products has sold nothing, and cannot sell."""
    box = sandbox(products=0, sales=10)

    assert len(box.orders) == 0
    assert box.orders.get(None) is None
    with pytest.raises(ValueError, match="nothing is in stock"):
        box.sell()


def test_a_sale_takes_what_was_added() -> None:
    """A sale hands over the first piece of content, and it is gone from the stock."""
    box = sandbox()
    item = next(one for one in box.stock if one.in_stock)
    before = item.num_in_stock

    order = box.sell(
        buyer="a@b.example",
        quantity=2,
        options=[ChosenOption(id=1, name="Region", value="EU", variant_id=7)],
        parameters={"ref": "x"},
    )

    assert isinstance(order, Order)
    assert len(order.pieces) == 2
    assert order.price == 2 * item.price
    assert order.product_name in {one.value for one in item.name}
    assert (order.paid, order.buyer, order.state) == (IN_MOSCOW, "a@b.example", 3)
    assert order.parameters == {"ref": "x"}
    assert box.orders.by_code(order.unique_code) is order
    now = box.stock.get(item.id)
    assert now is not None
    assert now.num_in_stock == before - 2


async def add_texts(client: httpx.AsyncClient, product_id: int, *values: str) -> None:
    """Add content to a product."""
    texts = [{"value": value} for value in values]
    reply = await client.post(
        "/api/product/content/add/text",
        json={"product_id": product_id, "content": texts},
    )
    assert reply.json()["retval"] == 0


def product_of(box: Sandbox, collection: str) -> int:
    """Return a product of this collection."""
    return next(one.id for one in box.stock if one.collection == collection)


@pytest.mark.asyncio
async def test_keys_are_sold_once_and_books_again(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Each key is sold to one buyer, the oldest first; a book goes to every buyer."""
    key, book = product_of(box, "pins"), product_of(box, "book")
    await add_texts(client, key, "FIRST", "SECOND")
    await add_texts(client, book, "CHAPTER")

    sold = [box.sell(product_id=key).pieces[0].value for _ in range(2)]
    copies = [box.sell(product_id=book).pieces[0].value for _ in range(2)]

    assert sold == ["FIRST", "SECOND"]
    assert copies == ["CHAPTER", "CHAPTER"]


@pytest.mark.asyncio
async def test_codes_are_counted(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Codes that the service makes are counted down, and -1 of them never end."""
    product_id = next(one.id for one in box.stock if not one.in_stock)
    with pytest.raises(ValueError, match=f"product {product_id} has only 0 in stock"):
        box.sell(product_id=product_id)

    await client.get(f"/api/product/content/add/code/{product_id}/1")
    first = box.sell(product_id=product_id)
    with pytest.raises(ValueError, match="has only 0 in stock"):
        box.sell(product_id=product_id)
    await client.get(f"/api/product/content/add/code/{product_id}/-1")
    more = box.sell(product_id=product_id, quantity=3)

    assert len({one.value for one in (*first.pieces, *more.pieces)}) == 4


@pytest.mark.asyncio
async def test_the_sellers_server_hands_over(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Nothing is taken from the stock of a product whose goods the seller's own server has."""
    product_id = product_of(box, "pins")
    form = {"product_id": product_id, "address": "https://x.example", "encoding": "UTF8"}
    reply = await client.post("/api/product/content/update/form", json=form)
    assert reply.json()["retval"] == 0

    assert box.sell(product_id=product_id).pieces == ()


@pytest.mark.asyncio
async def test_a_sale_is_a_receipt(visit: Visit) -> None:
    """A sale and a refund are the newest receipts, under the filters that they belong to."""
    async with Sandbox(clock=clock) as box, visit(box) as client:
        await check_receipts(box, client)


async def check_receipts(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Sell, refund, and look for the receipts."""
    order = box.sell()
    box.refund(order)
    box.refund(order.invoice_id)

    async def receipts(**query: str) -> list[tuple[str, Decimal]]:
        reply = await client.get("/api/sellers/account/receipts", params={"count": "2", **query})
        rows = [one["operation"] for one in reply.json()["content"]["items"]]
        return [(one["type"], Decimal(str(one["on_account"]))) for one in rows]

    sale, refund = ("product_sale", order.credited), ("refund", -order.credited)
    assert order.is_refunded
    assert await receipts() == [refund, sale]
    assert (await receipts(type="refund"))[0] == refund
    assert sale not in await receipts(type="refund")
    assert (await receipts(currency=order.credited_currency))[:2] == [refund, sale]
    assert sale not in await receipts(allowType="only")
    assert (await receipts(allowType="exclude"))[:2] == [refund, sale]
    assert sale not in await receipts(finish="2026-11-27T14:59")
    assert await receipts(start="2026-11-27T15:01") == []


def test_buyers_write_and_judge() -> None:
    """The buyer writes to the chat, and confirms or refutes the unique code."""
    box = sandbox()
    order = box.sell()
    quiet = order.last_activity

    message_id = box.write(order, "Where is my key?")
    states = [order.code.state]
    order.code.checked = order.paid
    states.append(order.code.state)
    order.code.delivered = order.paid
    states.append(order.code.state)
    box.confirm(order)
    states.append(order.code.state)
    box.refute(order.invoice_id)
    states.append(order.code.state)

    assert quiet == order.paid
    assert [(one.id, one.text, one.by_buyer) for one in order.messages] == [
        (message_id, "Where is my key?", True)
    ]
    assert order.last_activity == IN_MOSCOW
    assert states == [1, 5, 2, 3, 4]


def test_orders_at_the_start_have_chats() -> None:
    """One of three orders at the start has a chat; ids of messages are never used twice."""
    messages = [one for order in sandbox(sales=90).orders for one in order.messages]

    assert len([order for order in sandbox(sales=90).orders if order.messages]) == 30
    assert len({one.id for one in messages}) == len(messages)


def test_unknown_orders_are_refused() -> None:
    """An order that is not the seller's cannot be changed."""
    with pytest.raises(ValueError, match="There is no order 5"):
        sandbox().refund(5)


def test_moments_with_a_zone() -> None:
    """A moment with a zone is the same moment on Moscow's clock."""
    assert sandbox().sell(paid=START).paid == IN_MOSCOW


def test_what_is_in_stock_is_sold() -> None:
    """Without a product the first one that is in stock is sold."""
    box = Sandbox(seed=4)
    first = next(iter(box.stock))

    assert not first.in_stock
    assert box.sell().product_id == next(one.id for one in box.stock if one.in_stock)


@pytest.mark.asyncio
async def test_sandboxes_sell_in_any_state() -> None:
    """A sandbox sells before it is entered, while it serves, and after it is left."""
    box = sandbox()
    numbers = [box.sell().invoice_id]
    async with box:
        numbers.append(box.sell().invoice_id)
        with pytest.raises(ValueError, match="Product not found: 1"):
            box.sell(product_id=1)
    numbers.append(box.sell().invoice_id)

    assert numbers == [NEWEST_INVOICE + 1, NEWEST_INVOICE + 2, NEWEST_INVOICE + 3]
