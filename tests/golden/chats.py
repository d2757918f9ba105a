"""Golden calls of the group ``chats``.

The documentation's samples, repaired: no comma after the last element, one after the full name in
`chats.admin_messages`, and nothing for dots. On the wire `chats.list` has other names, which are in
`tests/unit/response/test_alternatives.py`. `chats.messages` has plausible values for the documented
fields, and `chats.upload` those of the Swagger.
"""

from __future__ import annotations

import datetime as dt

from digiseller_async import Page
from digiseller_async._codecs.scalars import MOSCOW
from digiseller_async.models import AdminMessage, Chat, ChatFile, ChatMessage, ChatState, Language

from . import Case

ORDER = 129647692
WRITTEN = dt.datetime(2022, 2, 10, 20, 37, 19, tzinfo=MOSCOW)
FILES = (("screen.png", b"PNG"), ("log.txt", b"OK"))


def chats(size: int) -> Page[Chat]:
    """Return the page of the sample."""
    chat = Chat(
        id_i=ORDER,
        email="user@example.com",
        product="digital product",
        last_date=WRITTEN,
        cnt_msg=16,
        cnt_new=3,
    )
    return Page(number=1, size=size, total_items=None, total_pages=5, has_next=True, items=(chat,))


MESSAGES = [
    ChatMessage(
        id=1234567,
        message="message text",
        buyer=True,
        date_written=WRITTEN,
        date_seen=WRITTEN.replace(minute=40, second=1),
    ),
    ChatMessage(
        id=1234568,
        seller=True,
        date_written=WRITTEN.replace(minute=41, second=0),
        is_file=True,
        is_img=True,
        filename="screen.png",
        url="https://example.com/screen.png",
        preview="https://example.com/preview/screen.png",
    ),
]
UPLOADED = [
    ChatFile(newid="8f3c", name="screen.png", type="image", size=3, error_num=0),
    ChatFile(
        newid="8f3d",
        name="log.txt",
        type="file",
        size=2,
        message="sample message",
        warning="sample warning",
        error="sample error",
        error_num=1,
    ),
]
ADMIN_MESSAGES = [
    AdminMessage(
        id=11223344,
        id_to=12345,
        id_from=0,
        date=dt.datetime(2018, 11, 20, 11, 48, 20, tzinfo=MOSCOW),
        text="message text",
        is_read=False,
        shop_id=0,
        shop_name="shop name",
        seller_full_name="seller full name",
        seller_nickname="Digiseller",
    )
]
CASES = (
    Case("chats.list", lambda ds: ds.chats.list().first_page(), chats(100)),
    Case(
        "chats.list",
        lambda ds: ds.chats.list(
            filter_new=True, email="user@example.com", id_ds=[1, 2, 3], page_size=20
        ).first_page(),
        chats(20),
        "filtered",
    ),
    Case("chats.messages", lambda ds: ds.chats.messages(ORDER), MESSAGES),
    Case(
        "chats.messages",
        lambda ds: ds.chats.messages(ORDER, hidden=True, old_id=1234567, newer=True),
        MESSAGES,
        "newer",
    ),
    Case(
        "chats.messages",
        lambda ds: ds.chats.messages(ORDER, old_id=1234567, newer=False, count=200),
        MESSAGES,
        "older",
    ),
    Case(
        "chats.messages",
        lambda ds: ds.chats.messages(ORDER, id_from=1234567, id_to=1234568),
        MESSAGES,
        "between",
    ),
    Case(
        "chats.send",
        lambda ds: ds.chats.send(ORDER, message="Здравствуйте & <добрый> день!"),
        None,
    ),
    Case(
        "chats.send",
        lambda ds: ds.chats.send(
            ORDER, message="See the picture", files=UPLOADED[:1], is_auto=True
        ),
        None,
        "with_files",
    ),
    Case("chats.delete_message", lambda ds: ds.chats.delete_message(1234567, id_i=ORDER), None),
    Case("chats.mark_seen", lambda ds: ds.chats.mark_seen(ORDER), None),
    Case("chats.upload", lambda ds: ds.chats.upload(FILES), UPLOADED),
    Case("chats.upload", lambda ds: ds.chats.upload(FILES[1], lang=Language.EN), UPLOADED, "one"),
    Case(
        "chats.state", lambda ds: ds.chats.state(ORDER), ChatState(chat_state=1, may_change=False)
    ),
    Case("chats.set_state", lambda ds: ds.chats.set_state(ORDER, chat_state=0), None),
    Case("chats.admin_messages", lambda ds: ds.chats.admin_messages(), ADMIN_MESSAGES),
    Case(
        "chats.admin_messages",
        lambda ds: ds.chats.admin_messages(
            date_from=dt.date(2018, 11, 20),
            count=10,
            id_from=11223344,
            corr_id=-1,
            only_unread=False,
        ),
        ADMIN_MESSAGES,
        "filtered",
    ),
    Case(
        "chats.admin_messages",
        lambda ds: ds.chats.admin_messages(
            date_from=dt.datetime(2018, 11, 20, 8, 48, 20, tzinfo=dt.UTC),
            id_from=11223344,
            id_to=11223355,
            only_unread=True,
        ),
        ADMIN_MESSAGES,
        "between",
    ),
)
