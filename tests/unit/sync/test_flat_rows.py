"""Rows for other programs: flat, exact, with the columns that the tables have."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from digiseller_async.models import Localized, Operation, Receipt, ReceiptProduct
from digiseller_async.sync import KINDS, columns_of, flatten

RECEIPTS = next(kind for kind in KINDS if kind.name == "receipts")


def test_columns() -> None:
    """Each column says what its text means, or that it is none."""
    found = columns_of(RECEIPTS)

    assert found["account_operation_id"] is int
    assert found["operation_price"] is Decimal
    assert found["operation_datetime"] is dt.datetime
    assert found["operation_type"] is str
    assert found["product_deleted"] is bool
    assert found["product_name"] is str


def test_rows() -> None:
    """An amount keeps its digits, a moment its instant; what is inside becomes columns."""
    at = dt.datetime(2026, 11, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    product = ReceiptProduct(id=3, name=(Localized(value="na\0me"),), deleted=False)
    operation = Operation(id=2, datetime=at, price=Decimal("1E+3"), on_account=Decimal("3.50"))
    receipt = Receipt(account_operation_id=1, operation=operation, product=product)

    (row,) = flatten(RECEIPTS, [receipt])

    assert list(row) == list(columns_of(RECEIPTS))
    assert {name: value for name, value in row.items() if value is not None} == {
        "account_operation_id": 1,
        "operation_id": 2,
        "operation_datetime": "2026-11-01T09:00:00.000000Z",
        "operation_price": "1000",
        "operation_on_account": "3.50",
        "product_id": 3,
        "product_name": '[{"locale":null,"value":"name"}]',
        "product_deleted": False,
    }
