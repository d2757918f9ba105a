"""The rows that the sync keeps become the models that the lists gave."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from support.fake_shop import FakeShop, external, product, receipt
from support.sync_targets import Target

from digiseller_async import from_dict
from digiseller_async.sync import KINDS, flatten

pytestmark = pytest.mark.anyio
COUNT = 20


@pytest.mark.parametrize("name", ["receipts", "external-operations", "products", "offers"])
async def test_tables(target: Target, shop: FakeShop, name: str) -> None:
    """A row of a table is read, with the sync's own columns in it, from either database."""
    (kind,) = (one for one in KINDS if one.name == name)
    fill(shop)
    async with shop.client() as ds:
        await target.sync(ds, name)
        items = await kind.open(ds, 100, 0).all()

    found = [from_dict(kind.model, row, flat=True) for row in target.rows(name, own=True)]

    key = kind.key
    assert {getattr(one, key): one for one in found} == {getattr(one, key): one for one in items}
    assert len(found) == COUNT


async def test_plain_rows(sqlite: Target, shop: FakeShop) -> None:
    """So is a row that SQLite itself gives, with its texts and numbers, and one for a warehouse."""
    (kind,) = (one for one in KINDS if one.name == "receipts")
    fill(shop)
    async with shop.client() as ds:
        await sqlite.sync(ds, "receipts")
        items = await kind.open(ds, 100, 0).all()

    with closing(sqlite3.connect(sqlite.url)) as database:
        database.row_factory = sqlite3.Row
        rows: list[Any] = list(database.execute("SELECT * FROM receipts"))

    by_id = {one.account_operation_id: one for one in items}
    for row in (*map(dict, rows), *flatten(kind, items)):
        assert from_dict(kind.model, row, flat=True) == by_id[row["account_operation_id"]]


def fill(shop: FakeShop) -> None:
    """Give the shop rows of each kind."""
    product_sold = {"id": 7, "name": [{"locale": "ru-RU", "value": "Ключ"}], "deleted": False}
    shop.receipts = [
        receipt(one, one, **({"product": product_sold} if one % 2 else {})) for one in range(COUNT)
    ]
    shop.external = [external(one) for one in range(COUNT)]
    shop.products = [product(one + 1) for one in range(COUNT)]
    shop.offers = [
        {"product_id": one, "last_change": "2026-11-01T12:00:00"} for one in range(COUNT)
    ]
