"""Golden calls of the groups ``marketplaces`` and ``cataloguer``.

No answer is shown by any page: they have plausible values for the documented fields.
"""

from __future__ import annotations

from digiseller_async import Page
from digiseller_async.models import (
    AttributeValue,
    CataloguerAttribute,
    CataloguerCategory,
    CategoryAttribute,
    Platform,
    PlatformCategory,
    PlatformSubcategory,
)

from . import Case
from .edits import by_language

GAMES = by_language("Игры & коды", "Games & codes")
KEYS = by_language("Ключи", "Keys")


def categories(size: int) -> Page[CataloguerCategory]:
    """Return the page of the sample, after which another one is asked for."""
    return Page(
        items=(
            CataloguerCategory(category_id=12, name=GAMES),
            CataloguerCategory(category_id=13, name=KEYS),
        ),
        number=1,
        size=size,
        total_items=None,
        total_pages=None,
        has_next=True,
    )


CASES = (
    Case(
        "marketplaces.categories",
        lambda ds: ds.marketplaces.categories(Platform.PLATI),
        [
            PlatformCategory(
                id=100,
                level=1,
                parent_id=0,
                name=GAMES,
                children=(
                    PlatformCategory(id=101, level=2, parent_id=100, name=KEYS, can_add=True),
                ),
                can_add=False,
            )
        ],
    ),
    Case(
        "marketplaces.subcategories",
        lambda ds: ds.marketplaces.subcategories(101),
        [
            PlatformSubcategory(id=1011, title="Keys", name=KEYS),
            PlatformSubcategory(id=1012, title="Games", name=GAMES),
        ],
    ),
    Case(
        "cataloguer.categories",
        lambda ds: ds.cataloguer.categories().first_page(),
        categories(500),
    ),
    Case(
        "cataloguer.categories",
        lambda ds: ds.cataloguer.categories(root_category_id=5, page_size=20).first_page(),
        categories(20),
        "below",
    ),
    Case(
        "cataloguer.attributes",
        lambda ds: ds.cataloguer.attributes(12),
        [
            CategoryAttribute(
                attribute_id=1,
                name=GAMES,
                values=(
                    AttributeValue(attribute_value_id=2, name=KEYS),
                    AttributeValue(attribute_value_id=3, name=GAMES),
                ),
            )
        ],
    ),
    Case(
        "cataloguer.add_product",
        lambda ds: ds.cataloguer.add_product(
            12,
            product_id=2661878,
            attributes=[
                CataloguerAttribute(attribute_id=1, attribute_value_id=2),
                {"attribute_id": 3, "attribute_value_id": 4},
            ],
        ),
        None,
    ),
)
