"""Rows of the group ``products`` that return several products."""

from __future__ import annotations

from ..models._base import Language
from ..models.catalog import ShopCurrency
from ..models.products import OrderColumn, OrderDirection, ProductSummary, SellerPage, SellerProduct
from .language import (
    Effect,
    Endpoint,
    Format,
    ListEndpoint,
    Location,
    PageLayout,
    Param,
    ResponseShape,
    ScalarStyle,
    Token,
)

_DOCS = "products-and-catalog"
_BOTH = (Format.JSON, Format.XML)
_LANG_IN_BODY = Param(
    "lang", Language, location=Location.BODY, doc="The language (the service's default: ru-RU)."
)

BY_IDS = Endpoint(
    group="products",
    name="by_ids",
    method="POST",
    path="/api/products/list",
    effect=Effect.SAFE,
    params=(
        Param(
            "ids",
            int,
            xml="ids/id",
            location=Location.BODY,
            required=True,
            positional=True,
            many=True,
            max_items=1999,
            split=True,
            at_least=1,
            doc="The products; any number of them, in requests of fewer than 2000.",
        ),
        _LANG_IN_BODY,
    ),
    returns=ProductSummary,
    many=True,
    shape=ResponseShape.BARE,
    xml="product",
    scalars=ScalarStyle.INT_FLAGS,
    formats=_BOTH,
    xml_root="digiseller.request",
    xml_media_type="application/xml",
    token=Token.OPTIONAL,
    permission="[ Products ]: View",
    docs=_DOCS,
    summary="Read short descriptions of many products.",
    returns_doc="the products that were found",
    notes=(
        "With the token of a product's owner, its *num_in_stock*, *cnt_sell* and *cnt_return* are "
        "not hidden."
    ),
)

OF_SELLER = ListEndpoint(
    group="products",
    name="of_seller",
    method="POST",
    path="/api/seller-goods",
    effect=Effect.SAFE,
    params=(
        Param(
            "id_seller",
            int,
            location=Location.BODY,
            defaults_to_own_seller=True,
            at_least=1,
            doc="Whose products.",
        ),
        Param(
            "order_col",
            OrderColumn,
            location=Location.BODY,
            doc="The column to sort by (the service's default: cntsell).",
        ),
        Param(
            "order_dir",
            OrderDirection,
            location=Location.BODY,
            doc="The direction to sort in (the service's default: desc).",
        ),
        Param("currency", ShopCurrency, location=Location.BODY, doc="The currency of prices."),
        _LANG_IN_BODY,
        Param(
            "show_hidden",
            int,
            location=Location.BODY,
            choices=(0, 1, 2),
            doc="Hidden products: 0 without, 1 with, 2 only them; 1 and 2 need a token.",
        ),
        Param(
            "owner_id",
            int,
            location=Location.BODY,
            at_least=0,
            doc="Marketplace id (from the Swagger).",
        ),
    ),
    page_param=Param(
        "page", int, location=Location.BODY, at_least=1, doc="The page to start from."
    ),
    size_param=Param(
        "page_size", int, wire="rows", location=Location.BODY, at_least=1, doc="Items a page."
    ),
    max_page_size=2000,
    layout=PageLayout(
        items="rows",
        page="page",
        count="",
        has_next_page="",
        total_count="cnt_goods",
        total_pages="pages",
        items_optional=True,
    ),
    xml_layout=PageLayout(
        items="rows/row",
        page="page",
        count="",
        has_next_page="",
        total_count="cnt_goods",
        total_pages="pages",
    ),
    page_extras=SellerPage,
    returns=SellerProduct,
    row_key=("id_goods",),
    shape=ResponseShape.FLAT,
    scalars=ScalarStyle.INT_FLAGS,
    formats=_BOTH,
    xml_root="digiseller.request",
    token=Token.OPTIONAL,
    permission="[ Products ]: View",
    docs=_DOCS,
    summary="List the products of a seller, hidden ones too.",
    returns_doc="the products, in the requested order",
    notes=(
        "With the token of the products' owner, *num_in_stock* is not hidden. The service's "
        "default page size is 10, its maximum 2000; an older edition of its documentation said "
        "1000. "
        "It is refused with a `RejectedError` whose *retval* names the argument: 1 *id_seller*, "
        "2 *page*, 3 *page_size*, 4 *currency*, 5 *order_col*, 6 *order_dir*."
    ),
)
