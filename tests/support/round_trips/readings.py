"""Readings: for each operation that reads in both formats, calls that see most of what it has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from attrs import frozen

from digiseller_async import Digiseller, Paginator, RejectedError
from digiseller_async.models import Language


@frozen
class Seen:
    """A client of one format, and the products that it is asked for."""

    ds: Digiseller
    ids: tuple[int, ...]


async def pages(of: Paginator[Any]) -> list[Any]:
    """Return all pages of a list."""
    return [page async for page in of.pages()]


async def each(reading: Callable[[Seen, int], Awaitable[Any]], seen: Seen) -> list[Any]:
    """Return what a reading gives for each product."""
    return [await reading(seen, one) for one in seen.ids]


async def receipts(seen: Seen) -> Any:
    """Read all receipts, and those of one kind."""
    account = seen.ds.account
    sales = account.receipts(types=["product_sales"], currency="WMZ", page_size=7)
    return await pages(account.receipts(page_size=20)), await pages(sales)


async def external_operations(seen: Seen) -> Any:
    """Read all payments through aggregators, carts too."""
    return await pages(seen.ds.account.external_operations(page_size=9, order="Amount DESC"))


async def categories(seen: Seen) -> Any:
    """Read the tree in both languages, and a branch."""
    catalog = seen.ds.catalog
    trees = [await catalog.categories(lang=lang) for lang in Language]
    return trees, await catalog.categories(category_id=trees[0][0].id)


async def catalog_products(seen: Seen) -> Any:
    """Read the tags, the whole catalog and each category, a page of few products at a time."""
    catalog = seen.ds.catalog
    tree = await catalog.categories()
    ids = [-3, -2, -1, 0, *(one.id for top in tree for one in (top, *top.sub))]
    found = [await pages(catalog.products(one, page_size=2)) for one in ids]
    english = catalog.products(ids[-1], order="priceDESC", currency="EUR", lang="en-US")
    return found, await pages(english)


async def reviews(seen: Seen) -> Any:
    """Read all reviews, and those of a product."""
    catalog = seen.ds.catalog
    of_one = [
        await pages(catalog.reviews(product_id=one, type="bad", page_size=2)) for one in seen.ids
    ]
    return await pages(catalog.reviews(page_size=4, lang="en-US")), of_one


async def by_ids(seen: Seen) -> Any:
    """Read what all products are in short."""
    products = seen.ds.products
    return [await products.by_ids(ids=seen.ids, lang=lang) for lang in Language]


async def details(seen: Seen, product_id: int) -> Any:
    """Read what a product is in full, in both languages, and with all of its variants."""
    products = seen.ds.products
    return (
        await products.get(product_id),
        await products.get(product_id, seller_id=12126, currency="EUR", lang="en-US"),
        await products.get(product_id, show_hidden_variants=1),
    )


async def price(seen: Seen, product_id: int) -> Any:
    """Ask what a product costs, with the first variant of its options; or why it is not sold."""
    product = await seen.ds.products.get(product_id)
    # XML has an option's id in its name only.
    options = [
        f"{one.name.rpartition('_')[2]}:{one.variants[0].value}"
        for one in product.options
        if one.name and one.variants
    ]
    count: dict[str, Any] = {"unit_cnt": 100} if product.prices_unit else {"count": 2}
    try:
        return await seen.ds.products.price(
            product_id, options=options or None, currency="WMZ", **count
        )
    except RejectedError as error:
        return error.retval


async def of_seller(seen: Seen) -> Any:
    """Read the seller's products in both orders."""
    products = seen.ds.products
    shown = products.of_seller(page_size=3, order_col="price", order_dir="asc", lang="en-US")
    hidden = products.of_seller(page_size=20, show_hidden=1, currency="USD")
    return await pages(shown), await pages(hidden)


READINGS: dict[str, Callable[[Seen], Awaitable[Any]]] = {
    "account.receipts": receipts,
    "account.external_operations": external_operations,
    "account.balance": lambda seen: seen.ds.account.balance(),
    "catalog.categories": categories,
    "catalog.products": catalog_products,
    "catalog.reviews": reviews,
    "products.by_ids": by_ids,
    "products.get": lambda seen: each(details, seen),
    "products.price": lambda seen: each(price, seen),
    "products.of_seller": of_seller,
    "templates.list": lambda seen: pages(seen.ds.templates.list(page_size=2)),
}
