"""Edits of products in the sandbox, and what is seen of them elsewhere."""

from decimal import Decimal
from typing import Any, cast
from xml.etree import ElementTree as ET

import httpx
import pytest

from digiseller_async.sandbox import Sandbox

FIRST = 2_339_982  # the id of the first product
EDIT = "/api/product/edit"
COLLECTIONS = {
    "uniquefixed": "pins",
    "uniqueunfixed": "unit",
    "book": "book",
    "software": "soft",
    "arbitrary": "digi",
}
TEXTS = [
    {"locale": "ru-RU", "value": "Тестовый продукт №1"},
    {"locale": "en-US", "value": "Test product №1"},
]
SAMPLE: dict[str, Any] = {
    "enabled": True,
    "name": TEXTS,
    "price": {"price": 725, "currency": "RUB"},
    "comission_partner": 15,
    "categories": [{"owner": 0, "category_id": 7074}, {"owner": 1, "category_id": 18162}],
    "bonus": {"enabled": False, "percent": 5},
    "guarantee": {"enabled": True, "value": 5},
    "description": TEXTS,
    "add_info": TEXTS,
    "address_required": False,
    "instruction": {"type": "text", "locales": TEXTS},
    "present_product_id": 123321,
    "sales_limit": "",
    "online_checkout_name": "Тестовый продукт №1",
    "online_checkout_category": "Goods",
    "online_checkout_tax": "no_vat",
}
OWN: dict[str, dict[str, Any]] = {
    "uniquefixed": {
        "trial_url": "http://localhost",
        "verify_code": {"auto_verify": True, "verify_url": "http://example.com/verify"},
        "preorder": {"enabled": True, "delivery_date": "2018-10-10"},
    },
    "uniqueunfixed": {
        "prices": {
            "price": 250.5,
            "unit_quantity": 1000000,
            "currency": "RUB",
            "unit_name": "Gold",
        },
        "discounts": [{"unit_for_discount": 1.0, "discount": 1}],
        "limitations": {"type": "MinAndMax", "only_integer": True, "limitations": [1, 2]},
    },
    "book": {"trial_url": "http://localhost"},
    "software": {"trial_url": "http://localhost"},
    "arbitrary": {"pay_as_you_want": True},
    "base": {},
}


def parsed(reply: httpx.Response) -> ET.Element:
    """Return an answer in XML."""
    return ET.fromstring(reply.content)  # noqa: S314 (the sandbox's own words)


def product_id(box: Sandbox, way: str) -> int:
    """Return a product that may be edited in this *way*."""
    wanted = COLLECTIONS.get(way)
    ids = range(FIRST, FIRST + 40)
    stock = box.stock
    return next(one for one in ids if wanted in {None, stock.find(one).collection})


async def edited(box: Sandbox, client: httpx.AsyncClient, way: str, body: Any) -> dict[str, Any]:
    """Edit a product of the right type, and return the answer."""
    reply = await client.post(f"{EDIT}/{way}/{product_id(box, way)}", json=body)
    answer: dict[str, Any] = reply.json()
    return answer


def element(name: str, value: object) -> str:
    """Return XML for a field's *value*."""
    if isinstance(value, list):
        return "".join(element(name, one) for one in cast("list[object]", value))
    if isinstance(value, dict):
        parts = cast("dict[str, object]", value).items()
        return f"<{name}>{''.join(element(key, one) for key, one in parts)}</{name}>"
    return f"<{name}>{str(value).lower() if isinstance(value, bool) else value}</{name}>"


@pytest.mark.asyncio
@pytest.mark.parametrize("way", OWN)
async def test_the_pages_samples(box: Sandbox, client: httpx.AsyncClient, way: str) -> None:
    """Each type's sample is understood in JSON and in XML, and both do the same."""
    body = {**SAMPLE, **OWN[way]}
    number = product_id(box, way)
    answer = await edited(box, client, way, body)
    kept = box.stock.find(number).edits
    box.stock.find(number).edits = {}
    reply = await client.post(
        f"{EDIT}/{way}/{number}",
        content=element("request", body),
        headers={"accept": "text/xml", "content-type": "text/xml; charset=utf-8"},
    )

    assert answer == {
        "retval": 0,
        "retdesc": answer["retdesc"],
        "errors": None,
        "content": {"status": "Success"},
    }
    assert parsed(reply).findtext("content/status") == "Success"
    assert kept == box.stock.find(number).edits
    assert set(kept) == set(body)
    assert sum(box.applied[name] for name in box.applied if "edit" in name) == 2


@pytest.mark.asyncio
@pytest.mark.parametrize("way", COLLECTIONS)
async def test_types_must_fit(box: Sandbox, client: httpx.AsyncClient, way: str) -> None:
    """A product is edited as what it is, and all products in their base properties."""
    other = next(name for name in COLLECTIONS if name != way)
    reply = await client.post(f"{EDIT}/{way}/{product_id(box, other)}", json={"enabled": True})

    assert reply.json()["errors"][0]["code"] == "product_id"
    assert box.applied.total() == 1  # the sign-in


@pytest.mark.asyncio
async def test_partial_edits(box: Sandbox, client: httpx.AsyncClient) -> None:
    """What is not named stays, within an object, too; a list is replaced whole."""
    await edited(box, client, "book", SAMPLE)
    await edited(box, client, "book", {"name": TEXTS[:1], "bonus": {"enabled": True}})
    await edited(box, client, "book", {"price": {"price": 12.5}, "address_required": None})

    item = box.stock.find(product_id(box, "book"))
    assert item.edits["bonus"] == {"enabled": True, "percent": Decimal(5)}
    assert item.edits["name"] == tuple(TEXTS[:1])
    assert (item.price, item.currency) == (Decimal("12.5"), "RUB")
    assert item.edits["address_required"] is False


@pytest.mark.asyncio
@pytest.mark.parametrize("way", OWN)
async def test_edits_of_nothing(box: Sandbox, client: httpx.AsyncClient, way: str) -> None:
    """An edit that names nothing is answered with success, and changes nothing."""
    assert (await edited(box, client, way, {}))["content"] == {"status": "Success"}
    assert box.applied.total() == 1  # the sign-in


async def shown_in_shop(box: Sandbox, client: httpx.AsyncClient) -> dict[str, str]:
    """Return the names of the products that the shop has in the first one's category, by id."""
    query = {"seller_id": 12126, "category_id": box.stock.find(FIRST).categories[0], "rows": 500}
    reply = await client.get(
        "/api/shop/products", params=query, headers={"accept": "application/json"}
    )
    return {row["id"]: row["name"] for row in reply.json()["product"] or ()}


async def row_of_seller(client: httpx.AsyncClient) -> dict[str, Any]:
    """Return what the seller's own list says of the first product."""
    body = {"id_seller": 12126, "order_col": "name", "order_dir": "asc", "rows": 100, "page": 1}
    reply = await client.post("/api/seller-goods", json={**body, "show_hidden": 1})
    row: dict[str, Any] = next(one for one in reply.json()["rows"] if one["id_goods"] == FIRST)
    return row


@pytest.mark.asyncio
async def test_edits_are_seen(box: Sandbox, client: httpx.AsyncClient) -> None:
    """An edited name, text and price are seen wherever the product is shown."""
    body = {key: value for key, value in SAMPLE.items() if key != "categories"}
    await edited(box, client, "base", body)
    page = (await client.get(f"/api/products/{FIRST}/data")).json()["product"]
    (listed,) = (await client.post("/api/products/list", json={"ids": [FIRST]})).json()
    row, names = await row_of_seller(client), await shown_in_shop(box, client)

    name = TEXTS[0]["value"]
    assert {page["name"], listed["name"], row["name_goods"], names[str(FIRST)]} == {name}
    assert (page["info"], listed["info"]) == (name, name)
    assert (listed["base_price"], row["price"]) == (725, 725)


@pytest.mark.asyncio
@pytest.mark.parametrize(("commission", "shared", "percent"), [(15, True, 15), (-1, False, 0)])
async def test_commissions(
    box: Sandbox, client: httpx.AsyncClient, commission: int, *, shared: bool, percent: int
) -> None:
    """A commission of -1 takes a product out of the affiliate program."""
    await edited(box, client, "base", {"comission_partner": commission})

    item = box.stock.find(product_id(box, "base"))
    assert (item.in_affiliate, item.global_percent) == (shared, percent)


async def is_seen(box: Sandbox, client: httpx.AsyncClient) -> tuple[bool, bool]:
    """Tell if the first product is visible in the seller's own list, and if the shop has it."""
    row, names = await row_of_seller(client), await shown_in_shop(box, client)
    return row["visible"] > 0, str(FIRST) in names


@pytest.mark.asyncio
async def test_disabled_products(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A disabled product has a negative visibility in the seller's list, and is not in the shop."""
    assert await is_seen(box, client) == (True, True)
    await edited(box, client, "base", {"enabled": False})
    assert await is_seen(box, client) == (False, False)
    await edited(box, client, "base", {"enabled": True})
    assert await is_seen(box, client) == (True, True)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("way", "body", "code"),
    [
        ("base", {"name": []}, "name"),
        ("base", {"name": [{"locale": "ru-RU", "value": " "}]}, "name"),
        ("base", {"name": TEXTS[:1] * 2}, "name"),
        ("base", {"name": [{"locale": "fr-FR", "value": "a"}]}, "body"),
        ("base", {"instruction": {"locales": TEXTS[:1] * 2}}, "instruction"),
        ("base", {"price": {"price": 0}}, "price"),
        ("base", {"price": {"currency": "RUR"}}, "body"),
        ("base", {"bonus": {"percent": 100.5}}, "bonus"),
        ("base", {"comission_partner": -2}, "body"),
        ("base", {"categories": [{"owner": 4, "category_id": 1}]}, "body"),
        ("base", {"sales_limit": 2}, "body"),
        ("base", {"online_checkout_tax": "vat21"}, "body"),
        ("uniquefixed", {"preorder": {"delivery_date": "2018-13-10"}}, "preorder"),
        ("uniquefixed", {"preorder": {"delivery_date": "10.10.2018"}}, "body"),
        ("uniqueunfixed", {"prices": {"price": -1}}, "prices"),
        ("uniqueunfixed", {"prices": {"unit_quantity": 2}}, "body"),
        ("uniqueunfixed", {"discounts": [{"unit_for_discount": 0, "discount": 1}]}, "discounts"),
        (
            "uniqueunfixed",
            {"limitations": {"type": "MinAndMax", "limitations": [1]}},
            "limitations",
        ),
        ("uniqueunfixed", {"limitations": {"type": "FixedQuantity"}}, "limitations"),
        ("uniqueunfixed", {"limitations": {"limitations": [0]}}, "limitations"),
    ],
)
async def test_refused(
    box: Sandbox, client: httpx.AsyncClient, way: str, body: dict[str, Any], code: str
) -> None:
    """An edit that the pages do not allow is refused, and changes nothing."""
    answer = await edited(box, client, way, body)

    assert (answer["retval"], answer["errors"][0]["code"]) == (1, code)
    assert box.stock.find(product_id(box, way)).edits == {}


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("way", "first", "second"),
    [
        ("uniquefixed", {"preorder": {"enabled": True}}, {"preorder": {"enabled": False}}),
        ("arbitrary", {"pay_as_you_want": False}, {"pay_as_you_want": True}),
    ],
)
async def test_what_cannot_be_edited(
    box: Sandbox,
    client: httpx.AsyncClient,
    way: str,
    first: dict[str, Any],
    second: dict[str, Any],
) -> None:
    """A pre-order and paying as one likes are neither added to a product nor deleted."""
    assert (await edited(box, client, way, first))["retval"] == 0
    assert (await edited(box, client, way, second))["retval"] == 1
    assert (await edited(box, client, way, first))["retval"] == 0


@pytest.mark.asyncio
async def test_dates_of_preorders(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The date of a pre-order may have a time."""
    body = {"preorder": {"delivery_date": "2028-02-29T10:30"}}

    assert (await edited(box, client, "uniquefixed", body))["retval"] == 0


@pytest.mark.asyncio
async def test_limits(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Fixed quantities may be one or more, and without a type any number is a limit."""
    for limits in (
        {"type": "FixedQuantity", "limitations": [5]},
        {"type": "None"},
        {"limitations": [1, 2, 3]},
    ):
        answer = await edited(box, client, "uniqueunfixed", {"limitations": limits})
        assert answer["retval"] == 0
