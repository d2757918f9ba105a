"""Round trips of what changes in the group ``products``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import pytest
from golden.edits import ARBITRARY, BASE, BOOK, FIXED, UNFIXED

from digiseller_async import RejectedError
from digiseller_async.models import Status

from . import BOOK as A_BOOK
from . import DIGI, PINS, SOFT, UNIT, RoundTrip, RoundTrips

WHOLE = {**BASE, "categories": [{"owner": 0, "category_id": 7074}]}


async def clone(trip: RoundTrip) -> None:
    """Copies are among the seller's products, with the original's name and without its content."""
    await trip.ds.content.add_text(DIGI, texts=["only here"])
    before = await trip.products()
    ids = await trip.ds.products.clone(DIGI, count=2, categories=True, gallery=False)

    after = await trip.products()
    assert after.keys() - before.keys() == set(ids)
    assert len(ids) == 2
    for one in ids:
        assert after[one].name_goods == before[DIGI].name_goods
        assert (after[one].num_in_stock, (await trip.product(one)).preview_imgs) == (0, ())


def edit(
    product_id: int, call: Callable[[RoundTrip], Callable[..., Awaitable[Status]]], **parts: Any
) -> Callable[[RoundTrip], Awaitable[None]]:
    """Return the round trip of an edit: all *parts* at once, then one alone."""

    async def round_trip(trip: RoundTrip) -> None:
        """What is edited shows in the product and in the lists, and nothing else changes."""
        others = await trip.products()
        assert (await call(trip)(product_id, **parts)).status == "Success"
        await call(trip)(product_id, price={"price": Decimal("33.50")})

        found, goods = await trip.product(product_id), await trip.products()
        assert found.name == goods[product_id].name_goods == parts["name"][0].value
        assert found.info == parts["description"][0].value
        assert goods[product_id].price == Decimal("33.50")
        assert {**goods, product_id: None} == {**others, product_id: None}
        assert trip.box.stock.get(product_id) is not None

    return round_trip


async def base(trip: RoundTrip) -> None:
    """The base properties of any product can be edited, and it can be taken off sale."""
    for product_id in (DIGI, PINS, UNIT, A_BOOK, SOFT):
        await edit(product_id, lambda one: one.ds.products.edit_base, **WHOLE)(trip)
    await trip.ds.products.edit_base(SOFT, enabled=False)

    goods = await trip.products()
    assert (goods[SOFT].visible or 0) < 0 < (goods[DIGI].visible or 0)


async def set_status(trip: RoundTrip) -> None:
    """Many products are taken off sale by and by; the task tells which were not."""
    task = await trip.ds.products.set_status([DIGI, UNIT], new_status="disabled")
    done = await task.wait()
    mixed = await trip.ds.products.set_status([DIGI, 1], new_status="enabled")
    with pytest.raises(RejectedError) as caught:
        await mixed.wait()

    goods = await trip.products()
    assert (done.is_done, done.success_count) == (True, 2)
    assert [error.code for error in caught.value.errors] == ["1"]
    assert ((goods[DIGI].visible or 0) > 0, (goods[UNIT].visible or 0) > 0) == (True, False)


ROUND_TRIPS: RoundTrips = {
    "products.clone": clone,
    "products.edit_unique_fixed": edit(
        PINS, lambda trip: trip.ds.products.edit_unique_fixed, **WHOLE, **FIXED
    ),
    "products.edit_unique_unfixed": edit(
        UNIT, lambda trip: trip.ds.products.edit_unique_unfixed, **WHOLE, **UNFIXED
    ),
    "products.edit_book": edit(A_BOOK, lambda trip: trip.ds.products.edit_book, **BOOK),
    "products.edit_software": edit(
        SOFT, lambda trip: trip.ds.products.edit_software, **WHOLE, trial_url="http://localhost"
    ),
    "products.edit_arbitrary": edit(
        DIGI, lambda trip: trip.ds.products.edit_arbitrary, **ARBITRARY
    ),
    "products.edit_base": base,
    "products.set_status": set_status,
}
