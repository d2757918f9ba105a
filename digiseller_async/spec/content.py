"""Rows of the group ``content`` (documented in 'Product content').

The rows that update content are in `content_changes`, those that delete it in
`content_deletions`, those of generated codes in `content_codes`.
"""

from __future__ import annotations

from ..models.content import AddedFile, AddedText, Status, TextItem
from .content_changes import UPDATE_FILE, UPDATE_FORM, UPDATE_TEXT
from .content_codes import CODE_COUNT, UPDATE_CODE_COUNT
from .content_deletions import DELETE, DELETE_ALL
from .language import SUCCESS, Archive, Effect, Endpoint, File, Format, Location, Param

_DOCS = "product-content"
_BOTH = (Format.JSON, Format.XML)
_ID_IN_PATH = Param(
    "product_id",
    int,
    location=Location.PATH,
    required=True,
    positional=True,
    at_least=1,
    doc="The product.",
)
_RECONCILE = (
    "Twice adds it twice. No operation lists content, so after an `OutcomeUnknownError` only the "
    "stock tells: keep the *num_in_stock* that `products.get(product_id)` gives (with the owner's "
    "token) before the call, read it again, and try again only if it has not risen. Sales in "
    "between make it fall."
)

ADD_FILE = Endpoint(
    group="content",
    name="add_file",
    method="POST",
    path="/api/product/content/add/file/{product_id}",
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        _ID_IN_PATH,
        Param("file", File, location=Location.FILES, required=True, doc="The file to sell."),
    ),
    returns=AddedFile,
    many=True,
    counted="file",
    formats=_BOTH,
    permission="[ Content ]: Adding",
    docs=_DOCS,
    summary="Add a file to a product's content.",
    returns_doc="the new content; keep its id",
    notes=_RECONCILE,
)

ADD_FILES = Endpoint(
    group="content",
    name="add_files",
    method="POST",
    path="/api/product/content/add/files/{product_id}/{count}",
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        _ID_IN_PATH,
        Param(
            "archive",
            Archive,
            wire="file",
            location=Location.FILES,
            required=True,
            doc="A ZIP archive of at most 200 files; those in folders inside it are ignored.",
        ),
        Param(
            "count",
            int,
            location=Location.PATH,
            at_least=1,
            at_most=200,
            doc="How many files it has: the service refuses an archive that has another number.",
        ),
    ),
    returns=AddedFile,
    many=True,
    counted="count",
    formats=_BOTH,
    permission="[ Content ]: Adding",
    docs=_DOCS,
    summary="Add the files of a ZIP archive to a product's content.",
    returns_doc="the new content, a piece for each file; keep the ids",
    notes=_RECONCILE,
)

ADD_TEXT = Endpoint(
    group="content",
    name="add_text",
    method="POST",
    path="/api/product/content/add/text",
    effect=Effect.NOT_IDEMPOTENT,
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
        Param(
            "texts",
            TextItem,
            wire="content",
            location=Location.BODY,
            many=True,
            required=True,
            doc="The texts or links to sell; at least one.",
        ),
    ),
    returns=AddedText,
    many=True,
    counted="texts",
    formats=_BOTH,
    xml_root="text_content",
    permission="[ Content ]: Adding",
    docs=_DOCS,
    summary="Add texts or links to a product's content.",
    returns_doc="the new content, in the order of *texts*; keep the ids",
    notes=_RECONCILE,
)

SET_CODE_COUNT = Endpoint(
    group="content",
    name="set_code_count",
    method="GET",
    path="/api/product/content/add/code/{product_id}/{count}",
    effect=Effect.NOT_IDEMPOTENT,  # a GET, and yet it changes
    params=(
        _ID_IN_PATH,
        Param(
            "count",
            int,
            location=Location.PATH,
            required=True,
            at_least=-1,
            doc="The number of generated codes; -1 is unlimited.",
        ),
    ),
    returns=Status,
    confirmations=SUCCESS,
    formats=_BOTH,
    permission="[ Content ]: Adding",
    docs=_DOCS,
    summary="Change how many codes Digiseller generates for a product.",
    returns_doc="the service's confirmation",
    notes=(
        "After an `OutcomeUnknownError` read `products.get(product_id)` with the owner's token and "
        "compare its *num_in_stock* with *count* and with what it was before the call. The "
        "documentation has this operation, but the service's Swagger no longer does."
    ),
)

__all__ = [
    "ADD_FILE",
    "ADD_FILES",
    "ADD_TEXT",
    "CODE_COUNT",
    "DELETE",
    "DELETE_ALL",
    "ROWS",
    "SET_CODE_COUNT",
    "UPDATE_CODE_COUNT",
    "UPDATE_FILE",
    "UPDATE_FORM",
    "UPDATE_TEXT",
]

ROWS = (
    ADD_FILE,
    ADD_FILES,
    ADD_TEXT,
    SET_CODE_COUNT,
    CODE_COUNT,
    UPDATE_CODE_COUNT,
    UPDATE_FILE,
    UPDATE_TEXT,
    DELETE,
    DELETE_ALL,
    UPDATE_FORM,
)
