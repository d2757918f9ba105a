"""Rows of the group ``purchases`` (documented in 'General information')."""

from __future__ import annotations

from types import NoneType

from ..models.purchases import CartInfo, Purchase, VerifiedPurchase
from .language import Effect, Endpoint, Location, Param, ResponseShape, ScalarStyle

_DOCS = "general"
_CODE = Param(
    "unique_code",
    str,
    location=Location.PATH,
    required=True,
    positional=True,
    pattern=r"[0-9A-Za-z]{16}|[0-9A-Za-z]{8}(?:-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}",
    pattern_doc="16 letters and digits, or a UUID",
    secret=True,
    doc="The code that the buyer brings.",
)

VERIFY_CODE = Endpoint(
    group="purchases",
    name="verify_code",
    method="GET",
    path="/api/purchases/unique-code/{unique_code}",
    effect=Effect.IDEMPOTENT,  # a GET, and yet it dates the first verification
    params=(_CODE,),
    returns=VerifiedPurchase,
    shape=ResponseShape.FLAT,
    scalars=ScalarStyle.STRINGS,
    docs=_DOCS,
    summary="Look up the order of a unique code, and note that the code was verified.",
    returns_doc="the order; a code that does not exist is a `NotFoundError`",
    notes=(
        "The first look at a code dates its verification; a repeat is as good as once. Nothing "
        "identifies the buyer but the code: after verifying see whether *inv* was dealt with "
        "before, and compare *id_goods* and *amount* with what you sell. Then hand over the goods "
        "and call `mark_delivered`. No permission of the API key is documented for it."
    ),
)

MARK_DELIVERED = Endpoint(
    group="purchases",
    name="mark_delivered",
    method="PUT",
    path="/api/purchases/unique-code/{unique_code}/deliver",
    effect=Effect.IDEMPOTENT,
    params=(_CODE,),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    shows_no_answer=True,
    docs=_DOCS,
    summary="Tell the service that the goods of a unique code were handed over.",
    returns_doc="nothing: no error means that it was noted",
    notes=(
        "Call it after the delivery, not before. What its answer looks like is shown nowhere, so "
        "any success of HTTP counts that is no refusal. It is not in the service's Swagger, and no "
        "permission of the API key is documented for it."
    ),
)

GET = Endpoint(
    group="purchases",
    name="get",
    method="GET",
    path="/api/purchase/info/{invoice_id}",
    effect=Effect.SAFE,
    params=(
        Param(
            "invoice_id",
            int,
            location=Location.PATH,
            required=True,
            positional=True,
            at_least=1,
            doc="The order's number.",
        ),
    ),
    returns=Purchase,
    permission="view_invoice",
    docs=_DOCS,
    summary="Read an order.",
    returns_doc="the order; only one whose *invoice_state* is 3 is paid",
    notes=(
        "The permission is the flag of the API key, as `account.permissions` calls it: the "
        "documentation's own words for it are not known."
    ),
)

CART = Endpoint(
    group="purchases",
    name="cart",
    method="GET",
    path="/api/purchase/cart",
    effect=Effect.SAFE,
    params=(
        Param("invoice_id_cart", int, at_least=1, doc="The number of the cart's own order."),
        Param("cart_uid", str, not_blank=True, doc="The cart's id in the shop."),
    ),
    at_least_one_of=("invoice_id_cart", "cart_uid"),
    returns=CartInfo,
    docs="swagger",
    summary="Read the orders of a cart.",
    returns_doc="the cart with its orders",
    notes="It is known from the service's Swagger alone, and no program is known that uses it.",
)

ROWS = (VERIFY_CODE, MARK_DELIVERED, GET, CART)
