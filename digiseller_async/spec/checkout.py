"""Rows of the group ``checkout`` (documented in 'Payment'): the buyers' side of the shop."""

from __future__ import annotations

from decimal import Decimal

from ..models import Language
from ..models.checkout import CartContents, CartState, ChosenOption
from .language import (
    Effect,
    Endpoint,
    Format,
    Host,
    Location,
    Param,
    ResponseShape,
    ScalarStyle,
    Token,
)

_DOCS = "payment"
_JSON = (Format.JSON,)
_NAMES = (("cart_err_num", "retval"), ("cart_err", "retdesc"))
_LANG = Param("lang", Language, location=Location.BODY, doc="The buyer's language.")
_PRODUCT = Param(
    "product_id",
    int,
    location=Location.BODY,
    required=True,
    positional=True,
    at_least=1,
    doc="The product.",
)
_FOR_ALL = "No permission of a seller's is needed, and nothing is sent that identifies the seller."

PREPARE = Endpoint(
    group="checkout",
    name="prepare",
    method="POST",
    path="/api/purchases/options",
    effect=Effect.IDEMPOTENT,  # a spare id does no harm
    params=(
        _PRODUCT,
        Param(
            "options",
            ChosenOption,
            location=Location.BODY,
            many=True,
            doc="What the buyer chose, each a variant or a text.",
        ),
        Param(
            "unit_cnt",
            Decimal,
            location=Location.BODY,
            at_least=0,
            doc="How many units, if the product is sold by units.",
        ),
        _LANG,
        Param("ip", str, location=Location.BODY, secret=True, doc="The buyer's IP address."),
    ),
    returns=int,
    payload="id_po",
    token=Token.NEVER,
    formats=(Format.JSON, Format.XML),
    body_formats=_JSON,
    docs=_DOCS,
    summary="Keep the options that a buyer has chosen, for the payment page or a cart.",
    returns_doc="the ``id_po`` by which `add_to_cart`, `url` and `form` know them",
    notes=f"Each call gives a new id, and one that is not used does no harm. {_FOR_ALL}",
)

ADD_TO_CART = Endpoint(
    group="checkout",
    name="add_to_cart",
    method="POST",
    path="/xml/shop_cart_add.asp",
    host=Host.SHOP,
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        _PRODUCT,
        Param("product_cnt", int, location=Location.BODY, at_least=1, doc="How many of it."),
        Param(
            "currency",
            str,
            wire="typecurr",
            location=Location.BODY,
            not_blank=True,
            doc="Code of the payment method's currency, such as ``WMZ``.",
        ),
        Param(
            "email", str, location=Location.BODY, not_blank=True, secret=True, doc="The buyer's."
        ),
        _LANG,
        Param(
            "cart_uid", str, location=Location.BODY, doc="The cart; none, or ``''``, is a new one."
        ),
        Param(
            "id_po", int, location=Location.BODY, at_least=1, doc="The options, as `prepare` gave."
        ),
    ),
    returns=CartState,
    shape=ResponseShape.FLAT,
    envelope_names=_NAMES,
    scalars=ScalarStyle.STRINGS,
    token=Token.NEVER,
    form_body=True,
    body_formats=_JSON,
    docs=_DOCS,
    summary="Add a product to a cart, or to a new one.",
    returns_doc="the cart's id, and how many products it has",
    notes=(
        "After an `OutcomeUnknownError` read `cart(cart_uid)`, and compare how many of the product "
        "are in it; if the cart was to be a new one, nobody knows it, and another try does no "
        f"harm. {_FOR_ALL}"
    ),
)

CART = Endpoint(
    group="checkout",
    name="cart",
    method="POST",
    path="/xml/shop_cart_lst.asp",
    host=Host.SHOP,
    effect=Effect.SAFE,  # a POST, and yet it only reads, unless a quantity is given
    changes_with="product_cnt",
    params=(
        Param(
            "cart_uid",
            str,
            location=Location.BODY,
            required=True,
            positional=True,
            not_blank=True,
            doc="The cart.",
        ),
        Param(
            "currency",
            str,
            wire="cart_curr",
            location=Location.BODY,
            not_blank=True,
            doc="The currency of the prices, such as ``USD``.",
        ),
        _LANG,
        Param(
            "product_id",
            int,
            location=Location.BODY,
            at_least=1,
            doc="The product whose quantity is changed.",
        ),
        Param(
            "product_cnt",
            int,
            location=Location.BODY,
            at_least=0,
            doc="The new quantity of *product_id*; 0 removes it.",
        ),
    ),
    dependent=(("product_id", "product_cnt"), ("product_cnt", "product_id")),
    returns=CartContents,
    shape=ResponseShape.FLAT,
    envelope_names=_NAMES,
    scalars=ScalarStyle.STRINGS,
    token=Token.NEVER,
    form_body=True,
    body_formats=_JSON,
    docs=_DOCS,
    summary="Read what is in a cart, and change the quantity of one product in it.",
    returns_doc="what is in the cart after the change",
    notes=(
        "With *product_cnt* it sets the quantity, so a repeat does no harm, and a lost answer "
        "is an `OutcomeUnknownError`. What its answer has is known in part only, and how it is "
        "changed is not sure: some programs name the row of the cart in place of the product. "
        f"Compare what it returns. {_FOR_ALL}"
    ),
)

ROWS = (PREPARE, ADD_TO_CART, CART)
