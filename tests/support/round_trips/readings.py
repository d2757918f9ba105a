"""Calls of each operation that reads in both formats, which together read most of its fields."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from attrs import frozen

from digiseller_async import Digiseller, Paginator, RejectedError
from digiseller_async.models import Language


@frozen
class Reader:
    """A client of one format, and the products that it is asked for."""

    ds: Digiseller
    ids: tuple[int, ...]


async def pages(of: Paginator[Any]) -> list[Any]:
    """Return all pages of a list."""
    return [page async for page in of.pages()]


async def for_each_product(
    reading: Callable[[Reader, int], Awaitable[Any]], reader: Reader
) -> list[Any]:
    """Return what a reading gives for each product."""
    return [await reading(reader, one) for one in reader.ids]


async def receipts(reader: Reader) -> Any:
    """Read all receipts, and those of one kind."""
    account = reader.ds.account
    sales = account.receipts(types=["product_sales"], currency="WMZ", page_size=7)
    return await pages(account.receipts(page_size=20)), await pages(sales)


async def external_operations(reader: Reader) -> Any:
    """Read all payments through aggregators, carts too."""
    return await pages(reader.ds.account.external_operations(page_size=9, order="Amount DESC"))


async def categories(reader: Reader) -> Any:
    """Read the tree in both languages, and a branch."""
    catalog = reader.ds.catalog
    trees = [await catalog.categories(lang=lang) for lang in Language]
    return trees, await catalog.categories(category_id=trees[0][0].id)


async def catalog_products(reader: Reader) -> Any:
    """Read the tags, the whole catalog and each category, a page of few products at a time."""
    catalog = reader.ds.catalog
    tree = await catalog.categories()
    ids = [-3, -2, -1, 0, *(one.id for top in tree for one in (top, *top.sub))]
    found = [await pages(catalog.products(one, page_size=2)) for one in ids]
    english = catalog.products(ids[-1], order="priceDESC", currency="EUR", lang="en-US")
    return found, await pages(english)


async def reviews(reader: Reader) -> Any:
    """Read all reviews, and those of a product."""
    catalog = reader.ds.catalog
    of_one = [
        await pages(catalog.reviews(product_id=one, type="bad", page_size=2)) for one in reader.ids
    ]
    return await pages(catalog.reviews(page_size=4, lang="en-US")), of_one


async def by_ids(reader: Reader) -> Any:
    """Read what all products are in short."""
    products = reader.ds.products
    return [await products.by_ids(ids=reader.ids, lang=lang) for lang in Language]


async def details(reader: Reader, product_id: int) -> Any:
    """Read what a product is in full, in both languages, and with all of its variants."""
    products = reader.ds.products
    return (
        await products.get(product_id),
        await products.get(product_id, seller_id=12126, currency="EUR", lang="en-US"),
        await products.get(product_id, show_hidden_variants=1),
    )


async def price(reader: Reader, product_id: int) -> Any:
    """Ask what a product costs, with the first variant of its options; or why it is not sold."""
    product = await reader.ds.products.get(product_id)
    # XML has an option's id in its name only.
    options = [
        f"{one.name.rpartition('_')[2]}:{one.variants[0].value}"
        for one in product.options
        if one.name and one.variants
    ]
    count: dict[str, Any] = {"unit_cnt": 100} if product.prices_unit else {"count": 2}
    try:
        return await reader.ds.products.price(
            product_id, options=options or None, currency="WMZ", **count
        )
    except RejectedError as error:
        return error.retval


async def of_seller(reader: Reader) -> Any:
    """Read the seller's products in both orders."""
    products = reader.ds.products
    shown = products.of_seller(page_size=3, order_col="price", order_dir="asc", lang="en-US")
    hidden = products.of_seller(page_size=20, show_hidden=1, currency="USD")
    return await pages(shown), await pages(hidden)


async def sales(reader: Reader) -> Any:
    """Read all sales, those of two products, and those that were given back."""
    some = reader.ds.sales.list(product_ids=reader.ids[:2], page_size=3)
    refunds = reader.ds.sales.list(returned=2)
    return (
        await pages(reader.ds.sales.list(page_size=20)),
        await pages(some),
        await pages(refunds),
    )


async def latest_sales(reader: Reader) -> Any:
    """Read the latest sales, and the last one of each product."""
    return await reader.ds.sales.latest(group=False, top=9), await reader.ds.sales.latest()


async def options(reader: Reader, product_id: int) -> Any:
    """Read a product's options, each in full."""
    found = await reader.ds.options.list(product_id)
    return found, [await reader.ds.options.get(one.id) for one in found]


async def subcategories(reader: Reader) -> Any:
    """Read the subcategories of each category at the end of a marketplace's tree, and of none."""
    tree = await reader.ds.marketplaces.categories("plati")
    ids = [one.id for top in tree for one in (top, *top.children)]
    return [await reader.ds.marketplaces.subcategories(one) for one in ids]


READINGS: dict[str, Callable[[Reader], Awaitable[Any]]] = {
    "account.receipts": receipts,
    "account.external_operations": external_operations,
    "account.balance": lambda reader: reader.ds.account.balance(),
    "catalog.categories": categories,
    "catalog.products": catalog_products,
    "catalog.reviews": reviews,
    "marketplaces.subcategories": subcategories,
    "options.list": lambda reader: for_each_product(options, reader),
    "options.get": lambda reader: for_each_product(options, reader),
    "products.by_ids": by_ids,
    "products.get": lambda reader: for_each_product(details, reader),
    "products.price": lambda reader: for_each_product(price, reader),
    "products.of_seller": of_seller,
    "sales.list": sales,
    "sales.as_agent": lambda reader: pages(reader.ds.sales.as_agent(page_size=25)),
    "sales.latest": latest_sales,
    "templates.list": lambda reader: pages(reader.ds.templates.list(page_size=2)),
}
