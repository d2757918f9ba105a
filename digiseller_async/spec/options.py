"""Rows of the group ``options`` (documented in api_parameters.asp) that read or create.

The rows that change or delete something are in `option_changes`.
"""

from __future__ import annotations

from attrs import evolve

from ..models.options import (
    CreatedOption,
    NewVariant,
    OptionDetails,
    OptionSummary,
    PrecheckSettings,
)
from .edit_parts import PRODUCT_ID
from .language import Effect, Endpoint, Location, Param
from .option_changes import (
    BOTH,
    DELETE,
    DELETE_VARIANT,
    DOCS,
    OPTION_ID,
    PARTS,
    SET_PRECHECK,
    UNSURE_FLAG,
    UPDATE,
    UPDATE_VARIANT,
)

__all__ = [
    "ADD_VARIANTS",
    "CREATE",
    "DELETE",
    "DELETE_VARIANT",
    "GET",
    "LIST",
    "PRECHECK",
    "ROWS",
    "SET_PRECHECK",
    "UPDATE",
    "UPDATE_VARIANT",
]

_VIEW = "[ Parameters ]: View"
_ADD = "[ Parameters ]: Adding"

LIST = Endpoint(
    group="options",
    name="list",
    method="GET",
    path="/api/products/options/list/{product_id}",
    effect=Effect.SAFE,
    params=(PRODUCT_ID,),
    returns=OptionSummary,
    many=True,
    formats=BOTH,
    permission=_VIEW,
    docs=DOCS,
    summary="List the options of a product.",
    returns_doc="the options",
)

GET = Endpoint(
    group="options",
    name="get",
    method="GET",
    path="/api/products/options/{option_id}",
    effect=Effect.SAFE,
    params=(OPTION_ID,),
    returns=OptionDetails,
    asked_id="option_id",
    formats=BOTH,
    permission=_VIEW,
    docs=DOCS,
    summary="Read one option in full.",
    returns_doc="the option with its variants",
)

CREATE = Endpoint(
    group="options",
    name="create",
    method="POST",
    path="/api/products/options",
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        Param(
            "product_id",
            int,
            location=Location.BODY,
            required=True,
            at_least=1,
            doc="The product.",
        ),
        *(evolve(one, required=one.name in ("name", "type")) for one in PARTS),
        Param(
            "variants",
            NewVariant,
            location=Location.BODY,
            many=True,
            doc="What can be chosen; only for checkbox, radio and select.",
        ),
    ),
    returns=CreatedOption,
    names_added=True,
    formats=BOTH,
    permission=_ADD,
    docs=DOCS,
    summary="Add an option to a product.",
    returns_doc="the ids of the option and of its variants, as far as the answer has them",
    notes=(
        "Twice makes two options. After an `OutcomeUnknownError` look for its name in "
        f"``list(product_id)``, and try again only if it is not there. {UNSURE_FLAG} What the "
        "answer looks like is shown nowhere; an id is read from wherever it may be."
    ),
)

ADD_VARIANTS = Endpoint(
    group="options",
    name="add_variants",
    method="POST",
    path="/api/products/options/{option_id}/variants",
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        OPTION_ID,
        Param(
            "variants",
            NewVariant,
            location=Location.BODY,
            many=True,
            required=True,
            positional=True,
            doc="The new variants; at least one.",
        ),
    ),
    returns=int,
    many=True,
    id_keys=("variant_id", "id"),
    may_name_nothing=True,
    formats=BOTH,
    permission=_ADD,
    docs=DOCS,
    summary="Add variants to an option.",
    returns_doc="the ids of the variants, as far as the answer has them",
    notes=(
        "Twice adds them twice. After an `OutcomeUnknownError` look for their names in "
        f"``get(option_id)``, and try again only if they are not there. {UNSURE_FLAG}"
    ),
)

PRECHECK = Endpoint(
    group="options",
    name="precheck",
    method="GET",
    path="/api/products/options/precheck-settings/{product_id}",
    effect=Effect.SAFE,
    params=(PRODUCT_ID,),
    returns=PrecheckSettings,
    may_be_bare=True,
    permission=_VIEW,
    docs="swagger",
    summary="Read whether your server is asked about a buyer's options before payment.",
    returns_doc="the settings",
    notes=(
        "Known from the Swagger only, so it is unsure; an answer without an envelope is read, too."
    ),
)

ROWS = (
    LIST,
    GET,
    CREATE,
    UPDATE,
    DELETE,
    ADD_VARIANTS,
    UPDATE_VARIANT,
    DELETE_VARIANT,
    PRECHECK,
    SET_PRECHECK,
)
