"""Golden calls of the group ``offers``.

Repaired: the sample ends its list with dots, which are left out.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from digiseller_async import Page
from digiseller_async._codecs.scalars import MOSCOW
from digiseller_async.models import Language, Localized, Offer, SaleCurrency

from . import Case

NAME = (
    Localized(locale=Language.RU, value="Sample name RU"),
    Localized(locale=Language.EN, value="Sample name EN"),
)
OFFERS = Page(
    number=1,
    size=11,
    total_items=42,
    total_pages=4,
    has_next=True,
    items=(
        Offer(
            product_id=1,
            name=NAME,
            price=Decimal("0.04"),
            currency=SaleCurrency.USD,
            in_affiliate=True,
            global_percent=0,
            individual_percent=13,
        ),
        Offer(
            product_id=2,
            name=NAME,
            price=Decimal(1),
            currency=SaleCurrency.USD,
            in_affiliate=False,
            global_percent=0,
            individual_percent=15,
            last_change=dt.datetime(2019, 6, 5, 15, 56, 36, 23000, MOSCOW),
        ),
    ),
)
CASES = (
    Case("offers.list", lambda ds: ds.offers.list().first_page(), OFFERS),
    Case(
        "offers.list",
        lambda ds: ds.offers.list(
            seller_id=5,
            product_name="Ключ & «код» 100%",
            product_id=1,
            only_in_stock=True,
            only_individual=False,
            owner_id=0,
            page_size=11,
        ).first_page(),
        OFFERS,
        "filtered",
    ),
)
