"""A product that is sold by the unit comes in; its units and their prices go out."""

from decimal import Decimal

from .._state.stock import Item
from .prices import CENT, price_in

LEAST, MOST = 10, 500
FIXED = (10, 50, 100, 500)
# From so many units on, so many percent less.
VOLUMES = ((100, Decimal(3)), (500, Decimal("7.5")))
UNIT = "BUG"


def prices_unit(item: Item, currency: str) -> dict[str, object] | None:
    """Return what one unit costs and how many may be bought; None for another product."""
    if item.collection != "unit":
        return None
    return {
        "unit_name": UNIT,
        "unit_amount": price_in(item, currency),
        "unit_amount_desc": currency,
        "unit_currency": currency,
        "unit_cnt": Decimal("1.00"),
        "unit_cnt_min": LEAST,
        "unit_cnt_max": MOST,
        "unit_cnt_desc": f"{LEAST} - {MOST} {UNIT}",
        "unit_fixed": list(FIXED),
        "unit_only_int": item.number % 2,
    }


def units(item: Item, currency: str) -> dict[str, object] | None:
    """Return the price of one unit and what many cost; None for another product."""
    if item.collection != "unit":
        return None
    price = price_in(item, currency)
    discounts = [
        {
            "desc": f"> {count} {UNIT}",
            "percent": percent,
            "price": (price * count * (100 - percent) / 100).quantize(CENT),
        }
        for count, percent in VOLUMES
    ]
    return {"desc": f"1 {UNIT}", "price": price, "discounts": discounts}
