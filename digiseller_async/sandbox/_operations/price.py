"""A product, a quantity and a method of payment come in; a price or a reason goes out."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from .._http.answers import Answer
from .._http.call import Call
from .._http.query import Arguments
from .._state.seller import Seller
from .._state.stock import Item
from .flat_envelope import ROOT, flat
from .options import added
from .payment_methods import BY_CODE, Method, with_commission
from .prices import CENT, before, converted, sale_percent
from .units import LEAST, MOST

TOO_FEW, TOO_MANY, METHOD, NOT_AVAILABLE, GONE = 1, 2, 3, 5, 33
REASONS = {
    TOO_FEW: "restriction on the purchase of the minimum number of units",
    TOO_MANY: "restriction on the purchase of the maximum or available number of units",
    METHOD: "restriction of the payment method by the amount of payment",
    NOT_AVAILABLE: "restriction on the purchase of the available number of units",
    GONE: "the product is out of stock or the sale is suspended",
}


class NoPriceError(Exception):
    """There is no price, for one of the reasons."""

    def __init__(self, retval: int) -> None:
        """Keep the reason's number."""
        super().__init__(REASONS[retval])
        self.retval = retval


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be bought."""

    count: Decimal | None
    unit_count: Decimal | None
    amount: Decimal | None
    options: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, asked: Arguments) -> "Wish":
        """Return the wish in a query."""
        return cls(
            count=asked.number("count"),
            unit_count=asked.number("unit_cnt"),
            amount=asked.number("amount"),
            options=asked.pairs("options[]"),
        )

    def quantity(self, item: Item, price: Decimal) -> Decimal:
        """Return how much is bought, or refuse."""
        if item.collection == "unit":
            return self._units(price)
        count = Decimal(1) if self.count is None else self.count
        if count < 1:
            raise NoPriceError(TOO_FEW)
        if item.code_count != -1 and count > item.num_in_stock:
            raise NoPriceError(NOT_AVAILABLE)
        return count

    def _units(self, price: Decimal) -> Decimal:
        """Return how many units are bought; for an *amount* as many as it pays for."""
        count = self.unit_count
        if count is None and self.amount is not None:
            count = (self.amount / price).quantize(Decimal(1), ROUND_DOWN)
        if count is None or count < LEAST:
            raise NoPriceError(TOO_FEW)
        if count > MOST:
            raise NoPriceError(TOO_MANY)
        return count


@flat
def price(seller: Seller, call: Call) -> Answer:
    """Return what a quantity of the product costs with the chosen options."""
    asked = call.arguments
    item = seller.stock.get(asked.integer("product_id"))
    method = BY_CODE.get(asked.text("currency") or "WMZ")
    try:
        data = quote(item, Wish.read(asked), method)
    except NoPriceError as reason:
        payload = {"retval": reason.retval, "retdesc": str(reason), "data": None}
        return Answer(payload=payload, root=ROOT)
    return Answer(
        payload={"retval": 0, "retdesc": "", "data": {**data, "free_pay": 0}},
        root=ROOT,
        xml=lambda: {"retval": 0, "retdesc": "", "data": data},
    )


def quote(item: Item | None, wish: Wish, method: Method | None) -> dict[str, object]:
    """Return the facts of a price."""
    if item is None or not item.enabled or not item.in_stock:
        raise NoPriceError(GONE)
    if method is None:
        raise NoPriceError(METHOD)
    one = added(item, wish.options, item.price, item.currency)
    single = with_commission(converted(one, item.currency, method.currency), method.commission)
    count = wish.quantity(item, single)
    amount = (single * count).quantize(CENT)
    if method.largest is not None and amount > method.largest:
        raise NoPriceError(METHOD)
    percent = sale_percent(item)
    sale = {
        "common_base_price": None if percent is None else before(item.price, percent),
        "sale_percent": percent,
    }
    return {
        "price": single,
        "count": count,
        "amount": amount,
        "currency": method.currency,
        "commission": method.commission,
        "sale_info": sale,
    }
