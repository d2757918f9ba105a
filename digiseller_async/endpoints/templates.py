"""The operations of the group ``templates``; generated from `spec`: do not edit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..models._base import Language
from ..models.dicts.templates import TemplateProductPercentDict
from ..models.templates import (
    CommissionTemplate,
    TemplateCurrency,
    TemplateProduct,
    TemplateProductPercent,
)
from ..models.words import LanguageWord, TemplateCurrencyWord
from ..pagination import Paginator
from ..spec import templates as rows
from ._base import Group

__all__ = ["Templates"]


class Templates(Group):
    """Commission templates.

    A client has them as ``ds.templates``.
    """

    async def create(self, *, name: str) -> CommissionTemplate:
        """Create a commission template.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            name: The template's name.

        Returns:
            The new template.

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

        Permission: ``[ Comission templates ]: Create``.

        Twice makes two templates. After an `OutcomeUnknownError` read `templates.list` and look for
        the name and a fresh date of creation before trying again.

        Docs: 'Commission templates'
        (``POST /api/templates``).
        """
        return await self._call(rows.CREATE, name=name)

    async def update(self, template_id: int, *, name: str) -> CommissionTemplate:
        """Rename a commission template.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            template_id: The template. At least 1.
            name: The template's name.

        Returns:
            The template as it is now.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such template.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Comission templates ]: Edit``.

        Docs: 'Commission templates'
        (``POST /api/templates/{template_id}``).
        """
        return await self._call(rows.UPDATE, template_id=template_id, name=name)

    def list(self, *, page: int = 1, page_size: int = 100) -> Paginator[CommissionTemplate]:
        """List the commission templates.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1; at most 100.

        Returns:
            A paginator over the templates.

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

        Permission: ``[ Comission templates ]: View``.

        Docs: 'Commission templates'
        (``GET /api/templates``).
        """
        return self._list(rows.LIST, page=page, page_size=page_size)

    async def delete(self, template_id: int, *, via_post: bool = False) -> None:
        """Delete a commission template.

        Deletes: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            template_id: The template. At least 1.
            via_post: Send a POST, for networks that let no DELETE through.

        Returns:
            Nothing.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such template.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Comission templates ]: Delete``.

        Docs: 'Commission templates'
        (``DELETE /api/templates/{template_id}``).
        """
        return await self._call(rows.DELETE, template_id=template_id, via_post=via_post)

    def products(
        self,
        template_id: int,
        *,
        product_id: int | None = None,
        price_min: Decimal | int | str | None = None,
        price_max: Decimal | int | str | None = None,
        currency: TemplateCurrency | TemplateCurrencyWord | None = None,
        language: Language | LanguageWord | None = None,
        name: str | None = None,
        min_comiss: Decimal | int | str | None = None,
        max_comiss: Decimal | int | str | None = None,
        in_affiliate: bool | None = None,
        not_in_affiliate: bool | None = None,
        only_payment: bool | None = None,
        owner_id: int | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[TemplateProduct]:
        """List the products of a commission template.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            template_id: The template. At least 1.
            product_id: Only this product. At least 1.
            price_min: Only products of at least this price, in *currency*. At least 0.
            price_max: Only products of at most this price, in *currency*. At least 0.
            currency: The currency of prices. One of "RUB", "USD", "UAH", "EUR".
            language: The language of names. One of "ru-RU", "en-US".
            name: Only products whose name has this.
            min_comiss: Only products of at least this commission, in percent. At least 0.
            max_comiss: Only products of at most this commission, in percent. At least 0.
            in_affiliate: Show affiliate products (the service's default: true).
            not_in_affiliate: Show products outside the affiliate program (the service's default:
                true).
            only_payment: Only products available for payment (the service's default: false).
            owner_id: Marketplace code (from the Swagger). At least 0.
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1; at most 100.

        Returns:
            A paginator over the products.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such template or
                product.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            PaginationError: The pages contradict each other.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Comission templates ]: View``.

        Docs: 'Commission templates'
        (``GET /api/templates/products``).
        """
        return self._list(
            rows.PRODUCTS,
            template_id=template_id,
            product_id=product_id,
            price_min=price_min,
            price_max=price_max,
            currency=currency,
            language=language,
            name=name,
            min_comiss=min_comiss,
            max_comiss=max_comiss,
            in_affiliate=in_affiliate,
            not_in_affiliate=not_in_affiliate,
            only_payment=only_payment,
            owner_id=owner_id,
            page=page,
            page_size=page_size,
        )

    async def set_products(
        self,
        template_id: int,
        *,
        products: Iterable[TemplateProductPercent | TemplateProductPercentDict],
    ) -> None:
        """Set the deductions of products in a commission template.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            template_id: The template. At least 1.
            products: What to deduct for which product; at least one.

        Returns:
            Nothing.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such template.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Comission templates ]: Edit``.

        Docs: 'Commission templates'
        (``POST /api/templates/products``).
        """
        return await self._call(rows.SET_PRODUCTS, template_id=template_id, products=products)

    async def apply(self, template_id: int, *, seller_id: int) -> None:
        """Apply a commission template to a seller.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            template_id: The template. At least 1.
            seller_id: The seller (an agent) to whom the template is applied. At least 1.

        Returns:
            Nothing.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such template.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Comission templates ]: Apply``.

        After an `OutcomeUnknownError` read `offers.list(seller_id=…)` and compare its individual
        commissions with `templates.products` before trying again.

        Docs: 'Commission templates'
        (``POST /api/templates/apply``).
        """
        return await self._call(rows.APPLY, template_id=template_id, seller_id=seller_id)
