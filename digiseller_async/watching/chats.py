"""Read the messages that a watch of the chats gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

from attrs import asdict

from ..models.chats import Chat, ChatMessage, NewMessage
from ..pagination.paginator import Paginator
from .reading import read_rows

MOST_MESSAGES = 200
"""How many messages the service gives at once."""


class NewMessages:
    """Reads the messages from a moment on, of the chats that have changed since the last reading.

    *chats* lists the chats, the one with the latest message first; *messages* reads those of one.
    """

    def __init__(
        self,
        chats: Callable[[], Paginator[Chat]],
        messages: Callable[..., Awaitable[list[ChatMessage]]],
        *,
        own: bool,
    ) -> None:
        self._chats = chats
        self._messages = messages
        self._own = own
        self._known: dict[int, tuple[Chat, int]] = {}
        """Each chat as it was, with its last message."""

    async def read(self, start: dt.datetime) -> list[NewMessage]:
        """Return the messages from *start* on."""
        chats = await read_rows(
            self._chats(), until=lambda one: one.last_date is not None and one.last_date < start
        )
        known: dict[int, tuple[Chat, int]] = {}
        found: list[NewMessage] = []
        for chat in chats:
            before = self._known.get(chat.id_i)
            if before is not None and before[0] == chat:
                known[chat.id_i] = before
                continue
            messages = await self._of(chat.id_i, before, start)
            last = max((one.id for one in messages), default=0)
            known[chat.id_i] = (chat, max(last, before[1] if before else 0))
            found += [_new(one, chat) for one in messages if self._own or one.buyer]
        # Only now: a reading that fails midway is made again as a whole.
        self._known = known
        return found

    async def _of(
        self, id_i: int, before: tuple[Chat, int] | None, start: dt.datetime
    ) -> list[ChatMessage]:
        """Return the messages of a chat that may be new."""
        if before is not None and before[1]:
            return await self._messages(id_i, newer=True, old_id=before[1])
        found: dict[int, ChatMessage] = {}
        page = await self._messages(id_i, count=MOST_MESSAGES)
        while page and not found.keys() >= {one.id for one in page}:
            found |= {one.id: one for one in page}
            oldest = min(page, key=lambda one: one.id)
            is_before = oldest.date_written is not None and oldest.date_written < start
            if is_before or len(page) < MOST_MESSAGES:
                break
            page = await self._messages(id_i, old_id=oldest.id, count=MOST_MESSAGES)
        return list(found.values())


def _new(message: ChatMessage, chat: Chat) -> NewMessage:
    return NewMessage(
        **asdict(message, recurse=False), id_i=chat.id_i, product=chat.product, email=chat.email
    )
