"""The operations of the group ``purchases``; generated from `spec`: do not edit."""

from __future__ import annotations

from .._redaction import secret_str
from ..models.purchases import CartInfo, Purchase, VerifiedPurchase
from ..spec import purchases as rows
from ._base import Group

__all__ = ["Purchases"]


class Purchases(Group):
    """Orders: what a unique code proves, delivery, what was bought by whom.

    A client has them as ``ds.purchases``.
    """

    async def verify_code(self, unique_code: str) -> VerifiedPurchase:
        """Look up the order of a unique code, and note that the code was verified.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            unique_code: The code that the buyer brings.

        Returns:
            The order; a code that does not exist is a `NotFoundError`.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such code.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        The first look at a code dates its verification; a repeat is as good as once. Nothing
        identifies the buyer but the code: after verifying see whether *inv* was dealt with before,
        and compare *id_goods* and *amount* with what you sell. Then hand over the goods and call
        `mark_delivered`. No permission of the API key is documented for it.

        Docs: 'General information (api_general.asp)'
        (``GET /api/purchases/unique-code/{unique_code}``).
        """
        unique_code = secret_str(unique_code)
        return await self._call(rows.VERIFY_CODE, unique_code=unique_code)

    async def mark_delivered(self, unique_code: str) -> None:
        """Tell the service that the goods of a unique code were handed over.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            unique_code: The code that the buyer brings.

        Returns:
            Nothing: no error means that it was noted.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such code.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Call it after the delivery, not before. What its answer looks like is shown nowhere, so any
        success of HTTP counts that is no refusal. It is not in the service's Swagger, and no
        permission of the API key is documented for it.

        Docs: 'General information (api_general.asp)'
        (``PUT /api/purchases/unique-code/{unique_code}/deliver``).
        """
        unique_code = secret_str(unique_code)
        return await self._call(rows.MARK_DELIVERED, unique_code=unique_code)

    async def get(self, invoice_id: int) -> Purchase:
        """Read an order.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            invoice_id: The order's number. At least 1.

        Returns:
            The order; only one whose *invoice_state* is 3 is paid.

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

        Permission: ``view_invoice``.

        The permission is the flag of the API key, as `account.permissions` calls it: the
        documentation's own words for it are not known.

        Docs: 'General information (api_general.asp)'
        (``GET /api/purchase/info/{invoice_id}``).
        """
        return await self._call(rows.GET, invoice_id=invoice_id)

    async def cart(
        self, *, invoice_id_cart: int | None = None, cart_uid: str | None = None
    ) -> CartInfo:
        """Read the orders of a cart.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            invoice_id_cart: The number of the cart's own order. At least 1.
            cart_uid: The cart's id in the shop.

        Returns:
            The cart with its orders.

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

        It is known from the service's Swagger alone, and no program is known that uses it.

        Docs: 'The service's Swagger v1: no page describes it'
        (``GET /api/purchase/cart``).
        """
        return await self._call(rows.CART, invoice_id_cart=invoice_id_cart, cart_uid=cart_uid)
