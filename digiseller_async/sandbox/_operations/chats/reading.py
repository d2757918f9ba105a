"""Answer with chats about orders, with their messages, and with their state."""

from collections.abc import Sequence
from dataclasses import replace

from ..._http.answers import Answer
from ..._http.call import Arguments, Call, Handlers
from ..._state.seller import Seller
from ..._state.shop.chats import Message
from ..._state.shop.orders import Order
from ..._state.texts import RefusedError
from ..lists import PageBounds, page_bounds

USUAL_CHATS, MOST_CHATS, MOST_MESSAGES = 20, 200, 200
OPENED_BY_ADMIN = 2
FILES = "https://example.com/debates"


def list_chats(seller: Seller, call: Call) -> Answer:
    """Return a page of the chats, the one with the latest message first."""
    arguments = call.arguments
    is_new = arguments.word("filter_new", ("0", "1")) == "1"
    email = (arguments.text("email") or "").lower()
    products = {
        Arguments([("id_ds", one)]).integer("id_ds")
        for one in (arguments.text("id_ds") or "").split(",")
        if one
    }
    found = [
        order
        for order in seller.orders
        if order.messages
        and (not is_new or unread(order))
        and email in {"", order.buyer.lower()}
        and (not products or order.product_id in products)
    ]
    found.sort(key=lambda order: order.last_activity, reverse=True)
    page, size = arguments.integer("page"), arguments.integer("pagesize")
    bounds = page_bounds(page, size, len(found), usual=USUAL_CHATS, most=MOST_CHATS)
    rows = [chat(found[place]) for place in bounds.places]
    return chats_answer(bounds, rows)


def chats_answer(bounds: PageBounds, rows: list[dict[str, object]]) -> Answer:
    """Return the answer that shows a page of chats."""
    more = replace(bounds, pages=bounds.page + 1)
    return Answer(
        payload={"pages": bounds.pages, "chats": rows}, emptied=lambda: chats_answer(more, [])
    )


def chat(order: Order) -> dict[str, object]:
    """Return one chat in short."""
    return {
        "id_i": order.invoice_id,
        "email": order.buyer,
        "product": order.product_name,
        "last_date": order.last_activity.isoformat(" ", "seconds"),
        "cnt_msg": len([one for one in order.messages if not one.deleted]),
        "cnt_new": len(unread(order)),
    }


def unread(order: Order) -> list[Message]:
    """Return what the buyer wrote and the seller has not seen."""
    return [one for one in order.messages if one.by_buyer and one.seen is None and not one.deleted]


def messages(seller: Seller, call: Call) -> Answer:
    """Return the messages that are asked for, the oldest first; no body if nobody wrote."""
    arguments, order = call.arguments, found_order(seller, call)
    if not order.messages:
        return Answer()
    shows_deleted = arguments.word("hidden", ("0", "1")) == "1"
    shown = [one for one in order.messages if shows_deleted or not one.deleted]
    return Answer(payload=[message_row(one) for one in selected(shown, arguments)])


def selected(shown: Sequence[Message], arguments: Arguments) -> list[Message]:
    """Return those of the messages *shown* that are in the asked range, or around a known one."""
    first, end, known = (arguments.integer(one) for one in ("id_from", "id_to", "old_id"))
    if first is not None or end is not None:
        return [
            one
            for one in shown
            if (first is None or first <= one.id) and (end is None or one.id <= end)
        ]
    if known is not None and arguments.word("newer", ("0", "1")) == "1":
        return [one for one in shown if one.id > known]
    count = arguments.integer("count") or MOST_MESSAGES
    if not 1 <= count <= MOST_MESSAGES:
        raise RefusedError("count", f"count is not from 1 to {MOST_MESSAGES}: {count}")
    return [one for one in shown if known is None or one.id < known][-count:]


def message_row(message: Message) -> dict[str, object]:
    """Return one message."""
    file, seen = message.file, message.seen
    url = None if file is None else f"{FILES}/{file.new_id}/{file.name}"
    is_image = file is not None and file.is_image
    return {
        "id": message.id,
        "message": message.text,
        "buyer": int(message.by_buyer),
        "seller": int(not message.by_buyer),
        "deleted": int(message.deleted),
        "date_written": message.written.isoformat(" ", "seconds"),
        "date_seen": None if seen is None else seen.isoformat(" ", "seconds"),
        "is_file": int(file is not None),
        "filename": None if file is None else file.name,
        "url": url,
        "is_img": int(is_image),
        "preview": f"{url}?preview=1" if is_image else None,
    }


def state(seller: Seller, call: Call) -> Answer:
    """Return whether the chat is open."""
    order = found_order(seller, call)
    return Answer(payload={"chat_state": order.chat_state, "may_change": int(may_change(order))})


def may_change(order: Order) -> bool:
    """Tell if the seller may open or close the chat."""
    return order.chat_state != OPENED_BY_ADMIN or order.is_refunded


def found_order(seller: Seller, call: Call) -> Order:
    """Return the order that the call is about, or refuse."""
    return seller.orders.find(call.arguments.integer("id_i"))


HANDLERS: Handlers = {
    "chats.list": list_chats,
    "chats.messages": messages,
    "chats.state": state,
}
