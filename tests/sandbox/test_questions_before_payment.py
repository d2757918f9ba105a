"""The sandbox asks the seller's own server before a payment, and the SDK answers it."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import anyio
import anyio.to_thread
import httpx
import pytest
from support.clients import client_of
from support.seller_applications import Scope, answering, serving

from digiseller_async import Digiseller, callbacks
from digiseller_async.models import Language
from digiseller_async.sandbox import ChosenOption, Sandbox, SellerServer
from digiseller_async.sandbox._http.outgoing import seller_calls

pytestmark = pytest.mark.anyio
SECRET = "form-secret"


async def with_form(ds: Digiseller, box: Sandbox, url: str, asks: str | None = None) -> int:
    """Let the seller's server hand over the goods of a product with options, and return it."""
    product_id = next(one.id for one in box.stock if one.in_stock)
    await ds.content.update_form(
        product_id=product_id,
        address=f"{url}/delivery",
        method="JSON",
        encoding="UTF8",
        url_for_quantity=asks,
    )
    return product_id


@pytest.mark.parametrize("of_product", [True, False])
async def test_quantities_are_asked_for(of_product: bool) -> None:  # noqa: FBT001 (a table)
    """Before a payment the server that has the goods is asked how many, signed; it may say no."""
    seen: list[callbacks.QuantityRequest] = []

    def count(request: callbacks.QuantityRequest) -> int | callbacks.Answer:
        seen.append(request)
        return 2 if len(seen) < 3 else callbacks.refuse(request, "Closed today")

    app = callbacks.App(secret=SECRET, on_quantity=count)
    async with serving(app) as url:
        asks = f"{url}/quantity"
        server = SellerServer(secret=SECRET, quantity_url=None if of_product else asks, delays=())
        async with Sandbox(server=server) as box, client_of(box) as ds:
            product_id = await with_form(ds, box, url, asks if of_product else None)
            choice, wish, *_ = await ds.options.list(product_id)
            chosen = [
                ChosenOption(id=choice.id, name="Kind", value="Usual", variant_id=41_000),
                ChosenOption(id=wish.id, name="Wish", value="<b> & ё"),
            ]
            order = box.sell(product_id=product_id, quantity=2, options=chosen)
            with pytest.raises(ValueError, match=r"^product \d+ was not sold: .* only 2; 3 "):
                box.sell(product_id=product_id, quantity=3)
            with pytest.raises(ValueError, match=r"refused it: Closed today$"):
                box.sell(product_id=product_id)
            await box.settle()
            asked = [one for one in box.seller_calls if one.kind == "quantity"]

        assert [one.signature_is_valid for one in seen] == [True, True, True]
        assert (seen[0].product_id, seen[0].count) == (product_id, 2)
        found = [(one.id, one.type, one.user_data) for one in seen[0].options]
        assert found == [(choice.id, choice.type, "41000"), (wish.id, wish.type, "<b> & ё")]
        assert [(one.status, one.invoice_id) for one in asked] == [(200, None)] * 3
        assert len(box.orders) == 61
        assert order.quantity == 2


@pytest.mark.parametrize("query", ["", "?format=json"])
@pytest.mark.parametrize("of_product", [True, False])
async def test_options_are_prechecked(query: str, of_product: bool) -> None:  # noqa: FBT001
    """If a product's precheck is on, the options are asked about, in either format; no means no."""
    seen: list[callbacks.PrecheckRequest] = []

    def check(request: callbacks.PrecheckRequest) -> str | None:
        seen.append(request)
        return "No such <nick>" if request.options[-1].value == "nobody" else None

    async with serving(callbacks.App(on_precheck=check)) as url:
        asks = f"{url}/precheck{query}"
        server = SellerServer(precheck_url=None if of_product else asks)
        async with Sandbox(server=server) as box, client_of(box) as ds:
            product_id = next(one.id for one in box.stock if one.in_stock)
            box.sell(product_id=product_id)
            await ds.options.set_precheck(
                product_id, precheck_active=True, precheck_url=asks if of_product else None
            )
            choice, wish, *_ = await ds.options.list(product_id)
            good, bad = (
                [
                    ChosenOption(id=choice.id, name="Kind", value="Usual", variant_id=41_000),
                    ChosenOption(id=wish.id, name="Wish", value=value),
                ]
                for value in ("me & <you>", "nobody")
            )
            box.sell(product_id=product_id, quantity=2, options=good)
            with pytest.raises(ValueError, match=r"refused the options: No such <nick>$"):
                box.sell(product_id=product_id, options=bad)

        assert [one.is_xml for one in seen] == [not query] * 2
        assert (seen[0].product_id, seen[0].cnt) == (product_id, Decimal(2))
        assert seen[0].lang is Language.RU
        found = [(one.id, one.type, one.value) for one in seen[0].options]
        assert found == [(choice.id, choice.type, "41000"), (wish.id, wish.type, "me & <you>")]
        assert {one.kind for one in box.seller_calls} == {"precheck"}
        assert len(box.orders) == 62


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (500, b"", "status 500"),
        (200, b"", "status 200"),
        (200, b"<oops", "status 200"),
        (200, b'{"product_id": 7, "count": 5}', "status 200"),
        (200, b'{"product_id": 2339982, "count": -5}', "status 200"),
        (200, b'{"product_id": 2339982}', "status 200"),
        (200, b'<?xml version="1.0" encoding="nobodys"?><a/>', "status 200"),
        (200, b'<?xml version="1.0" encoding="big5"?><a/>', "status 200"),
        (200, b'{"a":' * 100_000, "status 200"),
        (200, b" " * (1024**2 + 1), "no answer"),
        (None, b"http://[", "no answer"),
        (None, b"http://127.0.0.1:99999/", "no answer"),
        (None, b"http://127.0.0.1/\xff", "no answer"),
    ],
)
async def test_no_answer_before_a_payment(status: int | None, body: bytes, problem: str) -> None:
    """What is no answer stops the sale, and says what came instead; without status it is a URL."""
    app = answering(*[status or 200] * 2, body=body)
    async with serving(app) as url:
        asks = url if status else body.decode("ascii", "surrogateescape")
        server = SellerServer(quantity_url=asks, precheck_url=asks, delays=())
        async with Sandbox(server=server) as box, client_of(box) as ds:
            product_id = await with_form(ds, box, url)
            with pytest.raises(ValueError, match=rf"how many there are \({problem}\)$"):
                box.sell(product_id=product_id)
            await ds.options.set_precheck(product_id, precheck_active=True)
            with pytest.raises(ValueError, match=rf"options are good \({problem}\)$"):
                box.sell(product_id=product_id)
            assert len(box.orders) == 60


async def test_questions_end_with_the_sandbox() -> None:
    """A sale that waits for the seller's server ends when the sandbox is left."""
    is_asked = threading.Event()
    problems: list[str] = []

    async def hang(_scope: Scope, receive: Any, _send: Any) -> None:
        is_asked.set()
        while (await receive())["type"] != "http.disconnect":
            pass

    def sell(box: Sandbox, product_id: int) -> None:
        with pytest.raises(ValueError, match="the sandbox stopped before") as found:
            box.sell(product_id=product_id)
        problems.append(str(found.value))

    async with (
        serving(hang) as url,
        anyio.create_task_group() as tasks,
        Sandbox(server=SellerServer(quantity_url=url)) as box,
        client_of(box) as ds,
    ):
        product_id = await with_form(ds, box, url)
        tasks.start_soon(anyio.to_thread.run_sync, sell, box, product_id)
        await anyio.to_thread.run_sync(is_asked.wait)
    assert len(problems) == 1


async def test_slow_answers_are_no_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that takes longer than a buyer waits has not answered."""
    monkeypatch.setattr(seller_calls, "ANSWER_TIMEOUT", 0.0)
    async with (
        serving(answering()) as url,
        Sandbox(server=SellerServer(quantity_url=url)) as box,
        client_of(box) as ds,
    ):
        product_id = await with_form(ds, box, url)
        with pytest.raises(ValueError, match=r"\(no answer\)$"):
            box.sell(product_id=product_id)


async def test_the_page_asks_too() -> None:
    """A sale by the button of the page is asked about as well, and refused in words."""

    def count(request: callbacks.QuantityRequest) -> callbacks.Answer:
        return callbacks.refuse(request, "Closed <today>")

    async with serving(callbacks.App(secret=SECRET, on_quantity=count)) as url:
        server = SellerServer(secret=SECRET, quantity_url=f"{url}/quantity")
        async with (
            Sandbox(server=server) as box,
            client_of(box) as ds,
            httpx.AsyncClient(base_url=box.url, trust_env=False) as client,
        ):
            product_id = await with_form(ds, box, url)
            reply = await client.post("/shop/sell", data={"product_id": str(product_id)})

        assert reply.status_code == 400
        assert "refused it: Closed &lt;today&gt;" in reply.text
        assert len(box.orders) == 60
