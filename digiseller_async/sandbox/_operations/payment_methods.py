"""A price comes in; what it is by each method of payment goes out."""

from dataclasses import dataclass
from decimal import Decimal

from .._state.stock import Item
from .prices import CENT, converted

SHOWN = ("RUB", "USD", "EUR", "UAH", "mBTC", "mLTC")
# What the usual method of payment costs on top, in percent.
USUAL = Decimal(2)


@dataclass(frozen=True)
class Method:
    """One currency of a method of payment, under its three-letter code."""

    code: str
    name: str
    currency: str
    commission: Decimal
    largest: Decimal | None = None  # in its currency


METHODS = (
    Method("WMZ", "WebMoney", "USD", Decimal("0.8")),
    Method("WMR", "WebMoney", "RUB", Decimal("0.8")),
    Method("WME", "WebMoney", "EUR", Decimal("0.8")),
    Method("WMU", "WebMoney", "UAH", Decimal("0.8")),
    Method("BNR", "Карты & СБП", "RUB", Decimal(5), Decimal(15_000)),
)
BY_CODE = {one.code: one for one in METHODS}
GROUPS = {"WebMoney": "WM", "Карты & СБП": "BANK"}


def with_commission(amount: Decimal, percent: Decimal) -> Decimal:
    """Return the *amount* with so many *percent* on top."""
    return (amount * (100 + percent) / 100).quantize(CENT)


def by_currency(item: Item) -> dict[str, dict[str, Decimal]]:
    """Return the price in each currency, as it is and by the usual method."""
    initial = {one: converted(item.price, item.currency, one) for one in SHOWN}
    usual = with_commission(item.price, USUAL)
    default = {one: converted(usual, item.currency, one) for one in SHOWN}
    return {"initial": initial, "default": default}


def payment_methods(item: Item, *, is_market: bool) -> list[dict[str, object]]:
    """Return the methods of payment, those that only a marketplace has if it *is_market*."""
    return [
        {
            "name": name,
            "code": code,
            "hide": 0,
            "currencies": [in_method(item, one) for one in METHODS if one.name == name],
        }
        for name, code in GROUPS.items()
        if is_market or code != "BANK"
    ]


def in_method(item: Item, method: Method) -> dict[str, object]:
    """Return the price by one method."""
    amount = converted(item.price, item.currency, method.currency)
    return {
        "currency": method.currency,
        "code": method.code,
        "price": with_commission(amount, method.commission),
        "limit": method.largest,
    }
