"""Rows of the group ``products`` that edit products; their parameters are in `edit_parts`."""

from __future__ import annotations

from ..models.content import Status
from ..models.edit_enums import ProductStatus
from ..models.price_changes import ProductPriceChange
from .edit_parts import (
    AFFILIATE_PROGRAM,
    BASE,
    DISCOUNTS,
    LIMITATIONS,
    PAY_AS_YOU_WANT,
    PREORDER,
    PRICES,
    PRODUCT_ID,
    TRIAL_URL,
    VERIFY_CODE,
)
from .language import SUCCESS, Effect, Endpoint, Format, Location, Param

_DOCS = "product-edit-and-gallery"
_BOTH = (Format.JSON, Format.XML)
_PERMISSION = "[ Products ]: Edit"
_REPLACED = (
    "What is not given stays as it is. *name*, *description*, *add_info*, *categories* and the "
    "locales of *instruction* are replaced as a whole."
)


def _edit(name: str, kind: str, own: tuple[Param, ...] = (), notes: str = "") -> Endpoint[Status]:
    """Return the row that edits products of one *kind*; *own*: parameters that only they have."""
    parts = (*BASE, *own)
    return Endpoint(
        group="products",
        name=f"edit_{name}",
        method="POST",
        path=f"/api/product/edit/{name.replace('_', '')}/{{product_id}}",
        effect=Effect.IDEMPOTENT,
        params=(PRODUCT_ID, *parts),
        at_least_one_of=tuple(one.name for one in parts),
        returns=Status,
        confirmations=SUCCESS,
        formats=_BOTH,
        permission=_PERMISSION,
        docs=_DOCS,
        summary=f"Edit {kind}.",
        returns_doc="the service's confirmation",
        notes=f"{_REPLACED} {notes}".rstrip(),
    )


EDIT_UNIQUE_FIXED = _edit(
    "unique_fixed",
    "a unique product with a fixed price",
    (TRIAL_URL, VERIFY_CODE, PREORDER),
    "A pre-order can be neither added nor deleted; only its date can be changed.",
)
EDIT_UNIQUE_UNFIXED = _edit(
    "unique_unfixed",
    "a unique product with a variable price",
    (PRICES, VERIFY_CODE, DISCOUNTS, LIMITATIONS),
    "The documentation's table says ``price`` for *prices*; its sample and the Swagger ``prices``.",
)
EDIT_BOOK = _edit("book", "an electronic book", (TRIAL_URL,))
EDIT_SOFTWARE = _edit("software", "software", (TRIAL_URL,))
EDIT_ARBITRARY = _edit(
    "arbitrary",
    "an arbitrary digital product",
    (AFFILIATE_PROGRAM, PAY_AS_YOU_WANT),
    'The model of "Pay as you want" can be neither added nor deleted.',
)
EDIT_BASE = _edit("base", "the base properties of any product, or switch its sales on or off")

SET_STATUS = Endpoint(
    group="products",
    name="set_status",
    method="POST",
    path="/api/product/edit/V2/status",
    effect=Effect.IDEMPOTENT,
    params=(  # in the order of the documentation's sample; callers name the products first
        Param(
            "new_status",
            ProductStatus,
            location=Location.BODY,
            required=True,
            positional=True,
            doc="The new status.",
        ),
        Param(
            "products",
            int,
            location=Location.BODY,
            many=True,
            required=True,
            positional=True,
            comes_first=True,
            max_items=200,
            at_least=1,
            doc="The products; at least one.",
        ),
    ),
    returns=str,
    formats=_BOTH,
    starts_task=True,
    permission=_PERMISSION,
    docs=_DOCS,
    summary="Switch the sales of several products on or off.",
    returns_doc="the task that does it",
    notes=(
        "The answer comes before the work is done. A task that ends with an error may have "
        "switched some of the products."
    ),
)

SET_PRICES = Endpoint(
    group="products",
    name="set_prices",
    method="POST",
    path="/api/product/edit/prices",
    effect=Effect.IDEMPOTENT,
    params=(
        Param(
            "prices",
            ProductPriceChange,
            location=Location.BODY,
            is_body=True,
            many=True,
            required=True,
            positional=True,
            doc="The new prices; at least one. How many are allowed is not documented.",
        ),
    ),
    returns=str,
    fallbacks=("TaskId", "taskId"),
    body_formats=(Format.JSON,),
    starts_task=True,
    permission=_PERMISSION,
    docs="goods",
    summary="Set the prices of several products, and of variants of their options.",
    returns_doc="the task that does it",
    notes=(
        "The answer comes before the work is done. A task that ends with an error may have "
        "changed some of the prices."
    ),
)

ROWS = (
    EDIT_UNIQUE_FIXED,
    EDIT_UNIQUE_UNFIXED,
    EDIT_BOOK,
    EDIT_SOFTWARE,
    EDIT_ARBITRARY,
    EDIT_BASE,
    SET_STATUS,
    SET_PRICES,
)
