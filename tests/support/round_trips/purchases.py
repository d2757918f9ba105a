"""Round trips of the group ``purchases``."""

from __future__ import annotations

import pytest

from digiseller_async import RejectedError
from digiseller_async.models import CodeState, InvoiceState
from digiseller_async.sandbox import ChosenOption

from . import DIGI, UNIT, RoundTrip, RoundTrips

OPTION = ChosenOption(id=31, name="Region <&>", value="EU", variant_id=7)


async def verify_code(trip: RoundTrip) -> None:
    """A code leads to its order; the first look dates its verification, another one does not."""
    order = trip.box.sell(product_id=DIGI, options=[OPTION], parameters={"ref": "a&b", "id": "5"})
    found = await trip.ds.purchases.verify_code(order.unique_code)
    again = await trip.ds.purchases.verify_code(order.unique_code)

    assert (found.inv, found.id_goods) == (order.invoice_id, DIGI)
    assert (found.amount, found.type_curr) == (order.credited, order.credited_currency)
    assert found.parameters == {"ref": "a&b", "id": "5"}
    assert found.options[0].value == "EU"
    assert found == again
    assert found.unique_code_state is not None
    assert found.unique_code_state.state == CodeState.VERIFIED
    assert found.unique_code_state.date_check is not None
    assert trip.box.applied["purchases.verify_code"] == 1
    units = trip.box.sell(product_id=UNIT, quantity=3)
    assert (await trip.ds.purchases.verify_code(units.unique_code)).cnt_goods == 3
    with pytest.raises(RejectedError, match="Unique code not found"):
        await trip.ds.purchases.verify_code("0" * 16)


async def mark_delivered(trip: RoundTrip) -> None:
    """A delivery is noted once; the code then tells of it."""
    order = trip.box.sell(product_id=DIGI)
    await trip.ds.purchases.mark_delivered(order.unique_code)
    first = order.code.delivered
    await trip.ds.purchases.mark_delivered(order.unique_code)

    assert order.code.delivered == first is not None
    found = await trip.ds.purchases.verify_code(order.unique_code)
    assert found.unique_code_state is not None
    assert found.unique_code_state.state == CodeState.DELIVERED
    with pytest.raises(RejectedError, match="Unique code not found"):
        await trip.ds.purchases.mark_delivered("0" * 16)


async def get(trip: RoundTrip) -> None:
    """An order has its product, its buyer, its state and its options."""
    order = trip.box.sell(product_id=DIGI, buyer="b@example.com", options=[OPTION])
    paid = await trip.ds.purchases.get(order.invoice_id)
    trip.box.refund(order)
    refunded = await trip.ds.purchases.get(order.invoice_id)

    assert (paid.item_id, paid.content_id) == (DIGI, order.pieces[0].content_id)
    assert paid.buyer_info is not None
    assert paid.buyer_info.email == "b@example.com"
    assert paid.options[0].user_data_id == 7
    assert (paid.invoice_state, refunded.invoice_state) == (
        InvoiceState.PAID,
        InvoiceState.REFUNDED,
    )
    assert (paid.query_string, dict(paid.parameters)) == (None, {})
    with pytest.raises(RejectedError, match="Order not found"):
        await trip.ds.purchases.get(5)


async def cart(trip: RoundTrip) -> None:
    """A cart is found by its number and by its id, with all its orders."""
    order = next(one for one in trip.box.orders if one.cart_id is not None)
    assert order.cart_id is not None
    by_number = await trip.ds.purchases.cart(invoice_id_cart=order.cart_id)
    by_id = await trip.ds.purchases.cart(cart_uid=order.cart_uid)

    assert by_number == by_id
    assert len(by_number.items) == 2
    assert by_number.items[0].invoice_id == order.invoice_id
    with pytest.raises(RejectedError, match="Cart not found"):
        await trip.ds.purchases.cart(cart_uid="none")


ROUND_TRIPS: RoundTrips = {
    "purchases.verify_code": verify_code,
    "purchases.mark_delivered": mark_delivered,
    "purchases.get": get,
    "purchases.cart": cart,
}
