"""An XML request for a customer's discount comes in; it goes out."""

from decimal import Decimal
from hashlib import sha256

from msgspec import Struct

from .._http.answers import Answer, RefusedError
from .._http.bodies import read_xml
from .._http.call import Call
from .._state.seller import Seller
from .flat_envelope import ROOT, flat
from .prices import CENT, DIGITS, has_discount, price_in
from .search import REQUEST

PERCENTS = (Decimal(0), Decimal(5), Decimal("7.5"), Decimal(10))
CURRENCIES = frozenset({"USD", "RUR", "RUB", "EUR", "UAH", "mBTC"})


class AskedProduct(Struct, frozen=True):
    """Which product, in which currency."""

    id: int | None = None
    currency: str = "USD"


class Asked(Struct, frozen=True):
    """The request."""

    product: AskedProduct = AskedProduct()
    email: str = ""


@flat
def discount(seller: Seller, call: Call) -> Answer:
    """Return the customer's discount, which depends on the address; without one all is empty."""
    asked = read_xml(call.body, Asked, REQUEST)
    item, currency = seller.stock.get(asked.product.id), asked.product.currency
    if item is None:
        raise RefusedError("product", f"Product not found: {asked.product.id}")
    if currency not in CURRENCIES:
        raise RefusedError("currency", f"currency is not known: {currency}")
    if "@" not in asked.email:
        raise RefusedError("email", "email is no address")
    bits = sha256(asked.email.strip().lower().encode()).digest()
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
    return Answer(payload=payload, root=ROOT)
