"""Rows of models: columns, exact values, digests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest
import sqlalchemy as sa
from support.fake_shop import FakeShop
from support.sync_targets import Target

from digiseller_async._kinds import KINDS, Kind
from digiseller_async._sync.columns import layout_of
from digiseller_async._sync.rows import RowMaker, moment_text
from digiseller_async.models import (
    CommissionTemplate,
    Localized,
    Moment,
    Offer,
    Operation,
    OperationType,
    Receipt,
    ReceiptProduct,
)
from digiseller_async.models._serialization.columns import OWN_COLUMNS, Column, ColumnType

LAYOUTS = {kind.name: layout_of(kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_layouts(kind: Kind) -> None:
    """Each column has a name of its own, and the key and the moment are among them."""
    layout = LAYOUTS[kind.name]
    names = [column.name for column in layout.columns]

    assert len(set(names)) == len(names)
    assert set(names).isdisjoint(OWN_COLUMNS)
    assert layout.key in names
    assert not kind.moment or layout.moment in names
    assert layout.table.isidentifier()


def test_columns() -> None:
    """A model inside becomes columns, several of something JSON; the rest is typed."""
    found = {column.name: column.type for column in LAYOUTS["receipts"].columns}

    assert found["account_operation_id"] is ColumnType.WHOLE
    assert found["operation_price"] is ColumnType.NUMBER
    assert found["operation_datetime"] is ColumnType.MOMENT
    assert found["operation_type"] is ColumnType.WORD
    assert found["product_name"] is ColumnType.JSON
    assert found["product_deleted"] is ColumnType.FLAG
    names = {column.name for column in LAYOUTS["products"].columns}
    assert "sale_info_sale_percent" in names
    assert "owner_id" not in names  # only JSON has it


@attrs.frozen(kw_only=True)
class Awkward:
    """A model whose fields are named as our own columns."""

    seller: int
    gone: Moment | None = None
    anything: Any = None


def test_own_names() -> None:
    """A field that is named as one of our own columns gets an underscore behind its name."""
    kind = Kind(name="awkward", model=Awkward, key="seller", open=lambda _, __, ___: NotImplemented)

    layout = layout_of(kind)

    assert [column.name for column in layout.columns] == ["seller_", "gone_", "anything"]
    assert layout.primary_key == ("seller", "seller_")
    assert RowMaker(layout.columns)(Awkward(seller=3, anything={"b": [1]}))[0] == (
        *(3, None, '{"b":[1]}'),
    )


MOSCOW = dt.timezone(dt.timedelta(hours=3))
EXACT = Receipt(
    account_operation_id=2**63 - 1,
    operation=Operation(
        id=-(2**63),
        type=OperationType("a_new_word"),
        datetime=dt.datetime(2026, 11, 1, 1, 30, 0, 7, tzinfo=MOSCOW),
        percent=Decimal("0E-8"),
        price=Decimal("33.50"),
        on_account=Decimal("-123456789012345678901234567890.123456789012345678901234567890"),
    ),
    product=ReceiptProduct(id=1, name=(Localized(value='Ключ "№1"'),), deleted=False),
    date_free=dt.datetime(1, 1, 2, tzinfo=dt.UTC),
)


def test_values() -> None:
    """Amounts keep every digit, and moments are text of one width in UTC."""
    layout = LAYOUTS["receipts"]
    row, digest, has_nul = RowMaker(layout.columns)(EXACT)
    found = dict(zip([column.name for column in layout.columns], row, strict=True))

    assert found["operation_price"] == "33.50"
    assert found["operation_percent"] == "0.00000000"
    assert str(found["operation_on_account"]).endswith("901234567890")
    assert found["operation_datetime"] == "2026-10-31T22:30:00.000007Z"
    assert found["date_free"] == "0001-01-02T00:00:00.000000Z"
    assert found["operation_type"] == "a_new_word"
    assert found["product_name"] == '[{"locale":null,"value":"Ключ \\"№1\\""}]'
    assert found["product_deleted"] is False
    assert found["response_type"] is None
    assert (len(digest), has_nul) == (32, False)


def test_digest() -> None:
    """The digest is of the values alone, and of each digit of them."""
    make = RowMaker(LAYOUTS["offers"].columns)

    digests = {make(Offer(product_id=1, price=Decimal(price)))[1] for price in ("1.5", "1.50")}

    assert len(digests) == 2
    assert make(Offer(product_id=1))[1] == make(Offer(product_id=1))[1]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a\0b", "ab"), ("\0\0", ""), ("\\u0000", "\\u0000"), ("\\\0\\\\\0", "\\\\\\")],
)
def test_nul(given: str, kept: str) -> None:
    """NUL characters are left out of texts, also within JSON, and what looks like one is not."""
    make = RowMaker(LAYOUTS["offers"].columns)
    names = (Localized(value=given),)
    row, _, has_nul = make(Offer(product_id=1, name=names))
    clean, *_ = make(Offer(product_id=1, name=(Localized(value=kept),)))
    template = RowMaker(LAYOUTS["templates"].columns)
    text, *_ = template(CommissionTemplate(id=1, name=given))

    assert row == clean
    assert text[1] == kept
    assert has_nul is (given != kept)


def test_row_of_nothing() -> None:
    """A field of an inner model that is not there is NULL."""
    columns = (Column("x_y_z", ("x", "y", "z"), ColumnType.WHOLE),)

    @attrs.frozen
    class Outer:
        x: Any

    assert RowMaker(columns)(Outer(None))[0] == (None,)


def test_moments_sort_as_text() -> None:
    """The texts of moments sort as the moments do."""
    moments = [
        dt.datetime(999, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.UTC),
        dt.datetime(2026, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14))),
        dt.datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=dt.UTC),
    ]

    assert sorted(map(moment_text, moments)) == list(map(moment_text, sorted(moments)))


@pytest.mark.anyio
async def test_round_trip(target: Target, shop: FakeShop) -> None:
    """What a database gives back of its tables is what the service sent, digit for digit."""
    shop.offers = [
        {
            "product_id": 2**63 - 1,
            "name": [{"locale": "ru-RU", "value": "Ключ\0 №1"}],
            "price": Decimal("123456789012345678901234567890.1234567890"),
            "in_affiliate": True,
            "last_change": "2026-03-29T01:30:00.0000010",
        },
        {"product_id": 1, "price": "0.10"},
    ]
    async with shop.client() as ds:
        report = await target.sync(ds, "offers")
    small, large = target.rows("offers")
    with target.store() as store:
        offers = store.tables["offers"]
    same = sa.select(offers.c.product_id).where(
        offers.c.price == large["price"], offers.c.last_change == large["last_change"]
    )
    engine = target.engine()
    with engine.connect() as connection:
        assert connection.execute(same).scalars().all() == [2**63 - 1]
    engine.dispose()

    assert report.with_nul == 1
    assert str(small["price"]) == "0.10"
    assert small["name"] == []
    assert str(large["price"]) == "123456789012345678901234567890.1234567890"
    assert large["name"] == [{"locale": "ru-RU", "value": "Ключ №1"}]
    assert large["in_affiliate"] is True
    assert large["last_change"] == dt.datetime(2026, 3, 28, 22, 30, 0, 1, tzinfo=dt.UTC)
