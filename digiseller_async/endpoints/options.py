"""The operations of the group ``options``; generated from `spec`: do not edit."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from decimal import Decimal

from ..models._base import Localized
from ..models.dicts.base import LocalizedDict
from ..models.dicts.options import NewVariantDict
from ..models.options import (
    CreatedOption,
    NewVariant,
    OptionDetails,
    OptionSummary,
    PrecheckSettings,
)
from ..models.price_changes import PriceModifier
from ..models.product_options import OptionType
from ..models.words import OptionTypeWord, PriceModifierWord
from ..spec import options as rows
from ._base import Group

__all__ = ["Options"]


class Options(Group):
    """What buyers of a product can choose or write, and what that costs.

    A client has them as ``ds.options``.
    """

    async def list(self, product_id: int) -> builtins.list[OptionSummary]:
        """List the options of a product.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            product_id: The product. At least 1.

        Returns:
            The options.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Parameters ]: View``.

        Docs: 'Parameters of products (api_parameters.asp)'
        (``GET /api/products/options/list/{product_id}``).
        """
        return await self._call_many(rows.LIST, product_id=product_id)

    async def get(self, option_id: int) -> OptionDetails:
        """Read one option in full.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            option_id: The option. At least 1.

        Returns:
            The option with its variants.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such option.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Parameters ]: View``.

        Docs: 'Parameters of products (api_parameters.asp)'
        (``GET /api/products/options/{option_id}``).
        """
        return await self._call(rows.GET, option_id=option_id)

    async def create(
        self,
        *,
        product_id: int,
        name: Iterable[Localized | LocalizedDict],
        type: OptionType | OptionTypeWord,
        comment: Iterable[Localized | LocalizedDict] | None = None,
        separate_content: bool | None = None,
        required: bool | None = None,
        modifier_visible: bool | None = None,
        order: int | None = None,
        variants: Iterable[NewVariant | NewVariantDict] | None = None,
    ) -> CreatedOption:
        """Add an option to a product.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            product_id: The product. At least 1.
            name: Its label, by language.
            type: Its form control. One of "textarea", "checkbox", "text", "radio", "select".
            comment: A comment, by language.
            separate_content: Whether each variant has content of its own.
            required: Whether the buyer must set it.
            modifier_visible: Whether buyers see how it changes the price.
            order: Its place, from 1. At least 1.
            variants: What can be chosen; only for checkbox, radio and select.

        Returns:
            The ids of the option and of its variants, as far as the answer has them.

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

        Permission: ``[ Parameters ]: Adding``.

        Twice makes two options. After an `OutcomeUnknownError` look for its name in
        ``list(product_id)``, and try again only if it is not there. Of the permission only the
        key's flag is known; the documentation's words for it are a guess. What the answer looks
        like is shown nowhere; an id is read from wherever it may be.

        Docs: 'Parameters of products (api_parameters.asp)'
        (``POST /api/products/options``).
        """
        return await self._call(
            rows.CREATE,
            product_id=product_id,
            name=name,
            type=type,
            comment=comment,
            separate_content=separate_content,
            required=required,
            modifier_visible=modifier_visible,
            order=order,
            variants=variants,
        )

    async def update(
        self,
        option_id: int,
        *,
        name: Iterable[Localized | LocalizedDict] | None = None,
        type: OptionType | OptionTypeWord | None = None,
        comment: Iterable[Localized | LocalizedDict] | None = None,
        separate_content: bool | None = None,
        required: bool | None = None,
        modifier_visible: bool | None = None,
        order: int | None = None,
    ) -> None:
        """Change an option.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            option_id: The option. At least 1.
            name: Its label, by language.
            type: Its form control. One of "textarea", "checkbox", "text", "radio", "select".
            comment: A comment, by language.
            separate_content: Whether each variant has content of its own.
            required: Whether the buyer must set it.
            modifier_visible: Whether buyers see how it changes the price.
            order: Its place, from 1. At least 1.

        Returns:
            Nothing: no error means that it was changed.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such option.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Parameters ]: Edit``.

        What is not given stays as it is. Of the permission only the key's flag is known; the
        documentation's words for it are a guess.

        Docs: 'Parameters of products (api_parameters.asp)'
        (``POST /api/products/options/update``).
        """
        return await self._call(
            rows.UPDATE,
            option_id=option_id,
            name=name,
            type=type,
            comment=comment,
            separate_content=separate_content,
            required=required,
            modifier_visible=modifier_visible,
            order=order,
        )

    async def delete(self, option_id: int) -> None:
        """Delete an option with its variants.

        Deletes: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            option_id: The option. At least 1.

        Returns:
            Nothing: no error means that it was deleted.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such option.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Parameters ]: Delete``.

        Of the permission only the key's flag is known; the documentation's words for it are a
        guess.

        Docs: 'Parameters of products (api_parameters.asp)'
        (``GET /api/products/options/{option_id}/delete``).
        """
        return await self._call(rows.DELETE, option_id=option_id)

    async def add_variants(
        self, option_id: int, variants: Iterable[NewVariant | NewVariantDict]
    ) -> builtins.list[int]:
        """Add variants to an option.

        Not idempotent: doing it twice may change more than doing it once. Repeated only if the
        request was not sent, or after 429; a lost or unreadable answer or 5xx raises
        `OutcomeUnknownError`.

        Args:
            option_id: The option. At least 1.
            variants: The new variants; at least one.

        Returns:
            The ids of the variants, as far as the answer has them.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such option.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Parameters ]: Adding``.

        Twice adds them twice. After an `OutcomeUnknownError` look for their names in
        ``get(option_id)``, and try again only if they are not there. Of the permission only the
        key's flag is known; the documentation's words for it are a guess.

        Docs: 'Parameters of products (api_parameters.asp)'
        (``POST /api/products/options/{option_id}/variants``).
        """
        return await self._call_many(rows.ADD_VARIANTS, option_id=option_id, variants=variants)

    async def update_variant(
        self,
        option_id: int,
        variant_id: int,
        *,
        name: Iterable[Localized | LocalizedDict] | None = None,
        type: PriceModifier | PriceModifierWord | None = None,
        rate: Decimal | int | str | None = None,
        default: bool | None = None,
        visible: bool | None = None,
        order: int | None = None,
    ) -> None:
        """Change a variant of an option.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            option_id: The option. At least 1.
            variant_id: The variant. At least 1.
            name: Its label, by language.
            type: How it changes the price. One of "percentplus", "percentminus", "priceplus",
                "priceminus".
            rate: By how much: percent, or an amount in the product's currency. At least 0.
            default: Whether it is selected by default.
            visible: Whether buyers see it; the documentation's words say the opposite, so it is
                unsure.
            order: Its place, from 1. At least 1.

        Returns:
            Nothing: no error means that it was changed.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such option or variant.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Parameters ]: Edit``.

        What is not given stays as it is. Of the permission only the key's flag is known; the
        documentation's words for it are a guess.

        Docs: 'Parameters of products (api_parameters.asp)'
        (``POST /api/products/options/{option_id}/variants/{variant_id}``).
        """
        return await self._call(
            rows.UPDATE_VARIANT,
            option_id=option_id,
            variant_id=variant_id,
            name=name,
            type=type,
            rate=rate,
            default=default,
            visible=visible,
            order=order,
        )

    async def delete_variant(self, option_id: int, variant_id: int) -> None:
        """Delete a variant of an option.

        Deletes: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            option_id: The option. At least 1.
            variant_id: The variant. At least 1.

        Returns:
            Nothing: no error means that it was deleted.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such option or variant.
            PartialSuccessError: A part of what was sent was done, which is `result`; `errors` says
                what was not.
            OutcomeUnknownError: The request was sent, but no usable answer came: it may have taken
                effect.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Parameters ]: Delete``.

        Of the permission only the key's flag is known; the documentation's words for it are a
        guess.

        Docs: 'Parameters of products (api_parameters.asp)'
        (``GET /api/products/options/{option_id}/variants/{variant_id}/delete``).
        """
        return await self._call(rows.DELETE_VARIANT, option_id=option_id, variant_id=variant_id)

    async def precheck(self, product_id: int) -> PrecheckSettings:
        """Read whether your server is asked about a buyer's options before payment.

        Safe: it only reads. Repeated after a failed connection, a lost or unreadable answer, 429
        and 5xx.

        Args:
            product_id: The product. At least 1.

        Returns:
            The settings.

        Raises:
            ArgumentError: An argument is not valid; nothing was sent.
            ConfigurationError: The client has no API key and no token; nothing was sent.
            AuthenticationError: The service refused the API key or the token.
            AccessDeniedError: The API key lacks the permission.
            RejectedError: The service refused the request; `errors` says why.
            NotFoundError: The service refused it and says that there is no such product.
            UnavailableError: The service is down, or its answer was lost.
            UnexpectedReplyError: The answer cannot be read.
            RateLimitedError: The service still answered 429 (too many requests) after the waits.
            NotSentError: The request could not be sent; nothing was changed.
            DeadlineError: The call did not end within its timeout; nothing was changed.
            ClosedError: The client is closed, or bound to another event loop or process.

        Permission: ``[ Parameters ]: View``.

        Known from the Swagger only, so it is unsure; an answer without an envelope is read, too.

        Docs: 'The service's Swagger v1: no page describes it'
        (``GET /api/products/options/precheck-settings/{product_id}``).
        """
        return await self._call(rows.PRECHECK, product_id=product_id)

    async def set_precheck(
        self,
        product_id: int,
        *,
        precheck_active: bool | None = None,
        precheck_url: str | None = None,
        precheck_no_answer: str | None = None,
    ) -> None:
        """Set whether your server is asked about a buyer's options before payment.

        Idempotent: doing it twice changes no more than doing it once. Repeated after a failed
        connection, a lost or unreadable answer, 429 and 5xx.

        Args:
            product_id: The product. At least 1.
            precheck_active: Whether your server is asked.
            precheck_url: Where it is asked.
            precheck_no_answer: What happens if it does not answer; the words for that are listed
                nowhere.

        Returns:
            Nothing: no error means that it is so.

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

        Permission: ``[ Parameters ]: Edit``.

        Known from the Swagger only, so it is unsure. Of the permission only the key's flag is
        known; the documentation's words for it are a guess.

        Docs: 'The service's Swagger v1: no page describes it'
        (``PUT /api/products/options/precheck-settings/{product_id}``).
        """
        return await self._call(
            rows.SET_PRECHECK,
            product_id=product_id,
            precheck_active=precheck_active,
            precheck_url=precheck_url,
            precheck_no_answer=precheck_no_answer,
        )
