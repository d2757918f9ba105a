"""Show the orders with the state of their codes, and the chats about them."""

from collections.abc import Iterable
from itertools import islice

from ...._state.shop.orders import Order, Orders
from ...._state.texts import RefusedError, text_in
from ..markup import Html, element, joined
from ..parts import NONE, Tone, badge, link, moment, page_of, pager, table
from ..visit import View, Visit
from .products import ENGLISH

CODE_STATES: dict[int, tuple[str, Tone]] = {
    1: ("not verified", "calm"),
    2: ("delivered", "good"),
    3: ("confirmed", "good"),
    4: ("refuted", "bad"),
    5: ("verified", "warn"),
}
LOOKED_THROUGH = 1000  # orders, for those with chats


def show_orders(visit: Visit) -> View:
    """Show a page of the orders, the newest first; or the one that is looked for."""
    orders, words = visit.seller.orders, visit.query.text("order")
    if words is not None:
        listed, pages = orders_table([searched_order(orders, words)]), None
    else:
        invoice_ids = orders.between(None, None)
        places = page_of(visit, len(invoice_ids))
        listed = orders_table(orders.at(invoice_ids, places))
        pages = pager(visit, places, len(invoice_ids))
    content = joined(search_form(visit), element("section", listed, pages, class_="card"))
    return View(title="Orders", content=content)


def search_form(visit: Visit) -> Html:
    """Return the form that looks for one order."""
    label = "Number or unique code of an order"
    look = element(
        "input",
        name="order",
        type="search",
        value=visit.query.text("order"),
        placeholder=label,
        aria_label=label,
    )
    button = element("button", "Open", type="submit", class_="quiet")
    return element("form", look, button, class_="search", role="search", action="/shop/orders")


def searched_order(orders: Orders, words: str) -> Order:
    """Return the order with this unique code or number, or refuse."""
    order = orders.by_code(words)
    if order is None and words.isascii() and words.isdecimal() and len(words) < 16:
        order = orders.get(int(words))
    if order is None:
        raise RefusedError("order", f"There is no order {words}")
    return order


def orders_table(orders: Iterable[Order]) -> Html:
    """Return a table of orders."""
    headings = ("Order", "Paid", "Product", "Price", "State", "Code", "Chat")
    rows = [order_row(order) for order in orders]
    return table("Orders, the newest first", headings, rows, empty="There are no orders.")


def order_row(order: Order) -> tuple[Html, ...]:
    """Return the cells of one order."""
    return (
        order_link(order),
        moment(order.paid),
        joined(text_in(order.name, ENGLISH)),
        price(order),
        state_badge(order),
        code_badge(order),
        chat_badge(order),
    )


def order_link(order: Order) -> Html:
    """Return the link to an order."""
    return link(element("code", order.invoice_id), f"/shop/orders/{order.invoice_id}")


def price(order: Order) -> Html:
    """Return what was paid."""
    return element("span", f"{order.price} {order.currency}", class_="number")


def state_badge(order: Order) -> Html:
    """Return whether the order is paid."""
    return badge("refunded", "bad") if order.is_refunded else badge("paid", "good")


def code_badge(order: Order) -> Html:
    """Return what happened to the unique code."""
    return badge(*CODE_STATES[order.code.state])


def unread(order: Order) -> int:
    """Return how many messages of the buyer the seller has not seen."""
    return len([one for one in order.messages if one.by_buyer and one.seen is None])


def chat_badge(order: Order) -> Html:
    """Return how many messages there are, or how many of them are new."""
    written, new = len(order.messages), unread(order)
    if new:
        return badge(f"{new} new", "warn")
    return badge(f"{written} message{'s' if written > 1 else ''}") if written else NONE


def show_chats(visit: Visit) -> View:
    """Show the chats about the newest orders, the one with the latest message first."""
    orders = visit.seller.orders
    found = [order for order in islice(orders, LOOKED_THROUGH) if order.messages]
    found.sort(key=lambda order: order.last_activity, reverse=True)
    rows = [chat_row(order) for order in found]
    headings = ("Order", "Last message", "Product", "Text", "Messages")
    listed = table("Chats, the latest first", headings, rows, empty="Nobody has written yet.")
    note = None
    if len(orders) > LOOKED_THROUGH:
        note = element("p", f"These are chats about the newest {LOOKED_THROUGH:,} orders.")
    return View(title="Chats", content=element("section", listed, note, class_="card"))


def chat_row(order: Order) -> tuple[Html, ...]:
    """Return the cells of one chat."""
    return (
        order_link(order),
        moment(order.last_activity),
        joined(text_in(order.name, ENGLISH)),
        element("span", order.messages[-1].text, class_="excerpt"),
        chat_badge(order),
    )
