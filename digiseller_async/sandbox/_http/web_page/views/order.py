"""Show one order: what was bought, its unique code and its chat, and what the buyer can do."""

from ...._state.shop.chats import Message
from ...._state.shop.orders import Order
from ...._state.texts import text_in
from ..markup import Child, Html, element, joined
from ..parts import badge, card, facts, form, labelled, link, moment
from ..visit import View, Visit
from .orders import code_badge, price, searched_order, state_badge
from .products import ENGLISH


def order_in(visit: Visit) -> Order:
    """Return the order that the path names, to read it; or refuse."""
    return searched_order(visit.seller.orders, visit.path_params["invoice_id"])


def show_order(visit: Visit) -> View:
    """Show one order."""
    order = order_in(visit)
    content = element(
        "div",
        element("div", facts_card(order), buyer_card(order), class_="stack"),
        chat_card(visit, order),
        class_="columns",
    )
    return View(title=f"Order {order.invoice_id}", content=content)


def facts_card(order: Order) -> Html:
    """Return what is known of the order."""
    pairs: list[tuple[str, Child]] = [
        ("State", joined(state_badge(order), " ", code_badge(order))),
        ("Unique code", element("code", order.unique_code)),
        ("Product", text_in(order.name, ENGLISH)),
        (
            "Number of the product",
            link(element("code", order.product_id), f"/shop/products/{order.product_id}"),
        ),
        ("Quantity", order.quantity),
        ("Price", price(order)),
        ("Paid", joined(moment(order.paid), f" by {order.method}")),
        *((one.name, one.value) for one in order.options),
        *((f"Parameter {name}", value) for name, value in order.parameters.items()),
        ("Handed over", goods(order)),
    ]
    return card("What was bought", facts(pairs))


def goods(order: Order) -> Html:
    """Return what the buyer got."""
    if not order.pieces:
        return badge("waits for your server", "warn")
    texts = [piece.filename if piece.value is None else piece.value for piece in order.pieces]
    return joined([element("code", text, class_="goods") for text in texts])


def buyer_card(order: Order) -> Html:
    """Return the buttons for what the buyer can do."""
    path = f"/shop/orders/{order.invoice_id}"
    refund = None if order.is_refunded else form(f"{path}/refund", "Refund", tone="bad")
    confirm = form(f"{path}/confirm", "Confirm the code", tone="quiet")
    refute = form(f"{path}/refute", "Refute the code", tone="quiet")
    return card("As the buyer", element("div", confirm, refute, refund, class_="buttons"))


def chat_card(visit: Visit, order: Order) -> Html:
    """Return what was written, and the form to write more as the buyer."""
    messages = [message_item(one) for one in order.messages]
    listed = element("ol", messages, class_="chat")
    text = element(
        "textarea", visit.given.text("text"), name="text", rows=3, required=True, maxlength=4000
    )
    return card(
        "Chat",
        listed if messages else element("p", "Nobody has written yet.", class_="empty"),
        form(
            f"/shop/orders/{order.invoice_id}/write",
            "Write as the buyer",
            labelled("Message", text),
        ),
        id_="chat",
    )


def message_item(message: Message) -> Html:
    """Return one message."""
    text = message.text if message.file is None else f"{message.text} [{message.file.name}]".strip()
    about = element(
        "small",
        f"{'Buyer' if message.by_buyer else 'Seller'} · ",
        moment(message.written),
        " · deleted" if message.deleted else None,
        " · not read yet" if message.by_buyer and message.seen is None else None,
    )
    side = "buyer" if message.by_buyer else "seller"
    return element("li", element("p", text), about, class_=side)
