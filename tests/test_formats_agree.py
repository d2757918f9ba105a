"""The same state read in JSON and in XML gives equal models, and nothing that is strange."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import anyio
from attrs import frozen
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digiseller_async import Digiseller, Paginator, RejectedError
from digiseller_async.models import Language
from digiseller_async.sandbox import Sandbox
from digiseller_async.spec import rows
from digiseller_async.spec.language import Effect, Format

SIZE = 11
"""How many products there are: each kind in each currency, and sometimes without a picture."""


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


async def read(box: Sandbox, format: Literal["json", "xml"]) -> dict[str, Any]:  # noqa: A002
    """Return what each reading gives, by operation; an undocumented thing is an error."""
    async with Digiseller(
        box.seller_id, box.api_key, base_url=box.url, format=format, rate=None, strict=True
    ) as ds:
        seen = Seen(ds, tuple(item.id for item in box.stock))
        return {name: await reading(seen) for name, reading in READINGS.items()}


def test_each_reading_is_read() -> None:
    """Each operation that reads and has both formats is among the readings."""
    both = {
        row.operation for row in rows() if {*row.formats} == {*Format} if row.effect is Effect.READS
    }

    assert set(READINGS) == both


async def both(seed: int, style: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a sandbox of this seed gives in JSON, and what it gives in XML."""
    async with Sandbox(
        seed=seed,
        products=SIZE,
        receipts=45,
        external_operations=25,
        reviews=30,
        response_as_string=bool(seed % 2),
        **style,
    ) as box:
        return await read(box, "json"), await read(box, "xml")


STYLES = st.fixed_dictionaries(
    {
        "decimal_comma": st.booleans(),
        "xml_encoding": st.sampled_from(["utf-8", "windows-1251"]),
        "bare_ampersand": st.booleans(),
    }
)
UGLY = {"decimal_comma": True, "xml_encoding": "windows-1251", "bare_ampersand": True}


@given(seed=st.integers(0, 2**32), style=STYLES, backend=st.sampled_from(["asyncio", "trio"]))
@example(seed=1, style=UGLY, backend="asyncio")
@example(seed=2, style=UGLY, backend="trio")
@settings(max_examples=6, deadline=None)
def test_formats_agree(seed: int, style: dict[str, Any], backend: str) -> None:
    """The same call gives equal models in JSON and in XML, however the XML is written."""
    in_json, in_xml = anyio.run(both, seed, style, backend=backend)

    for operation, found in in_json.items():
        assert in_xml[operation] == found, operation


PIECES = (
    "&",
    "<b>",
    "]]>",
    "<![CDATA[",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\n",
    "&nbsp;",
    "&#38;",
    "?>",
    "0",
)
TEXTS = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8", exclude_categories=["C"]))
).map("".join)


async def written(text: str, style: dict[str, Any]) -> list[list[str | None]]:
    """Return what both formats give for a name that is *text* and for a description that is."""
    found: list[list[str | None]] = []
    async with Sandbox(products=1, **style) as box:
        (product_id,) = (item.id for item in box.stock)
        for form in Format:
            async with Digiseller(
                box.seller_id, box.api_key, base_url=box.url, format=form.value, rate=None
            ) as ds:
                texts = [{"locale": "ru-RU", "value": one} for one in (f"x{text}", text)]
                await ds.products.edit_base(product_id, name=texts[:1], description=texts[1:])
                (short,) = await ds.products.by_ids([product_id])
                full = await ds.products.get(product_id)
                found.append([short.name, short.info, full.name, full.info])
    return found


@given(text=TEXTS, style=STYLES)
@example(text=">\n<![CDATA[ ]]>\n</name>", style=UGLY)
@settings(max_examples=15, deadline=None)
def test_texts_stay_as_they_are(text: str, style: dict[str, Any]) -> None:
    """A text comes back letter for letter, in both formats, whatever markup is in it."""
    found = anyio.run(written, text, style)

    assert found == [[f"x{text}", text] * 2] * 2
