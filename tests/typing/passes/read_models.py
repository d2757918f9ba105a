"""Read models: what they hold is typed, and a model is made of what it holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, assert_type

import attrs

from digiseller_async import Page, from_dict, from_json, to_json
from digiseller_async.models import (
    Category,
    Language,
    Localized,
    OperationType,
    PriceCurrency,
    Product,
    ProductPrice,
    Receipt,
)


def read(receipt: Receipt) -> str:
    """Read a receipt, and tell its kind by a word or by the enum."""
    operation = receipt.operation
    assert_type(operation.price, Decimal | None)
    assert_type(operation.datetime, dt.datetime | None)
    if operation.type == OperationType.PRODUCT_SALE:
        return "sold"
    return str(operation.type) if operation.type and operation.type.known else "new"


def names(categories: tuple[Category, ...]) -> list[str | None]:
    """Walk a tree."""
    return [name for one in categories for name in (one.name, *names(one.sub))]


def price(product: Product) -> ProductPrice:
    """Make a model, and another of it."""
    made = ProductPrice(price=product.price, currency=PriceCurrency.EUR)
    title = Localized(locale=Language.EN, value=product.name)
    print(title.value, attrs.asdict(made))
    return attrs.evolve(made, currency=PriceCurrency("a word of tomorrow"))


def read_back(rows: list[dict[str, Any]], text: str) -> Page[Receipt]:
    """Read models, lists and pages of what was written."""
    assert_type(from_dict(Receipt, rows[0]), Receipt)
    assert_type(from_dict(list[Receipt], rows), list[Receipt])
    assert_type(from_json(list[Receipt], text), list[Receipt])
    return from_json(Page[Receipt], to_json(from_dict(Page[Receipt], {"items": rows})))
