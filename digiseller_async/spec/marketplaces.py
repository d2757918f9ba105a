"""Rows of the group ``marketplaces`` (documented in api_goods.asp)."""

from __future__ import annotations

from ..models.marketplaces import Platform, PlatformCategory, PlatformSubcategory
from .language import Effect, Endpoint, Format, Location, Param, Token

CATEGORIES = Endpoint(
    group="marketplaces",
    name="categories",
    method="GET",
    path="/api/dictionary/platforms/categories/{platform}",
    effect=Effect.SAFE,
    params=(
        Param(
            "platform",
            Platform,
            location=Location.PATH,
            required=True,
            positional=True,
            doc="The marketplace.",
        ),
    ),
    returns=PlatformCategory,
    many=True,
    token=Token.NEVER,
    docs="goods",
    summary="Read the tree of a marketplace's categories.",
    returns_doc="the categories at the top, each with those below it",
)

SUBCATEGORIES = Endpoint(
    group="marketplaces",
    name="subcategories",
    method="GET",
    path="/api/dictionary/platforms/subcategories/{category_id}",
    effect=Effect.SAFE,
    params=(
        Param(
            "category_id",
            int,
            location=Location.PATH,
            required=True,
            positional=True,
            at_least=1,
            doc="The category of a marketplace.",
        ),
    ),
    returns=PlatformSubcategory,
    many=True,
    formats=(Format.JSON, Format.XML),
    token=Token.NEVER,
    docs="goods",
    summary="List the subcategories of a marketplace's category.",
    returns_doc="the subcategories, whose ids `products.add_to_category` takes",
)

ROWS = (CATEGORIES, SUBCATEGORIES)
