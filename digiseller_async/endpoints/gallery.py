"""The operations of the group ``gallery``; generated from `spec`: do not edit."""

from __future__ import annotations

from collections.abc import Iterable

from .._request.files import FileLike
from ..models.gallery import AddedImage, AddedVideo, PreviewType
from ..models.words import PreviewTypeWord
from ..spec import gallery as rows
from ._base import Group

__all__ = ["Gallery"]


class Gallery(Group):
    """Images and videos of products.

    A client has them as ``ds.gallery``.
    """

    async def add_images(self, product_id: int, *, images: Iterable[FileLike]) -> list[AddedImage]:
        """Add images to a product's gallery.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            product_id: The product. At least 1.
            images: The images.

        Returns:
            The new previews.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
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

        Permission: ``[ Gallery ]: Adding``.

        Twice adds them twice. Keep the *preview_imgs* that `products.get(product_id)` gives before
        the call; after an `OutcomeUnknownError` read it again, and try again only if there are no
        new ones. The name of the field that holds a file is not documented: ``file`` works.

        Docs: 'Edit item'
        (``POST /api/product/preview/add/images/{product_id}``).
        """
        return await self._call_many(rows.ADD_IMAGES, product_id=product_id, images=images)

    async def add_videos(self, product_id: int, *, urls: Iterable[str]) -> list[AddedVideo]:
        """Add links to videos on YouTube to a product's gallery.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            product_id: The product. At least 1.
            urls: The URLs of the videos on YouTube.

        Returns:
            The new previews.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
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

        Permission: ``[ Gallery ]: Adding``.

        Twice adds them twice. Keep the *preview_videos* that `products.get(product_id)` gives
        before the call; after an `OutcomeUnknownError` read it again, and try again only if there
        are no new ones.

        Docs: 'Edit item'
        (``POST /api/product/preview/add/videos/{product_id}``).
        """
        return await self._call_many(rows.ADD_VIDEOS, product_id=product_id, urls=urls)

    async def set_options(
        self,
        type: PreviewType | PreviewTypeWord,
        preview_id: int,
        *,
        enabled: bool | None = None,
        index: int | None = None,
        delete: bool | None = None,
    ) -> None:
        """Show, hide, move or delete a preview in the gallery.

        Idempotent. Repeated after a failed connection, an unreadable answer, 429 and 5xx; a lost
        answer raises `OutcomeUnknownError`, unless `Retry(lost_deletes=True)` allows to repeat it.

        Args:
            type: The kind of preview. One of "image", "video".
            preview_id: The preview. At least 1.
            enabled: Show it on the product page.
            index: Its position in the order of previews; the documentation's sample has 0. At least
                0.
            delete: Remove it from the gallery.

        Returns:
            Nothing: the answer is not documented.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such preview.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        At least one of *enabled*, *index* and *delete* must be given. A call whose answer was lost
        is not repeated by itself, because it may have deleted the preview: read `products.get` and
        look for the preview. The documentation names no permission.

        Docs: 'Edit item'
        (``POST /api/product/preview/options/{type}/{preview_id}``).
        """
        return await self._call(
            rows.SET_OPTIONS,
            type=type,
            preview_id=preview_id,
            enabled=enabled,
            index=index,
            delete=delete,
        )
