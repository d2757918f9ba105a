"""Rows of the group ``cataloguer``, which no page of the documentation describes."""

from __future__ import annotations

from types import NoneType

from ..models.edits import CataloguerAttribute
from ..models.marketplaces import CataloguerCategory, CategoryAttribute
from .language import (
    Effect,
    Endpoint,
    Format,
    ListEndpoint,
    Location,
    PageLayout,
    Param,
    ResponseShape,
)

_CATEGORY_ID = Param(
    "category_id",
    int,
    location=Location.PATH,
    required=True,
    positional=True,
    at_least=1,
    doc="The category of the cataloguer.",
)

CATEGORIES = ListEndpoint(
    group="cataloguer",
    name="categories",
    method="GET",
    path="/api/cataloguer/categories",
    effect=Effect.SAFE,
    params=(
        Param(
            "root_category_id",
            int,
            wire="rootCategoryId",
            at_least=1,
            doc="Only what is directly below this category; without it, the categories at the top.",
        ),
    ),
    layout=PageLayout(is_plain=True),
    default_page_size=500,
    returns=CataloguerCategory,
    row_key=("category_id",),
    docs="swagger",
    summary="List categories of the cataloguer.",
    returns_doc="the categories below one, or those at the top",
    notes=(
        "No page says how many there are: the list ends with the first empty page. The service is "
        "slow here; allow it 30 seconds a page."
    ),
)

ATTRIBUTES = Endpoint(
    group="cataloguer",
    name="attributes",
    method="GET",
    path="/api/cataloguer/{category_id}/attributes",
    effect=Effect.SAFE,
    params=(_CATEGORY_ID,),
    returns=CategoryAttribute,
    many=True,
    docs="swagger",
    summary="List the attributes of products in a category of the cataloguer.",
    returns_doc="the attributes with their values; the ids belong to the category",
    notes="The ids make a `CataloguerAttribute` for `products.create_book` and its like.",
)

ADD_PRODUCT = Endpoint(
    group="cataloguer",
    name="add_product",
    method="PUT",
    path="/api/cataloguer/categories/{category_id}/products",
    effect=Effect.IDEMPOTENT,
    params=(
        _CATEGORY_ID,
        Param(
            "product_id",
            int,
            wire="productId",
            location=Location.BODY,
            required=True,
            at_least=1,
            doc="The product.",
        ),
        Param(
            "attributes",
            CataloguerAttribute,
            location=Location.BODY,
            in_camel_case=True,
            many=True,
            doc="Its attributes there.",
        ),
    ),
    returns=NoneType,
    shape=ResponseShape.EMPTY,
    body_formats=(Format.JSON,),
    docs="swagger",
    summary="Put a product into a category of the cataloguer.",
    returns_doc="nothing: no error means that it is there",
    notes="Known from the Swagger only, so it is unsure.",
)

ROWS = (CATEGORIES, ATTRIBUTES, ADD_PRODUCT)
