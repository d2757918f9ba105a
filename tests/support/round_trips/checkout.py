"""Round trips of the group ``checkout``."""

from __future__ import annotations

import pytest

from digiseller_async import RejectedError

from . import DIGI, PINS, RoundTrip, RoundTrips


async def prepare(trip: RoundTrip) -> None:
    """What a buyer chose has an id of its own each time, by which a cart takes it."""
    checkout = trip.ds.checkout
    first = await checkout.prepare(DIGI, options=[{"id": 31, "variant_id": 7}])
    second = await checkout.prepare(DIGI, options=[{"id": 31, "text": "x"}], unit_cnt=2)

    assert second == first + 1
    assert (await checkout.add_to_cart(DIGI, id_po=second)).cart_cnt == 1
    with pytest.raises(RejectedError, match="sold out or disabled"):
        await checkout.prepare(1)


async def add_to_cart(trip: RoundTrip) -> None:
    """A product is added to a new cart, and the next one to the same."""
    checkout = trip.ds.checkout
    new = await checkout.add_to_cart(DIGI, product_cnt=2, email="b@example.com")
    same = await checkout.add_to_cart(PINS, cart_uid=new.cart_uid)

    assert (new.cart_cnt, same.cart_cnt) == (1, 2)
    assert new.cart_uid == same.cart_uid is not None
    found = await checkout.cart(new.cart_uid or "")
    assert {one.id: one.cnt_item for one in found.products} == {DIGI: 2, PINS: 1}
    for refused in ({"cart_uid": "none"}, {"id_po": 5}):
        with pytest.raises(RejectedError, match=r"\(retval [35]\): No such (cart|options)"):
            await checkout.add_to_cart(DIGI, **refused)


async def cart(trip: RoundTrip) -> None:
    """A cart shows what its products cost; a quantity can be changed, and 0 removes one."""
    checkout = trip.ds.checkout
    cart_uid = (await checkout.add_to_cart(DIGI, product_cnt=2)).cart_uid or ""
    await checkout.add_to_cart(PINS, cart_uid=cart_uid)
    found = await checkout.cart(cart_uid, currency="RUB", lang="en-US")
    fewer = await checkout.cart(cart_uid, product_id=PINS, product_cnt=0)

    prices = [(one.price or 0) * (one.cnt_item or 0) for one in found.products]
    assert (found.cart_cnt, found.currency, found.amount) == (2, "RUB", sum(prices))
    assert [(one.id, one.cnt_item) for one in fewer.products] == [(DIGI, 2)]
    more = await checkout.cart(cart_uid, product_id=DIGI, product_cnt=5)
    assert more.products[0].cnt_item == 5
    with pytest.raises(RejectedError, match="Not in the cart"):
        await checkout.cart(cart_uid, product_id=PINS, product_cnt=1)


ROUND_TRIPS: RoundTrips = {
    "checkout.prepare": prepare,
    "checkout.add_to_cart": add_to_cart,
    "checkout.cart": cart,
}
