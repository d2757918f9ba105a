"""Golden calls of the group ``sales``.

The documentation's samples, repaired: the second rows, of which there are only dots, are left out,
and the latest sales have plausible values. Its XML has no names in the stored copy: they are those
of the Swagger. It shows no sample of `sales.as_agent`: this is that of `sales.list`, with what the
Swagger adds. Not all of a partner's facts are known to be sent.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from attrs import evolve

from digiseller_async import Page
from digiseller_async._codecs.scalars import MOSCOW
from digiseller_async.models import (
    AccountCurrency,
    Language,
    LatestSale,
    LatestSaleProduct,
    Sale,
)

from . import Case

SALE = Sale(
    invoice_id=60056190,
    product_id=1954830,
    product_name="Unique code",
    product_entry_id=41609385,
    product_entry="****",
    date_put=dt.datetime(2016, 11, 24, 19, 29, 16, tzinfo=MOSCOW),
    date_pay=dt.datetime(2017, 3, 9, 13, 53, 19, tzinfo=MOSCOW),
    email="email@example.com",
    wmid="000000000000",
    amount_in=Decimal("9.99"),
    amount_out=Decimal("9.69"),
    amount_currency=AccountCurrency.WMR,
    method_pay="Merchant",
    aggregator_pay="WebMoney",
    ip="127.0.0.1",
    partner_id=0,
    lang=Language.RU,
    returned=False,
    owner=0,
)
AGENT_SALE = evolve(
    SALE,
    id_seller=12127,
    amount_in_usd=Decimal("0.17"),
    partner_id=12126,
    partner_percent=Decimal("10.0"),
    partner_amount=Decimal("0.99"),
    returned=True,
    referer="https://example.com/",
)


def page(sale: Sale, size: int) -> Page[Sale]:
    """Return the page of the samples."""
    return Page(number=1, size=size, total_items=62, total_pages=7, has_next=True, items=(sale,))


LATEST = [
    LatestSale(
        date=dt.datetime(2022, 9, 8, tzinfo=MOSCOW),
        invoice_id=182693953,
        product=LatestSaleProduct(
            id=1954830,
            name="Unique code",
            price_rub=Decimal("9.99"),
            price_usd=Decimal("0.17"),
            price_eur=Decimal("0.14"),
            price_uah=Decimal("4.34"),
        ),
    )
]
CASES = (
    Case("sales.list", lambda ds: ds.sales.list().first_page(), page(SALE, 100)),
    Case(
        "sales.list",
        lambda ds: (
            # The documentation's own example.
            ds.sales.list(
                product_ids=[1954830, 2080515],
                date_start=dt.date(2017, 1, 1),
                date_finish=dt.date(2017, 12, 4),
                returned=0,
                page_size=10,
            ).first_page()
        ),
        page(SALE, 10),
        "filtered",
    ),
    Case("sales.as_agent", lambda ds: ds.sales.as_agent().first_page(), page(AGENT_SALE, 100)),
    Case(
        "sales.as_agent",
        lambda ds: (
            # The same moments, to the second and in another zone.
            ds.sales.as_agent(
                product_ids=[1954830, 2080515],
                date_start=dt.datetime(2016, 12, 31, 21, tzinfo=dt.UTC),
                date_finish=dt.datetime(2017, 12, 4, 20, 59, 59, tzinfo=dt.UTC),
                returned=0,
                page_size=10,
            ).first_page()
        ),
        page(AGENT_SALE, 10),
        "filtered",
    ),
    Case("sales.latest", lambda ds: ds.sales.latest(), LATEST),
    Case("sales.latest", lambda ds: ds.sales.latest(group=False, top=2), LATEST, "ungrouped"),
)
