"""Round trips of the group ``sales``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from digiseller_async._codecs.scalars import MOSCOW
from digiseller_async.models import Language, Sale

from . import DIGI, UNIT, RoundTrip, RoundTrips

LATE = dt.datetime(2026, 10, 30, 10, 20, 30, tzinfo=MOSCOW)


async def sales_of(trip: RoundTrip) -> None:
    """What was sold is listed newest first, and can be had by product, by time and by refund."""
    await trip.ds.content.add_text(DIGI, texts=["KEY <&> 1"])
    order = trip.box.sell(product_id=DIGI, buyer="buyer&<co>@example.com", paid=LATE)
    before = await trip.ds.sales.list(page_size=7).all()
    trip.box.refund(order)

    moments = [one.date_pay for one in before if one.date_pay is not None]
    assert len(before) == len(moments) == 61
    assert moments == sorted(moments, reverse=True)
    (found,) = await trip.ds.sales.list(date_start=LATE, date_finish=LATE).all()
    assert found == Sale(
        invoice_id=order.invoice_id,
        product_id=DIGI,
        product_name=order.product_name,
        product_entry_id=order.pieces[0].content_id,
        product_entry="KEY <&> 1",
        date_put=found.date_put,
        date_pay=LATE,
        email="buyer&<co>@example.com",
        wmid=f"{order.invoice_id:012d}",
        ip=order.ip,
        amount_in=order.price,
        amount_out=order.credited,
        amount_currency=found.amount_currency,
        amount_in_usd=found.amount_in_usd,
        method_pay=order.method,
        aggregator_pay=order.method,
        partner_id=order.partner_id or 0,
        partner_percent=found.partner_percent,
        partner_amount=found.partner_amount,
        lang=Language(order.language),
        returned=True,
        referer=found.referer,
        owner=0,
    )
    assert found.amount_currency == order.credited_currency
    some = await trip.ds.sales.list(product_ids=[DIGI, UNIT]).all()
    assert some == [
        one if one.invoice_id != found.invoice_id else found
        for one in before
        if one.product_id in (DIGI, UNIT)
    ]
    refunds = await trip.ds.sales.list(returned=2).all()
    kept = await trip.ds.sales.list(returned=1).all()
    assert found in refunds
    assert (len(refunds) + len(kept), {one.returned for one in kept}) == (61, {False})


async def as_agent(trip: RoundTrip) -> None:
    """Sales as a partner are of others' products, and say what the partner gets."""
    found = await trip.ds.sales.as_agent(page_size=25).all()
    (first, *_) = found
    of_one = await trip.ds.sales.as_agent(product_ids=[first.product_id or 0]).all()

    assert len(found) == 60
    assert of_one == [one for one in found if one.product_id == first.product_id]
    for one in found:
        assert one.id_seller not in (None, trip.box.seller_id)
        assert one.partner_id == trip.box.seller_id
        assert one.amount_in is not None
        assert one.partner_percent is not None
        exact = one.amount_in * one.partner_percent / 100
        assert one.partner_amount == exact.quantize(Decimal("0.01"))


async def latest(trip: RoundTrip) -> None:
    """The latest sales are each product's last one, or all of them, with what it costs now."""
    sold = await trip.ds.sales.list().all()
    found = await trip.ds.sales.latest()
    ungrouped = await trip.ds.sales.latest(group=False, top=5)

    last = {one.product_id: one.invoice_id for one in reversed(sold)}
    assert {one.product.id: one.invoice_id for one in found if one.product} == last
    assert [(one.invoice_id, one.date) for one in ungrouped] == [
        (one.invoice_id, one.date_pay) for one in sold[:5]
    ]
    for one in found:
        assert one.product is not None
        product = (await trip.ds.products.by_ids([one.product.id or 0]))[0]
        assert one.product.price_usd == product.price_usd


ROUND_TRIPS: RoundTrips = {
    "sales.list": sales_of,
    "sales.as_agent": as_agent,
    "sales.latest": latest,
}
