"""Golden calls of the rows that create products, set prices, and use marketplaces.

The bodies are those of `edits`, with what only a new product has. The answer of
`products.set_prices` is the task's id as it is, and no document.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from digiseller_async import Digiseller
from digiseller_async.models import (
    CataloguerAttribute,
    ContentType,
    PriceModifier,
    ProductCategory,
    ProductPriceChange,
    ProductPriceChangeDict,
    Status,
    VariantPriceChange,
)

from . import Case
from .edits import ARBITRARY, BASE, BOOK, CODE, FIXED, UNFIXED

NEW_ID = 2661878
ON_MARKETPLACE = ProductCategory(
    owner=1,
    cataloguer_category_id=12,
    cataloguer_attributes=(CataloguerAttribute(attribute_id=1, attribute_value_id=2),),
)
NEW_FIXED: dict[str, Any] = {
    **BASE,
    "categories": [ProductCategory(owner=0, category_id=0), ON_MARKETPLACE],
    "content_type": ContentType.TEXT,
    "verify_code": CODE,
    "preorder": FIXED["preorder"],
}
NEW_UNFIXED: dict[str, Any] = {**BASE, **UNFIXED, "content_type": "Form"}
NEW_BOOK: dict[str, Any] = {**BOOK, "content_type": "File"}
NEW_SOFTWARE: dict[str, Any] = {
    **BASE,
    "trial_url": "http://localhost",
    "content_type": ContentType.URL,
}
NEW_ARBITRARY: dict[str, Any] = {**ARBITRARY, "content_type": ContentType.DIGISELLER_CODE}
PRICES: list[ProductPriceChange | ProductPriceChangeDict] = [
    ProductPriceChange(
        product_id=2661878,
        price=Decimal("33.50"),
        variants=(
            VariantPriceChange(variant_id=41001, rate=Decimal(5), type=PriceModifier.PERCENT_PLUS),
            VariantPriceChange(
                variant_id=41002, rate=Decimal("1.5"), type=PriceModifier.PRICE_MINUS
            ),
        ),
    ),
    {"product_id": 2661879, "price": 100},
]


async def prices_task(ds: Digiseller) -> str:
    """Return what the task is called that sets two prices."""
    return (await ds.products.set_prices(PRICES)).id


CASES = (
    Case("products.set_prices", prices_task, "03a5e74f-654d-4d60-9585-ff1dcf02fe6f"),
    Case(
        "products.create_unique_fixed",
        lambda ds: ds.products.create_unique_fixed(**NEW_FIXED),
        NEW_ID,
    ),
    Case(
        "products.create_unique_unfixed",
        lambda ds: ds.products.create_unique_unfixed(**NEW_UNFIXED),
        NEW_ID,
    ),
    Case("products.create_book", lambda ds: ds.products.create_book(**NEW_BOOK), NEW_ID),
    Case(
        "products.create_software", lambda ds: ds.products.create_software(**NEW_SOFTWARE), NEW_ID
    ),
    Case(
        "products.create_arbitrary",
        lambda ds: ds.products.create_arbitrary(**NEW_ARBITRARY),
        NEW_ID,
    ),
    Case(
        "products.add_to_category",
        lambda ds: ds.products.add_to_category(NEW_ID, 18162),
        Status(status="success"),
    ),
)
