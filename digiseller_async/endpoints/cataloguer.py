"""The operations of the group ``cataloguer``; generated from `spec`: do not edit."""

from __future__ import annotations

from collections.abc import Iterable

from ..models.dicts.edits import CataloguerAttributeDict
from ..models.edits import CataloguerAttribute
from ..models.marketplaces import CataloguerCategory, CategoryAttribute
from ..pagination import Paginator
from ..spec import cataloguer as rows
from ._base import Group

__all__ = ["Cataloguer"]


class Cataloguer(Group):
    """The cataloguer: categories with attributes, which marketplaces show.

    A client has them as ``ds.cataloguer``.
    """

    def categories(
        self, *, root_category_id: int | None = None, page: int = 1, page_size: int = 500
    ) -> Paginator[CataloguerCategory]:
        """List categories of the cataloguer.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            root_category_id: Only what is directly below this category; without it, the categories
                at the top. At least 1.
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1.

        Returns:
            A paginator over the categories below one, or those at the top.

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

        No page says how many there are: the list ends with the first empty page. The service is
        slow here; allow it 30 seconds a page.

        Docs: 'The service's Swagger v1: no page describes it'
        (``GET /api/cataloguer/categories``).
        """
        return self._list(
            rows.CATEGORIES, root_category_id=root_category_id, page=page, page_size=page_size
        )

    async def attributes(self, category_id: int) -> list[CategoryAttribute]:
        """List the attributes of products in a category of the cataloguer.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            category_id: The category of the cataloguer. At least 1.

        Returns:
            The attributes with their values; the ids belong to the category.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such category.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        The ids make a `CataloguerAttribute` for `products.create_book` and its like.

        Docs: 'The service's Swagger v1: no page describes it'
        (``GET /api/cataloguer/{category_id}/attributes``).
        """
        return await self._call_many(rows.ATTRIBUTES, category_id=category_id)

    async def add_product(
        self,
        category_id: int,
        *,
        product_id: int,
        attributes: Iterable[CataloguerAttribute | CataloguerAttributeDict] | None = None,
    ) -> None:
        """Put a product into a category of the cataloguer.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            category_id: The category of the cataloguer. At least 1.
            product_id: The product. At least 1.
            attributes: Its attributes there.

        Returns:
            Nothing: no error means that it is there.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such category or
                product.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Known from the Swagger only, so it is unsure.

        Docs: 'The service's Swagger v1: no page describes it'
        (``PUT /api/cataloguer/categories/{category_id}/products``).
        """
        return await self._call(
            rows.ADD_PRODUCT, category_id=category_id, product_id=product_id, attributes=attributes
        )
