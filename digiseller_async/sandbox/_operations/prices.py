"""A product comes in; its prices, sales and sale go out, as all operations show them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .._state.stock import Item

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
LABELS = ("", "sale", "new", "", "top", "")
SALES = (Decimal(5), Decimal("12.5"), Decimal(20), Decimal(50))
SALE_BEGIN, SALE_END = "30.12.2025 13:00:00", "31.12.2026 20:00:00"


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


def label(item: Item) -> str:
    """Return the product's tag, if it has one."""
    return "" if item.is_clone else LABELS[item.bits % len(LABELS)]


def sale_percent(item: Item) -> Decimal | None:
    """Return by how much the product is cheaper now."""
    return SALES[(item.bits >> 8) % len(SALES)] if label(item) == "sale" else None


def before(amount: Decimal, percent: Decimal) -> Decimal:
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
    found = {key: before(amount, percent) for key, amount in zip(keys, amounts, strict=True)}
    return {**found, "sale_end": SALE_END, "sale_percent": percent}


def commission(item: Item) -> int:
    """Return what percent a partner gets."""
    return item.global_percent if item.in_affiliate else 0


@dataclass(frozen=True)
class Count:
    """How often a product was sold, given back, praised and blamed."""

    sales: int
    refunds: int
    good: int
    bad: int
    locked: int

    def seen(self, number: int, *, is_owner: bool) -> int:
        """Return the *number* for its owner, -1 for others."""
        return number if is_owner else -1


def counted(item: Item) -> Count:
    """Return the numbers of the *item*; a clone begins with none."""
    if item.is_clone:
        return Count(0, 0, 0, 0, 0)
    sales = (item.bits >> 10) % 400
    return Count(sales, sales // 30, sales // 4, sales // 40, (item.bits >> 20) % 3)


def has_discount(item: Item) -> int:
    """Tell, as 0 or 1, if regular buyers get a discount."""
    return int(item.bits >> 14 & 3 == 0)


def left(item: Item, *, is_owner: bool) -> int | None:
    """Return how much can be sold, for the owner only; as many as one likes is no number."""
    return item.num_in_stock if is_owner and item.code_count != -1 else None
