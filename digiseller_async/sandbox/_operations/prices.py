"""Work out the prices, sales and counts of a product, as all operations show them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .._state.products import Item

CENT = Decimal("0.01")
# How many roubles; the page's sample has 9.00 RUR, 0.15 USD, 0.13 EUR, 3.92 UAH.
RATES = {
    "RUB": Decimal(1),
    "RUR": Decimal(1),
    "USD": Decimal(60),
    "EUR": Decimal(69),
    "UAH": Decimal("2.3"),
    "mBTC": Decimal(2_500),
    "mLTC": Decimal(4),
}
DIGITS = {"mBTC": Decimal("0.000001"), "mLTC": Decimal("0.000001")}
TAGS = ("", "sale", "new", "", "top", "")
SALES = (Decimal(5), Decimal("12.5"), Decimal(20), Decimal(50))
SALE_BEGIN, SALE_END = "30.12.2025 13:00:00", "31.12.2026 20:00:00"
LEAST_UNITS, MOST_UNITS = 10, 500
FIXED_UNITS = (10, 50, 100, 500)
# From so many units on, so many percent less.
VOLUMES = ((100, Decimal(3)), (500, Decimal("7.5")))
UNIT_NAME = "BUG"
SHOWN_CURRENCIES = ("RUB", "USD", "EUR", "UAH", "mBTC", "mLTC")
# What the usual method of payment costs on top, in percent.
USUAL_COMMISSION = Decimal(2)
METHOD_GROUPS = {"WebMoney": "WM", "Карты & СБП": "BANK"}


def converted(amount: Decimal, currency: str, wanted: str) -> Decimal:
    """Return the *amount* in the *wanted* currency, at least the smallest one."""
    if RATES[currency] == RATES[wanted]:
        return amount
    unit = DIGITS.get(wanted, CENT)
    exact = amount * RATES[currency] / RATES[wanted]
    return max(exact.quantize(unit, ROUND_HALF_UP), unit)


def price_in(item: Item, currency: str) -> Decimal:
    """Return the price in this *currency*."""
    return converted(item.price, item.currency, currency)


def prices(item: Item, rouble: str = "rub") -> dict[str, object]:
    """Return the price in each currency, the Russian one spelt as the *rouble*."""
    names = ("usd", rouble, "eur", "uah")
    return {f"price_{name}": price_in(item, name.upper()) for name in names}


def tag(item: Item) -> str:
    """Return the product's tag, if it has one."""
    return "" if item.is_new else TAGS[item.bits % len(TAGS)]


def sale_percent(item: Item) -> Decimal | None:
    """Return by how much the product is cheaper now."""
    return SALES[(item.bits >> 8) % len(SALES)] if tag(item) == "sale" else None


def price_before(amount: Decimal, percent: Decimal) -> Decimal:
    """Return what was asked before a sale of so many *percent*."""
    return (amount * 100 / (100 - percent)).quantize(CENT, ROUND_HALF_UP)


def sale(item: Item, rouble: str, none: str | None = None) -> dict[str, object]:
    """Return the facts of a sale; without a sale each is *none*."""
    names = ("usd", rouble, "eur", "uah")
    keys = ("common_base_price", *(f"common_price_{name}" for name in names))
    percent = sale_percent(item)
    if percent is None:
        return dict.fromkeys((*keys, "sale_end", "sale_percent"), none)
    amounts = (item.price, *(price_in(item, name.upper()) for name in names))
    found = {key: price_before(amount, percent) for key, amount in zip(keys, amounts, strict=True)}
    return {**found, "sale_end": SALE_END, "sale_percent": percent}


def commission(item: Item) -> int:
    """Return what percent a partner gets."""
    return item.global_percent if item.in_affiliate else 0


@dataclass(frozen=True)
class Counts:
    """How often a product was sold, given back, praised and blamed."""

    sales: int
    refunds: int
    good: int
    bad: int
    locked: int

    def shown(self, number: int, *, is_owner: bool) -> int:
        """Return the *number* for its owner, -1 for others."""
        return number if is_owner else -1


def counts_of(item: Item) -> Counts:
    """Return the numbers of the *item*; a new one begins with none."""
    if item.is_new:
        return Counts(0, 0, 0, 0, 0)
    sales = (item.bits >> 10) % 400
    return Counts(sales, sales // 30, sales // 4, sales // 40, (item.bits >> 20) % 3)


def has_discount(item: Item) -> int:
    """Tell, as 0 or 1, if regular buyers get a discount."""
    return int(item.bits >> 14 & 3 == 0)


def stock_shown(item: Item, *, is_owner: bool) -> int | None:
    """Return how much can be sold, for the owner only; as many as one likes is no number."""
    return item.num_in_stock if is_owner and item.code_count != -1 else None


def prices_unit(item: Item, currency: str) -> dict[str, object] | None:
    """Return what one unit costs and how many may be bought; None for another product."""
    if item.collection != "unit":
        return None
    return {
        "unit_name": UNIT_NAME,
        "unit_amount": price_in(item, currency),
        "unit_amount_desc": currency,
        "unit_currency": currency,
        "unit_cnt": Decimal("1.00"),
        "unit_cnt_min": LEAST_UNITS,
        "unit_cnt_max": MOST_UNITS,
        "unit_cnt_desc": f"{LEAST_UNITS} - {MOST_UNITS} {UNIT_NAME}",
        "unit_fixed": list(FIXED_UNITS),
        "unit_only_int": item.number % 2,
    }


def units(item: Item, currency: str) -> dict[str, object] | None:
    """Return the price of one unit and what many cost; None for another product."""
    if item.collection != "unit":
        return None
    price = price_in(item, currency)
    discounts = [
        {
            "desc": f"> {count} {UNIT_NAME}",
            "percent": percent,
            "price": (price * count * (100 - percent) / 100).quantize(CENT),
        }
        for count, percent in VOLUMES
    ]
    return {"desc": f"1 {UNIT_NAME}", "price": price, "discounts": discounts}


@dataclass(frozen=True)
class PaymentMethod:
    """One currency of a method of payment, under its three-letter code."""

    code: str
    name: str
    currency: str
    commission: Decimal
    largest: Decimal | None = None  # in its currency


METHODS = (
    PaymentMethod("WMZ", "WebMoney", "USD", Decimal("0.8")),
    PaymentMethod("WMR", "WebMoney", "RUB", Decimal("0.8")),
    PaymentMethod("WME", "WebMoney", "EUR", Decimal("0.8")),
    PaymentMethod("WMU", "WebMoney", "UAH", Decimal("0.8")),
    PaymentMethod("BNR", "Карты & СБП", "RUB", Decimal(5), Decimal(15_000)),
)

METHODS_BY_CODE = {one.code: one for one in METHODS}


def with_commission(amount: Decimal, percent: Decimal) -> Decimal:
    """Return the *amount* with so many *percent* on top."""
    return (amount * (100 + percent) / 100).quantize(CENT)


def by_currency(item: Item) -> dict[str, dict[str, Decimal]]:
    """Return the price in each currency, as it is and by the usual method."""
    initial = {one: converted(item.price, item.currency, one) for one in SHOWN_CURRENCIES}
    usual = with_commission(item.price, USUAL_COMMISSION)
    default = {one: converted(usual, item.currency, one) for one in SHOWN_CURRENCIES}
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
        for name, code in METHOD_GROUPS.items()
        if is_market or code != "BANK"
    ]


def in_method(item: Item, method: PaymentMethod) -> dict[str, object]:
    """Return the price by one method."""
    amount = converted(item.price, item.currency, method.currency)
    return {
        "currency": method.currency,
        "code": method.code,
        "price": with_commission(amount, method.commission),
        "limit": method.largest,
    }
