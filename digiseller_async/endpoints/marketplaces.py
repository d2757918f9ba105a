"""The operations of the group ``marketplaces``; generated from `spec`: do not edit."""

from __future__ import annotations

from ..models.marketplaces import Platform, PlatformCategory, PlatformSubcategory
from ..models.words import PlatformWord
from ..spec import marketplaces as rows
from ._base import Group

__all__ = ["Marketplaces"]


class Marketplaces(Group):
    """Categories of the marketplaces.

    A client has them as ``ds.marketplaces``.
    """

    async def categories(self, platform: Platform | PlatformWord) -> list[PlatformCategory]:
        """Read the tree of a marketplace's categories.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            platform: The marketplace. One of "plati", "wmcentre", "ggsel".

        Returns:
            The categories at the top, each with those below it.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            RejectedError: The service refused the request; `errors` says why.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials.

        Docs: 'Products (api_goods.asp)'
        (``GET /api/dictionary/platforms/categories/{platform}``).
        """
        return await self._call_many(rows.CATEGORIES, platform=platform)

    async def subcategories(self, category_id: int) -> list[PlatformSubcategory]:
        """List the subcategories of a marketplace's category.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            category_id: The category of a marketplace. At least 1.

        Returns:
            The subcategories, whose ids `products.add_to_category` takes.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such category.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials.

        Docs: 'Products (api_goods.asp)'
        (``GET /api/dictionary/platforms/subcategories/{category_id}``).
        """
        return await self._call_many(rows.SUBCATEGORIES, category_id=category_id)
