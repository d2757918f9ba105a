"""Pydantic takes models as fields, reads them as `from_dict` does, and writes them as `to_json`."""

from __future__ import annotations

import datetime as dt
import json
import sys
from decimal import Decimal
from types import ModuleType
from typing import Any

import pydantic
import pytest
from hypothesis import given, settings
from pydantic import BaseModel, TypeAdapter
from support.any_models import MODELS, any_model

from digiseller_async import Page, from_dict, from_json, to_dict, to_json
from digiseller_async.models import (
    AccountCurrency,
    CatalogPage,
    CatalogProduct,
    Category,
    Image,
    Localized,
    Model,
    Operation,
    Preorder,
    Product,
    Receipt,
    ReceiptProduct,
    Subcategory,
)
from digiseller_async.models._serialization import field_docs

AT = dt.datetime(2026, 11, 27, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))
ODD = dt.timezone(dt.timedelta(hours=2, minutes=30, seconds=17))  # Moscow's before 1916
RECEIPT = Receipt(
    account_operation_id=1,
    operation=Operation(datetime=AT, price=Decimal("33.50"), currency=AccountCurrency("WMQ")),
    product=ReceiptProduct(name=(Localized(value="Ключ"),)),
)


class Order(BaseModel):
    """A model of a user's own."""

    receipt: Receipt
    more: list[Receipt] = []
    page: Page[Receipt] | None = None


@pytest.mark.parametrize("model", MODELS)
def test_round_trips(model: type[Model]) -> None:
    """Pydantic writes each model as `to_json` does, and reads it back."""
    adapter = TypeAdapter[Any](model)

    @settings(max_examples=3)  # of each of the models
    @given(any_model(model))
    def check(value: Any) -> None:
        written = adapter.dump_json(value)
        assert written.decode() == to_json(value)
        assert adapter.validate_json(written) == value
        assert adapter.validate_python(value) is value
        assert adapter.validate_python(adapter.dump_python(value)) == value

    check()


def test_fields() -> None:
    """A model is a field, also in a list, as a page, and nullable."""
    page = Page(items=(RECEIPT,), number=1, size=1, total_items=1, total_pages=1, has_next=False)
    order = Order(receipt=RECEIPT, more=[RECEIPT], page=page)

    assert order.receipt is RECEIPT
    assert Order.model_validate_json(order.model_dump_json()) == order
    assert Order.model_validate(order.model_dump()) == order
    assert order.model_dump(exclude_none=True)["receipt"]["operation"] == {
        "datetime": AT,
        "price": Decimal("33.50"),
        "currency": "WMQ",
    }
    assert order.model_dump_json(include={"receipt": {"operation": {"price"}}}) == (
        '{"receipt":{"operation":{"price":"33.50"}}}'
    )
    chosen = TypeAdapter(list[Receipt]).dump_python(
        [RECEIPT],
        include={0: {"product", "account_operation_id"}},
        exclude={0: {"product": {"id"}}},
    )
    assert chosen == [
        {
            "account_operation_id": 1,
            "product": {"name": ({"locale": None, "value": "Ключ"},), "deleted": None},
        }
    ]


def test_pages() -> None:
    """A page has what it says beside its items as the model that it is."""
    page = Page(
        items=(CatalogProduct(id=1),),
        number=1,
        size=1,
        total_items=None,
        total_pages=1,
        has_next=False,
        about=CatalogPage(categories=(Subcategory(id=7),)),
    )
    adapter = TypeAdapter(Page[CatalogProduct])
    anything: TypeAdapter[Page[Any]] = TypeAdapter(Page)

    assert adapter.validate_json(adapter.dump_json(page)) == page
    assert adapter.dump_json(page) == anything.dump_json(page) == to_json(page).encode()
    assert adapter.json_schema()["title"] == "Page[CatalogProduct]"


@pytest.mark.parametrize(
    ("document", "place", "message"),
    [
        ({}, ("account_operation_id",), "is required"),
        (
            {"account_operation_id": 1, "operation": {"price": 33.5}},
            ("operation", "price"),
            "must be a number as text, such as '33.50', not a float; a float is not exact",
        ),
        (
            {"account_operation_id": 1, "product": {"name": [{}, {"{value}": 1}]}},
            ("product", "name", 1),
            "has no field '{value}'; its fields are locale, value",
        ),
    ],
)
def test_refused(document: Any, place: tuple[Any, ...], message: str) -> None:
    """What `from_dict` refuses is an error of pydantic's, at its place."""
    with pytest.raises(pydantic.ValidationError) as caught:
        Order.model_validate({"receipt": document})

    (error,) = caught.value.errors()
    assert (error["type"], error["loc"]) == ("digiseller_model", ("receipt", *place))
    assert error["msg"] == message


def test_schemas() -> None:
    """A schema has types, formats and docstrings, and what is read may lack what has a default."""
    read = TypeAdapter(Receipt).json_schema()
    written = TypeAdapter(Receipt).json_schema(mode="serialization")

    assert read["required"] == ["account_operation_id"]
    assert read["title"] == "Receipt"
    assert read["description"] == "One operation on the personal account."
    assert read["additionalProperties"] is False
    assert written["required"] == list(written["properties"]) == list(read["properties"])
    assert "additionalProperties" not in written
    assert read["properties"]["account_operation_id"] == {
        "description": "Account operation id (64 bits).",
        "format": "int64",
        "title": "Account Operation Id",
        "type": "integer",
    }
    operation = read["$defs"]["Operation"]["properties"]
    assert operation["price"] == {
        "anyOf": [{"format": "decimal", "type": "string"}, {"type": "null"}],
        "default": None,
        "description": "Operation price, in *currency*.",
        "title": "Price",
    }
    assert operation["datetime"]["anyOf"][0] == {"format": "date-time", "type": "string"}
    assert operation["currency"]["anyOf"] == [
        {"$ref": "#/$defs/AccountCurrency"},
        {"type": "null"},
    ]
    words = read["$defs"]["AccountCurrency"]["anyOf"]
    assert words[0]["enum"] == ["WMZ", "WMR", "WME", "WMX", "WMT", "WML"]
    assert words[1]["type"] == "string"
    assert read["$defs"]["ReceiptProduct"]["properties"]["name"]["items"] == {
        "$ref": "#/$defs/Localized"
    }


def test_schemas_of_trees() -> None:
    """A model that holds others of its kind refers to itself."""
    schema = TypeAdapter(list[Category]).json_schema()

    assert schema["items"] == {"$ref": "#/$defs/Category"}
    sub = schema["$defs"]["Category"]["properties"]["sub"]
    assert sub["items"] == {"$ref": "#/$defs/Category"}


def test_schemas_of_days_and_content() -> None:
    """A date or a moment is either, and content is base64."""
    day = TypeAdapter(Preorder).json_schema()["properties"]["delivery_date"]
    content = TypeAdapter(Image).json_schema()["properties"]["content"]

    assert [one["format"] for one in day["anyOf"][:2]] == ["date-time", "date"]
    assert (content["type"], content["contentEncoding"]) == ("string", "base64")


@pytest.mark.parametrize("day", [AT, AT.date(), AT.astimezone(ODD)])
def test_days(day: dt.date) -> None:
    """A day is written as the date or the moment that it is, whatever its offset."""
    preorder = Preorder(delivery_date=day)
    adapter = TypeAdapter(Preorder)

    written = adapter.dump_json(preorder)

    assert written.decode() == to_json(preorder)
    assert adapter.validate_json(written) == preorder
    assert Preorder(delivery_date=day) == from_dict(Preorder, to_dict(preorder))


def test_undocumented_values() -> None:
    """A value that no type is documented of is written as `to_json` does, whatever it holds."""
    product = Product(id=1, owner={"a": (Decimal("1.50"), Localized(value="x"))})

    written = TypeAdapter(Product).dump_json(product)

    assert json.loads(written) == json.loads(to_json(product))
    assert from_json(Product, written) == product


def test_without_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the source of a model is not there, its fields have no descriptions."""
    module = ModuleType("compiled")
    monkeypatch.setitem(sys.modules, "compiled", module)
    model = type("Compiled", (), {"__module__": "compiled"})

    assert field_docs.field_docs(model) == {}
    assert field_docs.field_docs(Receipt)["condition"] == "Condition code."
