"""Read an account, with words, members, and words that the documentation does not list yet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import assert_type

from digiseller_async import Digiseller, Paginator
from digiseller_async.models import (
    Balance,
    BaseCurrency,
    BaseCurrencyWord,
    CurrencyRates,
    ExternalOperation,
    Permissions,
    Receipt,
    ReceiptType,
)

MOSCOW = dt.timezone(dt.timedelta(hours=3))


async def income(ds: Digiseller) -> Decimal:
    """Add up what came in since December, in roubles."""
    total = Decimal(0)
    receipts = ds.account.receipts(
        types=["product_sales", ReceiptType.REFUND, ReceiptType("a word of tomorrow")],
        currency="WMR",
        code_filter="hide_waiting_code_check",
        allow_type="only",
        start=dt.date(2025, 12, 1),
        finish=dt.datetime(2026, 1, 1, tzinfo=MOSCOW),
    )
    assert_type(receipts, Paginator[Receipt])
    async for receipt in receipts:
        if receipt.operation.on_account is not None:
            total += receipt.operation.on_account
    return total


async def others(ds: Digiseller) -> list[ExternalOperation]:
    """Read payments through aggregators, the dearest first."""
    operations = ds.account.external_operations(order="Amount DESC", code="only", page_size=500)
    return await operations.limit(10).all()


async def state(ds: Digiseller) -> tuple[Balance, Permissions]:
    """Read what there is, and what the key may do."""
    balance = await ds.account.balance()
    assert_type(balance.amount_z_free, Decimal | None)
    return balance, await ds.account.permissions()


async def rates(ds: Digiseller, base: BaseCurrencyWord = "EUR") -> list[CurrencyRates]:
    """Set a rate of one's own, and read all of that currency."""
    await ds.account.set_currency_rate(
        base_currency=base, type_currency="USD", bank="CBR", rate="1.05", complement=Decimal("0.5")
    )
    return await ds.account.currency_rates(base_currency=BaseCurrency(base))


async def from_settings(ds: Digiseller, word: str) -> list[CurrencyRates]:
    """Pass on a word from elsewhere: the enum takes any, and the service decides."""
    return await ds.account.currency_rates(base_currency=BaseCurrency(word))
