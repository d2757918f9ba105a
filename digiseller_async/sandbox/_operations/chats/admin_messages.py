"""Answer with the correspondence with the administration."""

import re
from collections.abc import Sequence
from datetime import datetime

from ..._http.answers import Answer
from ..._http.call import Arguments, Call, Handlers
from ..._state.seller import Seller
from ..._state.shop.admin_messages import ADMINISTRATION, AdminMessage
from ..._state.texts import RefusedError

USUAL_COUNT = 100
ADMINISTRATORS = -1  # of ``corr_id``
MOMENT = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4}) ([0-9]{1,2}):([0-9]{2}):([0-9]{2})")


def admin_messages(seller: Seller, call: Call) -> Answer:
    """Return the messages that are asked for, the oldest first; no body for none."""
    arguments = call.arguments
    found = [one for one in seller.admin_messages.all() if admits(arguments, one)]
    count = arguments.integer("count")
    # The page: a range that ends with a message has all of its messages.
    if arguments.integer("id_to") is None:
        found = last(found, USUAL_COUNT if count is None else count)
    return Answer(payload=[row(one, seller) for one in found] or None)


def last(found: Sequence[AdminMessage], count: int) -> list[AdminMessage]:
    """Return so many of the newest messages, or refuse."""
    if count < 1:
        raise RefusedError("count", f"count is less than 1: {count}")
    return list(found[-count:])


def admits(arguments: Arguments, message: AdminMessage) -> bool:
    """Tell if the *arguments* let the *message* through."""
    start, first, end = since(arguments), arguments.integer("id_from"), arguments.integer("id_to")
    correspondent = arguments.integer("corr_id")
    unread = (arguments.word("only_unread", ("0", "1")) or "1") == "1"
    if correspondent == ADMINISTRATORS:
        correspondent = ADMINISTRATION
    return (
        (start is None or start <= message.date)
        and (first is None or first <= message.id)
        and (end is None or message.id <= end)
        and (correspondent is None or message.id_from == correspondent)
        and not (unread and message.is_read)
    )


def since(arguments: Arguments) -> datetime | None:
    """Return the moment from which messages are wanted, or None."""
    text = arguments.text("date_from")
    if text is None:
        return None
    problem = RefusedError("date_from", f"date_from is not DD.MM.YYYY h:mm:ss: {text}")
    parts = MOMENT.fullmatch(text)
    if parts is None:
        raise problem
    day, month, year, hour, minute, second = map(int, parts.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 (the service's moments name no zone)
    except ValueError:
        raise problem from None


def row(message: AdminMessage, seller: Seller) -> dict[str, object]:
    """Return a message as the page shows it."""
    is_own = message.id_from == seller.tokens.seller_id
    return {
        "id": message.id,
        "id_to": message.id_to,
        "id_from": message.id_from,
        "date": message.date.isoformat(" ", "seconds"),
        "text": message.text,
        "is_read": message.is_read,
        "shop_id": 0,
        "shop_name": None,
        "seller_full_name": None if is_own else "Digiseller Administration",
        "seller_nickname": "WYSIWYG" if is_own else "Digiseller",
    }


HANDLERS: Handlers = {
    "chats.admin_messages": admin_messages,
}
