"""Set the prices of many products, and of variants of their options, in a task."""

from decimal import Decimal
from typing import Annotated, TypeAlias
from uuid import NAMESPACE_OID, uuid5

from msgspec import Meta, Struct

from ..._http.answers import Answer, Picture
from ..._http.bodies import read_body
from ..._http.call import Call, Handlers
from ..._state.seller import Seller
from ..._state.shop.options import changeable_options, find_variant, set_rate
from ..._state.tasks import StatusTask
from ..._state.texts import RefusedError

# Small letters on the page, capitals in the Swagger.
Modifier: TypeAlias = Annotated[
    str, Meta(pattern="^(?i:percentplus|percentminus|priceplus|priceminus)$")
]


class VariantRate(Struct, frozen=True):
    """A variant's new price modifier."""

    variant_id: int
    rate: Decimal
    type: Modifier


class PriceChange(Struct, frozen=True):
    """A product's new prices."""

    product_id: int
    price: Decimal | None = None
    variants: tuple[VariantRate, ...] | None = None


def set_prices(seller: Seller, call: Call) -> Answer:
    """Set the prices, and answer with the task's id as it is: no document is around it."""
    changes = read_body(call.body, call.content_type, tuple[PriceChange, ...])
    if not changes:
        raise RefusedError("prices", "There is no price")
    errors: list[tuple[str, str]] = []
    for one in changes:
        try:
            set_price(seller, one)
        except RefusedError as refusal:
            errors.append((str(one.product_id), refusal.english))
    task_id = str(uuid5(NAMESPACE_OID, f"{len(seller.tasks)} prices {changes}"))
    done = len(changes) - len(errors)
    seller.tasks[task_id] = StatusTask(task_id, done, tuple(errors))
    return Answer(payload=Picture(task_id.encode(), "text/plain"), effect=done > 0)


def set_price(seller: Seller, change: PriceChange) -> None:
    """Set the prices of one product, or refuse and leave all of them."""
    item = seller.stock.find(change.product_id)
    if change.price is not None and change.price <= 0:
        raise RefusedError("price", f"price is not above 0: {change.price}")
    options = changeable_options(item)
    found = [(find_variant(options, one.variant_id), one) for one in change.variants or ()]
    for variant, one in found:
        set_rate(variant, one.type, one.rate, item.currency)
    item.price = change.price or item.price


HANDLERS: Handlers = {"products.set_prices": set_prices}
