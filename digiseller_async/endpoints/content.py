"""The operations of the group ``content``; generated from `spec`: do not edit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from .._request.files import FileLike
from ..models.content import (
    AddedFile,
    AddedText,
    CodeCount,
    DeletedContent,
    FormEncoding,
    FormMethod,
    Status,
    TextItem,
    UpdatedFile,
    UpdatedText,
)
from ..models.dicts.content import TextItemDict
from ..models.words import FormEncodingWord, FormMethodWord
from ..spec import content as rows
from ._base import Group

__all__ = ["Content"]


class Content(Group):
    """What is sold: texts, files, codes, forms.

    A client has them as ``ds.content``.
    """

    async def add_file(self, product_id: int, *, file: FileLike) -> list[AddedFile]:
        """Add a file to a product's content.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            product_id: The product. At least 1.
            file: The file to sell.

        Returns:
            The new content; keep its id.

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

        Permission: ``[ Content ]: Adding``.

        Twice adds it twice. No operation lists content, so after an `OutcomeUnknownError` only the
        stock tells: keep the *num_in_stock* that `products.get(product_id)` gives (with the owner's
        token) before the call, read it again, and try again only if it has not risen. Sales in
        between make it fall.

        Docs: 'Product content'
        (``POST /api/product/content/add/file/{product_id}``).
        """
        return await self._call_many(rows.ADD_FILE, product_id=product_id, file=file)

    async def add_files(
        self, product_id: int, *, archive: FileLike, count: int | None = None
    ) -> list[AddedFile]:
        """Add the files of a ZIP archive to a product's content.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            product_id: The product. At least 1.
            archive: A ZIP archive of at most 200 files; those in folders inside it are ignored.
            count: How many files it has: the service refuses an archive that has another number. At
                least 1; at most 200.

        Returns:
            The new content, a piece for each file; keep the ids.

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

        Permission: ``[ Content ]: Adding``.

        Twice adds it twice. No operation lists content, so after an `OutcomeUnknownError` only the
        stock tells: keep the *num_in_stock* that `products.get(product_id)` gives (with the owner's
        token) before the call, read it again, and try again only if it has not risen. Sales in
        between make it fall.

        Docs: 'Product content'
        (``POST /api/product/content/add/files/{product_id}/{count}``).
        """
        return await self._call_many(
            rows.ADD_FILES, product_id=product_id, archive=archive, count=count
        )

    async def add_text(
        self, product_id: int, *, texts: Iterable[TextItem | TextItemDict | str]
    ) -> list[AddedText]:
        """Add texts or links to a product's content.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            product_id: The product. At least 1.
            texts: The texts or links to sell; at least one.

        Returns:
            The new content, in the order of *texts*; keep the ids.

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

        Permission: ``[ Content ]: Adding``.

        Twice adds it twice. No operation lists content, so after an `OutcomeUnknownError` only the
        stock tells: keep the *num_in_stock* that `products.get(product_id)` gives (with the owner's
        token) before the call, read it again, and try again only if it has not risen. Sales in
        between make it fall.

        Docs: 'Product content'
        (``POST /api/product/content/add/text``).
        """
        return await self._call_many(rows.ADD_TEXT, product_id=product_id, texts=texts)

    async def set_code_count(self, product_id: int, *, count: int) -> Status:
        """Change how many codes Digiseller generates for a product.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            product_id: The product. At least 1.
            count: The number of generated codes; -1 is unlimited. At least -1.

        Returns:
            The service's confirmation.

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

        Permission: ``[ Content ]: Adding``.

        After an `OutcomeUnknownError` read `products.get(product_id)` with the owner's token and
        compare its *num_in_stock* with *count* and with what it was before the call. The
        documentation has this operation, but the service's Swagger no longer does.

        Docs: 'Product content'
        (``GET /api/product/content/add/code/{product_id}/{count}``).
        """
        return await self._call(rows.SET_CODE_COUNT, product_id=product_id, count=count)

    async def code_count(self, product_id: int, *, variant_id: int | None = None) -> CodeCount:
        """Read how many codes Digiseller generates for a product.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            product_id: The product. At least 1.
            variant_id: The variant; 0, or none, is the product itself. At least 0.

        Returns:
            The number; -1 is unlimited.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product or variant.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Content ]``.

        It takes the place of `set_code_count`, which the service's Swagger no longer has; the
        documentation names no permission, so this is that of the page's other calls.

        Docs: 'Product content'
        (``GET /api/product/content/code/count``).
        """
        return await self._call(rows.CODE_COUNT, product_id=product_id, variant_id=variant_id)

    async def update_code_count(
        self, product_id: int, *, count: int, variant_id: int | None = None
    ) -> CodeCount:
        """Set how many codes Digiseller generates for a product.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            product_id: The product. At least 1.
            count: The number of generated codes; -1 is unlimited. At least -1.
            variant_id: The variant; 0, or none, is the product itself. At least 0.

        Returns:
            The number as it is now; -1 is unlimited.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product or variant.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Content ]``.

        The number is set, and not raised. It takes the place of `set_code_count`, which the
        service's Swagger no longer has; the documentation names no permission, so this is that of
        the page's other calls.

        Docs: 'Product content'
        (``PUT /api/product/content/code/count``).
        """
        return await self._call(
            rows.UPDATE_CODE_COUNT, product_id=product_id, count=count, variant_id=variant_id
        )

    async def update_file(
        self,
        *,
        file: FileLike,
        content_id: int | None = None,
        product_id: int | None = None,
        update_old: bool | None = None,
    ) -> list[UpdatedFile]:
        """Replace a file in a product's content.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            file: The new file.
            content_id: The content to replace. At least 1.
            product_id: The product, instead of *content_id*, if its content is universal. At least
                1.
            update_old: Replace it also where it was sold (universal files only; default: false).

        Returns:
            The content's old and new id; keep the new one.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such content or product.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Content ]: Edit``.

        No operation shows content. After an `OutcomeUnknownError` compare the *file* that
        `products.get(product_id)` gives (its date, size and name) with what it was before the call,
        if the product shows one; the new content id cannot be read anywhere.

        Docs: 'Product content'
        (``POST /api/product/content/update/file/v2``).
        """
        return await self._call_many(
            rows.UPDATE_FILE,
            file=file,
            content_id=content_id,
            product_id=product_id,
            update_old=update_old,
        )

    async def update_text(
        self,
        *,
        value: str,
        serial: str | None = None,
        update_old: bool | None = None,
        content_id: int | None = None,
        product_id: int | None = None,
    ) -> UpdatedText:
        """Replace a text or a link in a product's content.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            value: The new content.
            serial: Your tracking content id.
            update_old: Replace it also where it was sold (universal content only; default: false).
            content_id: The content to replace. At least 1.
            product_id: The product, instead of *content_id*, if its content is universal. At least
                1.

        Returns:
            The content's old and new id; keep the new one.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such content or product.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Content ]: Edit``.

        No operation shows content. After an `OutcomeUnknownError` compare the *text* that
        `products.get(product_id)` gives (its date and size) with what it was before the call, if
        the product shows one; the new content id cannot be read anywhere.

        Docs: 'Product content'
        (``POST /api/product/content/update/text``).
        """
        return await self._call(
            rows.UPDATE_TEXT,
            value=value,
            serial=serial,
            update_old=update_old,
            content_id=content_id,
            product_id=product_id,
        )

    async def delete(self, product_id: int, content_id: int) -> None:
        """Delete one piece of content.

        Deletes. Repeated after a failed connection, an unreadable answer, 429 and 5xx; a lost
        answer raises `OutcomeUnknownError`, unless `Retry(lost_deletes=True)` allows to repeat it.

        Args:
            product_id: The product that has it. At least 1.
            content_id: The piece of content. At least 1.

        Returns:
            Nothing.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product or content.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Content ]: Delete``.

        A call whose answer was lost is not repeated by itself. No operation lists content: compare
        *num_in_stock* of `products.get(product_id)` (with the owner's token) with what it was
        before the call.

        Docs: 'Product content'
        (``GET /api/product/content/delete``).
        """
        return await self._call(rows.DELETE, product_id=product_id, content_id=content_id)

    async def delete_all(
        self, product_id: int, *, variant_id: int | Literal["all"] = "all"
    ) -> DeletedContent:
        """Delete all content of a product.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            product_id: The product. At least 1.
            variant_id: Only the content of this variant (from the Swagger), or that of all. At
                least 1.

        Returns:
            How much was deleted.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product or variant.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Content ]: Delete``.

        A repetition may delete what was added since. After an `OutcomeUnknownError` read
        `products.get(product_id)` with the owner's token: if *num_in_stock* is 0, or what was added
        since, it was done.

        Docs: 'Product content'
        (``GET /api/product/content/delete/all``).
        """
        return await self._call(rows.DELETE_ALL, product_id=product_id, variant_id=variant_id)

    async def update_form(
        self,
        product_id: int,
        *,
        address: str,
        encoding: FormEncoding | FormEncodingWord,
        method: FormMethod | FormMethodWord | None = None,
        options: bool | None = None,
        answer: bool | None = None,
        allow_purchase_multiple_items: bool | None = None,
        url_for_quantity: str | None = None,
    ) -> Status:
        """Create or update content of the type form.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            product_id: The product. At least 1.
            address: The address to send to.
            encoding: The encoding. One of "UTF8", "Windows1251".
            method: Sending method. One of "Email", "JSON", "XML".
            options: Send the parameters.
            answer: The response from the server contains the goods.
            allow_purchase_multiple_items: Allow multiple unit purchases.
            url_for_quantity: URL for sending a request with the quantity specified by the buyer.

        Returns:
            The service's confirmation.

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

        Permission: ``[ Content ]: Edit``.

        Docs: 'Product content'
        (``POST /api/product/content/update/form``).
        """
        return await self._call(
            rows.UPDATE_FORM,
            product_id=product_id,
            address=address,
            encoding=encoding,
            method=method,
            options=options,
            answer=answer,
            allow_purchase_multiple_items=allow_purchase_multiple_items,
            url_for_quantity=url_for_quantity,
        )
