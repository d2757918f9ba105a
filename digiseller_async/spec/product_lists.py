"""Rows of the group ``products`` that give several of them."""

from __future__ import annotations

from ..models._base import Language
from ..models.catalog import ShopCurrency
from ..models.products import OrderColumn, OrderDirection, ProductSummary, SellerPage, SellerProduct
from .language import (
    Answer,
    Effect,
    Endpoint,
    Format,
    Layout,
    ListEndpoint,
    Param,
    Place,
    Scalars,
    Token,
)

_PAGE = "products-and-catalog"
_BOTH = (Format.JSON, Format.XML)
_LANG_IN_BODY = Param(
    "lang", Language, place=Place.BODY, doc="The language (the service's default: ru-RU)."
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
            place=Place.BODY,
            required=True,
            positional=True,
            many=True,
            most_items=1999,
            split=True,
            at_least=1,
            doc="The products; any number of them, in requests of fewer than 2000.",
        ),
        _LANG_IN_BODY,
    ),
    returns=ProductSummary,
    many=True,
    answer=Answer.BARE,
    xml="product",
    scalars=Scalars.FLAGS,
    formats=_BOTH,
    root="digiseller.request",
    xml_type="application/xml",
    token=Token.OPTIONAL,
    permission="[ Products ]: View",
    page=_PAGE,
    summary="Read many products in short.",
    gives="the products that were found",
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
            place=Place.BODY,
            own_seller=True,
            at_least=1,
            doc="Whose products.",
        ),
        Param(
            "order_col",
            OrderColumn,
            place=Place.BODY,
            doc="By what to sort (the service's default: cntsell).",
        ),
        Param(
            "order_dir",
            OrderDirection,
            place=Place.BODY,
            doc="In which direction (the service's default: desc).",
        ),
        Param("currency", ShopCurrency, place=Place.BODY, doc="The currency of prices."),
        _LANG_IN_BODY,
        Param(
            "show_hidden",
            int,
            place=Place.BODY,
            choices=(0, 1, 2),
            doc="Hidden products: 0 without, 1 with, 2 only them; 1 and 2 need a token.",
        ),
        Param(
            "owner_id",
            int,
            place=Place.BODY,
            at_least=0,
            doc="Marketplace id (from the Swagger).",
        ),
    ),
    number=Param("page", int, place=Place.BODY, at_least=1, doc="The page to start from."),
    size=Param("page_size", int, wire="rows", place=Place.BODY, at_least=1, doc="Items a page."),
    largest=2000,
    layout=Layout(
        items="rows",
        page="page",
        count="",
        has_next_page="",
        total_count="cnt_goods",
        total_pages="pages",
        may_lack_items=True,
    ),
    xml_layout=Layout(
        items="rows/row",
        page="page",
        count="",
        has_next_page="",
        total_count="cnt_goods",
        total_pages="pages",
    ),
    about=SellerPage,
    returns=SellerProduct,
    answer=Answer.FLAT,
    scalars=Scalars.FLAGS,
    formats=_BOTH,
    root="digiseller.request",
    token=Token.OPTIONAL,
    permission="[ Products ]: View",
    page=_PAGE,
    summary="List the products of a seller, hidden ones too.",
    gives="the products, in the asked order",
    notes=(
        "With the token of the products' owner, *num_in_stock* is not hidden. The service's own "
        "page has 10 products, and at most 2000; an older edition of its documentation said 1000. "
        "It is refused with a `RejectedError` whose *retval* names the argument: 1 *id_seller*, "
        "2 *page*, 3 *page_size*, 4 *currency*, 5 *order_col*, 6 *order_dir*."
    ),
)
