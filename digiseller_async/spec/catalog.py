"""Rows of the group ``catalog`` (documented in 'Products and catalog').

The row of reviews is in `reviews`.
"""

from __future__ import annotations

from ..models._base import Language
from ..models.catalog import (
    CatalogPage,
    CatalogProduct,
    Category,
    FoundProduct,
    Image,
    PriceCurrency,
    ProductOrder,
    SearchPage,
    ShopCurrency,
)
from .language import (
    Effect,
    Endpoint,
    Format,
    Host,
    ListEndpoint,
    Location,
    PageLayout,
    Param,
    ResponseShape,
    ScalarStyle,
    Token,
)
from .reviews import REVIEWS

_DOCS = "products-and-catalog"
_BOTH = (Format.JSON, Format.XML)
_SELLER = Param("seller_id", int, defaults_to_own_seller=True, at_least=1, doc="Whose products.")
_LANG = Param("lang", Language, doc="The language (the service's default: ru-RU).")
_ROWS = Param("page_size", int, wire="rows", at_least=1, doc="Items a page.")

CATEGORIES = Endpoint(
    group="catalog",
    name="categories",
    method="GET",
    path="/api/categories",
    effect=Effect.SAFE,
    params=(
        _SELLER,
        Param("category_id", int, at_least=0, doc="The category; 0 is the entire catalog tree."),
        _LANG,
    ),
    returns=Category,
    many=True,
    payload="category",
    xml="categories/category",
    scalars=ScalarStyle.STRINGS,
    formats=_BOTH,
    token=Token.NEVER,
    docs=_DOCS,
    summary="List the categories of a seller's store, as a tree.",
    returns_doc="the categories, each with its subcategories",
)

PRODUCTS = ListEndpoint(
    group="catalog",
    name="products",
    method="GET",
    path="/api/shop/products",
    effect=Effect.SAFE,
    params=(
        _SELLER,
        Param(
            "category_id",
            int,
            positional=True,
            at_least=-3,
            doc=(
                "The category. 0: products added to the main page; with a tag: -1 discount, "
                "-2 new, -3 popular."
            ),
        ),
        Param("order", ProductOrder, doc="The order of the list; else as in the shop."),
        Param("currency", ShopCurrency, doc="The currency of prices."),
        _LANG,
    ),
    size_param=_ROWS,
    max_page_size=500,
    layout=PageLayout(
        items="product",
        page="",
        count="",
        has_next_page="",
        total_count="totalItems",
        total_pages="totalPages",
        items_optional=True,
    ),
    xml_layout=PageLayout(
        items="products/product",
        page="pages/num",
        count="pages/rows",
        has_next_page="",
        total_count="products/@cnt",  # unexplained there, but as reviews/@cnt is
        total_pages="pages/@cnt",
    ),
    page_extras=CatalogPage,
    returns=CatalogProduct,
    row_key=("id",),
    shape=ResponseShape.FLAT,
    scalars=ScalarStyle.STRINGS,
    formats=_BOTH,
    token=Token.NEVER,
    docs=_DOCS,
    summary="List the products of a category.",
    returns_doc="the products, in the requested order",
    notes=(
        "Products out of stock come only if the display settings of the store show them. The "
        "service's default page size is 20, its maximum 500."
    ),
)

SEARCH = ListEndpoint(
    group="catalog",
    name="search",
    method="POST",
    path="/xml/shop_search.asp",
    host=Host.SHOP,
    effect=Effect.SAFE,
    params=(
        Param(
            "seller_id",
            int,
            xml="seller/id",
            location=Location.BODY,
            defaults_to_own_seller=True,
            at_least=1,
            doc="Whose products.",
        ),
        Param(
            "query",
            str,
            wire="search",
            xml="products/search",
            location=Location.BODY,
            required=True,
            positional=True,
            doc="What to search for.",
        ),
        Param(
            "currency",
            PriceCurrency,
            xml="products/currency",
            location=Location.BODY,
            doc="The currency of prices.",
        ),
        Param("lang", Language, location=Location.BODY, doc="The language."),
    ),
    page_param=Param(
        "page",
        int,
        wire="num",
        xml="pages/num",
        location=Location.BODY,
        at_least=1,
        doc="The page to start from.",
    ),
    size_param=Param(
        "page_size",
        int,
        wire="rows",
        xml="pages/rows",
        location=Location.BODY,
        at_least=1,
        doc="Items a page.",
    ),
    xml_layout=PageLayout(
        items="products/product",
        page="pages/num",
        count="pages/rows",
        has_next_page="",
        total_count="products/@cnt",  # unexplained there, but as reviews/@cnt is
        total_pages="pages/@cnt",
    ),
    page_extras=SearchPage,
    returns=FoundProduct,
    row_key=("id",),
    shape=ResponseShape.FLAT,
    formats=(Format.XML,),
    body_formats=(Format.XML,),
    xml_root="digiseller.request",
    token=Token.NEVER,
    docs=_DOCS,
    summary="Search a seller's products.",
    returns_doc="the products that were found",
    notes=(
        "In the snippets `[[!b!]]` and `[[/!b!]]` stand around what was found: replace them with "
        "`<b>` and `</b>` to show it. A price may be missing. The documentation names no limit "
        "for the page size."
    ),
)

IMAGE = Endpoint(
    group="catalog",
    name="image",
    method="GET",
    path="/img.ashx",
    host=Host.GRAPH,
    effect=Effect.SAFE,
    params=(
        Param("id_d", int, positional=True, at_least=1, doc="The product: its main image."),
        Param("maxlength", int, at_least=1, doc="The most pixels on the longer side."),
        Param("w", int, at_least=1, doc="The most pixels in width."),
        Param("h", int, at_least=1, doc="The most pixels in height."),
        Param("crop", bool, doc="Clip the long sides, to form a square."),
        Param("idp", int, at_least=1, doc="A preview: that image (seen in use, not documented)."),
    ),
    at_least_one_of=("id_d", "idp"),
    returns=Image,
    shape=ResponseShape.BINARY,
    token=Token.NEVER,
    docs=_DOCS,
    summary="Load the main image of a product, or a preview.",
    returns_doc="the image",
    notes=(
        "The image keeps its proportion: either *maxlength* sets its size, or *w* and *h*, "
        "together or one of them. `products.get` lists all images of a product."
    ),
)

__all__ = ["CATEGORIES", "IMAGE", "PRODUCTS", "REVIEWS", "ROWS", "SEARCH"]

ROWS = (CATEGORIES, PRODUCTS, SEARCH, REVIEWS, IMAGE)
