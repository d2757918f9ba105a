"""Upload files in each form that they may have, and texts; write to buyers."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import assert_type

import anyio

from digiseller_async import Digiseller
from digiseller_async.models import AddedFile, AddedText, ChatFile, NewMessage, TextItem


async def chunks() -> AsyncIterator[bytes]:
    """Give a file piece by piece."""
    yield b"Read"
    yield b" me."


async def files(ds: Digiseller, path: Path) -> list[AddedFile]:
    """Add a file: a path, a pair, an open file, a stream, an archive."""
    await ds.content.add_file(7, file="manual.txt")
    await ds.content.add_file(7, file=path)
    await ds.content.add_file(7, file=("manual.txt", b"Read me."))
    await ds.content.add_file(7, file=("manual.txt", memoryview(b"Read me.")))
    await ds.content.add_file(7, file=("manual.txt", io.BytesIO(b"Read me.")))
    await ds.content.add_file(7, file=("manual.txt", chunks()))
    await ds.content.add_file(7, file=chunks())
    async with await anyio.open_file(path, "rb") as opened:
        await ds.content.update_file(file=opened, content_id=3)
    with path.open("rb") as file:
        await ds.content.add_file(7, file=file)
        return await ds.content.add_files(7, archive=file, count=3)


async def texts(ds: Digiseller) -> list[AddedText]:
    """Add texts: plain, in a dict, in a model."""
    added = await ds.content.add_text(
        7, texts=["KEY-1", {"value": "KEY-2", "serial": "2"}, TextItem(value="KEY-3")]
    )
    await ds.content.update_text(value="KEY-4", content_id=added[0].content_id)
    await ds.content.delete(7, added[1].content_id)
    await ds.content.delete_all(7)
    await ds.content.delete_all(7, variant_id=3)
    return added


async def codes(ds: Digiseller) -> None:
    """Let the service make codes, or ask a server of one's own for the goods."""
    await ds.content.set_code_count(7, count=10)
    await ds.content.update_code_count(7, count=(await ds.content.code_count(7)).count or 0)
    await ds.content.update_form(7, address="https://a", encoding="UTF8", method="JSON")


async def gallery(ds: Digiseller, path: Path) -> None:
    """Add images and videos, and hide one."""
    await ds.gallery.add_images(7, images=[path, ("b.png", b"PNG")])
    await ds.gallery.add_videos(7, urls=["https://www.youtube.com/watch?v=1"])
    await ds.gallery.set_options("image", 5, enabled=False)


async def chats(ds: Digiseller, path: Path) -> list[ChatFile]:
    """Write to a buyer with a file, and wait for the answer."""
    files = await ds.chats.upload([path, ("a.png", b"PNG")], lang="en-US")
    await ds.chats.upload(("a.png", b"PNG"))
    await ds.chats.send(1000, message="Look:", files=[files[0]])
    await ds.chats.send(1000, files=[{"newid": "1", "name": "a", "type": "image"}])
    async for message in ds.chats.watch(own=False, since=dt.date(2026, 1, 1)):
        assert_type(message, NewMessage)
        break
    async for chat in ds.chats.list(filter_new=True):
        print([one.message for one in await ds.chats.messages(chat.id_i, newer=True)])
        await ds.chats.mark_seen(chat.id_i)
    await ds.chats.delete_message(5, id_i=1000)
    await ds.chats.set_state(1000, chat_state=1)
    print(await ds.chats.state(1000), await ds.chats.admin_messages(only_unread=True))
    return files


async def checkout(ds: Digiseller) -> str:
    """Send a buyer to the payment page, with options, and with a cart."""
    chosen = await ds.checkout.prepare(
        7, options=[{"id": 1, "variant_id": 2}, {"id": 3, "text": "nick"}], lang="en-US"
    )
    cart = await ds.checkout.add_to_cart(7, product_cnt=2, currency="WMZ", id_po=chosen)
    print(cart, await ds.checkout.cart("A1"), ds.checkout.form(cart_uid="A1"))
    return ds.checkout.url(id_d=7, id_po=chosen, lang="ru-RU", parameters={"from": "mail"})
