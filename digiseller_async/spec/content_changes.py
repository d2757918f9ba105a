"""Rows of the group ``content`` that update content."""

from __future__ import annotations

from ..models.content import FormEncoding, FormMethod, Status, UpdatedFile, UpdatedText
from .language import SUCCESS, Effect, Endpoint, File, Format, Location, Param

_DOCS = "product-content"
_BOTH = (Format.JSON, Format.XML)
_INSTEAD = "The product, instead of *content_id*, if its content is universal."

UPDATE_FILE = Endpoint(
    group="content",
    name="update_file",
    method="POST",
    path="/api/product/content/update/file/v2",
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        Param("content_id", int, wire="contentId", at_least=1, doc="The content to replace."),
        Param("product_id", int, wire="productId", at_least=1, doc=_INSTEAD),
        Param(
            "update_old",
            bool,
            wire="updateOld",
            doc="Replace it also where it was sold (universal files only; default: false).",
        ),
        Param("file", File, location=Location.FILES, required=True, doc="The new file."),
    ),
    at_least_one_of=("content_id", "product_id"),
    returns=UpdatedFile,
    many=True,
    formats=_BOTH,
    permission="[ Content ]: Edit",
    docs=_DOCS,
    summary="Replace a file in a product's content.",
    returns_doc="the content's old and new id; keep the new one",
    notes=(
        "No operation shows content. After an `OutcomeUnknownError` compare the *file* that "
        "`products.get(product_id)` gives (its date, size and name) with what it was before the "
        "call, if the product shows one; the new content id cannot be read anywhere."
    ),
)

UPDATE_TEXT = Endpoint(
    group="content",
    name="update_text",
    method="POST",
    path="/api/product/content/update/text",
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        Param(
            "value",
            str,
            location=Location.BODY,
            required=True,
            not_blank=True,
            doc="The new content.",
        ),
        Param("serial", str, location=Location.BODY, doc="Your tracking content id."),
        Param(
            "update_old",
            bool,
            location=Location.BODY,
            doc="Replace it also where it was sold (universal content only; default: false).",
        ),
        Param("content_id", int, location=Location.BODY, at_least=1, doc="The content to replace."),
        Param("product_id", int, location=Location.BODY, at_least=1, doc=_INSTEAD),
    ),
    at_least_one_of=("content_id", "product_id"),
    returns=UpdatedText,
    formats=_BOTH,
    permission="[ Content ]: Edit",
    docs=_DOCS,
    summary="Replace a text or a link in a product's content.",
    returns_doc="the content's old and new id; keep the new one",
    notes=(
        "No operation shows content. After an `OutcomeUnknownError` compare the *text* that "
        "`products.get(product_id)` gives (its date and size) with what it was before the call, "
        "if the product shows one; the new content id cannot be read anywhere."
    ),
)

UPDATE_FORM = Endpoint(
    group="content",
    name="update_form",
    method="POST",
    path="/api/product/content/update/form",
    effect=Effect.IDEMPOTENT,
    params=(
        Param(
            "product_id",
            int,
            location=Location.BODY,
            required=True,
            positional=True,
            at_least=1,
            doc="The product.",
        ),
        Param("address", str, location=Location.BODY, required=True, doc="The address to send to."),
        Param("method", FormMethod, location=Location.BODY, doc="Sending method."),
        Param("encoding", FormEncoding, location=Location.BODY, required=True, doc="The encoding."),
        Param("options", bool, location=Location.BODY, doc="Send the parameters."),
        Param(
            "answer",
            bool,
            location=Location.BODY,
            doc="The response from the server contains the goods.",
        ),
        Param(
            "allow_purchase_multiple_items",
            bool,
            location=Location.BODY,
            doc="Allow multiple unit purchases.",
        ),
        Param(
            "url_for_quantity",
            str,
            location=Location.BODY,
            doc="URL for sending a request with the quantity specified by the buyer.",
        ),
    ),
    returns=Status,
    confirmations=SUCCESS,
    formats=_BOTH,
    permission="[ Content ]: Edit",
    docs=_DOCS,
    summary="Create or update content of the type form.",
    returns_doc="the service's confirmation",
)
