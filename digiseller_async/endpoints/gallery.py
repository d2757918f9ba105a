"""The group ``gallery``; generated from the table, so never edit it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..spec import gallery as rows
from ._base import Group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._request.files import FileLike
    from ..models.gallery import AddedImage, AddedVideo, PreviewType


class Gallery(Group):
    """The operations of the group ``gallery``."""

    async def add_images(self, product_id: int, *, images: Iterable[FileLike]) -> list[AddedImage]:
        """Add images to a product's gallery.

        Adds; repeated only if it surely did not happen.

        Args:
            product_id: The product. At least 1.
            images: The images.

        Returns:
            The new previews.

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

        Permission: ``[ Gallery ]: Adding``.

        Twice adds them twice. Keep the *preview_imgs* that `products.get(product_id)` gives before
        the call; after an `OutcomeUnknownError` read it again, and try again only if there are no
        new ones. The name of the field that holds a file is not documented: ``file`` works.

        Page: 'Edit item'
        (``POST /api/product/preview/add/images/{product_id}``).
        """
        return await self._call_many(rows.ADD_IMAGES, product_id=product_id, images=images)

    async def add_videos(self, product_id: int, *, urls: Iterable[str]) -> list[AddedVideo]:
        """Add links to videos on YouTube to a product's gallery.

        Adds; repeated only if it surely did not happen.

        Args:
            product_id: The product. At least 1.
            urls: The URLs of the videos on YouTube.

        Returns:
            The new previews.

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

        Permission: ``[ Gallery ]: Adding``.

        Twice adds them twice. Keep the *preview_videos* that `products.get(product_id)` gives
        before the call; after an `OutcomeUnknownError` read it again, and try again only if there
        are no new ones.

        Page: 'Edit item'
        (``POST /api/product/preview/add/videos/{product_id}``).
        """
        return await self._call_many(rows.ADD_VIDEOS, product_id=product_id, urls=urls)

    async def set_options(
        self,
        type: PreviewType | str,
        preview_id: int,
        *,
        enabled: bool | None = None,
        index: int | None = None,
        delete: bool | None = None,
    ) -> None:
        """Show, hide, move or delete a preview in the gallery.

        Changes; repeated after a failure, but not where its answer was lost, unless
        `Retry(lost_deletes=True)` asks for that.

        Args:
            type: The kind of preview.
            preview_id: The preview. At least 1.
            enabled: Show it on the product page.
            index: Its position in the order of previews; the documentation's sample has 0. At least
                0.
            delete: Remove it from the gallery.

        Returns:
            Nothing: the answer is not documented.

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

        At least one of *enabled*, *index* and *delete* must be given. A call whose answer was lost
        is not repeated by itself, because it may have deleted the preview: read `products.get` and
        look for the preview. The documentation names no permission.

        Page: 'Edit item'
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
