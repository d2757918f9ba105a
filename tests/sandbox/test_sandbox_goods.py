"""New products and new prices in the sandbox, and what they are refused for."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from digiseller_async.sandbox import Sandbox

FIRST = 2_339_982
BOTH = [{"locale": "ru-RU", "value": "Новый"}, {"locale": "en-US", "value": "New"}]
NEW: dict[str, Any] = {
    "content_type": "text",
    "name": BOTH,
    "description": BOTH,
    "price": {"price": 12.5, "currency": "USD"},
    "categories": [{"owner": 0, "category_id": 78_102}],
}


async def created(client: httpx.AsyncClient, kind: str, **parts: Any) -> dict[str, Any]:
    """Create a product, and return the answer."""
    body = {name: one for name, one in {**NEW, **parts}.items() if one is not None}
    found: dict[str, Any] = (await client.post(f"/api/product/create/{kind}", json=body)).json()
    return found


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("kind", "parts", "code"),
    [
        ("book", {"content_type": None}, "body"),
        ("book", {"content_type": "Video"}, "body"),
        ("book", {"categories": None}, "category-0"),
        ("book", {"categories": [{"owner": 1}]}, "category-0"),
        ("book", {"name": None}, "name"),
        ("book", {"description": []}, "description"),
        ("book", {"description": BOTH[:1], "categories": [{"owner": 1, "category_id": 1}]}, None),
        ("book", {"price": None}, "price"),
        ("book", {"price": {"currency": "USD"}}, "price"),
        ("book", {"price": {"price": 0}}, "price"),
        ("uniquefixed", {"content_type": "Form"}, "content_type"),
        ("uniqueunfixed", {}, "prices"),
    ],
)
async def test_refused(
    box: Sandbox, client: httpx.AsyncClient, kind: str, parts: dict[str, Any], code: str | None
) -> None:
    """A product that lacks what it needs is refused, and nothing is created."""
    answer = await created(client, kind, **parts)

    assert (answer["retval"], answer["errors"][0]["code"]) == (1, code or "description")
    assert len(box.stock) == 40


@pytest.mark.asyncio
@pytest.mark.parametrize(("content", "kind"), [("FILE", "file"), ("Text", "text")])
async def test_content(client: httpx.AsyncClient, content: str, kind: str) -> None:
    """A new product sells what was asked for, in whatever letters; nothing is there yet."""
    number = (await created(client, "arbitrary", content_type=content))["content"]["product_id"]
    url = f"/api/products/{number}/data"
    page = (await client.get(url, params={"seller_id": 12126})).json()["product"]

    assert (page["type"], page["num_in_stock"], page["is_available"]) == (kind, 0, 0)
    assert (page["category_id"], page["collection"]) == (78_102, "digi")
    assert (page["options"], page["preview_imgs"], page["statistics"]["sales"]) == ([], [], 0)


@pytest.mark.asyncio
async def test_later_edits(client: httpx.AsyncClient) -> None:
    """A new product can be edited as one of its kind, and as no other."""
    number = (await created(client, "software"))["content"]["product_id"]
    book, software = [
        (await client.post(f"/api/product/edit/{kind}/{number}", json={"enabled": False})).json()
        for kind in ("book", "software")
    ]

    assert (book["retval"], software["retval"]) == (1, 0)


async def price_errors(client: httpx.AsyncClient, *changes: dict[str, Any]) -> dict[str, str]:
    """Set prices, and return the errors of the task."""
    reply = await client.post("/api/product/edit/prices", json=list(changes))
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    url, query = "/api/product/edit/UpdateProductsTaskStatus", {"taskId": reply.text}
    for _ in range(2):
        await client.get(url, params=query)
    errors = (await client.get(url, params=query)).json()["ErrorsDescriptions"]
    return {one["Key"]: one["Value"] for one in errors or ()}


@pytest.mark.asyncio
async def test_wrong_prices(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A wrong price or an unknown variant leaves all prices of its product as they were."""
    before = [box.stock.find(FIRST + place).price for place in range(2)]
    rate = {"rate": 1, "type": "PricePlus"}
    errors = await price_errors(
        client,
        {"product_id": FIRST, "price": 5, "variants": [{"variant_id": 1, **rate}]},
        {"product_id": FIRST + 1, "price": 0},
    )

    assert errors == {
        str(FIRST): "Variant not found: 1",
        str(FIRST + 1): "price is not above 0: 0",
    }
    assert [box.stock.find(FIRST + place).price for place in range(2)] == before
    assert box.applied["products.set_prices"] == 0
    empty = (await client.post("/api/product/edit/prices", json=[])).json()
    assert (empty["retval"], empty["errors"][0]["code"]) == (1, "prices")


@pytest.mark.asyncio
async def test_what_variants_cost(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A chosen variant raises or lowers the price, by percent or by an amount, never to nothing."""
    item = box.stock.find(FIRST)
    item.price, item.currency = Decimal(100), "USD"
    query: dict[str, str | int] = {
        "product_id": FIRST,
        "currency": "WMZ",
        "options[]": "28000:41001",
    }
    found: list[object] = []
    for kind, rate in (
        ("PercentPlus", 10),
        ("percentminus", 10),
        ("priceplus", 7),
        ("priceminus", 7),
        ("priceminus", 500),
    ):
        change = {"variant_id": 41_001, "rate": rate, "type": kind}
        assert await price_errors(client, {"product_id": FIRST, "variants": [change]}) == {}
        quote = (await client.get("/api/products/price/calc", params=query)).json()
        found.append(quote["data"]["price"])

    assert found == [110.88, 90.72, 107.86, 93.74, 0.01]


@pytest.mark.asyncio
@pytest.mark.parametrize("with_options", [True, False])
async def test_options_of_clones(client: httpx.AsyncClient, *, with_options: bool) -> None:
    """A clone has the options, under ids of their own, if they were to be copied."""
    reply = await client.post(f"/api/product/clone/{FIRST}", json={"options": with_options})
    (number,) = reply.json()["content"]["products"]
    first, second = [
        (await client.get(f"/api/products/{one}/data")).json()["product"]["options"]
        for one in (FIRST, number)
    ]

    assert [one["label"] for one in second] == [one["label"] for one in first] * with_options
    assert {one["id"] for one in first}.isdisjoint(one["id"] for one in second)


@pytest.mark.asyncio
@pytest.mark.parametrize("lacking", ["name", "type", "product_id"])
async def test_options_that_lack_something(client: httpx.AsyncClient, lacking: str) -> None:
    """An option without a name, a type or a product is refused."""
    body = {"product_id": FIRST, "name": BOTH, "type": "text"}
    del body[lacking]
    answer = (await client.post("/api/products/options", json=body)).json()

    assert (answer["retval"], answer["errors"][0]["code"]) == (1, "body")
