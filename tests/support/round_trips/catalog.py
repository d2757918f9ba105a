"""Round trips of what reads in the groups ``catalog`` and ``products``."""

from __future__ import annotations

from decimal import Decimal

import pytest

from digiseller_async import RejectedError
from digiseller_async.models import Category, ReviewType

from . import BOOK, DIGI, PINS, SOFT, UNIT, RoundTrip, RoundTrips

BEETLES = 'Жуки & <пауки> "x" ]]>'


def leaves(tree: tuple[Category, ...]) -> list[Category]:
    """Return the categories that have none below them."""
    return [leaf for one in tree for leaf in (leaves(one.sub) if one.sub else [one])]


async def categories(trip: RoundTrip) -> None:
    """Each product is in a leaf of the tree; a disabled one is no longer counted."""
    tree = await trip.ds.catalog.categories()
    await trip.ds.products.edit_base(DIGI, enabled=False)
    after = await trip.ds.catalog.categories()

    assert sum(one.cnt or 0 for one in leaves(tuple(tree))) == 40
    assert sum(one.cnt or 0 for one in leaves(tuple(after))) == 39


async def products(trip: RoundTrip) -> None:
    """A category has its products, in the asked order, and says where it is in the tree."""
    leaf = leaves(tuple(await trip.ds.catalog.categories()))[0]
    page = await trip.ds.catalog.products(leaf.id, order="priceDESC").first_page()
    prices = [one.price_rub or Decimal(0) for one in page.items]

    assert page.total_items == len(page.items) == leaf.cnt
    assert prices == sorted(prices, reverse=True)
    assert page.about.bread_crumbs[-1].name == leaf.name


async def search(trip: RoundTrip) -> None:
    """A word of a name finds the product, with the markers around the word."""
    await trip.ds.products.edit_base(BOOK, name=[{"locale": "ru-RU", "value": BEETLES}])
    (found,) = await trip.ds.catalog.search("жуки").all()
    (loud,) = await trip.ds.catalog.search('& <ПАУКИ> "X" ]]>').all()

    assert (found.id, found.name) == (loud.id, loud.name) == (BOOK, BEETLES)
    assert found.snippets is not None
    assert found.snippets.name == f"[[!b!]]Жуки[[/!b!]]{BEETLES[4:]}"


async def reviews(trip: RoundTrip) -> None:
    """Reviews are counted as good and bad, and can be had by product and by kind."""
    page = await trip.ds.catalog.reviews(page_size=30).first_page()
    bad = await trip.ds.catalog.reviews(type="bad").all()

    assert page.total_items == len(page.items) == 30
    assert page.about.total_good + page.about.total_bad == 30
    assert {one.id for one in bad} == {one.id for one in page.items if one.type == ReviewType.BAD}
    of_one = await trip.ds.catalog.reviews(product_id=DIGI).all()
    assert {one.id for one in of_one} == {one.id for one in page.items if one.good == DIGI}


async def image(trip: RoundTrip) -> None:
    """A product's image and its preview are pictures of the asked size."""
    preview = (await trip.product()).preview_imgs[0]
    main = await trip.ds.catalog.image(DIGI, maxlength=100)
    other = await trip.ds.catalog.image(idp=preview.id, w=30, h=30, crop=True)

    assert (main.content_type, other.content_type) == ("image/png", "image/png")
    assert int.from_bytes(main.content[16:20], "big") == 100
    assert main.content != other.content


async def by_ids(trip: RoundTrip) -> None:
    """Summaries come in the order of the ids that were asked for, unknown ones left out."""
    found = await trip.ds.products.by_ids([SOFT, 1, DIGI], lang="en-US")

    assert [one.id for one in found] == [SOFT, DIGI]
    assert found[1].name == (await trip.ds.products.get(DIGI, lang="en-US")).name


async def get(trip: RoundTrip) -> None:
    """Each product has the price of its kind: by the unit, or as a whole."""
    for product_id in (DIGI, PINS, UNIT, BOOK, SOFT):
        found = await trip.product(product_id)

        assert found.id == product_id
        assert (found.prices_unit is not None) is (product_id == UNIT)
        assert (found.prices is not None) is (product_id != UNIT)


async def price(trip: RoundTrip) -> None:
    """Two cost twice as much as one, and what is sold out costs nothing but a refusal."""
    await trip.ds.content.set_code_count(PINS, count=2)
    one = await trip.ds.products.price(PINS, count=1)
    two = await trip.ds.products.price(PINS, count=2, currency="WMZ")

    assert one.amount is not None
    assert (two.amount, two.count) == (one.amount * 2, Decimal(2))
    with pytest.raises(RejectedError, match=r"retval 5"):
        await trip.ds.products.price(PINS, count=3)


async def discount(trip: RoundTrip) -> None:
    """A customer has a discount, and a price with it."""
    found = await trip.ds.products.discount(PINS, currency="USD", email="buyer@example.com")

    assert found.product is not None
    assert found.product.currency == "USD"
    assert found.discount is not None
    assert 0 <= (found.discount.percent or 0) <= 10


async def of_seller(trip: RoundTrip) -> None:
    """The seller's products come page by page, each once, in the asked order."""
    found = await trip.ds.products.of_seller(page_size=7, order_col="name", order_dir="asc").all()
    names = [one.name_goods or "" for one in found]

    assert len({one.id_goods for one in found}) == len(found) == 40
    assert names == sorted(names)


ROUND_TRIPS: RoundTrips = {
    "catalog.categories": categories,
    "catalog.products": products,
    "catalog.search": search,
    "catalog.reviews": reviews,
    "catalog.image": image,
    "products.by_ids": by_ids,
    "products.get": get,
    "products.price": price,
    "products.discount": discount,
    "products.of_seller": of_seller,
}
