"""The row of the group ``catalog`` that lists reviews."""

from __future__ import annotations

from ..models._base import Language
from ..models.reviews import Review, ReviewFilter, ReviewTotals
from .language import Answer, Effect, Format, Layout, ListEndpoint, Param, Token

REVIEWS = ListEndpoint(
    group="catalog",
    name="reviews",
    method="GET",
    path="/api/reviews",
    effect=Effect.SAFE,
    params=(
        Param("seller_id", int, own_seller=True, at_least=1, doc="Whose products."),
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
    size=Param("page_size", int, wire="rows", at_least=1, doc="Items a page."),
    layout=Layout(
        items="review|reviews",
        page="",
        count="",
        has_next_page="",
        total_count="totalItems",
        total_pages="totalPages",
        may_lack_items=True,
    ),
    xml_layout=Layout(
        items="reviews/review",
        page="pages/num",
        count="pages/rows",
        has_next_page="",
        total_count="reviews/@cnt",
        total_pages="pages/@cnt",
    ),
    about=ReviewTotals,
    returns=Review,
    answer=Answer.FLAT,
    formats=(Format.JSON, Format.XML),
    token=Token.NEVER,
    page="products-and-catalog",
    summary="List the reviews of a seller's products, or of one product.",
    gives="the reviews",
    notes="The page names no limit for the page size.",
)
