"""FastAPI takes models as they are: response models, bodies, parts of a user's own models."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

import fastapi
import httpx
import pytest
from fastapi import Body
from pydantic import BaseModel

from digiseller_async import Page, from_json, to_json
from digiseller_async.models import (
    AccountCurrency,
    CatalogPage,
    CatalogProduct,
    Category,
    Image,
    Operation,
    Receipt,
    Subcategory,
)

AT = dt.datetime(2026, 11, 27, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))
RECEIPT = Receipt(
    account_operation_id=1,
    operation=Operation(datetime=AT, price=Decimal("33.50"), currency=AccountCurrency("WMQ")),
)
PAGE = Page(
    items=(CatalogProduct(id=7),),
    number=1,
    size=1,
    total_items=None,
    total_pages=1,
    has_next=False,
    about=CatalogPage(categories=(Subcategory(id=7),)),
)
TREE = Category(id=1, sub=(Category(id=2, sub=(Category(id=3),)),))
JSON = {"content-type": "application/json"}
app = fastapi.FastAPI()


class Order(BaseModel):
    """A model of a user's own."""

    receipt: Receipt | None
    note: str = ""


@app.get("/receipts")
async def receipts() -> list[Receipt]:
    """List receipts."""
    return [RECEIPT]


@app.get("/short", response_model_include={"account_operation_id"})
async def short() -> Receipt:
    """Give a receipt in short."""
    return RECEIPT


@app.get("/products")
async def products() -> Page[CatalogProduct]:
    """Give a page."""
    return PAGE


@app.get("/values", response_model_exclude_none=True)
async def values() -> Page[CatalogProduct]:
    """Give a page without what is None."""
    return PAGE


@app.get("/tree")
async def tree() -> Category:
    """Give a tree."""
    return TREE


@app.get("/image")
async def image() -> Image:
    """Give an image."""
    return Image(content=b"\xff\x00", content_type="image/png")


@app.post("/receipts")
async def add(receipt: Annotated[Receipt, Body()]) -> Receipt:
    """Take a receipt."""
    assert isinstance(receipt, Receipt)
    return receipt


@app.post("/orders")
async def order(order: Order) -> Order:
    """Take a model of a user's own."""
    return order


@pytest.fixture
async def client() -> Any:
    """Give a client of the application."""
    transport = httpx.ASGITransport(app)
    settings: Any = {"transport": transport, "base_url": "http://test", "headers": JSON}
    async with httpx.AsyncClient(**settings) as found:
        yield found


@pytest.mark.anyio
async def test_responses(client: httpx.AsyncClient) -> None:
    """A response has what `to_json` gives."""
    assert (await client.get("/receipts")).text == to_json([RECEIPT])
    assert (await client.get("/tree")).text == to_json(TREE)
    assert (await client.get("/image")).json() == {"content": "/wA=", "content_type": "image/png"}
    assert (await client.get("/short")).json() == {"account_operation_id": 1}
    page = await client.get("/products")
    assert from_json(Page[CatalogProduct], page.text) == PAGE
    assert (await client.get("/values")).json()["items"] == [{"id": 7}]


@pytest.mark.anyio
async def test_bodies(client: httpx.AsyncClient) -> None:
    """A body is read as `from_json` reads it, with text for amounts."""
    answer = await client.post("/receipts", content=to_json(RECEIPT))
    assert from_json(Receipt, answer.text) == RECEIPT

    answer = await client.post("/orders", content=f'{{"receipt": {to_json(RECEIPT)}}}')
    assert answer.json()["receipt"]["operation"]["price"] == "33.50"
    assert (await client.post("/orders", json={"receipt": None})).json()["receipt"] is None


@pytest.mark.anyio
async def test_refused_bodies(client: httpx.AsyncClient) -> None:
    """A body that is no such model is answered with 422, and the place in it."""
    operation = {"price": 33.5}
    body = {"account_operation_id": 1, "operation": operation}

    answers = [
        await client.post("/receipts", json=body),
        await client.post("/orders", json={"receipt": body}),
    ]

    assert [one.status_code for one in answers] == [422, 422]
    first, second = (one.json()["detail"][0] for one in answers)
    assert first["loc"] == ["body", "operation", "price"]
    assert second["loc"] == ["body", "receipt", "operation", "price"]
    assert first["msg"].startswith("must be a number as text, such as '33.50'")


@pytest.mark.anyio
async def test_openapi(client: httpx.AsyncClient) -> None:
    """The OpenAPI document names each model once, for what is read and for what is written."""
    document = (await client.get("/openapi.json")).json()

    schemas = document["components"]["schemas"]
    assert {"Receipt-Input", "Receipt-Output", "Operation-Input", "Operation-Output"} <= set(
        schemas
    )
    assert {"Category", "Page_CatalogProduct_", "AccountCurrency"} <= set(schemas)
    assert not [name for name in schemas if name.startswith("digiseller")]
    written, read = schemas["Receipt-Output"], schemas["Receipt-Input"]
    assert read["required"] == ["account_operation_id"]
    assert written["required"] == list(written["properties"])
    assert written["properties"]["operation"]["$ref"] == "#/components/schemas/Operation-Output"
    assert written["properties"]["date_free"] == {
        "anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}],
        "title": "Date Free",
        "description": "When the amount becomes available.",
    }
    operation = schemas["Operation-Output"]["properties"]
    assert operation["price"]["anyOf"] == [
        {"type": "string", "format": "decimal"},
        {"type": "null"},
    ]
    assert schemas["AccountCurrency"]["anyOf"][1]["type"] == "string"
    response = document["paths"]["/receipts"]["get"]["responses"]["200"]
    assert response["content"]["application/json"]["schema"]["items"] == {
        "$ref": "#/components/schemas/Receipt-Output"
    }
