"""Models become flat rows for DataFrames, with the columns that the sync's tables have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from support.any_models import MODELS, any_model

from digiseller_async import ArgumentError, from_dict, records, to_dict
from digiseller_async.models import (
    AccountCurrency,
    Category,
    Image,
    Localized,
    Operation,
    Product,
    Receipt,
    ReceiptProduct,
)
from digiseller_async.models._serialization import flat_reading
from digiseller_async.models._serialization.columns import Column, columns_of_model
from digiseller_async.sync import KINDS, columns_of

AT = dt.datetime(2026, 11, 27, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))


def test_rows() -> None:
    """A row has Python's exact values, and None for what is not there."""
    operation = Operation(datetime=AT, price=Decimal("33.50"), currency=AccountCurrency("WMQ"))
    product = ReceiptProduct(id=3, name=(Localized(value="na\0me"),), deleted=False)

    with_product, without = records(
        [
            Receipt(account_operation_id=1, operation=operation, product=product),
            Receipt(account_operation_id=2),
        ]
    )

    assert {name: value for name, value in with_product.items() if value is not None} == {
        "account_operation_id": 1,
        "operation_datetime": AT,
        "operation_price": Decimal("33.50"),
        "operation_currency": "WMQ",
        "product_id": 3,
        "product_name": '[{"locale":null,"value":"na\\u0000me"}]',
        "product_deleted": False,
    }
    assert str(with_product["operation_price"]) == "33.50"
    assert type(with_product["operation_currency"]) is str
    assert list(without) == list(with_product)
    assert {name for name, value in without.items() if value is not None} == {
        "account_operation_id"
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_columns(kind: Any) -> None:
    """A row has each column of the sync's table, and those that only one format has."""
    columns = {column.name for column in columns_of_model(kind.model)}

    assert {name.removesuffix("_") for name in columns_of(kind)} <= columns


@pytest.mark.parametrize("model", MODELS)
def test_names(model: type[Any]) -> None:
    """No two fields of a model share a column."""
    names = [column.name for column in columns_of_model(model)]

    assert len(set(names)) == len(names)


def test_trees_and_content() -> None:
    """What is below an item is JSON in one column; what is undocumented is JSON, too."""
    (row,) = records([Category(id=1, sub=(Category(id=2),))])
    (image,) = records([Image(content=b"\xff", content_type="image/png")])
    (product,) = records([Product(id=1, price=Decimal(5), owner={"a": Decimal("1.50")})])

    assert row["sub"].startswith('[{"id":2,"name":null,')
    assert image["content"] == b"\xff"
    assert (product["price"], product["owner"]) == (Decimal(5), '{"a":"1.50"}')


@pytest.mark.parametrize("models", [5, Receipt(account_operation_id=1), [5], "text"])
def test_refused(models: Any) -> None:
    """What is no list of models is refused."""
    with pytest.raises(ArgumentError, match=r"^models must be a (model|list of models), such as "):
        records(models)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_rows_come_back(kind: Any) -> None:
    """A row becomes the model that it was made of, but for a model in it without any value."""

    @settings(max_examples=10)  # of each kind
    @given(any_model(kind.model))
    def check(model: Any) -> None:
        (row,) = records([model])
        again = from_dict(kind.model, row, flat=True)
        assert records([again]) == [row]
        assert again == from_dict(kind.model, to_dict(again))

    check()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            {"operation_prize": 5},
            "Receipt has no column 'operation_prize'; its columns are ",
        ),
        ({"product_name": "secret"}, "Receipt: product_name must be JSON, as text"),
        ({"product_name": "[" * 100_000}, "Receipt: product_name must be JSON, as text"),
        ({"product_name": "\ud800"}, "Receipt: product_name must be JSON, as text"),
        ({"product_name": "5"}, "Receipt: product.name must be a list, not an int"),
        ({"product_deleted": 2}, "Receipt: product.deleted must be true or false, not an int"),
        ({"operation_price": 1.5}, "Receipt: operation.price must be a number as text"),
    ],
)
def test_refused_rows(row: Any, message: str) -> None:
    """A column that a model does not have, or that holds something else, is refused."""
    with pytest.raises(ArgumentError) as caught:
        from_dict(Receipt, {"account_operation_id": 1, **row}, flat=True)

    assert str(caught.value).startswith(message)
    assert "secret" not in str(caught.value)


def test_words() -> None:
    """The word of an open enum is a plain text, also where a model has it as one."""
    word: Any = "WMZ"
    rows = records([Operation(currency=word), Operation(currency=AccountCurrency.WMZ)])

    assert [(one["currency"], type(one["currency"])) for one in rows] == [("WMZ", str)] * 2


def test_columns_are_derived_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are read without looking at the fields of their model for each: that costs most."""
    derived: list[type[Any]] = []

    def columns(model: type[Any]) -> Iterator[Column]:
        derived.append(model)
        return columns_of_model(model)

    class Own(Localized):
        """A model that no other test reads."""

    monkeypatch.setattr(flat_reading, "columns_of_model", columns)
    for _ in range(2):
        assert from_dict(Own, {"value": "x"}, flat=True) == Own(value="x")

    assert derived == [Own]


def test_own_columns() -> None:
    """The columns that only the sync's tables have are left out; a field named so has a `_`."""
    row = {"account_operation_id": 1, "digest": "x", "gone": None, "condition_": 5}

    assert from_dict(Receipt, row, flat=True) == Receipt(account_operation_id=1, condition=5)


def test_no_rows() -> None:
    """What is no row is refused as it is elsewhere."""
    not_a_row: Any = [1]
    with pytest.raises(ArgumentError, match=r"^Receipt must be an object with the fields of "):
        from_dict(Receipt, not_a_row, flat=True)


def test_rows_at_once() -> None:
    """Rows are read one at a time; for several of them the error says so."""
    with pytest.raises(ArgumentError, match=r"^flat=True reads one row at a time: .*list\[Rec"):
        from_dict(list[Receipt], records([Receipt(account_operation_id=1)]), flat=True)
