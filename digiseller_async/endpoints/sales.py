"""The operations of the group ``sales``; generated from `spec`: do not edit."""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Iterable

from ..models.sales import LatestSale, Sale
from ..pagination import Paginator
from ..spec import sales as rows
from ._watching import SalesWatching

__all__ = ["Sales"]


class Sales(SalesWatching):
    """What was sold: the seller's own, and as others' partner.

    A client has them as ``ds.sales``.
    """

    def list(
        self,
        *,
        product_ids: Iterable[int] | None = None,
        date_start: dt.date | None = None,
        date_finish: dt.date | None = None,
        returned: int | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[Sale]:
        """List the seller's sales.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            product_ids: Only sales of these products. At least 1.
            date_start: Not before this date or moment. A date, or an aware datetime, which is sent
                in Moscow time to the second.
            date_finish: Not after this moment; a date means the whole day. A date, or an aware
                datetime, which is sent in Moscow time to the second.
            returned: Sales whose money was given back: 0 with them, 1 without, 2 only them. One of
                0, 1, 2.
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1; at most 5000.

        Returns:
            A paginator over the sales.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            PaginationError: The pages contradict each other.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Statistics ]: Sales statistics``.

        A `RejectedError` names the argument by its *retval*: 2 *page*, 3 *page_size*, 9 *returned*,
        11 *date_start*, 12 *date_finish*. Over a long time the service is slow: expect time-outs,
        which are safe to repeat, or read it in `Paginator.shards`. The service's default page size
        is 10, its maximum 5000; its documentation says 1000.

        Docs: 'Statistics (api_statistics.asp)'
        (``POST /api/seller-sells/v2``).
        """
        return self._list(
            rows.LIST,
            product_ids=product_ids,
            date_start=date_start,
            date_finish=date_finish,
            returned=returned,
            page=page,
            page_size=page_size,
        )

    def as_agent(
        self,
        *,
        product_ids: Iterable[int] | None = None,
        date_start: dt.date | None = None,
        date_finish: dt.date | None = None,
        returned: int | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[Sale]:
        """List the sales of others' products that the seller made as their partner.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            product_ids: Only sales of these products. At least 1.
            date_start: Not before this date or moment. A date, or an aware datetime, which is sent
                in Moscow time to the second.
            date_finish: Not after this moment; a date means the whole day. A date, or an aware
                datetime, which is sent in Moscow time to the second.
            returned: Sales whose money was given back: 0 with them, 1 without, 2 only them. One of
                0, 1, 2.
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1; at most 5000.

        Returns:
            A paginator over the sales; each has *id_seller*, and the partner's part.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            PaginationError: The pages contradict each other.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Statistics ]``.

        `account.permissions` calls the permission *agent_sales_statistics_view*. The *sign* in the
        service's Swagger belongs to an older operation, and is not sent. A `RejectedError` names
        the argument by its *retval*: 2 *page*, 3 *page_size*, 9 *returned*, 11 *date_start*, 12
        *date_finish*. Over a long time the service is slow: expect time-outs, which are safe to
        repeat, or read it in `Paginator.shards`. The service's default page size is 10, its maximum
        5000; its documentation says 1000.

        Docs: 'Statistics (api_statistics.asp)'
        (``POST /api/agent-sales/v2``).
        """
        return self._list(
            rows.AS_AGENT,
            product_ids=product_ids,
            date_start=date_start,
            date_finish=date_finish,
            returned=returned,
            page=page,
            page_size=page_size,
        )

    async def latest(
        self, *, group: bool | None = None, top: int | None = None
    ) -> builtins.list[LatestSale]:
        """Read the latest sales in short.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            group: Whether each product is there once, with its last sale (the service's default).
            top: How many sales at most (the service's default: 1000). At least 1.

        Returns:
            The sales, newest first.

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

        Permission: ``[ Statistics ]: Sales statistics``.

        It is always about the client's own seller. The documentation has this operation, but the
        service's Swagger does not.

        Docs: 'Statistics (api_statistics.asp)'
        (``GET /api/seller-last-sales``).
        """
        return await self._call_many(rows.LATEST, group=group, top=top)
