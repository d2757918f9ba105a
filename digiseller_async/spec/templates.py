"""Rows of the group ``templates`` (documented in 'Commission templates')."""

from __future__ import annotations

from decimal import Decimal
from types import NoneType

from ..models._base import Language
from ..models.templates import (
    CommissionTemplate,
    TemplateCurrency,
    TemplateProduct,
    TemplateProductPercent,
)
from .language import (
    Alternative,
    Effect,
    Endpoint,
    Format,
    ListEndpoint,
    Location,
    Param,
    ResponseShape,
)

_DOCS = "commission-templates"
_ID_IN_PATH = Param(
    "template_id",
    int,
    location=Location.PATH,
    required=True,
    positional=True,
    at_least=1,
    doc="The template.",
)
_ID_IN_BODY = Param(
    "template_id",
    int,
    location=Location.BODY,
    required=True,
    positional=True,
    at_least=1,
    doc="The template.",
)
_NAME = Param("name", str, location=Location.BODY, required=True, doc="The template's name.")

CREATE = Endpoint(
    group="templates",
    name="create",
    method="POST",
    path="/api/templates",
    effect=Effect.NOT_IDEMPOTENT,
    params=(_NAME,),
    returns=CommissionTemplate,
    formats=(Format.JSON, Format.XML),
    permission="[ Comission templates ]: Create",
    docs=_DOCS,
    summary="Create a commission template.",
    returns_doc="the new template",
    notes=(
        "Twice makes two templates. After an `OutcomeUnknownError` read `templates.list` and look "
        "for the name and a fresh date of creation before trying again."
    ),
)

UPDATE = Endpoint(
    group="templates",
    name="update",
    method="POST",
    path="/api/templates/{template_id}",
    effect=Effect.IDEMPOTENT,
    params=(_ID_IN_PATH, _NAME),
    returns=CommissionTemplate,
    formats=(Format.JSON, Format.XML),
    permission="[ Comission templates ]: Edit",
    docs=_DOCS,
    summary="Rename a commission template.",
    returns_doc="the template as it is now",
)

LIST = ListEndpoint(
    group="templates",
    name="list",
    method="GET",
    path="/api/templates",
    effect=Effect.SAFE,
    max_page_size=100,
    returns=CommissionTemplate,
    row_key=("id",),
    formats=(Format.JSON, Format.XML),
    permission="[ Comission templates ]: View",
    docs=_DOCS,
    summary="List the commission templates.",
    returns_doc="the templates",
)

DELETE = Endpoint(
    group="templates",
    name="delete",
    method="DELETE",
    path="/api/templates/{template_id}",
    effect=Effect.DELETES,
    params=(_ID_IN_PATH,),
    alternative=Alternative(
        flag="via_post",
        method="POST",
        path="/api/templates/delete/{template_id}",
        doc="Send a POST, for networks that let no DELETE through.",
    ),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    permission="[ Comission templates ]: Delete",
    docs=_DOCS,
    summary="Delete a commission template.",
    returns_doc="nothing",
)

PRODUCTS = ListEndpoint(
    group="templates",
    name="products",
    method="GET",
    path="/api/templates/products",
    effect=Effect.SAFE,
    params=(
        Param(
            "template_id",
            int,
            wire="templateId",
            required=True,
            positional=True,
            at_least=1,
            doc="The template.",
        ),
        Param("product_id", int, wire="productId", at_least=1, doc="Only this product."),
        Param(
            "price_min",
            Decimal,
            wire="priceMin",
            at_least=0,
            doc="Only products of at least this price, in *currency*.",
        ),
        Param(
            "price_max",
            Decimal,
            wire="priceMax",
            at_least=0,
            doc="Only products of at most this price, in *currency*.",
        ),
        Param("currency", TemplateCurrency, doc="The currency of prices."),
        Param("language", Language, doc="The language of names."),
        Param("name", str, doc="Only products whose name has this."),
        Param(
            "min_comiss",
            Decimal,
            wire="minComiss",
            at_least=0,
            doc="Only products of at least this commission, in percent.",
        ),
        Param(
            "max_comiss",
            Decimal,
            wire="maxComiss",
            at_least=0,
            doc="Only products of at most this commission, in percent.",
        ),
        Param(
            "in_affiliate",
            bool,
            wire="inAffiliate",
            doc="Show affiliate products (the service's default: true).",
        ),
        Param(
            "not_in_affiliate",
            bool,
            wire="notInAffiliate",
            doc="Show products outside the affiliate program (the service's default: true).",
        ),
        Param(
            "only_payment",
            bool,
            wire="onlyPayment",
            doc="Only products available for payment (the service's default: false).",
        ),
        Param(
            "owner_id", int, wire="ownerId", at_least=0, doc="Marketplace code (from the Swagger)."
        ),
    ),
    ascending=(("price_min", "price_max"), ("min_comiss", "max_comiss")),
    max_page_size=100,
    returns=TemplateProduct,
    row_key=("id",),
    permission="[ Comission templates ]: View",
    docs=_DOCS,
    summary="List the products of a commission template.",
    returns_doc="the products",
)

SET_PRODUCTS = Endpoint(
    group="templates",
    name="set_products",
    method="POST",
    path="/api/templates/products",
    effect=Effect.IDEMPOTENT,
    params=(
        _ID_IN_BODY,
        Param(
            "products",
            TemplateProductPercent,
            location=Location.BODY,
            many=True,
            required=True,
            doc="What to deduct for which product; at least one.",
        ),
    ),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    permission="[ Comission templates ]: Edit",
    docs=_DOCS,
    summary="Set the deductions of products in a commission template.",
    returns_doc="nothing",
)

APPLY = Endpoint(
    group="templates",
    name="apply",
    method="POST",
    path="/api/templates/apply",
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        _ID_IN_BODY,
        Param(
            "seller_id",
            int,
            location=Location.BODY,
            required=True,
            at_least=1,
            doc="The seller (an agent) to whom the template is applied.",
        ),
    ),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    permission="[ Comission templates ]: Apply",
    docs=_DOCS,
    summary="Apply a commission template to a seller.",
    returns_doc="nothing",
    notes=(
        "After an `OutcomeUnknownError` read `offers.list(seller_id=…)` and compare its individual "
        "commissions with `templates.products` before trying again."
    ),
)

ROWS = (CREATE, UPDATE, LIST, DELETE, PRODUCTS, SET_PRODUCTS, APPLY)
