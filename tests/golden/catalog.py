"""Golden calls of the group ``catalog``.

The documentation's samples have only empty values and zeros: plausible ones are filled in.
Repaired: ``sub`` is a list, as on the wire, where the documentation shows an object
(`catalog.categories`); a missing ``</sale_info>`` (`catalog.search`). Reviews come under the key of
the wire, ``review``.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from attrs import evolve

from digiseller_async import Page
from digiseller_async._codecs.scalars import MOSCOW
from digiseller_async.models import (
    CatalogPage,
    CatalogProduct,
    Category,
    Collection,
    FoundProduct,
    Image,
    Language,
    PathCategory,
    ProductLabel,
    ProductOrder,
    Review,
    ReviewTotals,
    ReviewType,
    SaleCurrency,
    SaleInfo,
    SearchPage,
    Snippets,
    Subcategory,
)

from . import Case

CATEGORIES = [
    Category(id=78098, name="Programs", cnt=4),
    Category(
        id=78099,
        name="Games & keys",
        cnt=17,
        sub=(
            Category(id=78100, name="Keys", cnt=12, sub=(Category(id=78102, name="VR", cnt=1),)),
            Category(id=78101, name="Gifts", cnt=5),
        ),
    ),
]
ON_SALE = CatalogProduct(
    id=2661878,
    name="Bugs",
    cnt_img=2,
    info="Testing <b>item</b>",
    price=Decimal("1.12"),
    base_price=Decimal("70.50"),
    base_currency=SaleCurrency.RUR,
    currency=SaleCurrency.USD,
    price_rub=Decimal("70.50"),
    price_usd=Decimal("1.12"),
    price_eur=Decimal("0.95"),
    price_uah=Decimal("30.40"),
    partner_comiss=Decimal("5.5"),
    agency_id=0,
    collection=Collection.DIGI,
    is_available=True,
    num_in_stock=3,
    has_discount=True,
    id_present=2657311,
    sale_info=SaleInfo(
        common_base_price=Decimal("141.00"),
        common_price_usd=Decimal("2.24"),
        common_price_rur=Decimal("141.00"),
        common_price_eur=Decimal("1.90"),
        common_price_uah=Decimal("60.80"),
        sale_end=dt.datetime(2020, 12, 31, 20, tzinfo=MOSCOW),
        sale_percent=Decimal(50),
    ),
    label=ProductLabel.SALE,
)
PLAIN = CatalogProduct(
    id=2080515,
    name="TestItem",
    cnt_img=0,
    info="",
    price=Decimal(9),
    base_price=Decimal(9),
    base_currency=SaleCurrency.USD,
    currency=SaleCurrency.USD,
    price_rub=Decimal("566.15"),
    price_usd=Decimal(9),
    price_eur=Decimal("7.63"),
    price_uah=Decimal("244.29"),
    partner_comiss=Decimal(0),
    agency_id=0,
    collection=Collection.PINS,
    is_available=False,
    has_discount=False,
    id_present=0,
    sale_info=SaleInfo(),
)
BESIDE_PRODUCTS = CatalogPage(
    lang=Language.EN,
    bread_crumbs=(
        PathCategory(id=78099, name="Games & keys"),
        PathCategory(id=78100, name="Keys"),
    ),
    categories=(Subcategory(id=78102, name="VR", has_img=False, cnt=1),),
)
PRODUCTS = Page(
    number=1,
    size=20,
    total_items=42,
    total_pages=3,
    has_next=True,
    items=(ON_SALE, PLAIN),
    about=BESIDE_PRODUCTS,
)
FOUND = Page(
    number=2,
    size=10,
    total_items=12,
    total_pages=2,
    has_next=False,
    about=SearchPage(search="bugs", currency=SaleCurrency.USD),
    items=(
        FoundProduct(
            id=2661878,
            name="Bugs & co",
            price=Decimal("1.12"),
            agency_fee=Decimal("5.5"),
            snippets=Snippets(name="[[!b!]]Bugs[[/!b!]] & co", info="… of [[!b!]]bugs[[/!b!]]."),
            sale_info=SaleInfo(
                common_base_price=Decimal("141.00"),
                common_price_usd=Decimal("2.24"),
                common_price_rur=Decimal("141.00"),
                common_price_eur=Decimal("1.90"),
                common_price_uah=Decimal("60.80"),
                sale_percent=Decimal(50),
            ),
        ),
        FoundProduct(
            id=2661879,
            name="Bug",
            agency_fee=Decimal(0),
            snippets=Snippets(name="[[!b!]]Bug[[/!b!]]", info=""),
            sale_info=SaleInfo(),
        ),
    ),
)
REVIEWS = Page(
    number=1,
    size=20,
    total_items=2,
    total_pages=1,
    has_next=False,
    about=ReviewTotals(total_good=1, total_bad=1),
    items=(
        Review(
            id=51234567,
            invoice_id=142108335,
            owner_id=1,
            type=ReviewType.GOOD,
            good=2661878,
            name="Bugs",
            date=dt.datetime(2025, 5, 29, 8, 49, 40, tzinfo=MOSCOW),
            date_utc=dt.datetime(2025, 5, 29, 5, 49, 40, tzinfo=dt.UTC),
            info="All is well",
            comment="Thank you",
        ),
        Review(
            id=51234568,
            invoice_id=142108336,
            owner_id=0,
            type=ReviewType.BAD,
            good=2080515,
            name="TestItem",
            date=dt.datetime(2025, 5, 28, 18, 1, 5, tzinfo=MOSCOW),
            info="Does not work",
            comment="",
        ),
    ),
)
IMAGE = Image(content=b"\x89PNG\r\n\x1a\n", content_type="image/png")
CASES = (
    Case("catalog.categories", lambda ds: ds.catalog.categories(), CATEGORIES),
    Case(
        "catalog.categories",
        lambda ds: ds.catalog.categories(seller_id=12127, category_id=0, lang="en-US"),
        CATEGORIES,
        "filtered",
    ),
    Case(
        "catalog.products",
        lambda ds: ds.catalog.products(-1, page_size=20).first_page(),
        PRODUCTS,
    ),
    Case(
        "catalog.products",
        lambda ds: ds.catalog.products(
            78099,
            seller_id=12127,
            order="priceDESC",
            currency="USD",
            lang="en-US",
            page_size=20,
        ).first_page(),
        PRODUCTS,
        "filtered",
    ),
    Case(
        "catalog.search",
        lambda ds: ds.catalog.search("bugs", page=2, page_size=10).first_page(),
        FOUND,
    ),
    Case(
        "catalog.search",
        lambda ds: ds.catalog.search(
            "жуки & <b>", seller_id=12127, currency="RUB", lang="ru-RU", page=2, page_size=10
        ).first_page(),
        FOUND,
        "filtered",
    ),
    Case("catalog.reviews", lambda ds: ds.catalog.reviews(page_size=20).first_page(), REVIEWS),
    Case(
        "catalog.reviews",
        lambda ds: ds.catalog.reviews(
            seller_id=12127, product_id=2661878, type="all", owner_id=1, lang="ru-RU", page_size=20
        ).first_page(),
        REVIEWS,
        "filtered",
    ),
    Case("catalog.image", lambda ds: ds.catalog.image(2029463, maxlength=400), IMAGE),
    Case(
        "catalog.image",
        lambda ds: ds.catalog.image(2029463, w=200, h=150, crop=True),
        IMAGE,
        "cropped",
    ),
    Case("catalog.image", lambda ds: ds.catalog.image(idp=1), IMAGE, "preview"),
)
XML_ONLY: dict[str, Any] = {
    "catalog.products": evolve(
        PRODUCTS,
        items=(
            evolve(ON_SALE, cnt_img=None, img=True, currency=None, agency_id=None),
            evolve(PLAIN, cnt_img=None, img=False, currency=None, agency_id=None),
        ),
        about=CatalogPage(
            bread_crumbs=(
                PathCategory(id=78099, name="Games & keys", cnt=17),
                PathCategory(id=78100, name="Keys", cnt=12),
            ),
            categories=(Subcategory(id=78102, name="VR", cnt=1),),
            seller_id=12126,
            order=ProductOrder.PRICE_DESC,
            currency=SaleCurrency.USD,
        ),
    ),
    "catalog.reviews": evolve(
        REVIEWS,
        items=tuple(evolve(one, name=None, date_utc=None) for one in REVIEWS.items),
        about=ReviewTotals(total_good=1, total_bad=1, seller_id=12126),
    ),
}
"""What XML gives, where that differs from JSON in fields that are not compared."""
