"""The group ``account``; generated from the table, so never edit it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..spec import account as rows
from ._base import Group

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from ..models.account import (
        Aggregator,
        AllowType,
        Balance,
        CodeFilter,
        ExternalCode,
        ExternalOperation,
        ExternalOrder,
        Receipt,
        ReceiptCurrency,
        ReceiptType,
    )
    from ..pagination import Paginator


class Account(Group):
    """The operations of the group ``account``."""

    def receipts(
        self,
        *,
        types: Iterable[ReceiptType | str] | None = None,
        currency: ReceiptCurrency | str | None = None,
        code_filter: CodeFilter | str | None = None,
        allow_type: AllowType | str | None = None,
        start: dt.date | None = None,
        finish: dt.date | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[Receipt]:
        """List the operations on the personal account.

        Reads only; repeated as often as the retry settings allow.

        Args:
            types: Only these kinds of operation.
            currency: Only operations in this currency.
            code_filter: Operations that await code verification: only them, or none of them.
            allow_type: Operations not available for withdrawal: only them, or none of them.
            start: Not before this date or moment. A date, or an aware datetime, which is sent in
                Moscow time to the millisecond.
            finish: Not after this date or moment. A date, or an aware datetime, which is sent in
                Moscow time to the millisecond.
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1.

        Returns:
            A paginator over the operations, newest first.

        Raises:
            ArgumentError: An argument was refused; nothing was sent.
            ConfigurationError: There is nothing to sign in with.
            AuthenticationError: The key or the token was refused.
            AccessDeniedError: The key lacks the permission.
            RejectedError: The service refused.
            UnavailableError: The service is down, or its answer did not come.
            UnexpectedReplyError: The answer cannot be read.
            PaginationError: The pages contradict each other.
            RateLimitedError: The service asked for fewer calls, also after the waits.
            NotSentError: The service could not be reached; nothing was changed.
            DeadlineError: The client's timeout is over; nothing was changed.
            ClosedError: The client is closed, or belongs elsewhere.

        Permission: ``[ Operations ]: View all operations``.

        The documentation names no limit for the page size.

        Page: 'Operations on Digiseller personal account'
        (``GET /api/sellers/account/receipts``).
        """
        return self._list(
            rows.RECEIPTS,
            types=types,
            currency=currency,
            code_filter=code_filter,
            allow_type=allow_type,
            start=start,
            finish=finish,
            page=page,
            page_size=page_size,
        )

    def external_operations(
        self,
        *,
        order: ExternalOrder | str | None = None,
        code: ExternalCode | str | None = None,
        aggregator: Aggregator | str | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[ExternalOperation]:
        """List the payments that came through external aggregators.

        Reads only; repeated as often as the retry settings allow.

        Args:
            order: The order of the list.
            code: Operations that await code verification: only them, or none of them.
            aggregator: Only payments through this aggregator.
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1.

        Returns:
            A paginator over the payments, in the requested order.

        Raises:
            ArgumentError: An argument was refused; nothing was sent.
            ConfigurationError: There is nothing to sign in with.
            AuthenticationError: The key or the token was refused.
            AccessDeniedError: The key lacks the permission.
            RejectedError: The service refused.
            UnavailableError: The service is down, or its answer did not come.
            UnexpectedReplyError: The answer cannot be read.
            PaginationError: The pages contradict each other.
            RateLimitedError: The service asked for fewer calls, also after the waits.
            NotSentError: The service could not be reached; nothing was changed.
            DeadlineError: The client's timeout is over; nothing was changed.
            ClosedError: The client is closed, or belongs elsewhere.

        Permission: ``[ Operations ]: View all operations``.

        The documentation names no limit for the page size.

        Page: 'Operations on Digiseller personal account'
        (``GET /api/sellers/account/receipts/external``).
        """
        return self._list(
            rows.EXTERNAL_OPERATIONS,
            order=order,
            code=code,
            aggregator=aggregator,
            page=page,
            page_size=page_size,
        )

    async def balance(self) -> Balance:
        """Read the personal account's balance.

        Reads only; repeated as often as the retry settings allow.

        Returns:
            The amounts, free, locked and limited, by currency.

        Raises:
            ConfigurationError: There is nothing to sign in with.
            AuthenticationError: The key or the token was refused.
            AccessDeniedError: The key lacks the permission.
            RejectedError: The service refused.
            UnavailableError: The service is down, or its answer did not come.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service asked for fewer calls, also after the waits.
            NotSentError: The service could not be reached; nothing was changed.
            DeadlineError: The client's timeout is over; nothing was changed.
            ClosedError: The client is closed, or belongs elsewhere.

        Permission: ``[ Operations ]: Getting balance``.

        Page: 'Operations on Digiseller personal account'
        (``GET /api/sellers/account/balance/info``).
        """
        return await self._call(rows.BALANCE)
