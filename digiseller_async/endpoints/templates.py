"""The group ``templates``; generated from the table, so never edit it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..spec import templates as rows
from ._base import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from ..models._base import Language
    from ..models.templates import (
        CommissionTemplate,
        TemplateCurrency,
        TemplateProduct,
        TemplateProductPercent,
    )
    from ..pagination import Paginator


class Templates(Group):
    """The operations of the group ``templates``."""

    async def create(self, *, name: str) -> CommissionTemplate:
        """Create a commission template.

        Adds; repeated only if it surely did not happen.

        Args:
            name: The template's name.

        Returns:
            The new template.

        Raises:
            ArgumentError: An argument was refused; nothing was sent.
            ConfigurationError: There is nothing to sign in with.
            AuthenticationError: The key or the token was refused.
            AccessDeniedError: The key lacks the permission.
            RejectedError: The service refused.
            OutcomeUnknownError: It may have happened, or not.
            RateLimitedError: The service asked for fewer calls, also after the waits.
            NotSentError: The service could not be reached; nothing was changed.
            DeadlineError: The client's timeout is over; nothing was changed.
            ClosedError: The client is closed, or belongs elsewhere.

        Permission: ``[ Comission templates ]: Create``.

        Twice makes two templates. After an `OutcomeUnknownError` read `templates.list` and look for
        the name and a fresh date of creation before trying again.

        Page: 'Commission templates'
        (``POST /api/templates``).
        """
        return await self._call(rows.CREATE, name=name)

    async def update(self, template_id: int, *, name: str) -> CommissionTemplate:
        """Rename a commission template.

        Changes; twice is as good as once, so it is repeated after any failure.

        Args:
            template_id: The template. At least 1.
            name: The template's name.

        Returns:
            The template as it is now.

        Raises:
            ArgumentError: An argument was refused; nothing was sent.
            ConfigurationError: There is nothing to sign in with.
            AuthenticationError: The key or the token was refused.
            AccessDeniedError: The key lacks the permission.
            RejectedError: The service refused.
            OutcomeUnknownError: It may have happened, or not.
            RateLimitedError: The service asked for fewer calls, also after the waits.
            NotSentError: The service could not be reached; nothing was changed.
            DeadlineError: The client's timeout is over; nothing was changed.
            ClosedError: The client is closed, or belongs elsewhere.

        Permission: ``[ Comission templates ]: Edit``.

        Page: 'Commission templates'
        (``POST /api/templates/{template_id}``).
        """
        return await self._call(rows.UPDATE, template_id=template_id, name=name)

    def list(self, *, page: int = 1, page_size: int = 100) -> Paginator[CommissionTemplate]:
        """List the commission templates.

        Reads only; repeated as often as the retry settings allow.

        Args:
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1; at most 100.

        Returns:
            A paginator over the templates.

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

        Permission: ``[ Comission templates ]: View``.

        Page: 'Commission templates'
        (``GET /api/templates``).
        """
        return self._list(rows.LIST, page=page, page_size=page_size)

    async def delete(self, template_id: int, *, via_post: bool = False) -> None:
        """Delete a commission template.

        Deletes a named thing; repeated after any failure.

        Args:
            template_id: The template. At least 1.
            via_post: Send a POST, for networks that let no DELETE through.

        Returns:
            Nothing.

        Raises:
            ArgumentError: An argument was refused; nothing was sent.
            ConfigurationError: There is nothing to sign in with.
            AuthenticationError: The key or the token was refused.
            AccessDeniedError: The key lacks the permission.
            RejectedError: The service refused.
            OutcomeUnknownError: It may have happened, or not.
            RateLimitedError: The service asked for fewer calls, also after the waits.
            NotSentError: The service could not be reached; nothing was changed.
            DeadlineError: The client's timeout is over; nothing was changed.
            ClosedError: The client is closed, or belongs elsewhere.

        Permission: ``[ Comission templates ]: Delete``.

        Page: 'Commission templates'
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
        currency: TemplateCurrency | str | None = None,
        language: Language | str | None = None,
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

        Reads only; repeated as often as the retry settings allow.

        Args:
            template_id: The template. At least 1.
            product_id: Only this product. At least 1.
            price_min: Only products of at least this price, in *currency*. At least 0.
            price_max: Only products of at most this price, in *currency*. At least 0.
            currency: The currency of prices.
            language: The language of names.
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

        Permission: ``[ Comission templates ]: View``.

        Page: 'Commission templates'
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
        self, template_id: int, *, products: Iterable[TemplateProductPercent | Mapping[str, Any]]
    ) -> None:
        """Set the deductions of products in a commission template.

        Changes; twice is as good as once, so it is repeated after any failure.

        Args:
            template_id: The template. At least 1.
            products: What to deduct for which product; at least one.

        Returns:
            Nothing.

        Raises:
            ArgumentError: An argument was refused; nothing was sent.
            ConfigurationError: There is nothing to sign in with.
            AuthenticationError: The key or the token was refused.
            AccessDeniedError: The key lacks the permission.
            RejectedError: The service refused.
            OutcomeUnknownError: It may have happened, or not.
            RateLimitedError: The service asked for fewer calls, also after the waits.
            NotSentError: The service could not be reached; nothing was changed.
            DeadlineError: The client's timeout is over; nothing was changed.
            ClosedError: The client is closed, or belongs elsewhere.

        Permission: ``[ Comission templates ]: Edit``.

        Page: 'Commission templates'
        (``POST /api/templates/products``).
        """
        return await self._call(rows.SET_PRODUCTS, template_id=template_id, products=products)

    async def apply(self, template_id: int, *, seller_id: int) -> None:
        """Apply a commission template to a seller.

        Adds; repeated only if it surely did not happen.

        Args:
            template_id: The template. At least 1.
            seller_id: The seller (an agent) to whom the template is applied. At least 1.

        Returns:
            Nothing.

        Raises:
            ArgumentError: An argument was refused; nothing was sent.
            ConfigurationError: There is nothing to sign in with.
            AuthenticationError: The key or the token was refused.
            AccessDeniedError: The key lacks the permission.
            RejectedError: The service refused.
            OutcomeUnknownError: It may have happened, or not.
            RateLimitedError: The service asked for fewer calls, also after the waits.
            NotSentError: The service could not be reached; nothing was changed.
            DeadlineError: The client's timeout is over; nothing was changed.
            ClosedError: The client is closed, or belongs elsewhere.

        Permission: ``[ Comission templates ]: Apply``.

        After an `OutcomeUnknownError` read `offers.list(seller_id=…)` and compare its individual
        commissions with `templates.products` before trying again.

        Page: 'Commission templates'
        (``POST /api/templates/apply``).
        """
        return await self._call(rows.APPLY, template_id=template_id, seller_id=seller_id)
