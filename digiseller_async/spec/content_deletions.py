"""Rows of the group ``content`` that delete content."""

from __future__ import annotations

from types import NoneType

from ..models.content import DeletedContent
from .language import Effect, Endpoint, Format, Param, ResponseShape

_DOCS = "product-content"
_BOTH = (Format.JSON, Format.XML)

DELETE = Endpoint(
    group="content",
    name="delete",
    method="GET",
    path="/api/product/content/delete",
    effect=Effect.DELETES,  # a GET, and yet it deletes
    params=(
        Param(
            "product_id",
            int,
            wire="productid",
            required=True,
            positional=True,
            at_least=1,
            doc="The product that has it.",
        ),
        Param(
            "content_id",
            int,
            wire="contentid",
            required=True,
            positional=True,
            at_least=1,
            doc="The piece of content.",
        ),
    ),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    retries_when_lost=False,
    permission="[ Content ]: Delete",
    docs=_DOCS,
    summary="Delete one piece of content.",
    returns_doc="nothing",
    notes=(
        "A call whose answer was lost is not repeated by itself. No operation lists content: "
        "compare *num_in_stock* of `products.get(product_id)` (with the owner's token) with what "
        "it was before the call."
    ),
)

DELETE_ALL = Endpoint(
    group="content",
    name="delete_all",
    method="GET",
    path="/api/product/content/delete/all",
    effect=Effect.NOT_IDEMPOTENT,  # a GET that deletes, and a repetition may delete newer stock
    params=(
        Param(
            "product_id",
            int,
            wire="productid",
            required=True,
            positional=True,
            at_least=1,
            doc="The product.",
        ),
        Param(
            "variant_id",
            int,
            wire="variantId",
            at_least=1,
            all_value="all",
            doc="Only the content of this variant (from the Swagger), or that of all.",
        ),
    ),
    returns=DeletedContent,
    formats=_BOTH,
    permission="[ Content ]: Delete",
    docs=_DOCS,
    summary="Delete all content of a product.",
    returns_doc="how much was deleted",
    notes=(
        "A repetition may delete what was added since. After an `OutcomeUnknownError` read "
        "`products.get(product_id)` with the owner's token: if *num_in_stock* is 0, or what was "
        "added since, it was done."
    ),
)
