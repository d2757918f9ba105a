"""The operations of the group ``offers``; generated from `spec`: do not edit."""

from __future__ import annotations

from ..models.offers import Offer
from ..pagination import Paginator
from ..spec import offers as rows
from ._base import Group

__all__ = ["Offers"]


class Offers(Group):
    """Individual offers to agents.

    A client has them as ``ds.offers``.
    """

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

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

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

        Permission: ``[ Affiliate program ]: Individual offer``.

        Docs: 'Products and catalog'
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
