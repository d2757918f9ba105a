"""The sandbox calls the seller's own server as the service does, and the SDK answers it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from support.clients import client_of
from support.seller_applications import answering, serving

from digiseller_async import callbacks
from digiseller_async.models import CodeState, FormMethodWord
from digiseller_async.sandbox import ChosenOption, Sandbox, SellerServer

pytestmark = pytest.mark.anyio
QUICK = (0.0, 0.0, 0.0)
PASSWORD = "Notify-Me"
SECRET = "form-secret"


@pytest.mark.parametrize("form", ["query", "json", "form"])
async def test_sales_are_told(form: Any) -> None:
    """A sale is told, signed, in each form that the service knows, and read as it was."""
    seen: list[callbacks.SaleNotification] = []
    app = callbacks.App(password=PASSWORD, on_sale=seen.append)
    async with serving(app) as url:
        server = SellerServer(
            sale_url=f"{url}/sale", sale_password=PASSWORD, sale_format=form, delays=QUICK
        )
        async with Sandbox(server=server) as box, client_of(box) as ds:
            order = box.sell(buyer="ё@example.com", parameters={"ref": "a&b"})
            await box.settle()
            (told,) = seen
            assert (told.id_i, told.id_d) == (order.invoice_id, order.product_id)
            assert (told.amount, told.currency) == (order.price, order.currency)
            assert told.email == "ё@example.com"
            assert told.parameters == {"ref": "a&b"}
            assert told.date is not None
            # It does not cover the amount: what is believed is read.
            assert (await ds.purchases.get(told.id_i)).amount == order.credited
            (call,) = box.seller_calls
            assert (call.kind, call.status, call.invoice_id) == ("sale", 200, order.invoice_id)


async def test_sales_are_told_until_they_are_heard() -> None:
    """A call that is not answered with 200 is repeated, and given up in the end."""
    async with serving(answering(500, 404)) as url:
        server = SellerServer(sale_url=f"{url}/?shop=1", sale_format="query", delays=QUICK)
        async with Sandbox(server=server) as box:
            box.sell()
            await box.settle()
            assert [one.status for one in box.seller_calls] == [500, 404, 200]
            assert all("/?shop=1&ID_I=" in one.url for one in box.seller_calls)
    async with Sandbox(server=server) as box:
        box.sell()
        await box.settle()
        assert [one.status for one in box.seller_calls] == [None] * 4


async def test_wrong_password() -> None:
    """A sale with another password is refused, and no handler sees it."""
    seen: list[object] = []
    app = callbacks.App(password="other", on_sale=seen.append)
    async with serving(app) as url:
        server = SellerServer(sale_url=f"{url}/sale", sale_password=PASSWORD, delays=())
        async with Sandbox(server=server) as box:
            box.sell()
            await box.settle()
            assert [one.status for one in box.seller_calls] == [403]
    assert seen == []


async def test_messages_are_told() -> None:
    """A message of a buyer is told; it is unsigned, so the chat is read."""
    seen: list[callbacks.MessageNotification] = []
    async with serving(callbacks.App(on_message=seen.append)) as url:
        server = SellerServer(message_url=f"{url}/message", delays=QUICK)
        async with Sandbox(server=server) as box, client_of(box) as ds:
            order = box.sell()
            message_id = box.write(order, "Where is it?")
            await box.settle()
            (told,) = seen
            assert (told.debate_id, told.message_id) == (order.invoice_id, message_id)
            assert told.text == "Where is it?"
            (found,) = await ds.chats.messages(order.invoice_id)
            assert (found.id, found.message) == (message_id, told.text)


@pytest.mark.parametrize("method", ["JSON", "XML"])
async def test_goods_are_handed_over(method: FormMethodWord) -> None:
    """Goods of a form are asked for until they come; one order gets the goods of one."""
    asked: list[callbacks.DeliveryRequest] = []

    async def deliver(request: callbacks.DeliveryRequest) -> str | None:
        asked.append(request)
        return None if len(asked) < 3 else f"KEY-{request.inv}"

    async with serving(callbacks.App(secret=SECRET, on_delivery=deliver)) as url:
        server = SellerServer(secret=SECRET, delays=QUICK)
        async with Sandbox(server=server) as box, client_of(box) as ds:
            product_id = next(one.id for one in box.stock if one.in_stock)
            await ds.content.update_form(
                product_id=product_id, address=f"{url}/delivery", method=method, encoding="UTF8"
            )
            option = ChosenOption(id=5, name="Nick", value="<nick> & co")
            order = box.sell(product_id=product_id, options=[option])
            await box.settle()
            assert [one.value for one in order.pieces] == [f"KEY-{order.invoice_id}"]
            assert [(one.kind, one.status) for one in box.seller_calls] == [("delivery", 200)] * 3
            assert {one.inv for one in asked} == {order.invoice_id}
            assert asked[0].options[0].user_data == "<nick> & co"
            assert asked[0].lang is not None

            # What a delivery bot does when the buyer brings the code.
            verified = await ds.purchases.verify_code(order.unique_code)
            await ds.purchases.mark_delivered(order.unique_code)
            assert verified.inv == order.invoice_id
            assert order.code.state == CodeState.DELIVERED


async def test_goods_that_are_refused() -> None:
    """A refusal is final; an answer about another order, or none, is asked for again."""

    def refuse(request: callbacks.DeliveryRequest) -> callbacks.Answer:
        return callbacks.refuse(request, "Sold out")

    refusing = callbacks.App(secret="KEY", on_delivery=refuse)
    other = answering(body=b'{"id": "1", "inv": "5", "goods": "X", "error": ""}')
    for app, calls in ((refusing, 1), (other, 3), (answering(body=b"<oops"), 3)):
        async with serving(app) as url:
            server = SellerServer(delays=(0.0, 0.0))
            async with Sandbox(api_key="KEY", server=server) as box, client_of(box) as ds:
                product_id = next(one.id for one in box.stock if one.in_stock)
                address = f"{url}/delivery"
                await ds.content.update_form(
                    product_id=product_id, address=address, method="JSON", encoding="UTF8"
                )
                order = box.sell(product_id=product_id)
                await box.settle()
                assert order.pieces == ()
                assert len(box.seller_calls) == calls


async def test_calls_end_with_the_sandbox() -> None:
    """A sandbox that is left ends its calls; one that does not serve makes none."""
    server = SellerServer(sale_url="http://127.0.0.1:9/", delays=(60.0,))
    box = Sandbox(server=server)
    box.sell()
    async with box:
        box.sell()
        while not box.seller_calls:
            await anyio.lowlevel.checkpoint()
    box.sell(paid=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    await box.settle()

    assert len(box.seller_calls) == 1
