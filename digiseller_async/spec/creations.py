"""Rows of the group ``products`` that create products, and put them up on a marketplace.

Their parameters are in `edit_parts`, as those of the edits are.
"""

from __future__ import annotations

from attrs import evolve

from ..models.content import Status
from ..models.edit_enums import ContentType
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

_DOCS = "goods"
_REQUIRED = frozenset({"categories", "name", "description", "price"})
_CONTENT_TYPE = Param(
    "content_type",
    ContentType,
    location=Location.BODY,
    required=True,
    doc="What its content consists of.",
)
_BASE = tuple(evolve(one, required=one.name in _REQUIRED) for one in BASE)
_RECONCILE = (
    "Twice makes two products. After an `OutcomeUnknownError` look for the name in "
    "``products.of_seller(show_hidden=1)``, and try again only if it is not there. A category on "
    "a marketplace of *owner* 1 has a *cataloguer_category_id* with its *cataloguer_attributes* "
    "in place of a *category_id*. The service refuses a product without a category "
    "(``category-0``), a category of the public dictionary, and a text in one language where a "
    "marketplace wants both."
)
_UNSURE = "The root of its XML body is a guess after that of `create_unique_fixed`."


def _create(name: str, kind: str, own: tuple[Param, ...], notes: str = _UNSURE) -> Endpoint[int]:
    """Return the row that creates a product of one *kind*; *own*: parameters that only it has."""
    return Endpoint(
        group="products",
        name=f"create_{name}",
        method="POST",
        path=f"/api/product/create/{name.replace('_', '')}",
        effect=Effect.NOT_IDEMPOTENT,
        params=(_CONTENT_TYPE, *_BASE, *own),
        returns=int,
        payload="content/product_id",
        fallbacks=("content", "content/id", "product_id"),
        names_added=True,
        formats=(Format.JSON, Format.XML),
        xml_root=name,
        permission="[ Products ]: Create",
        docs=_DOCS,
        summary=f"Create {kind}.",
        returns_doc="the id of the new product",
        notes=f"{_RECONCILE} {notes}",
    )


CREATE_UNIQUE_FIXED = _create(
    "unique_fixed",
    "a unique product with a fixed price",
    (VERIFY_CODE, PREORDER),
    "A content of `ContentType.FORM` is refused, too.",
)
CREATE_UNIQUE_UNFIXED = _create(
    "unique_unfixed",
    "a unique product with a variable price",
    (evolve(PRICES, required=True), VERIFY_CODE, DISCOUNTS, LIMITATIONS),
)
CREATE_BOOK = _create("book", "an electronic book", (TRIAL_URL,))
CREATE_SOFTWARE = _create("software", "software", (TRIAL_URL,))
CREATE_ARBITRARY = _create(
    "arbitrary", "an arbitrary digital product", (AFFILIATE_PROGRAM, PAY_AS_YOU_WANT)
)

ADD_TO_CATEGORY = Endpoint(
    group="products",
    name="add_to_category",
    method="GET",
    path="/api/product/platform/category/add/{product_id}/{category_id}",
    effect=Effect.IDEMPOTENT,  # a GET, and yet it changes something
    params=(
        PRODUCT_ID,
        Param(
            "category_id",
            int,
            location=Location.PATH,
            required=True,
            positional=True,
            at_least=1,
            doc="The subcategory of a marketplace, from `marketplaces.subcategories`.",
        ),
    ),
    returns=Status,
    confirmations=SUCCESS,
    docs=_DOCS,
    summary="Add a product to a subcategory of a marketplace.",
    returns_doc="the service's confirmation",
    notes="Many subcategories are refused for many sellers.",
)
