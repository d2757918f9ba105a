"""The operations of the group ``chats``; generated from `spec`: do not edit."""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Iterable

from .._redaction import secret_str
from .._request.files import FileLike
from ..models._base import Language
from ..models.chats import AdminMessage, Chat, ChatFile, ChatMessage, ChatState
from ..models.dicts.chats import ChatFileDict
from ..models.words import LanguageWord
from ..pagination import Paginator
from ..spec import chats as rows
from ._watching import ChatsWatching

__all__ = ["Chats"]


class Chats(ChatsWatching):
    """Correspondence with buyers, and with the administration.

    A client has them as ``ds.chats``.
    """

    def list(
        self,
        *,
        filter_new: bool | None = None,
        email: str | None = None,
        id_ds: Iterable[int] | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[Chat]:
        """List the chats with buyers.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            filter_new: Whether only chats with unread messages come.
            email: Only chats with this buyer.
            id_ds: Only chats about these products. At least 1.
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1; at most 200.

        Returns:
            A paginator over the chats, the one with the latest message first.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            PaginationError: The pages contradict each other.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Correspondence with buyers ]: View``.

        The list shifts while it is read, as a new message moves its chat to the front. The
        service's default page size is 20.

        Docs: 'Correspondence with buyers (api_debates.asp)'
        (``GET /api/debates/v2/chats``).
        """
        email = secret_str(email)
        return self._list(
            rows.LIST,
            filter_new=filter_new,
            email=email,
            id_ds=id_ds,
            page=page,
            page_size=page_size,
        )

    async def messages(
        self,
        id_i: int,
        *,
        hidden: bool | None = None,
        id_from: int | None = None,
        id_to: int | None = None,
        old_id: int | None = None,
        newer: bool | None = None,
        count: int | None = None,
    ) -> builtins.list[ChatMessage]:
        """Read the messages of the chat about an order.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            id_i: The order's number. At least 1.
            hidden: Whether deleted messages come, too.
            id_from: Not before this message. At least 1.
            id_to: Not after this message. At least 1.
            old_id: A message that you know; not together with *id_from* or *id_to*. At least 1.
            newer: Whether all messages after *old_id* come, and not those before it.
            count: How many messages at most; not together with *id_from*, *id_to* or *newer*. At
                least 1; at most 200.

        Returns:
            The messages.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such order.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Correspondence with buyers ]: View``.

        Reading does not mark them as seen: `mark_seen` does.

        Docs: 'Correspondence with buyers (api_debates.asp)'
        (``GET /api/debates/v2``).
        """
        return await self._call_many(
            rows.MESSAGES,
            id_i=id_i,
            hidden=hidden,
            id_from=id_from,
            id_to=id_to,
            old_id=old_id,
            newer=newer,
            count=count,
        )

    async def send(
        self,
        id_i: int,
        *,
        message: str | None = None,
        files: Iterable[ChatFile | ChatFileDict] | None = None,
        is_auto: bool | None = None,
    ) -> None:
        """Write to the buyer of an order.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            id_i: The order's number. At least 1.
            message: The text.
            files: Files that `upload` gave.
            is_auto: Whether a program wrote it, so that the buyer's messages stay unread (the
                service's default: no).

        Returns:
            Nothing: no error means that it was sent.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such order.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Correspondence with buyers ]: debates_write``.

        Twice sends it twice. After an `OutcomeUnknownError` read ``messages(id_i, newer=True,
        old_id=...)`` with the last message that you knew before the call, and try again only if
        yours is not among them. Of the permission only the key's flag is known, not the
        documentation's own words for it.

        Docs: 'Correspondence with buyers (api_debates.asp)'
        (``POST /api/debates/v2``).
        """
        return await self._call(rows.SEND, id_i=id_i, message=message, files=files, is_auto=is_auto)

    async def delete_message(self, message_id: int, *, id_i: int) -> None:
        """Delete one message of a chat.

        Deletes: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            message_id: The message. At least 1.
            id_i: The number of the order that it is about. At least 1.

        Returns:
            Nothing: no error means that it was deleted.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such message or order.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Correspondence with buyers ]: debates_delete``.

        Of the permission only the key's flag is known, not the documentation's own words for it.

        Docs: 'Correspondence with buyers (api_debates.asp)'
        (``DELETE /api/debates/v2/{message_id}``).
        """
        return await self._call(rows.DELETE_MESSAGE, message_id=message_id, id_i=id_i)

    async def mark_seen(self, id_i: int) -> None:
        """Mark the buyer's messages about an order as seen.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            id_i: The order's number. At least 1.

        Returns:
            Nothing: no error means that they are marked.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such order.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Correspondence with buyers ]: debates_write``.

        Of the permission only the key's flag is known, not the documentation's own words for it.

        Docs: 'Correspondence with buyers (api_debates.asp)'
        (``POST /api/debates/v2/seen``).
        """
        return await self._call(rows.MARK_SEEN, id_i=id_i)

    async def upload(
        self, files: FileLike | Iterable[FileLike], *, lang: Language | LanguageWord | None = None
    ) -> builtins.list[ChatFile]:
        """Upload files, to send them with a message.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            files: The files, or one: a pair of a name and a content is one.
            lang: The language of what the service says of them. One of "ru-RU", "en-US".

        Returns:
            The files, in their order: look before you send them, as one with an *error* stays in
                the list.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Correspondence with buyers ]: debates_write``.

        Twice uploads them twice, which buyers do not see: only `send` shows them. So after an
        `OutcomeUnknownError` just upload them again. Of the permission only the key's flag is
        known, not the documentation's own words for it.

        Docs: 'Correspondence with buyers (api_debates.asp)'
        (``POST /api/debates/v2/upload-preview``).
        """
        return await self._call_many(rows.UPLOAD, files=files, lang=lang)

    async def state(self, id_i: int) -> ChatState:
        """Read whether the chat about an order is open.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            id_i: The order's number. At least 1.

        Returns:
            The state, which is one of `DialogState`, and whether you may change it.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such order.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Correspondence with buyers ]: View``.

        Docs: 'Correspondence with buyers (api_debates.asp)'
        (``GET /api/debates/v2/chat-state``).
        """
        return await self._call(rows.STATE, id_i=id_i)

    async def set_state(self, id_i: int, *, chat_state: int) -> None:
        """Open or close the chat about an order.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            id_i: The order's number. At least 1.
            chat_state: Whether it is open: 0 no, 1 yes. One of 0, 1.

        Returns:
            Nothing: no error means that it is so.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such order.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Correspondence with buyers ]: debates_write``.

        What the administration opened cannot be closed, except after a refund. Of the permission
        only the key's flag is known, not the documentation's own words for it.

        Docs: 'Correspondence with buyers (api_debates.asp)'
        (``POST /api/debates/v2/chat-state``).
        """
        return await self._call(rows.SET_STATE, id_i=id_i, chat_state=chat_state)

    async def admin_messages(
        self,
        *,
        date_from: dt.date | None = None,
        count: int | None = None,
        id_from: int | None = None,
        id_to: int | None = None,
        corr_id: int | None = None,
        only_unread: bool | None = None,
    ) -> builtins.list[AdminMessage]:
        """Read the correspondence with the administration.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            date_from: Not before this date or moment. A date, or an aware datetime, which is sent
                in Moscow time to the second.
            count: How many messages at most (the service's default: 100); not with *id_to*. At
                least 1.
            id_from: Not before this message. At least 1.
            id_to: Not after this message. At least 1.
            corr_id: Only messages from this correspondent; -1 is the administration. At least -1.
            only_unread: Whether only unread messages come (the service's default: they alone).

        Returns:
            The messages.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Correspondence with the administration ]: View``.

        Docs: 'Correspondence with the administration (api_messages.asp)'
        (``GET /api/messages/v2``).
        """
        return await self._call_many(
            rows.ADMIN_MESSAGES,
            date_from=date_from,
            count=count,
            id_from=id_from,
            id_to=id_to,
            corr_id=corr_id,
            only_unread=only_unread,
        )
