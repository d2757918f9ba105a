"""Read a shop: its catalog, its marketplaces, its sales and orders."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import assert_type

from digiseller_async import Digiseller, Paginator
from digiseller_async.models import (
    CatalogProduct,
    Category,
    FoundProduct,
    Image,
    LatestSale,
    Offer,
    Platform,
    PlatformCategory,
    Purchase,
    Review,
    Sale,
    SellerProduct,
    VerifiedPurchase,
)


async def catalog(ds: Digiseller) -> tuple[list[Category], Image, str]:
    """Read categories, products, reviews, and an image."""
    products = ds.catalog.products(5, order="priceDESC", currency="RUR", lang="ru-RU")
    assert_type(products, Paginator[CatalogProduct])
    assert_type(await ds.catalog.search("key", currency="USD").first(), FoundProduct | None)
    assert_type(await ds.catalog.reviews(product_id=7, type="good").all(), list[Review])
    categories = await ds.catalog.categories(lang="en-US")
    return categories, await ds.catalog.image(7, w=200), ds.catalog.image_url(7, crop=True)


async def marketplaces(ds: Digiseller) -> list[PlatformCategory]:
    """Put a product up on a marketplace, by a category of the cataloguer."""
    async for category in ds.cataloguer.categories(root_category_id=1):
        for attribute in await ds.cataloguer.attributes(category.category_id):
            print(attribute)
    await ds.cataloguer.add_product(
        3, product_id=7, attributes=[{"attribute_id": 1, "attribute_value_id": 2}]
    )
    for part in await ds.marketplaces.subcategories(3):
        print(part)
    await ds.marketplaces.categories(Platform.PLATI)
    return await ds.marketplaces.categories("ggsel")


async def products(ds: Digiseller) -> list[SellerProduct]:
    """Read products in short, in full, and their prices."""
    for short in await ds.products.by_ids([1, 2, 3], lang="en-US"):
        print(short.name, short.num_in_stock)
    full = await ds.products.get(7, currency="EUR", lang="ru-RU")
    quote = await ds.products.price(7, options=["1:2"], currency="WMZ", unit_cnt="1.5")
    discount = await ds.products.discount(7, currency="mBTC", email="buyer@example.com")
    print(full.name, quote.amount, discount)
    return await ds.products.of_seller(order_col="cntsell", order_dir="desc").all()


async def orders(ds: Digiseller, code: str) -> tuple[VerifiedPurchase, Purchase]:
    """Look up an order by its code and by its number, and hand it over."""
    verified = await ds.purchases.verify_code(code)
    purchase = await ds.purchases.get(verified.inv)
    await ds.purchases.mark_delivered(code)
    print(await ds.purchases.cart(cart_uid="A1"))
    return verified, purchase


async def sales(ds: Digiseller) -> list[LatestSale]:
    """Read sales: those of a time, those to come, and the latest."""
    assert_type(ds.sales.list(product_ids=[7], date_start=dt.date(2026, 1, 1)), Paginator[Sale])
    print(await ds.sales.as_agent(returned=1).total())
    async for sale in ds.sales.watch(every=dt.timedelta(seconds=30)):
        assert_type(sale, Sale)
        break
    return await ds.sales.latest(top=5)


async def offers(ds: Digiseller) -> Decimal | int | None:
    """Read offers, and the percents of a template."""
    assert_type(await ds.offers.list(only_in_stock=True).first(), Offer | None)
    template = await ds.templates.create(name="Partners")
    await ds.templates.update(1, name="Friends")
    await ds.templates.set_products(1, products=[{"product_id": 7, "percent": 20}])
    await ds.templates.apply(1, seller_id=8)
    await ds.templates.delete(1, via_post=True)
    print(template.name, [one.name async for one in ds.templates.list()])
    found = await ds.templates.products(2, price_max="9.99", currency="USD", name="key").first()
    return found.price if found else None
