"""The group ``offers``; generated from the table, so never edit it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..spec import offers as rows
from ._base import Group

if TYPE_CHECKING:
    from ..models.offers import Offer
    from ..pagination import Paginator


class Offers(Group):
    """The operations of the group ``offers``."""

    def list(
        self,
        *,
        seller_id: int | None = None,
        product_name: str | None = None,
        product_id: int | None = None,
        only_in_stock: bool | None = None,
        only_individual: bool | None = None,
        owner_id: int | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[Offer]:
        """List a seller's products with their individual commissions.

        Reads only; repeated as often as the retry settings allow.

        Args:
            seller_id: Whose products. At least 1; the client's own seller if not given.
            product_name: Only products with this name.
            product_id: Only this product. At least 1.
            only_in_stock: Only products in stock (the service's default: false).
            only_individual: Only products with individual commissions (the service's default:
                false).
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

        Permission: ``[ Affiliate program ]: Individual offer``.

        Page: 'Products and catalog'
        (``GET /api/agents/offer``).
        """
        return self._list(
            rows.LIST,
            seller_id=seller_id,
            product_name=product_name,
            product_id=product_id,
            only_in_stock=only_in_stock,
            only_individual=only_individual,
            owner_id=owner_id,
            page=page,
            page_size=page_size,
        )
