"""Pydantic takes models as fields, reads them as `from_dict` does, and writes them as `to_json`."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from decimal import Decimal
from types import ModuleType
from typing import Any, Generic, TypeVar

import pydantic
import pytest
from attrs import field, frozen
from hypothesis import given, settings
from pydantic import BaseModel, TypeAdapter
from support.any_models import MODELS, any_model

from digiseller_async import ArgumentError, Page, from_dict, from_json, records, to_dict, to_json
from digiseller_async.models import (
    AccountCurrency,
    CatalogPage,
    CatalogProduct,
    Category,
    Image,
    Localized,
    Model,
    Operation,
    PathCategory,
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


T = TypeVar("T")


class Envelope(BaseModel, Generic[T]):
    """A generic model of a user's own."""

    page: Page[T]


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


def test_generic_models() -> None:
    """A generic model of a user's own has a page of what it is told of."""
    page = Page(items=(RECEIPT,), number=1, size=1, total_items=1, total_pages=1, has_next=False)
    envelope = Envelope[Receipt](page=page)

    assert Envelope[Receipt].model_validate_json(envelope.model_dump_json()) == envelope
    assert envelope.model_dump_json() == f'{{"page":{to_json(page)}}}'


def test_unions() -> None:
    """A model in a union is written as what it is, though another had all the fields it needs."""
    tree = Category(id=1, sub=(Category(id=2),))
    adapter: TypeAdapter[Any] = TypeAdapter(PathCategory | Category)

    assert adapter.dump_json(tree).decode() == to_json(tree)
    with pytest.raises(pydantic.ValidationError) as caught:
        adapter.validate_python(5)
    assert [error["loc"] for error in caught.value.errors()] == [
        ("function-wrap[PathCategory()]",),
        ("function-wrap[Category()]",),
    ]


@frozen(kw_only=True)
class Noted(Receipt):
    """A receipt with fields of a user's own."""

    notes: list[Localized] = field(factory=list[Localized])
    days: tuple[dt.datetime, ...] | None = None


@frozen(kw_only=True)
class Weighed(Receipt):
    """A receipt with a field that no model has."""

    weight: float


def test_models_of_a_users_own() -> None:
    """A class that is derived from a model has all its fields, and what is not exact is refused."""
    noted = Noted(account_operation_id=1, notes=[Localized(value="x")], days=(AT.astimezone(ODD),))
    adapter = TypeAdapter(Noted)

    assert adapter.dump_json(noted).decode() == to_json(noted)
    assert adapter.validate_json(to_json(noted)) == from_dict(Noted, to_dict(noted)) == noted
    assert records([noted])[0]["notes"] == '[{"locale":null,"value":"x"}]'
    assert TypeAdapter(Receipt).dump_json(noted).decode() == to_json(
        Receipt(account_operation_id=1)
    )
    with pytest.raises(ArgumentError, match=r"not float$"):
        from_dict(Weighed, {"account_operation_id": 1, "weight": 1.5})
    with pytest.raises(ArgumentError, match=r"not float$"):
        TypeAdapter(Weighed)


def test_words() -> None:
    """An open enum is a field as it is in a model: read also if it is new, and documented so."""

    class Rate(BaseModel):
        """A model of a user's own."""

        currency: AccountCurrency = AccountCurrency.WMZ
        by_currency: dict[AccountCurrency, Decimal] = {}

    rate = Rate.model_validate_json('{"currency": "WMQ", "by_currency": {"WMR": "1.50"}}')
    assert (type(rate.currency), rate.currency.known) == (AccountCurrency, False)
    assert rate.by_currency == {AccountCurrency.WMR: Decimal("1.50")}
    assert rate.model_dump_json() == '{"currency":"WMQ","by_currency":{"WMR":"1.50"}}'
    assert (
        Rate.model_json_schema()["$defs"]["AccountCurrency"]
        == (TypeAdapter(Receipt).json_schema()["$defs"]["AccountCurrency"])
    )
    with pytest.raises(pydantic.ValidationError, match="must be a word, such as 'WMZ', not blank"):
        Rate.model_validate({"currency": " "})


def test_values_of_any_type() -> None:
    """A model is written also where pydantic knows nothing of its type."""
    anything: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])

    assert anything.dump_json({"a": RECEIPT}).decode() == f'{{"a":{to_json(RECEIPT)}}}'
    order = Order(receipt=RECEIPT)
    assert order.model_dump_json(serialize_as_any=True) == order.model_dump_json()


def test_other_values() -> None:
    """What is no such model is told of as pydantic does for its own."""
    not_a_receipt: Any = {"account_operation_id": 1}

    with pytest.warns(UserWarning, match="Expected `Receipt`, but got `dict`"):
        TypeAdapter(Receipt).dump_json(not_a_receipt)


def test_defaults_left_out() -> None:
    """What has the value of its default can be left out."""
    written = TypeAdapter(Receipt).dump_python(RECEIPT, exclude_defaults=True)

    assert written == {
        "account_operation_id": 1,
        "operation": {"datetime": AT, "price": Decimal("33.50"), "currency": "WMQ"},
        "product": {"name": ({"value": "Ключ"},)},
    }


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Page[int | str], "int | str"),
        (Page[dict[str, Receipt]], "dict[str, Receipt]"),
        (Page[Model], "Model"),
        (Page[str | int | None], "str | int | None"),
        (Model, "Model"),
    ],
)
def test_refused_kinds(kind: Any, name: str) -> None:
    """A page of what no model holds is refused when it is defined."""
    with pytest.raises(ArgumentError, match=rf"^kind must be made of .*, not {re.escape(name)}$"):
        TypeAdapter(kind)


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
    assert (
        json.loads(adapter.dump_json(preorder, include={"delivery_date"}))["delivery_date"]
        == (json.loads(written)["delivery_date"])
    )
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
