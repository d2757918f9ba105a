"""Round trips of the group ``chats``."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from digiseller_async import NotFoundError, RejectedError
from digiseller_async.models import ChatFile, ChatState, DialogState
from digiseller_async.sandbox import Order

from . import PINS, RoundTrip, RoundTrips

TEXT = 'Здравствуйте & <добрый> день! 😀 "]]>'


def bought(trip: RoundTrip) -> Order:
    """Let somebody buy and ask."""
    order = trip.box.sell(product_id=PINS, buyer="buyer&<co>@example.com")
    trip.box.write(order, TEXT)
    return order


async def unread(trip: RoundTrip) -> int:
    """Return how many chats have unread messages."""
    return len(await trip.ds.chats.list(filter_new=True).all())


async def chats(trip: RoundTrip) -> None:
    """Chats come page by page, and can be had by buyer, by product, and by what is unread."""
    order = bought(trip)
    found = await trip.ds.chats.list(page_size=6).all()
    (one,) = await trip.ds.chats.list(email="buyer&<co>@example.com").all()
    some = await trip.ds.chats.list(id_ds=[PINS, PINS + 1]).all()
    new = await trip.ds.chats.list(filter_new=True).all()

    moments = [chat.last_date for chat in found if chat.last_date is not None]
    assert len(found) == len(moments) == 21
    assert moments == sorted(moments, reverse=True)
    assert (one.id_i, one.cnt_msg, one.cnt_new) == (order.invoice_id, 1, 1)
    assert one.product == order.product_name
    assert one in found
    assert one in some
    assert {chat.id_i for chat in some} < {chat.id_i for chat in found}
    assert new == [chat for chat in found if chat.cnt_new]


async def messages(trip: RoundTrip) -> None:
    """Messages come letter for letter, all or around a known one; of an order without, none."""
    order = bought(trip)
    ids = [order.messages[0].id, *(trip.box.write(order, str(place)) for place in range(4))]
    get, number = trip.ds.chats.messages, order.invoice_id
    found = await get(number)

    assert [one.id for one in found] == ids
    assert [one.message for one in found] == [TEXT, "0", "1", "2", "3"]
    assert {(one.buyer, one.seller, one.date_seen) for one in found} == {(True, False, None)}
    assert await get(number, old_id=ids[2], newer=True) == found[3:]
    assert await get(number, old_id=ids[2]) == found[:2]
    assert await get(number, old_id=ids[2], count=1) == found[1:2]
    assert await get(number, id_from=ids[1], id_to=ids[3]) == found[1:4]
    assert await get(number, count=2) == found[3:]
    assert await get(trip.box.sell(product_id=PINS).invoice_id) == []
    assert await unread(trip) > 0


async def send(trip: RoundTrip) -> None:
    """What is sent is in the chat, files too; the buyer's words are seen unless a program wrote."""
    order = bought(trip)
    number = order.invoice_id
    await trip.ds.chats.send(number, message=TEXT, is_auto=True)
    asked, answered = await trip.ds.chats.messages(number)
    files = await trip.ds.chats.upload([("a.png", b"PNG"), ("b.txt", b"TEXT")])
    as_dict: Any = {"newid": files[1].newid, "name": "b.txt", "type": files[1].type, "size": 4}
    await trip.ds.chats.send(number, files=[files[0], as_dict])
    seen, _, image, text = await trip.ds.chats.messages(number, id_from=asked.id)

    assert (asked.date_seen, answered.message) == (None, TEXT)
    assert (answered.buyer, answered.seller) == (False, True)
    assert seen.date_seen is not None
    assert (image.is_file, image.is_img, image.filename) == (True, True, "a.png")
    assert (text.is_file, text.is_img, text.filename) == (True, False, "b.txt")
    assert image.preview is not None
    assert text.preview is None
    with pytest.raises(RejectedError):
        await trip.ds.chats.send(number, files=[ChatFile(newid="x", name="a", type="b")])


async def delete_message(trip: RoundTrip) -> None:
    """A deleted message is shown only to who asks for hidden ones, and may be deleted again."""
    order = bought(trip)
    (message,) = await trip.ds.chats.messages(order.invoice_id)
    for _ in range(2):
        await trip.ds.chats.delete_message(message.id, id_i=order.invoice_id)

    shown = await trip.ds.chats.messages(order.invoice_id)
    (hidden,) = await trip.ds.chats.messages(order.invoice_id, hidden=True)
    assert (shown, hidden.id, hidden.deleted) == ([], message.id, True)
    with pytest.raises(RejectedError):
        await trip.ds.chats.delete_message(1, id_i=order.invoice_id)


async def mark_seen(trip: RoundTrip) -> None:
    """What is marked as seen is no longer unread."""
    order, before = bought(trip), await unread(trip)
    await trip.ds.chats.mark_seen(order.invoice_id)

    (message,) = await trip.ds.chats.messages(order.invoice_id)
    assert message.date_seen is not None
    assert await unread(trip) == before - 1


async def upload(trip: RoundTrip) -> None:
    """Uploaded files can be sent; one that is not allowed says why, in the asked language."""
    first, second = await trip.ds.chats.upload(
        [("картинка.png", b"PNG"), ("run.exe", b"MZ")], lang="en-US"
    )
    (third,) = await trip.ds.chats.upload(("b.txt", b"TEXT"))

    assert (first.name, first.size, first.error_num, first.error) == ("картинка.png", 3, 0, None)
    assert (second.newid, second.error_num) == ("", 7)
    assert second.error == "The type of the file is not allowed"
    assert len({first.newid, third.newid}) == 2


async def state(trip: RoundTrip) -> None:
    """A chat is open, and the seller may close it, unless the administration opened it."""
    order = bought(trip)
    found = await trip.ds.chats.state(order.invoice_id)
    order.chat_state = DialogState.OPENED_BY_ADMIN
    locked = await trip.ds.chats.state(order.invoice_id)

    assert found == ChatState(chat_state=DialogState.OPENED_BY_SELLER, may_change=True)
    assert locked == ChatState(chat_state=DialogState.OPENED_BY_ADMIN, may_change=False)
    with pytest.raises((RejectedError, NotFoundError)):
        await trip.ds.chats.state(5)


async def set_state(trip: RoundTrip) -> None:
    """A chat can be closed and opened; what the administration opened only after a refund."""
    order = bought(trip)
    for wanted in (DialogState.CLOSED, DialogState.OPENED_BY_SELLER):
        await trip.ds.chats.set_state(order.invoice_id, chat_state=wanted)
        assert (await trip.ds.chats.state(order.invoice_id)).chat_state == wanted
    order.chat_state = DialogState.OPENED_BY_ADMIN
    with pytest.raises(RejectedError):
        await trip.ds.chats.set_state(order.invoice_id, chat_state=0)
    trip.box.refund(order)
    await trip.ds.chats.set_state(order.invoice_id, chat_state=0)

    assert order.chat_state == DialogState.CLOSED


async def admin_messages(trip: RoundTrip) -> None:
    """The correspondence can be had by moment, by id, by correspondent, and by what is unread."""
    get = trip.ds.chats.admin_messages
    found = await get(only_unread=False)
    middle = found[5]

    assert len(found) == 12
    assert await get() == [one for one in found if not one.is_read]
    assert await get(only_unread=False, count=3) == found[-3:]
    assert await get(only_unread=False, id_from=middle.id, id_to=middle.id) == [middle]
    assert middle.date is not None
    assert await get(only_unread=False, date_from=middle.date) == found[5:]
    assert await get(only_unread=False, date_from=middle.date.date() + dt.timedelta(1)) == found[6:]
    assert await get(only_unread=False, corr_id=-1) == [one for one in found if one.id_from == 0]
    assert await get(date_from=dt.date(2030, 1, 1)) == []


ROUND_TRIPS: RoundTrips = {
    "chats.list": chats,
    "chats.messages": messages,
    "chats.send": send,
    "chats.delete_message": delete_message,
    "chats.mark_seen": mark_seen,
    "chats.upload": upload,
    "chats.state": state,
    "chats.set_state": set_state,
    "chats.admin_messages": admin_messages,
}
