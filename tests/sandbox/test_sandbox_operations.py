"""What the sandbox's operations answer, and what they change."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from decimal import Decimal
from itertools import pairwise
from typing import Any

import httpx
import pytest

from digiseller_async.sandbox import ROUTES, Sandbox
from digiseller_async.sandbox._operations import HANDLERS

Visit = Callable[[Sandbox], AbstractAsyncContextManager[httpx.AsyncClient]]
Row = dict[str, Any]
FIRST = 2_339_982  # the id of the first product, in templates and in offers
FILTERS: list[tuple[dict[str, str], Callable[[Row], bool]]] = [
    ({"productId": str(FIRST + 3)}, lambda row: row["id"] == FIRST + 3),
    ({"priceMin": "5000.5"}, lambda row: row["price"] >= Decimal("5000.5")),
    ({"priceMax": "5000"}, lambda row: row["price"] <= 5000),
    ({"minComiss": "5"}, lambda row: row["percent"] is not None and row["percent"] >= 5),
    ({"maxComiss": "5.5"}, lambda row: row["percent"] is not None and row["percent"] <= 5),
    ({"name": "КАРТА"}, lambda row: "карта" in row["name"].lower()),
    ({"inAffiliate": "false"}, lambda row: not row["added_in_affiliate"]),
    ({"notInAffiliate": "False"}, lambda row: row["added_in_affiliate"]),
    ({"currency": "RUB"}, lambda row: row["currency"] in {"RUB", "RUR"}),
    ({"currency": "USD", "priceMin": "0"}, lambda row: row["currency"] == "USD"),
]


async def items(client: httpx.AsyncClient, path: str, **query: str) -> list[Row]:
    """Return the items of the first hundred."""
    reply = await client.get(path, params={"count": "100", **query})
    answer = reply.json(parse_float=Decimal)
    assert (answer["retval"], answer["retdesc"], answer["errors"]) == (0, None, None)
    rows: list[Row] = answer["content"]["items"]
    return rows


async def template_products(client: httpx.AsyncClient, **query: str) -> list[Row]:
    """Return products of the first template."""
    return await items(client, "/api/templates/products", templateId="1", **query)


async def set_percents(client: httpx.AsyncClient, percents: dict[int, int]) -> httpx.Response:
    """Set percents in the first template."""
    rows = [{"product_id": key, "percent": percent} for key, percent in percents.items()]
    return await client.post("/api/templates/products", json={"template_id": 1, "products": rows})


def test_each_route_has_a_handler() -> None:
    """The routes name each operation that the sandbox can carry out, and no other."""
    assert {route.operation for route in ROUTES} == set(HANDLERS)


@pytest.mark.asyncio
async def test_receipts_look_like_the_page(client: httpx.AsyncClient) -> None:
    """A receipt has the sample's fields, exact amounts and a date without a zone."""
    rows = await items(client, "/api/sellers/account/receipts")

    assert list(rows[0]) == [
        *("account_operation_id", "operation", "owner_id", "product", "response", "condition"),
        *("code_check_datetime", "date_free", "free_description"),
    ]
    for row in rows:
        operation = row["operation"]
        assert list(operation) == [
            *("id", "type", "datetime", "percent", "price", "currency", "on_account")
        ]
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,2}[1-9])?", operation["datetime"]
        )
        for name in ("percent", "price", "on_account"):
            assert operation[name].as_tuple().exponent == -2
    assert any(row["product"] and row["product"]["name"][0]["locale"] == "ru-RU" for row in rows)
    assert {type(row["response"]) for row in rows} == {dict, type(None)}
    assert rows[0]["operation"]["datetime"] == "2026-11-01T12:00:00"


@pytest.mark.asyncio
async def test_amounts_are_written_in_full(client: httpx.AsyncClient) -> None:
    """On the wire an amount is a JSON number with both digits, also 0.00."""
    text = (await client.get("/api/sellers/account/receipts")).text

    assert '"percent":0.00,' in text
    assert re.search(r'"price":\d+\.\d0,', text)
    assert "Пополнение" in text


@pytest.mark.asyncio
async def test_a_review_can_be_a_string(visit: Visit) -> None:
    """With response_as_string some receipts have the page's plain word for a review."""
    async with Sandbox(response_as_string=True) as box, visit(box) as client:
        rows = await items(client, "/api/sellers/account/receipts")

    assert {type(row["response"]) for row in rows} == {dict, type(None), str}


@pytest.mark.asyncio
async def test_external_operations_look_like_the_page(client: httpx.AsyncClient) -> None:
    """A cart has several items and no fee of its own; any other operation has one item."""
    rows = await items(client, "/api/sellers/account/receipts/external")

    for row in rows:
        fee = (row["ds_set"], row["currency_ds"])
        assert len(row["items"]) > 1 if row["is_cart"] else len(row["items"]) == 1
        assert (row["cart_id"] is not None) == row["is_cart"] == (fee == (None, None))
        assert row["name"].startswith("Корзина №") == row["is_cart"]
    assert any(row["is_cart"] for row in rows)
    assert all(one["date"] != other["date"] for one, other in pairwise(rows))
    paypal = await items(client, "/api/sellers/account/receipts/external", aggregator="paypal")
    assert all(row["transaction_id"] for row in paypal)


@pytest.mark.asyncio
async def test_the_balance_has_fifteen_amounts(client: httpx.AsyncClient) -> None:
    """The balance is free, locked and limited money in five wallets."""
    answer = (await client.get("/api/sellers/account/balance/info")).json(parse_float=Decimal)

    names = {f"amount_{one}_{state}" for one in "ztexl" for state in ("free", "lock", "plus")}
    assert answer["content"].keys() == names
    assert all(amount.as_tuple().exponent == -2 for amount in answer["content"].values())


@pytest.mark.asyncio
async def test_templates_are_kept(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A template is created, renamed, listed and deleted in either way."""
    made = (await client.post("/api/templates", json={"name": "Новый"})).json()["content"]
    assert made == {
        "id": 4,
        "name": "Новый",
        "seller_id": 12126,
        "created": "2026-01-01T03:00:00.2500000",
        "modified": "2026-01-01T03:00:00.2500000",
    }
    renamed = (await client.post("/api/templates/4", json={"name": "Other"})).json()["content"]
    assert renamed == {**made, "name": "Other"}
    assert [row["id"] for row in await items(client, "/api/templates")] == [1, 2, 3, 4]
    for reply in (
        await client.delete("/api/templates/4"),
        await client.post("/api/templates/delete/1"),
    ):
        assert (reply.status_code, reply.content) == (204, b"")
    assert [row["id"] for row in await items(client, "/api/templates")] == [2, 3]
    assert box.applied == {
        "sign_in": 1,
        "templates.create": 1,
        "templates.update": 1,
        "templates.delete": 2,
    }


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/templates", {"name": " "}),
        ("POST", "/api/templates", {}),
        ("POST", "/api/templates", ["name"]),
        ("POST", "/api/templates/99", {"name": "x"}),
        ("POST", "/api/templates/none", {"name": "x"}),
        ("DELETE", "/api/templates/99", None),
        ("POST", "/api/templates/delete/99", None),
        ("POST", "/api/templates/products", {"template_id": 99, "products": []}),
        ("POST", "/api/templates/products", {"template_id": 1, "products": []}),
        ("POST", "/api/templates/products", {"template_id": 1}),
        ("POST", "/api/templates/apply", {"template_id": 99, "seller_id": 1}),
        ("POST", "/api/templates/apply", {"template_id": 1}),
        ("GET", "/api/templates/products", None),
        ("GET", "/api/agents/offer", None),
    ],
)
async def test_what_cannot_be_done_is_refused(
    box: Sandbox, client: httpx.AsyncClient, method: str, path: str, body: object
) -> None:
    """A request that is incomplete or names nothing has retval 1 and no effect."""
    reply = await client.request(method, path, json=body)

    assert reply.status_code == 200
    assert (reply.json()["retval"], reply.json()["content"]) == (1, None)
    assert set(box.applied) == {"sign_in"}


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ["/api/templates", "/api/templates/products", "/api/agents/offer"])
@pytest.mark.parametrize("count", ["0", "101", "-1"])
async def test_at_most_a_hundred_rows(client: httpx.AsyncClient, path: str, count: str) -> None:
    """Where the page says 1 to 100, another count is refused."""
    query = {"templateId": "1", "sellerId": "1", "count": count}
    answer = (await client.get(path, params=query)).json()

    assert (answer["retval"], answer["errors"][0]["code"]) == (1, "count")


@pytest.mark.asyncio
async def test_percents_belong_to_a_template(client: httpx.AsyncClient) -> None:
    """Percents are null until they are set, and then only in the template that they are set in."""
    assert {row["percent"] for row in await template_products(client)} == {None}
    assert (await set_percents(client, {FIRST: 5, FIRST + 1: 7})).status_code == 204
    rows = await template_products(client)
    other = await items(client, "/api/templates/products", templateId="2")

    assert [row["percent"] for row in rows[:3]] == [5, 7, None]
    assert rows[0]["modified"] == "2026-01-01T03:00:00.2500000"
    assert {row["percent"] for row in other} == {None}


@pytest.mark.asyncio
@pytest.mark.parametrize("wrong", [{FIRST + 999: 1}, {FIRST + 1: 101}])
async def test_percents_are_set_all_or_none(
    client: httpx.AsyncClient, wrong: dict[int, int]
) -> None:
    """One unknown product or impossible percent leaves all the percents as they were."""
    reply = await set_percents(client, {FIRST: 5, **wrong})

    assert reply.json()["retval"] == 1
    assert {row["percent"] for row in await template_products(client)} == {None}


@pytest.mark.asyncio
@pytest.mark.parametrize(("query", "holds"), FILTERS)
async def test_products_are_filtered(
    client: httpx.AsyncClient, query: dict[str, str], holds: Callable[[Row], bool]
) -> None:
    """Each filter of a template's products lets through exactly the rows that it means."""
    await set_percents(client, {FIRST: 5, FIRST + 1: 7})
    every = await template_products(client)
    found = await template_products(client, **query)

    assert found == [row for row in every if holds(row)]
    assert 0 < len(found) < len(every)


@pytest.mark.asyncio
async def test_products_for_payment_and_by_language(client: httpx.AsyncClient) -> None:
    """Some products cannot be paid for, and names come in the language that is asked for."""
    every = await template_products(client, language="en-US")
    payable = await template_products(client, language="en-US", onlyPayment="true")

    assert 0 < len(payable) < len(every)
    assert all(row in every for row in payable)
    assert all(row["name"].isascii() for row in every)


@pytest.mark.asyncio
async def test_a_hundred_thousand_products(visit: Visit) -> None:
    """A page far inside a hundred thousand products comes, also under filters that are counted."""
    async with Sandbox(template_products=100_000) as box, visit(box) as client:
        query = {"templateId": "1", "count": "100", "page": "200", "currency": "USD"}
        answer = (await client.get("/api/templates/products", params=query)).json()

    assert (answer["content"]["total_count"], len(answer["content"]["items"])) == (20_000, 100)
    assert answer["content"]["has_next_page"] is False


@pytest.mark.asyncio
async def test_an_applied_template_shows_in_the_offers(
    box: Sandbox, client: httpx.AsyncClient
) -> None:
    """Applying gives one seller's offers the template's percents where products coincide."""
    await set_percents(client, {FIRST: 33, FIRST + 39: 44})
    before = await items(client, "/api/agents/offer", sellerId="8")
    body = {"template_id": 1, "seller_id": 7}
    reply = await client.post("/api/templates/apply", json=body)

    applied = await items(client, "/api/agents/offer", sellerId="7")
    assert reply.status_code == 204
    assert applied[0]["individual_percent"] == 33
    assert applied[0]["last_change"] == "2026-01-01T03:00:00.25"
    assert 44 not in {row["individual_percent"] for row in applied}
    assert await items(client, "/api/agents/offer", sellerId="8") == before
    assert box.applied["templates.apply"] == 1


@pytest.mark.asyncio
async def test_offers_are_filtered(client: httpx.AsyncClient) -> None:
    """Offers can be cut down to stock, to individual percents, to a product and to a name."""

    async def offers(**query: str) -> list[Row]:
        return await items(client, "/api/agents/offer", sellerId="7", **query)

    every = await offers()
    individual = await offers(onlyIndividual="true")
    stocked = await offers(onlyInStock="true")
    named = await offers(productName="activation")

    assert individual == [row for row in every if row["individual_percent"] is not None]
    assert 0 < len(individual) < len(every) == 25
    assert 0 < len(stocked) < len(every)
    assert named == [row for row in every if "Activation" in row["name"][1]["value"]]
    assert await offers(productId=str(FIRST + 2)) == every[2:3]
    assert await offers(productId="1") == []


@pytest.mark.asyncio
@pytest.mark.parametrize("accept", ["text/json", "application/json;q=0.9, text/html", "*/*"])
async def test_json_is_answered(client: httpx.AsyncClient, accept: str) -> None:
    """Any of the names of JSON in the Accept header brings JSON."""
    reply = await client.get("/api/templates", headers={"accept": accept})

    assert json.loads(reply.content)["retval"] == 0
    assert "charset=utf-8" in reply.headers["content-type"]


@pytest.mark.asyncio
async def test_nothing_but_json_and_xml_is_answered(
    box: Sandbox, client: httpx.AsyncClient
) -> None:
    """A request that accepts neither JSON nor XML gets 406, and changes nothing."""
    headers = {"accept": "text/html"}
    reply = await client.post("/api/templates", json={"name": "x"}, headers=headers)

    assert reply.status_code == 406
    assert box.applied["templates.create"] == 0


@pytest.mark.asyncio
async def test_only_json_and_xml_bodies_are_read(client: httpx.AsyncClient) -> None:
    """A body of another media type gets 415."""
    reply = await client.post("/api/templates", data={"name": "x"})

    assert reply.status_code == 415


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("query", "name"),
    [({"priceMin": "cheap"}, "priceMin"), ({"inAffiliate": "perhaps"}, "inAffiliate")],
)
async def test_arguments_that_cannot_be_understood(
    client: httpx.AsyncClient, query: dict[str, str], name: str
) -> None:
    """A filter that cannot be understood is refused by its name."""
    reply = await client.get("/api/templates/products", params={"templateId": "1", **query})

    assert reply.json()["retval"] == 1
    assert name in reply.text
