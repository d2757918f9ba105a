"""Quote the price of a quantity, and a regular buyer's discount."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from hashlib import sha256

from msgspec import Struct

from ..._http.answers import Answer
from ..._http.bodies import read_xml
from ..._http.call import Arguments, Call, Handlers
from ..._state.products import Item
from ..._state.seller import Seller
from ..._state.texts import RefusedError
from ..lists import FLAT_ROOT, REQUEST_ROOT, flat_refusals
from ..prices import (
    CENT,
    DIGITS,
    LEAST_UNITS,
    METHODS_BY_CODE,
    MOST_UNITS,
    PaymentMethod,
    converted,
    has_discount,
    price_before,
    price_in,
    sale_percent,
    with_commission,
)
from .options import with_options

TOO_FEW, TOO_MANY, WRONG_METHOD, NOT_AVAILABLE, OUT_OF_STOCK = 1, 2, 3, 5, 33
REASONS = {
    TOO_FEW: "restriction on the purchase of the minimum number of units",
    TOO_MANY: "restriction on the purchase of the maximum or available number of units",
    WRONG_METHOD: "restriction of the payment method by the amount of payment",
    NOT_AVAILABLE: "restriction on the purchase of the available number of units",
    OUT_OF_STOCK: "the product is out of stock or the sale is suspended",
}
PERCENTS = (Decimal(0), Decimal(5), Decimal("7.5"), Decimal(10))
CURRENCIES = frozenset({"USD", "RUR", "RUB", "EUR", "UAH", "mBTC"})


class NoPriceError(Exception):
    """There is no price, for one of the reasons."""

    def __init__(self, retval: int) -> None:
        """Keep the reason's number."""
        super().__init__(REASONS[retval])
        self.retval = retval


@dataclass(frozen=True, kw_only=True)
class PriceQuery:
    """What is to be bought."""

    count: Decimal | None
    unit_count: Decimal | None
    amount: Decimal | None
    options: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, arguments: Arguments) -> "PriceQuery":
        """Return what the *arguments* ask for."""
        return cls(
            count=arguments.number("count"),
            unit_count=arguments.number("unit_cnt"),
            amount=arguments.number("amount"),
            options=arguments.pairs("options[]"),
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
        if count is None or count < LEAST_UNITS:
            raise NoPriceError(TOO_FEW)
        if count > MOST_UNITS:
            raise NoPriceError(TOO_MANY)
        return count


@flat_refusals
def price(seller: Seller, call: Call) -> Answer:
    """Return what a quantity of the product costs with the chosen options."""
    arguments = call.arguments
    item = seller.stock.get(arguments.integer("product_id"))
    method = METHODS_BY_CODE.get(arguments.text("currency") or "WMZ")
    try:
        data = quote(item, PriceQuery.read(arguments), method)
    except NoPriceError as reason:
        payload = {"retval": reason.retval, "retdesc": str(reason), "data": None}
        return Answer(payload=payload, root=FLAT_ROOT)
    return Answer(
        payload={"retval": 0, "retdesc": "", "data": {**data, "free_pay": 0}},
        root=FLAT_ROOT,
        xml=lambda: {"retval": 0, "retdesc": "", "data": data},
    )


def quote(item: Item | None, query: PriceQuery, method: PaymentMethod | None) -> dict[str, object]:
    """Return the facts of a price."""
    if item is None or not item.enabled or not item.in_stock:
        raise NoPriceError(OUT_OF_STOCK)
    if method is None:
        raise NoPriceError(WRONG_METHOD)
    one = with_options(item, query.options, item.price, item.currency)
    single = with_commission(converted(one, item.currency, method.currency), method.commission)
    count = query.quantity(item, single)
    amount = (single * count).quantize(CENT)
    if method.largest is not None and amount > method.largest:
        raise NoPriceError(WRONG_METHOD)
    percent = sale_percent(item)
    sale = {
        "common_base_price": None if percent is None else price_before(item.price, percent),
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


class DiscountProduct(Struct, frozen=True):
    """Which product, in which currency."""

    id: int | None = None
    currency: str = "USD"


class DiscountRequest(Struct, frozen=True):
    """The request."""

    product: DiscountProduct = DiscountProduct()
    email: str = ""


@flat_refusals
def discount(seller: Seller, call: Call) -> Answer:
    """Return the customer's discount, which depends on the address; without one all is empty."""
    request = read_xml(call.body, DiscountRequest, REQUEST_ROOT)
    item, currency = seller.stock.get(request.product.id), request.product.currency
    if item is None:
        raise RefusedError("product", f"Product not found: {request.product.id}")
    if currency not in CURRENCIES:
        raise RefusedError("currency", f"currency is not known: {currency}")
    if "@" not in request.email:
        raise RefusedError("email", "email is no address")
    bits = sha256(request.email.strip().lower().encode()).digest()
    percent = PERCENTS[bits[0] % len(PERCENTS)] if has_discount(item) else Decimal(0)
    price = price_in(item, currency) * (100 - percent) / 100
    unit = DIGITS.get(currency, CENT)
    payload = {
        "retval": 0,
        "retdesc": "",
        "product": {"price": price.quantize(unit), "currency": currency},
        "discount": {
            "percent": percent,
            "total": Decimal(bits[1] * 4).quantize(CENT) if percent else "",
            "currency": "USD",
        },
    }
    return Answer(payload=payload, root=FLAT_ROOT)


HANDLERS: Handlers = {
    "products.price": price,
    "products.discount": discount,
}
