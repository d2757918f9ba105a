"""The row of the group ``catalog`` that lists reviews."""

from __future__ import annotations

from ..models._base import Language
from ..models.reviews import Review, ReviewFilter, ReviewTotals
from .language import Effect, Format, ListEndpoint, PageLayout, Param, ResponseShape, Token

REVIEWS = ListEndpoint(
    group="catalog",
    name="reviews",
    method="GET",
    path="/api/reviews",
    effect=Effect.SAFE,
    params=(
        Param("seller_id", int, defaults_to_own_seller=True, at_least=1, doc="Whose products."),
        Param("product_id", int, at_least=1, doc="Only reviews of this product."),
        Param("type", ReviewFilter, doc="Only good ones, only bad ones, or all."),
        Param(
            "owner_id",
            int,
            choices=(0, 1, 1271, 9295),
            doc="The marketplace: 0 own shop, 1 plati.market, 1271 ggesel, 9295 wmcenter.net.",
        ),
        Param("lang", Language, doc="The language (the service's default: ru-RU)."),
    ),
    size_param=Param("page_size", int, wire="rows", at_least=1, doc="Items a page."),
    layout=PageLayout(
        items="review|reviews",
        page="",
        count="",
        has_next_page="",
        total_count="totalItems",
        total_pages="totalPages",
        items_optional=True,
    ),
    xml_layout=PageLayout(
        items="reviews/review",
        page="pages/num",
        count="pages/rows",
        has_next_page="",
        total_count="reviews/@cnt",
        total_pages="pages/@cnt",
    ),
    page_extras=ReviewTotals,
    returns=Review,
    row_key=("id",),
    shape=ResponseShape.FLAT,
    formats=(Format.JSON, Format.XML),
    token=Token.NEVER,
    docs="products-and-catalog",
    summary="List the reviews of a seller's products, or of one product.",
    returns_doc="the reviews",
    notes="The documentation names no limit for the page size.",
)
