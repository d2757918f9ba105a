"""Rows of the group ``catalog``, from the page about products and the catalog.

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
    Answer,
    Effect,
    Endpoint,
    Format,
    Host,
    Layout,
    ListEndpoint,
    Param,
    Place,
    Scalars,
    Token,
)
from .reviews import REVIEWS

_PAGE = "products-and-catalog"
_BOTH = (Format.JSON, Format.XML)
_SELLER = Param("seller_id", int, own_seller=True, at_least=1, doc="Whose products.")
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
    scalars=Scalars.TEXTS,
    formats=_BOTH,
    token=Token.NEVER,
    page=_PAGE,
    summary="List the categories of a seller's store, as a tree.",
    gives="the categories, each with its subcategories",
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
        Param("order", ProductOrder, doc="By what to sort; else as in the shop."),
        Param("currency", ShopCurrency, doc="The currency of prices."),
        _LANG,
    ),
    size=_ROWS,
    largest=500,
    layout=Layout(
        items="product",
        page="",
        count="",
        has_next_page="",
        total_count="totalItems",
        total_pages="totalPages",
        may_lack_items=True,
    ),
    xml_layout=Layout(
        items="products/product",
        page="pages/num",
        count="pages/rows",
        has_next_page="",
        total_count="products/@cnt",  # unexplained there, but as reviews/@cnt is
        total_pages="pages/@cnt",
    ),
    about=CatalogPage,
    returns=CatalogProduct,
    answer=Answer.FLAT,
    scalars=Scalars.TEXTS,
    formats=_BOTH,
    token=Token.NEVER,
    page=_PAGE,
    summary="List the products of a category.",
    gives="the products, in the asked order",
    notes=(
        "Products out of stock come only if the display settings of the store show them. The "
        "service's own page has 20 products, and at most 500."
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
            place=Place.BODY,
            own_seller=True,
            at_least=1,
            doc="Whose products.",
        ),
        Param(
            "query",
            str,
            wire="search",
            xml="products/search",
            place=Place.BODY,
            required=True,
            positional=True,
            doc="What to search for.",
        ),
        Param(
            "currency",
            PriceCurrency,
            xml="products/currency",
            place=Place.BODY,
            doc="The currency of prices.",
        ),
        Param("lang", Language, place=Place.BODY, doc="The language."),
    ),
    number=Param(
        "page",
        int,
        wire="num",
        xml="pages/num",
        place=Place.BODY,
        at_least=1,
        doc="The page to start from.",
    ),
    size=Param(
        "page_size",
        int,
        wire="rows",
        xml="pages/rows",
        place=Place.BODY,
        at_least=1,
        doc="Items a page.",
    ),
    xml_layout=Layout(
        items="products/product",
        page="pages/num",
        count="pages/rows",
        has_next_page="",
        total_count="products/@cnt",  # unexplained there, but as reviews/@cnt is
        total_pages="pages/@cnt",
    ),
    about=SearchPage,
    returns=FoundProduct,
    answer=Answer.FLAT,
    formats=(Format.XML,),
    accepts=(Format.XML,),
    root="digiseller.request",
    token=Token.NEVER,
    page=_PAGE,
    summary="Search a seller's products.",
    gives="what was found",
    notes=(
        "In the snippets `[[!b!]]` and `[[/!b!]]` stand around what was found: replace them with "
        "`<b>` and `</b>` to show it. A price may be missing. The page names no limit for the "
        "page size."
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
        Param("idp", int, at_least=1, doc="A preview: that image (seen, not on the page)."),
    ),
    one_of=("id_d", "idp"),
    returns=Image,
    answer=Answer.BYTES,
    token=Token.NEVER,
    page=_PAGE,
    summary="Load the main image of a product, or a preview.",
    gives="the image",
    notes=(
        "The image keeps its proportion: either *maxlength* sets its size, or *w* and *h*, "
        "together or one of them. `products.get` lists all images of a product."
    ),
)

__all__ = ["CATEGORIES", "IMAGE", "PRODUCTS", "REVIEWS", "ROWS", "SEARCH"]

ROWS = (CATEGORIES, PRODUCTS, SEARCH, REVIEWS, IMAGE)
