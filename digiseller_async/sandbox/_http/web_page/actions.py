"""Carry out the forms of the page: sell, write, refund, confirm, refute, inject, expire."""

from collections.abc import Callable

from ..._state.shop import selling
from ..call import Arguments
from ..outgoing import buying
from .order import order_in
from .products import USUAL_BUYER
from .visit import Visit

Act = Callable[[Visit], str]
"""Does what the form says, and returns the path to go on to."""


def order_path(invoice_id: int, done: str) -> str:
    """Return the path of an order to which something was *done*."""
    return f"/shop/orders/{invoice_id}?done={done}"


def sell(visit: Visit) -> str:
    """Let somebody buy."""
    given, seller = visit.given, visit.seller
    product_id, quantity = given.integer("product_id"), given.integer("quantity")
    purchase = selling.Purchase(
        product_id=selling.first_in_stock(seller) if product_id is None else product_id,
        buyer=given.text("buyer") or USUAL_BUYER,
        quantity=1 if quantity is None else quantity,
    )
    order = buying.buy(seller, visit.state.seller_calls, purchase)
    return order_path(order.invoice_id, "sold")


def write(visit: Visit) -> str:
    """Write as the buyer of an order."""
    invoice_id, text = order_in(visit).invoice_id, visit.given.text("text") or ""
    buying.write(visit.seller, visit.state.seller_calls, invoice_id, text)
    return order_path(invoice_id, "written") + "#chat"


def refund(visit: Visit) -> str:
    """Give a buyer the money back."""
    invoice_id = order_in(visit).invoice_id
    selling.refund(visit.seller, invoice_id)
    return order_path(invoice_id, "refunded")


def confirm(visit: Visit) -> str:
    """Confirm a unique code as the buyer."""
    invoice_id = order_in(visit).invoice_id
    selling.confirm(visit.seller, invoice_id)
    return order_path(invoice_id, "confirmed")


def refute(visit: Visit) -> str:
    """Refute a unique code as the buyer."""
    invoice_id = order_in(visit).invoice_id
    selling.refute(visit.seller, invoice_id)
    return order_path(invoice_id, "refuted")


def inject(visit: Visit) -> str:
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


def expire(visit: Visit) -> str:
    """Make all tokens invalid."""
    visit.seller.tokens.expire()
    return "/shop/faults?done=expired"
