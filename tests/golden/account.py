"""Golden calls of the group ``account``.

What the API key may do is made up after the Swagger and recorded flags; the sample of the exchange
rates has dots where others follow.

The documentation shows no XML here: the answers are its samples in JSON, written in the XML of
`templates`, with a ``response``, a repeated ``items``, and nothing for null.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from digiseller_async import Page
from digiseller_async._codecs.scalars import MOSCOW
from digiseller_async.models import (
    AccountCurrency,
    AllowType,
    Balance,
    BaseCurrency,
    CurrencyRate,
    CurrencyRates,
    ExternalItem,
    ExternalOperation,
    Language,
    Localized,
    Operation,
    OperationType,
    Permissions,
    RateCurrency,
    RateSource,
    Receipt,
    ReceiptProduct,
    SaleCurrency,
)

from . import Case

RECEIPTS = Page(
    number=1,
    size=10,
    total_items=117,
    total_pages=12,
    has_next=True,
    items=(
        Receipt(
            account_operation_id=272399831,
            operation=Operation(
                id=5674193,
                type=OperationType.TRANSFER_TO_WALLET,
                datetime=dt.datetime(2021, 11, 12, 14, 20, 37, 137000, MOSCOW),
                percent=Decimal("0.00"),
                price=Decimal("0.99"),
                currency=AccountCurrency.WMZ,
                on_account=Decimal("-0.99"),
            ),
            owner_id=0,
        ),
        Receipt(
            account_operation_id=272163069,
            operation=Operation(
                id=142108335,
                type=OperationType.PRODUCT_SALE,
                datetime=dt.datetime(2021, 11, 10, 17, 38, 14, 653000, MOSCOW),
                percent=Decimal("1.50"),
                price=Decimal("0.04"),
                currency=AccountCurrency.WMR,
                on_account=Decimal("0.03"),
            ),
            owner_id=0,
            product=ReceiptProduct(
                id=123123123, name=(Localized(locale=Language.RU, value="123"),), deleted=False
            ),
        ),
    ),
)


def item(operation_id: int, ds_set: str, date: dt.datetime) -> ExternalItem:
    """Return one product of an operation through an aggregator: only these differ."""
    return ExternalItem(
        operation_id=operation_id,
        product_id=123,
        product_name="Product name",
        operation_date=date,
        options_id=0,
        ds_set=Decimal(ds_set),
        currency_ds=AccountCurrency.WMR,
        warning_fee=Decimal(0),
    )


SOLD = dt.datetime(2021, 8, 10, 16, 25, 11, 640000, MOSCOW)
CART = dt.datetime(2021, 8, 9, 22, 0, 27, 537000, MOSCOW)
EXTERNAL_OPERATIONS = Page(
    number=13,
    size=10,
    total_items=378,
    total_pages=38,
    has_next=True,
    items=(
        ExternalOperation(
            id=123123,
            date=SOLD,
            name="Invoice name",
            is_cart=False,
            amount=Decimal("231.00"),
            currency_code=SaleCurrency.RUB,
            payment_status="success",
            ds_set=Decimal("33.50"),
            currency_ds=AccountCurrency.WMR,
            transaction_id="2XJ47951MJ864423J",
            warning_fee=Decimal(0),
            items=(item(123123, "33.50", SOLD),),
        ),
        ExternalOperation(
            id=123123123,
            date=CART,
            name="Корзина №5482065",
            cart_id=3028720,
            is_cart=True,
            amount=Decimal("189.00"),
            currency_code=SaleCurrency.RUB,
            payment_status="success",
            transaction_id="2XJ47951MJ864423J",
            warning_fee=Decimal(0),
            items=(
                item(123123124, "0.95", CART.replace(second=32, microsecond=37000)),
                item(123123125, "0.95", CART.replace(second=32, microsecond=350000)),
                item(123123126, "0.95", CART.replace(second=32, microsecond=613000)),
                item(123123127, "0.95", CART.replace(second=31, microsecond=787000)),
                item(123123128, "0.95", CART.replace(second=31, microsecond=863000)),
                item(123123129, "0.95", CART.replace(second=32, microsecond=193000)),
            ),
        ),
    ),
)
BALANCE = Balance(
    amount_z_free=Decimal("1.10"),
    amount_z_lock=Decimal("0.00"),
    amount_z_plus=Decimal("0.00"),
    amount_t_free=Decimal("0.00"),
    amount_t_lock=Decimal("0.00"),
    amount_t_plus=Decimal("0.00"),
    amount_e_free=Decimal("0.00"),
    amount_e_lock=Decimal("0.00"),
    amount_e_plus=Decimal("0.00"),
    amount_x_free=Decimal("0.00"),
    amount_x_lock=Decimal("0.00"),
    amount_x_plus=Decimal("0.00"),
    amount_l_free=Decimal("0.00"),
    amount_l_lock=Decimal("0.00"),
    amount_l_plus=Decimal("0.00"),
)
PERMISSIONS = Permissions(
    description_view=True,
    content_upload=True,
    view_operations=True,
    debates_read=True,
    token_get_perms=True,
)
RATES = CurrencyRates(
    base_currency=BaseCurrency.EUR,
    currencies=(
        CurrencyRate(
            currency=RateCurrency.USD,
            rate=Decimal("1.0944"),
            bank=RateSource.MR,
            complement=Decimal("0.00"),
            official_rate=Decimal("1.090406"),
        ),
    ),
)
CASES = (
    Case("account.receipts", lambda ds: ds.account.receipts().first_page(), RECEIPTS),
    Case(
        "account.receipts",
        lambda ds: (
            # The documentation's own example, but for its finish: in another zone, to the second.
            ds.account.receipts(
                types=["product_sales", "agent_accurals"],
                currency="WMZ",
                code_filter="hide_waiting_code_check",
                allow_type=AllowType.EXCLUDE,
                start=dt.date(2021, 12, 1),
                finish=dt.datetime(2021, 12, 4, 21, 0, 1, tzinfo=dt.UTC),
                page_size=10,
            ).first_page()
        ),
        RECEIPTS,
        "filtered",
    ),
    Case(
        "account.external_operations",
        lambda ds: ds.account.external_operations(page=13, page_size=10).first_page(),
        EXTERNAL_OPERATIONS,
    ),
    Case(
        "account.external_operations",
        lambda ds: ds.account.external_operations(
            order="Date DESC", code="only", aggregator="enot", page=13, page_size=10
        ).first_page(),
        EXTERNAL_OPERATIONS,
        "filtered",
    ),
    Case("account.balance", lambda ds: ds.account.balance(), BALANCE),
    Case("account.permissions", lambda ds: ds.account.permissions(), PERMISSIONS),
    Case("account.currency_rates", lambda ds: ds.account.currency_rates(), [RATES]),
    Case(
        "account.currency_rates",
        lambda ds: ds.account.currency_rates(base_currency="EUR"),
        [RATES],
        "of_one",
    ),
    Case(
        "account.set_currency_rate",
        lambda ds: ds.account.set_currency_rate(
            base_currency="EUR",
            type_currency="USD",
            bank="MR",
            rate=Decimal("1.0944"),
            complement=Decimal("0.50"),
        ),
        None,
    ),
    Case(
        "account.set_currency_rate",
        lambda ds: ds.account.set_currency_rate(
            base_currency="USD", type_currency="mBTC", bank="BTC"
        ),
        None,
        "official",
    ),
)
