"""Golden calls of the group ``purchases``.

The documentation's samples of a unique code and of an order are not in the stored copies: these
have what real clients have recorded, dates and blanks in their several forms included. Nothing is
recorded of a cart; its answer is made up after the Swagger.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from digiseller_async._codecs.scalars import MOSCOW
from digiseller_async.models import (
    AccountCurrency,
    BuyerInfo,
    CartInfo,
    CartItem,
    CodeOption,
    Feedback,
    FeedbackType,
    Language,
    LockState,
    Purchase,
    UniqueCodeState,
    UserOption,
    VerifiedPurchase,
)

from . import Case

CODE = "5F2B8C1D9E3A4B76"
VERIFIED = VerifiedPurchase(
    inv=182693953,
    id_goods=1954830,
    amount=Decimal("9.69"),
    type_curr=AccountCurrency.WMZ,
    amount_usd=Decimal("9.99"),
    date_pay=dt.datetime(2025, 5, 29, 8, 49, 40, tzinfo=MOSCOW),
    email="buyer@example.com",
    method="WebMoney",
    name_invoice="Unique code",
    lang=Language.RU,
    agent_id=0,
    query_string="cmVmPXNob3AmaWQ9NQ==",
    promo_code="",
    bonus_code="",
    cart_uid="",
    unique_code_state=UniqueCodeState(
        state=5,
        date_check=dt.datetime(2026, 6, 12, 10, tzinfo=MOSCOW),
    ),
    options=(CodeOption(id=31, name="Region", value="EU", variant_id=7),),
)
PURCHASE = Purchase(
    item_id=1954830,
    content_id=41609385,
    name="Unique code",
    amount=Decimal("9.99"),
    currency_type=AccountCurrency.WMZ,
    amount_usd=Decimal("9.99"),
    invoice_state=3,
    purchase_date=dt.datetime(2025, 5, 29, 8, 48, 12, 640_000, tzinfo=MOSCOW),
    date_pay=dt.datetime(2025, 5, 29, 8, 49, 40, tzinfo=MOSCOW),
    profit=Decimal("9.69"),
    query_string="cmVmPXNob3AmaWQ9NQ==",
    feedback=Feedback(deleted=False, feedback="Good", feedback_type=FeedbackType.POSITIVE),
    unique_code_state=UniqueCodeState(state=1),
    options=(UserOption(id=31, name="Region", user_data="EU", user_data_id=7),),
    buyer_info=BuyerInfo(
        payment_method="WebMoney", email="buyer@example.com", ip_address="127.0.0.1"
    ),
    owner=0,
    day_lock=3,
    lock_state=LockState.LOCKED,
)
CASES = (
    Case("purchases.verify_code", lambda ds: ds.purchases.verify_code(CODE), VERIFIED),
    Case(
        "purchases.verify_code",
        lambda ds: ds.purchases.verify_code("7f2c9a0e-1111-2222-3333-444444444444"),
        VERIFIED,
        "uuid",
    ),
    Case("purchases.mark_delivered", lambda ds: ds.purchases.mark_delivered(CODE), None),
    Case("purchases.get", lambda ds: ds.purchases.get(182693953), PURCHASE),
    Case(
        "purchases.cart",
        lambda ds: ds.purchases.cart(invoice_id_cart=182693950, cart_uid="A1B2"),
        CartInfo(
            invoice_id_cart=182693950,
            cart_uid="A1B2",
            total_amount=Decimal("19.98"),
            currency="USD",
            items=(
                CartItem(
                    invoice_id=182693953,
                    item_id=1954830,
                    amount=Decimal("9.99"),
                    currency="USD",
                ),
            ),
        ),
    ),
)
