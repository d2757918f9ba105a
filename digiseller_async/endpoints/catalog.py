"""The operations of the group ``catalog``; generated from `spec`: do not edit."""

from __future__ import annotations

from ..models._base import Language
from ..models.catalog import (
    CatalogProduct,
    Category,
    FoundProduct,
    Image,
    PriceCurrency,
    ProductOrder,
    ShopCurrency,
)
from ..models.reviews import Review, ReviewFilter
from ..models.words import (
    LanguageWord,
    PriceCurrencyWord,
    ProductOrderWord,
    ReviewFilterWord,
    ShopCurrencyWord,
)
from ..pagination import Paginator
from ..spec import catalog as rows
from ._base import Group

__all__ = ["Catalog"]


class Catalog(Group):
    """What buyers see: categories, products, search, reviews, images.

    A client has them as ``ds.catalog``.
    """

    async def categories(
        self,
        *,
        seller_id: int | None = None,
        category_id: int | None = None,
        lang: Language | LanguageWord | None = None,
    ) -> list[Category]:
        """List the categories of a seller's store, as a tree.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            seller_id: Whose products. At least 1; the client's own seller if not given.
            category_id: The category; 0 is the entire catalog tree. At least 0.
            lang: The language (the service's default: ru-RU). One of "ru-RU", "en-US".

        Returns:
            The categories, each with its subcategories.

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

        Docs: 'Products and catalog'
        (``GET /api/categories``).
        """
        return await self._call_many(
            rows.CATEGORIES, seller_id=seller_id, category_id=category_id, lang=lang
        )

    def products(
        self,
        category_id: int | None = None,
        *,
        seller_id: int | None = None,
        order: ProductOrder | ProductOrderWord | None = None,
        currency: ShopCurrency | ShopCurrencyWord | None = None,
        lang: Language | LanguageWord | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[CatalogProduct]:
        """List the products of a category.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            category_id: The category. 0: products added to the main page; with a tag: -1 discount,
                -2 new, -3 popular. At least -3.
            seller_id: Whose products. At least 1; the client's own seller if not given.
            order: The order of the list; else as in the shop. One of "name", "nameDESC", "price",
                "priceDESC".
            currency: The currency of prices. One of "USD", "RUR", "EUR", "UAH".
            lang: The language (the service's default: ru-RU). One of "ru-RU", "en-US".
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1; at most 500.

        Returns:
            A paginator over the products, in the requested order.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such category.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            PaginationError: The pages contradict each other.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials.

        Products out of stock come only if the display settings of the store show them. The
        service's default page size is 20, its maximum 500.

        Docs: 'Products and catalog'
        (``GET /api/shop/products``).
        """
        return self._list(
            rows.PRODUCTS,
            category_id=category_id,
            seller_id=seller_id,
            order=order,
            currency=currency,
            lang=lang,
            page=page,
            page_size=page_size,
        )

    def search(
        self,
        query: str,
        *,
        seller_id: int | None = None,
        currency: PriceCurrency | PriceCurrencyWord | None = None,
        lang: Language | LanguageWord | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[FoundProduct]:
        """Search a seller's products.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            query: What to search for.
            seller_id: Whose products. At least 1; the client's own seller if not given.
            currency: The currency of prices. One of "USD", "RUB", "EUR", "UAH".
            lang: The language. One of "ru-RU", "en-US".
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1.

        Returns:
            A paginator over the products that were found.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            RejectedError: The service refused the request; `errors` says why.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            PaginationError: The pages contradict each other.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials.

        In the snippets `[[!b!]]` and `[[/!b!]]` stand around what was found: replace them with
        `<b>` and `</b>` to show it. A price may be missing. The documentation names no limit for
        the page size.

        Docs: 'Products and catalog'
        (``POST /xml/shop_search.asp``).
        """
        return self._list(
            rows.SEARCH,
            query=query,
            seller_id=seller_id,
            currency=currency,
            lang=lang,
            page=page,
            page_size=page_size,
        )

    def reviews(
        self,
        *,
        seller_id: int | None = None,
        product_id: int | None = None,
        type: ReviewFilter | ReviewFilterWord | None = None,
        owner_id: int | None = None,
        lang: Language | LanguageWord | None = None,
        page: int = 1,
        page_size: int = 100,
    ) -> Paginator[Review]:
        """List the reviews of a seller's products, or of one product.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            seller_id: Whose products. At least 1; the client's own seller if not given.
            product_id: Only reviews of this product. At least 1.
            type: Only good ones, only bad ones, or all. One of "good", "bad", "all".
            owner_id: The marketplace: 0 own shop, 1 plati.market, 1271 ggesel, 9295 wmcenter.net.
                One of 0, 1, 1271, 9295.
            lang: The language (the service's default: ru-RU). One of "ru-RU", "en-US".
            page: The page to start from. At least 1.
            page_size: Items a page. At least 1.

        Returns:
            A paginator over the reviews.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            PaginationError: The pages contradict each other.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Needs no credentials.

        The documentation names no limit for the page size.

        Docs: 'Products and catalog'
        (``GET /api/reviews``).
        """
        return self._list(
            rows.REVIEWS,
            seller_id=seller_id,
            product_id=product_id,
            type=type,
            owner_id=owner_id,
            lang=lang,
            page=page,
            page_size=page_size,
        )

    async def image(
        self,
        id_d: int | None = None,
        *,
        maxlength: int | None = None,
        w: int | None = None,
        h: int | None = None,
        crop: bool | None = None,
        idp: int | None = None,
    ) -> Image:
        """Load the main image of a product, or a preview.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            id_d: The product: its main image. At least 1.
            maxlength: The most pixels on the longer side. At least 1.
            w: The most pixels in width. At least 1.
            h: The most pixels in height. At least 1.
            crop: Clip the long sides, to form a square.
            idp: A preview: that image (seen in use, not documented). At least 1.

        Returns:
            The image.

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

        The image keeps its proportion: either *maxlength* sets its size, or *w* and *h*, together
        or one of them. `products.get` lists all images of a product.

        Docs: 'Products and catalog'
        (``GET /img.ashx``).
        """
        return await self._call(
            rows.IMAGE, id_d=id_d, maxlength=maxlength, w=w, h=h, crop=crop, idp=idp
        )

    def image_url(
        self,
        id_d: int | None = None,
        *,
        maxlength: int | None = None,
        w: int | None = None,
        h: int | None = None,
        crop: bool | None = None,
        idp: int | None = None,
    ) -> str:
        """Return the URL of what `image` loads, without a request.

        Args:
            id_d: The product: its main image. At least 1.
            maxlength: The most pixels on the longer side. At least 1.
            w: The most pixels in width. At least 1.
            h: The most pixels in height. At least 1.
            crop: Clip the long sides, to form a square.
            idp: A preview: that image (seen in use, not documented). At least 1.

        Returns:
            The URL, without a token.

        Raises:
            ArgumentError: An argument is not valid.
        """
        return self._url(rows.IMAGE, id_d=id_d, maxlength=maxlength, w=w, h=h, crop=crop, idp=idp)
