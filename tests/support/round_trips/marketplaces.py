"""Round trips of the groups ``marketplaces`` and ``cataloguer``."""

from __future__ import annotations

import pytest

from digiseller_async import RejectedError
from digiseller_async.models import CataloguerAttribute, Platform

from . import DIGI, RoundTrip, RoundTrips


async def categories(trip: RoundTrip) -> None:
    """Each marketplace has a tree, at whose ends products can be added."""
    trees = [await trip.ds.marketplaces.categories(one) for one in Platform]
    games, books = trees[0]

    assert len({one.id for tree in trees for one in tree}) == 6
    assert [one.parent_id for one in games.children] == [games.id, games.id]
    assert (games.can_add, books.can_add, books.children) == (False, True, ())
    assert games.children[0].name[0].value == "Ключи & коды"
    with pytest.raises(RejectedError):
        await trip.ds.marketplaces.categories(Platform("other"))


async def subcategories(trip: RoundTrip) -> None:
    """What is at the end of the tree has subcategories, which products can be added to."""
    games = (await trip.ds.marketplaces.categories("plati"))[0]
    first, second, closed = await trip.ds.marketplaces.subcategories(games.children[0].id)
    for one in (first, second):
        await trip.ds.products.add_to_category(DIGI, one.id)

    assert (first.title, first.name[1].value) == ("Subcategory <1>", "Subcategory 1")
    assert trip.box.stock.find(DIGI).subcategories == {first.id, second.id}
    assert await trip.ds.marketplaces.subcategories(games.id) == []
    with pytest.raises(RejectedError):
        await trip.ds.products.add_to_category(DIGI, closed.id)


async def cataloguer_categories(trip: RoundTrip) -> None:
    """Categories come page by page until one is empty, at the top or below another one."""
    top = await trip.ds.cataloguer.categories(page_size=3).all()
    whole = trip.ds.cataloguer.categories()
    below = await trip.ds.cataloguer.categories(root_category_id=top[0].category_id).all()

    assert len(top) == 7
    assert await whole.all() == top
    assert (whole.report.pages, whole.report.drift) == (2, [])
    assert len(below) == 3
    assert {one.category_id for one in below}.isdisjoint(one.category_id for one in top)
    assert await trip.ds.cataloguer.categories(root_category_id=below[0].category_id).all() == []
    with pytest.raises(RejectedError):
        await trip.ds.cataloguer.categories(page_size=1001).all()


async def attributes(trip: RoundTrip) -> None:
    """A category has attributes of its own, each with values."""
    first, second = (await trip.ds.cataloguer.categories().all())[:2]
    found = await trip.ds.cataloguer.attributes(first.category_id)
    others = await trip.ds.cataloguer.attributes(second.category_id)

    assert [len(one.values) for one in found] == [2, 2]
    assert found[0].values[0].name[1].value == "Value 1"
    assert {one.attribute_id for one in found}.isdisjoint(one.attribute_id for one in others)
    with pytest.raises(RejectedError):
        await trip.ds.cataloguer.attributes(1)


async def add_product(trip: RoundTrip) -> None:
    """A product is in a category with attributes of that category, and of no other."""
    first, second = (await trip.ds.cataloguer.categories().all())[:2]
    attribute = (await trip.ds.cataloguer.attributes(first.category_id))[0]
    value = attribute.values[1].attribute_value_id
    chosen = CataloguerAttribute(attribute_id=attribute.attribute_id, attribute_value_id=value)
    add = trip.ds.cataloguer.add_product
    await add(first.category_id, product_id=DIGI, attributes=[chosen])
    await add(second.category_id, product_id=DIGI)
    with pytest.raises(RejectedError):
        await add(second.category_id, product_id=DIGI, attributes=[chosen])

    assert trip.box.stock.find(DIGI).catalogued == {
        first.category_id: {attribute.attribute_id: value},
        second.category_id: {},
    }


ROUND_TRIPS: RoundTrips = {
    "marketplaces.categories": categories,
    "marketplaces.subcategories": subcategories,
    "cataloguer.categories": cataloguer_categories,
    "cataloguer.attributes": attributes,
    "cataloguer.add_product": add_product,
}
