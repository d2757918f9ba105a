"""Carry out the forms of the page: sell, write, refund, confirm, refute, inject, expire."""

from collections.abc import Awaitable, Callable

from ..._state.shop import selling
from ..._state.shop.orders import ChosenOption
from ..call import Arguments
from ..outgoing import buying
from .views.order import order_in
from .views.product import chosen_options, product_in
from .views.products import USUAL_BUYER
from .visit import Visit

Act = Callable[[Visit], Awaitable[str]]
"""Does what the form says, and returns the path to go on to."""


def order_path(invoice_id: int, done: str) -> str:
    """Return the path of an order to which something was *done*."""
    return f"/shop/orders/{invoice_id}?done={done}"


async def sell(visit: Visit) -> str:
    """Let somebody buy the product that the form names."""
    return await sell_product(visit, visit.given.integer("product_id"), ())


async def sell_with_options(visit: Visit) -> str:
    """Let somebody buy the product that the path names, with options."""
    item = product_in(visit)
    return await sell_product(visit, item.id, chosen_options(item, visit.given))


async def sell_product(
    visit: Visit, product_id: int | None, options: tuple[ChosenOption, ...]
) -> str:
    """Let somebody buy a product; None for the first one in stock."""
    quantity = visit.given.integer("quantity")
    purchase = selling.Purchase(
        product_id=product_id,
        buyer=visit.given.text("buyer") or USUAL_BUYER,
        quantity=1 if quantity is None else quantity,
        options=options,
    )
    order = await buying.buy(visit.seller, visit.state.seller_calls, purchase)
    return order_path(order.invoice_id, "sold")


async def write(visit: Visit) -> str:
    """Write as the buyer of an order."""
    invoice_id, text = order_in(visit).invoice_id, visit.given.text("text") or ""
    buying.write(visit.seller, visit.state.seller_calls, invoice_id, text)
    return order_path(invoice_id, "written") + "#chat"


async def refund(visit: Visit) -> str:
    """Give a buyer the money back."""
    invoice_id = order_in(visit).invoice_id
    selling.refund(visit.seller, invoice_id)
    return order_path(invoice_id, "refunded")


async def confirm(visit: Visit) -> str:
    """Confirm a unique code as the buyer."""
    invoice_id = order_in(visit).invoice_id
    selling.confirm(visit.seller, invoice_id)
    return order_path(invoice_id, "confirmed")


async def refute(visit: Visit) -> str:
    """Refute a unique code as the buyer."""
    invoice_id = order_in(visit).invoice_id
    selling.refute(visit.seller, invoice_id)
    return order_path(invoice_id, "refuted")


async def inject(visit: Visit) -> str:
    """Let the next requests meet a fault."""
    given = visit.given
    times = given.integer("times")
    visit.state.faults.add(
        given.text("fault") or "",
        given.text("operation"),
        1 if times is None else times,
        fault_details(given),
    )
    return "/shop/faults?done=injected"


def fault_details(given: Arguments) -> dict[str, object]:
    """Return the details of a fault that were written into the form."""
    seconds = given.number("seconds")
    details: dict[str, object] = {
        "seconds": None if seconds is None else float(seconds),
        "retry_after": given.text("retry_after"),
        "status": given.integer("status"),
        "by": given.integer("by"),
        "newest": given.flag("newest", default=False) or None,
    }
    return {name: value for name, value in details.items() if value is not None}


async def expire(visit: Visit) -> str:
    """Make all tokens invalid."""
    visit.seller.tokens.expire()
    return "/shop/faults?done=expired"
