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
from . import DIGI, PINS, SOFT, UNIT, Trips, Walk

WHOLE = {**BASE, "categories": [{"owner": 0, "category_id": 7074}]}


async def clone(walk: Walk) -> None:
    """Copies are among the seller's products, with the original's name and without its content."""
    await walk.ds.content.add_text(DIGI, texts=["only here"])
    before = await walk.listed()
    ids = await walk.ds.products.clone(DIGI, count=2, categories=True, gallery=False)

    after = await walk.listed()
    assert after.keys() - before.keys() == set(ids)
    assert len(ids) == 2
    for one in ids:
        assert after[one].name_goods == before[DIGI].name_goods
        assert (after[one].num_in_stock, (await walk.seen(one)).preview_imgs) == (0, ())


def edit(
    product_id: int, call: Callable[[Walk], Callable[..., Awaitable[Status]]], **parts: Any
) -> Callable[[Walk], Awaitable[None]]:
    """Return the round trip of an edit: all *parts* at once, then one alone."""

    async def walked(walk: Walk) -> None:
        """What is edited shows in the product and in the lists, and nothing else changes."""
        others = await walk.listed()
        assert (await call(walk)(product_id, **parts)).status == "Success"
        await call(walk)(product_id, price={"price": Decimal("33.50")})

        found, goods = await walk.seen(product_id), await walk.listed()
        assert found.name == goods[product_id].name_goods == parts["name"][0].value
        assert found.info == parts["description"][0].value
        assert goods[product_id].price == Decimal("33.50")
        assert {**goods, product_id: None} == {**others, product_id: None}
        assert walk.box.stock.get(product_id) is not None

    return walked


async def base(walk: Walk) -> None:
    """The base properties of any product can be edited, and it can be taken off sale."""
    for product_id in (DIGI, PINS, UNIT, A_BOOK, SOFT):
        await edit(product_id, lambda one: one.ds.products.edit_base, **WHOLE)(walk)
    await walk.ds.products.edit_base(SOFT, enabled=False)

    goods = await walk.listed()
    assert (goods[SOFT].visible or 0) < 0 < (goods[DIGI].visible or 0)


async def set_status(walk: Walk) -> None:
    """Many products are taken off sale by and by; the task tells which were not."""
    task = await walk.ds.products.set_status([DIGI, UNIT], new_status="disabled")
    done = await task.wait()
    mixed = await walk.ds.products.set_status([DIGI, 1], new_status="enabled")
    with pytest.raises(RejectedError) as caught:
        await mixed.wait()

    goods = await walk.listed()
    assert (done.is_done, done.success_count) == (True, 2)
    assert [error.code for error in caught.value.errors] == ["1"]
    assert ((goods[DIGI].visible or 0) > 0, (goods[UNIT].visible or 0) > 0) == (True, False)


TRIPS: Trips = {
    "products.clone": clone,
    "products.edit_unique_fixed": edit(
        PINS, lambda walk: walk.ds.products.edit_unique_fixed, **WHOLE, **FIXED
    ),
    "products.edit_unique_unfixed": edit(
        UNIT, lambda walk: walk.ds.products.edit_unique_unfixed, **WHOLE, **UNFIXED
    ),
    "products.edit_book": edit(A_BOOK, lambda walk: walk.ds.products.edit_book, **BOOK),
    "products.edit_software": edit(
        SOFT, lambda walk: walk.ds.products.edit_software, **WHOLE, trial_url="http://localhost"
    ),
    "products.edit_arbitrary": edit(
        DIGI, lambda walk: walk.ds.products.edit_arbitrary, **ARBITRARY
    ),
    "products.edit_base": base,
    "products.set_status": set_status,
}
