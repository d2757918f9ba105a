"""Derive the sales through payment aggregators, and select them by the filters of their page.

The answer names neither the aggregator nor the state of the code: only the filters see them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import msgspec

from .moments import fractional
from .products import seeded_product
from .seeded import Backwards, Chain, Indexes, Matches, Timeline, hundredths, mix

STEP = 397  # seconds
AGGREGATORS = (
    *("yandex", "enot", "robokassa", "paypal", "paymaster", "interkassa", "unitpay", "api"),
    "freekassa",  # known to clients, not to the page
)
CODES = ("only", "exclude")
# The page has 'Amount DESC' twice, once as ascending: surely 'Amount' is meant.
ORDERS = ("ProductId DESC", "ProductId", "Date DESC", "Date", "Amount DESC", "Amount")
AMOUNTS = (95, 1900, 4999, 9900, 18900, 23100, 49900, 78650, 120000, 250050, 999999)
PRODUCTS = 7
PERIOD = len(AGGREGATORS) * 4 * PRODUCTS * len(AMOUNTS)
CART_PHASE = 4  # every fifth row is a cart


class Sale(msgspec.Struct, frozen=True):
    """One sale in an operation."""

    operation_id: int
    product_id: int
    product_name: str
    operation_date: str
    options_id: int
    ds_set: Decimal
    currency_ds: str
    warning_fee: Decimal


class ExternalOperation(msgspec.Struct, frozen=True):
    """One row."""

    id: int
    date: str
    name: str
    cart_id: int | None
    is_cart: bool
    amount: Decimal
    currency_code: str
    payment_status: str
    ds_set: Decimal | None
    currency_ds: str | None
    transaction_id: str | None
    warning_fee: Decimal
    items: tuple[Sale, ...]


@dataclass
class ExternalOperations:
    """All sales through aggregators, number 0 the newest."""

    seed: int
    rows: range

    def select(self, *, aggregator: str | None, code: str | None, order: str) -> Indexes:
        """Return the indexes of the operations that are asked for, in this *order*."""
        key, _, direction = order.partition(" ")
        groups = [
            Matches(self.rows, found, PERIOD, self.seed)
            for found in matching_phases(aggregator, code, key)
        ]
        rows: Indexes = Chain(groups)
        # Within the timeline a higher index is an older row; the other keys ascend.
        return Backwards(rows) if (key == "Date") != bool(direction) else rows

    def row(self, index: int) -> ExternalOperation:
        """Return the operation number *index*."""
        bits, phase = mix(self.seed, index), index + self.seed
        is_cart = phase % 5 == CART_PHASE
        moment = Timeline(self.seed, STEP).at(index)
        items = self._items(index, bits, moment, 2 + bits % 5 if is_cart else 1)
        paypal = AGGREGATORS[phase % len(AGGREGATORS)] == "paypal"
        return ExternalOperation(
            id=items[0].operation_id,
            date=fractional(moment),
            name=f"Корзина №{5_482_065 + index}" if is_cart else items[0].product_name,
            cart_id=3_028_720 + index if is_cart else None,
            is_cart=is_cart,
            amount=hundredths(AMOUNTS[phase % len(AMOUNTS)]),
            currency_code=("RUB", "RUB", "USD", "EUR", "UAH")[(bits >> 3) % 5],
            payment_status="success",
            ds_set=None if is_cart else items[0].ds_set,
            currency_ds=None if is_cart else items[0].currency_ds,
            transaction_id=f"{bits:016X}A" if paypal else None,
            warning_fee=Decimal(0),
            items=items,
        )

    def _items(self, index: int, bits: int, moment: datetime, count: int) -> tuple[Sale, ...]:
        """Return the sales of the operation, from its *moment* on."""
        first = index + self.seed
        sold = [seeded_product(0, phase % PRODUCTS) for phase in range(first, first + count)]
        return tuple(
            Sale(
                operation_id=(1 << 41) - index * 8 + place,
                product_id=one.id,
                product_name=one.name_in("ru-RU" if bits >> 9 & 1 else "en-US"),
                operation_date=fractional(moment + timedelta(milliseconds=373 * place)),
                options_id=0,
                ds_set=hundredths(1 + (bits >> 12) % 9_000),
                currency_ds=("WMR", "WMZ", "WME")[(bits >> 7) % 3],
                warning_fee=Decimal(0),
            )
            for place, one in enumerate(sold)
        )


@lru_cache(maxsize=256)
def matching_phases(
    aggregator: str | None, code: str | None, key: str
) -> tuple[tuple[int, ...], ...]:
    """Return the phases that match, in groups that ascend by the *key*."""
    sizes = {"ProductId": PRODUCTS, "Amount": len(AMOUNTS), "Date": 1}
    found = [
        phase
        for phase in range(PERIOD)
        if aggregator in {None, AGGREGATORS[phase % len(AGGREGATORS)]}
        and (code is None or (phase % 4 == 1) == (code == "only"))
    ]
    size = sizes[key]
    groups = (tuple(phase for phase in found if phase % size == one) for one in range(size))
    return tuple(groups)
