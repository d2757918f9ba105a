"""Watch what comes: new sales, and new messages of buyers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from .._request.scalar_checks import check_bool
from ..models.chats import NewMessage
from ..models.sales import Sale
from ..pagination.paginator import Paginator
from ..spec import chats as chat_rows
from ..spec import sales as sale_rows
from ..watching.chats import NewMessages
from ..watching.position import WatchPosition
from ..watching.reading import read_rows
from ..watching.settings import check_seconds, check_since
from ..watching.watch import Watch, Watched
from ._base import Group, kept

T = TypeVar("T")
_HOUR = dt.timedelta(hours=1)
_SALES_PAGE = 1000
_CHATS_PAGE = 100


class _Watching(Group):
    def _watch(
        self,
        name: str,
        listed: Callable[..., Paginator[Any]],
        watched: Callable[..., Watched[T]],
        *,
        since: dt.date | None,
        every: float | dt.timedelta,
        overlap: dt.timedelta,
    ) -> Watch[T]:
        clock = self._caller.pipeline.clock
        listed()  # refuses what cannot be asked for

        def key() -> str:
            return f"{name}#{str(listed().checkpoint()['list']).partition('#')[2]}"

        start = check_since(since, clock)
        back = dt.timedelta(seconds=check_seconds("overlap", overlap))
        found = watched(key=key, clock=clock, every=check_seconds("every", every))
        return Watch(found, WatchPosition(start, back, start))


class SalesWatching(_Watching):
    """Gives sales as they come."""

    def watch(
        self,
        *,
        product_ids: Iterable[int] | None = None,
        since: dt.date | None = None,
        every: float | dt.timedelta = 30.0,
        overlap: dt.timedelta = _HOUR,
    ) -> Watch[Sale]:
        """Give each new sale once, as it comes: ``async for sale in ds.sales.watch(): ...``.

        It reads `list` again and again, each time from the newest sale on that was given, less the
        *overlap*. It does not end by itself, and outlives failures that pass. To go on after a
        restart, keep ``watch.checkpoint()`` after each sale that was dealt with, and begin with
        ``ds.sales.watch(...).resume(checkpoint)``.

        Args:
            product_ids: Only sales of these products. Each at least 1.
            since: Sales from this date or moment on; now, if not given. A date, or an aware
                datetime.
            every: Seconds from one reading to the next.
            overlap: How far back it reads again for sales that are listed late; one that is listed
                later than that is missed. What was given within it is part of the checkpoint.

        Returns:
            An iterator of sales, in the order in which they were paid as far as they are known.

        Raises:
            ArgumentError: An argument is not valid.

        Permission: ``[ Statistics ]: Sales statistics``.
        """
        listed = partial(
            self._list, sale_rows.LIST, page=1, page_size=_SALES_PAGE, product_ids=kept(product_ids)
        )

        async def read(start: dt.datetime) -> list[Sale]:
            return await read_rows(listed(date_start=start))

        watched = partial(
            Watched[Sale],
            read=read,
            row_id=lambda one: one.invoice_id,
            moment=lambda one: one.date_pay,
        )
        return self._watch(
            "sales.watch", listed, watched, since=since, every=every, overlap=overlap
        )


class ChatsWatching(_Watching):
    """Gives messages as they come."""

    def watch(
        self,
        *,
        id_ds: Iterable[int] | None = None,
        own: bool = False,
        since: dt.date | None = None,
        every: float | dt.timedelta = 30.0,
        overlap: dt.timedelta = _HOUR,
    ) -> Watch[NewMessage]:
        """Give each new message once, as it comes: ``async for one in ds.chats.watch(): ...``.

        It reads `list` again and again, and the new `messages` of the chats that have changed. It
        marks nothing as seen. It does not end by itself, and outlives failures that pass. To go on
        after a restart, keep ``watch.checkpoint()`` after each message that was dealt with, and
        begin with ``ds.chats.watch(...).resume(checkpoint)``.

        Args:
            id_ds: Only chats about these products. Each at least 1.
            own: Whether the seller's own messages are given, too.
            since: Messages from this date or moment on; now, if not given. A date, or an aware
                datetime.
            every: Seconds from one reading to the next.
            overlap: How far back it reads again for messages that are listed late. What was given
                within it is part of the checkpoint.

        Returns:
            An iterator of messages, each with the order that it is about, in the order in which
            they were written as far as they are known.

        Raises:
            ArgumentError: An argument is not valid.

        Permission: ``[ Correspondence with buyers ]: View``.
        """
        listed = partial(
            self._list, chat_rows.LIST, page=1, page_size=_CHATS_PAGE, id_ds=kept(id_ds)
        )

        async def messages(id_i: int, **which: Any) -> Any:
            return await self._call_many(chat_rows.MESSAGES, id_i=id_i, **which)

        watched = partial(
            Watched[NewMessage],
            read=NewMessages(listed, messages, own=check_bool("own", own)).read,
            row_id=lambda one: one.id,
            moment=lambda one: one.date_written,
        )
        return self._watch(
            "chats.watch", listed, watched, since=since, every=every, overlap=overlap
        )
