"""The operations of the group ``account``; generated from `spec`: do not edit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

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
from ..models.account_settings import (
    BaseCurrency,
    CurrencyRates,
    Permissions,
    RateCurrency,
    RateSource,
)
from ..models.words import (
    AggregatorWord,
    AllowTypeWord,
    BaseCurrencyWord,
    CodeFilterWord,
    ExternalCodeWord,
    ExternalOrderWord,
    RateCurrencyWord,
    RateSourceWord,
    ReceiptCurrencyWord,
    ReceiptTypeWord,
)
from ..pagination import Paginator
from ..spec import account as rows
from ._base import Group

__all__ = ["Account"]


class Account(Group):
    """The personal account: receipts, payments through aggregators, balance, settings.

    A client has them as ``ds.account``.
    """

    def receipts(
        self,
        *,
        types: Iterable[ReceiptType | ReceiptTypeWord] | None = None,
        currency: ReceiptCurrency | ReceiptCurrencyWord | None = None,
        code_filter: CodeFilter | CodeFilterWord | None = None,
        allow_type: AllowType | AllowTypeWord | None = None,
        start: dt.date | None = None,
        finish: dt.date | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[Receipt]:
        """List the operations on the personal account.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            types: Only these kinds of operation. One of "agent_accurals", "product_sales",
                "add_funds", "exchange_response", "exchange_request", "refund", "adv_goods",
                "external_commissions", "hard_disk_rent", "extra_partner_space",
                "gift_certificates", "transfer_to_wallet".
            currency: Only operations in this currency. One of "WMR", "WMZ", "WME".
            code_filter: Operations that await code verification: only them, or none of them. One of
                "only_waiting_check_code", "hide_waiting_code_check".
            allow_type: Operations not available for withdrawal: only them, or none of them. One of
                "exclude", "only".
            start: Not before this date or moment. A date, or an aware datetime, which is sent in
                Moscow time to the millisecond.
            finish: Not after this moment; a date means the whole day. A date, or an aware datetime,
                which is sent in Moscow time to the millisecond.
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1.

        Returns:
            A paginator over the operations, newest first.

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

        Permission: ``[ Operations ]: View all operations``.

        The documentation names no limit for the page size.

        Docs: 'Operations on Digiseller personal account'
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
        order: ExternalOrder | ExternalOrderWord | None = None,
        code: ExternalCode | ExternalCodeWord | None = None,
        aggregator: Aggregator | AggregatorWord | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[ExternalOperation]:
        """List the payments that came through external aggregators.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            order: The order of the list. One of "ProductId DESC", "ProductId", "Date DESC", "Date",
                "Amount DESC", "Amount".
            code: Operations that await code verification: only them, or none of them. One of
                "only", "exclude".
            aggregator: Only payments through this aggregator. One of "yandex", "enot", "robokassa",
                "paypal", "paymaster", "interkassa", "unitpay", "api", "freekassa".
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1.

        Returns:
            A paginator over the payments, in the requested order.

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

        Permission: ``[ Operations ]: View all operations``.

        The documentation names no limit for the page size.

        Docs: 'Operations on Digiseller personal account'
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

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Returns:
            The amounts, free, locked and limited, by currency.

        Raises:
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

        Permission: ``[ Operations ]: Getting balance``.

        Docs: 'Operations on Digiseller personal account'
        (``GET /api/sellers/account/balance/info``).
        """
        return await self._call(rows.BALANCE)

    async def permissions(self) -> Permissions:
        """Read what the API key may do.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Returns:
            A flag for each permission; one that the service does not name is false.

        Raises:
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

        Permission: ``token_get_perms``.

        The permission is the flag of the API key: the documentation's own words for it are not
        known. A flag that the service adds is no error, and can be seen in ``ds.drift``.

        Docs: 'General information (api_general.asp)'
        (``GET /api/token/perms``).
        """
        return await self._call(rows.PERMISSIONS)

    async def currency_rates(
        self, *, base_currency: BaseCurrency | BaseCurrencyWord | None = None
    ) -> list[CurrencyRates]:
        """Read the exchange rates by which prices are converted.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            base_currency: Only the rates of this currency. One of "USD", "RUB", "EUR", "UAH".

        Returns:
            The rates of each currency of prices.

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

        Permission: ``[ Exchange rates ]: View``.

        Docs: 'Exchange rates (api_seller_currencies.asp)'
        (``GET /api/sellers/currency``).
        """
        return await self._call_many(rows.CURRENCY_RATES, base_currency=base_currency)

    async def set_currency_rate(
        self,
        *,
        base_currency: BaseCurrency | BaseCurrencyWord,
        type_currency: RateCurrency | RateCurrencyWord,
        bank: RateSource | RateSourceWord,
        rate: Decimal | int | str | None = None,
        complement: Decimal | int | str | None = None,
    ) -> None:
        """Set the rate by which prices in one currency are converted into another.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            base_currency: The currency of prices whose rate is set. One of "USD", "RUB", "EUR",
                "UAH".
            type_currency: The currency into which it is converted. One of "USD", "RUB", "EUR",
                "mBTC", "mLTC".
            bank: Where the rate is from; ``MR`` is the seller's own. One of "MR", "CBR", "NBU",
                "BTC", "LTC".
            rate: The seller's own rate: with ``MR`` it is needed, with the others refused. At least
                0.
            complement: What is added to the rate, in percent.

        Returns:
            Nothing: no error means that it is set.

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

        That *rate* goes with ``MR`` alone is what the documentation's words suggest, and not said.
        Which permission it needs is not known to this package; reading the rates needs ``[ Exchange
        rates ]: View``. `currency_rates` shows what is set.

        Docs: 'Exchange rates (api_seller_currencies.asp)'
        (``POST /api/sellers/currency``).
        """
        return await self._call(
            rows.SET_CURRENCY_RATE,
            base_currency=base_currency,
            type_currency=type_currency,
            bank=bank,
            rate=rate,
            complement=complement,
        )
