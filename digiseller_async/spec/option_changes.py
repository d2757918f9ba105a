"""The rows of the group ``options`` that change or delete something, and what options have."""

from __future__ import annotations

from decimal import Decimal
from types import NoneType
from typing import Any

from ..models._base import Localized
from ..models.price_changes import PriceModifier
from ..models.product_options import OptionType
from .edit_parts import PRODUCT_ID
from .language import Effect, Endpoint, Format, Location, Param, ResponseShape

DOCS = "parameters"
BOTH = (Format.JSON, Format.XML)
UNSURE_FLAG = (
    "Of the permission only the key's flag is known; the documentation's words for it are a guess."
)
_EDIT = "[ Parameters ]: Edit"
_DELETE = "[ Parameters ]: Delete"


def _id(name: str, doc: str) -> Param:
    return Param(
        name, int, location=Location.PATH, required=True, positional=True, at_least=1, doc=doc
    )


def _part(name: str, kind: type[Any], doc: str, *, many: bool = False) -> Param:
    return Param(name, kind, location=Location.BODY, many=many, doc=doc)


OPTION_ID = _id("option_id", "The option.")
_VARIANT_ID = _id("variant_id", "The variant.")
_NAME = _part("name", Localized, "Its label, by language.", many=True)
_ORDER = Param("order", int, location=Location.BODY, at_least=1, doc="Its place, from 1.")
PARTS = (
    _NAME,
    _part("type", OptionType, "Its form control."),
    _part("comment", Localized, "A comment, by language.", many=True),
    _part("separate_content", bool, "Whether each variant has content of its own."),
    _part("required", bool, "Whether the buyer must set it."),
    _part("modifier_visible", bool, "Whether buyers see how it changes the price."),
    _ORDER,
)
"""What an option has, beside its variants."""
_VARIANT_PARTS = (
    _NAME,
    _part("type", PriceModifier, "How it changes the price."),
    Param(
        "rate",
        Decimal,
        location=Location.BODY,
        at_least=0,
        doc="By how much: percent, or an amount in the product's currency.",
    ),
    _part("default", bool, "Whether it is selected by default."),
    _part(
        "visible",
        bool,
        "Whether buyers see it; the documentation's words say the opposite, so it is unsure.",
    ),
    _ORDER,
)

UPDATE = Endpoint(
    group="options",
    name="update",
    method="POST",
    path="/api/products/options/update",
    effect=Effect.IDEMPOTENT,
    params=(
        Param(
            "option_id",
            int,
            location=Location.BODY,
            required=True,
            positional=True,
            at_least=1,
            doc="The option.",
        ),
        *PARTS,
    ),
    at_least_one_of=tuple(one.name for one in PARTS),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    formats=BOTH,
    permission=_EDIT,
    docs=DOCS,
    summary="Change an option.",
    returns_doc="nothing: no error means that it was changed",
    notes=f"What is not given stays as it is. {UNSURE_FLAG}",
)

DELETE = Endpoint(
    group="options",
    name="delete",
    method="GET",
    path="/api/products/options/{option_id}/delete",
    effect=Effect.DELETES,  # a GET, and yet it deletes
    params=(OPTION_ID,),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    permission=_DELETE,
    docs=DOCS,
    summary="Delete an option with its variants.",
    returns_doc="nothing: no error means that it was deleted",
    notes=UNSURE_FLAG,
)

UPDATE_VARIANT = Endpoint(
    group="options",
    name="update_variant",
    method="POST",
    path="/api/products/options/{option_id}/variants/{variant_id}",
    effect=Effect.IDEMPOTENT,
    params=(OPTION_ID, _VARIANT_ID, *_VARIANT_PARTS),
    at_least_one_of=tuple(one.name for one in _VARIANT_PARTS),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    formats=BOTH,
    permission=_EDIT,
    docs=DOCS,
    summary="Change a variant of an option.",
    returns_doc="nothing: no error means that it was changed",
    notes=f"What is not given stays as it is. {UNSURE_FLAG}",
)

DELETE_VARIANT = Endpoint(
    group="options",
    name="delete_variant",
    method="GET",
    path="/api/products/options/{option_id}/variants/{variant_id}/delete",
    effect=Effect.DELETES,  # a GET, and yet it deletes
    params=(OPTION_ID, _VARIANT_ID),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    permission=_DELETE,
    docs=DOCS,
    summary="Delete a variant of an option.",
    returns_doc="nothing: no error means that it was deleted",
    notes=UNSURE_FLAG,
)

_PRECHECK_PARTS = (
    _part("precheck_active", bool, "Whether your server is asked."),
    _part("precheck_url", str, "Where it is asked."),
    _part(
        "precheck_no_answer",
        str,
        "What happens if it does not answer; the words for that are listed nowhere.",
    ),
)

SET_PRECHECK = Endpoint(
    group="options",
    name="set_precheck",
    method="PUT",
    path="/api/products/options/precheck-settings/{product_id}",
    effect=Effect.IDEMPOTENT,
    params=(PRODUCT_ID, *_PRECHECK_PARTS),
    at_least_one_of=tuple(one.name for one in _PRECHECK_PARTS),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    body_formats=(Format.JSON,),
    permission=_EDIT,
    docs="swagger",
    summary="Set whether your server is asked about a buyer's options before payment.",
    returns_doc="nothing: no error means that it is so",
    notes=f"Known from the Swagger only, so it is unsure. {UNSURE_FLAG}",
)
