"""Rows of the group ``offers`` (documented in 'Products and catalog')."""

from __future__ import annotations

from ..models.offers import Offer
from .language import Effect, ListEndpoint, Param

LIST = ListEndpoint(
    group="offers",
    name="list",
    method="GET",
    path="/api/agents/offer",
    effect=Effect.SAFE,
    params=(
        Param(
            "seller_id",
            int,
            wire="sellerId",
            at_least=1,
            defaults_to_own_seller=True,
            doc="Whose products.",
        ),
        Param("product_name", str, wire="productName", doc="Only products with this name."),
        Param("product_id", int, wire="productId", at_least=1, doc="Only this product."),
        Param(
            "only_in_stock",
            bool,
            wire="onlyInStock",
            doc="Only products in stock (the service's default: false).",
        ),
        Param(
            "only_individual",
            bool,
            wire="onlyIndividual",
            doc="Only products with individual commissions (the service's default: false).",
        ),
        Param(
            "owner_id", int, wire="ownerId", at_least=0, doc="Marketplace code (from the Swagger)."
        ),
    ),
    max_page_size=100,
    returns=Offer,
    row_key=("product_id",),
    permission="[ Affiliate program ]: Individual offer",
    docs="products-and-catalog",
    summary="List a seller's products with their individual commissions.",
    returns_doc="the products",
)

ROWS = (LIST,)
