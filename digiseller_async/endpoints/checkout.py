"""The operations of the group ``checkout``; generated from `spec`: do not edit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from .._redaction import secret_str
from ..models._base import Language
from ..models.checkout import CartContents, CartState, ChosenOption
from ..models.dicts.checkout import ChosenOptionDict
from ..models.words import LanguageWord
from ..spec import checkout as rows
from ._checkout import CheckoutPages

__all__ = ["Checkout"]


class Checkout(CheckoutPages):
    """The buyers' side: options that were chosen, carts, the payment page.

    A client has them as ``ds.checkout``.
    """

    async def prepare(
        self,
        product_id: int,
        *,
        options: Iterable[ChosenOption | ChosenOptionDict] | None = None,
        unit_cnt: Decimal | int | str | None = None,
        lang: Language | LanguageWord | None = None,
        ip: str | None = None,
    ) -> int:
        """Keep the options that a buyer has chosen, for the payment page or a cart.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            product_id: The product. At least 1.
            options: What the buyer chose, each a variant or a text.
            unit_cnt: How many units, if the product is sold by units. At least 0.
            lang: The buyer's language. One of "ru-RU", "en-US".
            ip: The buyer's IP address.

        Returns:
            The ``id_po`` by which `add_to_cart`, `url` and `form` know them.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials.

        Each call gives a new id, and one that is not used does no harm. No permission of a seller's
        is needed, and nothing is sent that identifies the seller.

        Docs: 'Payment (api_payment.asp)'
        (``POST /api/purchases/options``).
        """
        ip = secret_str(ip)
        return await self._call(
            rows.PREPARE,
            product_id=product_id,
            options=options,
            unit_cnt=unit_cnt,
            lang=lang,
            ip=ip,
        )

    async def add_to_cart(
        self,
        product_id: int,
        *,
        product_cnt: int | None = None,
        currency: str | None = None,
        email: str | None = None,
        lang: Language | LanguageWord | None = None,
        cart_uid: str | None = None,
        id_po: int | None = None,
    ) -> CartState:
        """Add a product to a cart, or to a new one.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            product_id: The product. At least 1.
            product_cnt: How many of it. At least 1.
            currency: Code of the payment method's currency, such as ``WMZ``.
            email: The buyer's.
            lang: The buyer's language. One of "ru-RU", "en-US".
            cart_uid: The cart; none, or ``''``, is a new one.
            id_po: The options, as `prepare` gave. At least 1.

        Returns:
            The cart's id, and how many products it has.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials.

        After an `OutcomeUnknownError` read `cart(cart_uid)`, and compare how many of the product
        are in it; if the cart was to be a new one, nobody knows it, and another try does no harm.
        No permission of a seller's is needed, and nothing is sent that identifies the seller.

        Docs: 'Payment (api_payment.asp)'
        (``POST /xml/shop_cart_add.asp``).
        """
        email = secret_str(email)
        return await self._call(
            rows.ADD_TO_CART,
            product_id=product_id,
            product_cnt=product_cnt,
            currency=currency,
            email=email,
            lang=lang,
            cart_uid=cart_uid,
            id_po=id_po,
        )

    async def cart(
        self,
        cart_uid: str,
        *,
        currency: str | None = None,
        lang: Language | LanguageWord | None = None,
        product_id: int | None = None,
        product_cnt: int | None = None,
    ) -> CartContents:
        """Read what is in a cart, and change the quantity of one product in it.

        Safe: it only reads, unless *product_cnt* is given. Then it is idempotent: doing it twice
        changes no more than doing it once. Repeated after a failed connection, a lost or unreadable
        answer, 429 and 5xx.

        Args:
            cart_uid: The cart.
            currency: The currency of the prices, such as ``USD``.
            lang: The buyer's language. One of "ru-RU", "en-US".
            product_id: The product whose quantity is changed. At least 1.
            product_cnt: The new quantity of *product_id*; 0 removes it. At least 0.

        Returns:
            What is in the cart after the change.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials.

        With *product_cnt* it sets the quantity, so a repeat does no harm, and a lost answer is an
        `OutcomeUnknownError`. What its answer has is known in part only, and how it is changed is
        not sure: some programs name the row of the cart in place of the product. Compare what it
        returns. No permission of a seller's is needed, and nothing is sent that identifies the
        seller.

        Docs: 'Payment (api_payment.asp)'
        (``POST /xml/shop_cart_lst.asp``).
        """
        return await self._call(
            rows.CART,
            cart_uid=cart_uid,
            currency=currency,
            lang=lang,
            product_id=product_id,
            product_cnt=product_cnt,
        )
