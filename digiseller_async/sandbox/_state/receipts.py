"""Derive the account's receipts, and select them by the filters of their page.

Type, currency, code and availability repeat with small coprime periods, so that counting a
million receipts under any filter is a division.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import msgspec

from .moments import fractional
from .products import seeded_product
from .seeded import Chain, Indexes, Matches, Timeline, hundredths, mix
from .shop.orders import Order
from .texts import Text

TYPE_FILTERS = {
    "agent_accurals": frozenset({"agent_accruals"}),
    "product_sales": frozenset({"product_sale"}),
    "add_funds": frozenset({"add_funds_to_account", "add_funds_to_account_with_limits"}),
    "exchange_response": frozenset({"exchange_response"}),
    "exchange_request": frozenset({"exchange_request"}),
    "refund": frozenset({"refund", "chargeback", "bank_refund", "partial_refund"}),
    "adv_goods": frozenset({"recommended_product"}),
    "external_commissions": frozenset({"external_commission"}),
    "hard_disk_rent": frozenset({"hard_disk_rent", "hard_disk_rent_empty"}),
    "extra_partner_space": frozenset({"extra_agent_product_rent"}),
    "gift_certificates": frozenset({"issue_gift_certificate"}),
    "transfer_to_wallet": frozenset({"transfer_to_wallet", "error_transfer_to_wallet"}),
}
CURRENCIES = ("WMR", "WMZ", "WME")
CODE_FILTERS = ("only_waiting_check_code", "hide_waiting_code_check")
WITHDRAWALS = ("exclude", "only")
SALE = "product_sale"
# No filter word of the page finds sms_packages.
OTHER_TYPES = (
    "external_commission",
    "transfer_to_wallet",
    "error_transfer_to_wallet",
    "issue_gift_certificate",
    "hard_disk_rent",
    "refund",
    "chargeback",
    "bank_refund",
    "partial_refund",
    "agent_accruals",
    "add_funds_to_account",
    "add_funds_to_account_with_limits",
    "recommended_product",
    "extra_agent_product_rent",
    "sms_packages",
    "hard_disk_rent_empty",
    "exchange_request",
    "exchange_response",
)
INCOMING = frozenset(
    {
        SALE,
        "agent_accruals",
        "error_transfer_to_wallet",
        "add_funds_to_account",
        "add_funds_to_account_with_limits",
        "exchange_response",
    }
)
SALES = 11
TYPES = tuple(
    word
    for place, other in enumerate(OTHER_TYPES)
    for word in ((other, SALE) if place < SALES else (other,))
)
# WMT is none of the three words of the filter, but answers have it.
CURRENCY_PATTERN = ("WMZ", "WMR", "WMZ", "WME", "WMR", "WMT", "WMZ")
PERIOD = len(TYPES) * len(CURRENCY_PATTERN) * 4 * 3
STEP = 221  # seconds
PRODUCTS = 61
WITH_PRODUCT = frozenset({SALE, "agent_accruals", "refund", "chargeback", "partial_refund"})
PERCENTS = tuple(map(Decimal, ("0.00", "1.50", "2.00", "12.00")))


@dataclass(frozen=True, slots=True)
class ReceiptState:
    """All that the filters of the page can ask of a receipt, its date apart."""

    type: str
    currency: str
    incoming: bool
    waiting: bool
    checked: bool
    locked: bool

    @property
    def description(self) -> str | None:
        """Return the page's word for why the amount is locked."""
        if self.waiting:
            return "wait_check_code"
        return "wait_delivery" if self.locked else None


def state_at(phase: int) -> ReceiptState:
    """Return the state of the receipts of this *phase*."""
    kind = TYPES[phase % len(TYPES)]
    incoming = kind in INCOMING
    waiting = kind == SALE and phase % 4 == 1
    return ReceiptState(
        type=kind,
        currency=CURRENCY_PATTERN[phase % len(CURRENCY_PATTERN)],
        incoming=incoming,
        waiting=waiting,
        checked=kind == SALE and phase % 4 == 2,
        locked=waiting or (incoming and phase % 3 == 0),
    )


STATES = tuple(map(state_at, range(PERIOD)))


@lru_cache(maxsize=256)
def matching_phases(
    *, types: frozenset[str], currency: str | None, code: str | None, withdrawals: str | None
) -> tuple[int, ...]:
    """Return the phases that all given filters let through."""
    wanted = frozenset[str]().union(*(TYPE_FILTERS[word] for word in types))
    return tuple(
        phase
        for phase, one in enumerate(STATES)
        if (not types or one.type in wanted)
        and currency in {None, one.currency}
        and (code is None or one.waiting == (code == "only_waiting_check_code"))
        and (withdrawals is None or one.locked == (withdrawals == "only"))
    )


class Operation(msgspec.Struct, frozen=True):
    """The ``operation`` of a receipt."""

    id: int
    type: str
    datetime: str
    percent: Decimal
    price: Decimal
    currency: str
    on_account: Decimal


class SoldProduct(msgspec.Struct, frozen=True):
    """The ``product`` of a receipt."""

    id: int
    name: tuple[Text, ...]
    deleted: bool


class Feedback(msgspec.Struct, frozen=True):
    """The ``response`` of a receipt, as the Swagger has it."""

    id: int
    type: str
    viewed: bool


class Receipt(msgspec.Struct, frozen=True):
    """One row."""

    account_operation_id: int
    operation: Operation
    owner_id: int
    product: SoldProduct | None
    response: Feedback | str | None
    condition: None
    code_check_datetime: str | None
    date_free: str | None
    free_description: str | None


@dataclass
class Receipts:
    """All receipts of the account, number 0 the newest."""

    seed: int
    rows: range
    response_as_string: bool = False
    added: list[Receipt] = field(default_factory=list[Receipt])
    """What orders brought or took since; number -1 is the first of them."""

    def __len__(self) -> int:
        """Return how many receipts there are."""
        return len(self.rows) + len(self.added)

    def add(self, order: Order, kind: str, moment: datetime, on_account: Decimal) -> None:
        """Add what an *order* brought to the account, or took from it."""
        operation = Operation(
            id=2_000_000_001 + len(self.added),
            type=kind,
            datetime=fractional(moment),
            percent=Decimal("0.00"),
            price=order.price,
            currency=order.credited_currency,
            on_account=on_account,
        )
        product = SoldProduct(order.product_id, order.name, deleted=False)
        receipt = Receipt(
            account_operation_id=(1 << 42) + 1 + len(self.added),
            operation=operation,
            owner_id=0,
            product=product,
            response=None,
            condition=None,
            code_check_datetime=None,
            date_free=None,
            free_description=None,
        )
        self.added.append(receipt)

    def select(
        self,
        *,
        types: frozenset[str],
        currency: str | None,
        code: str | None,
        withdrawals: str | None,
        start: datetime | None,
        finish: datetime | None,
    ) -> Indexes:
        """Return the indexes of the receipts that are asked for."""
        found = matching_phases(types=types, currency=currency, code=code, withdrawals=withdrawals)
        timeline = Timeline(self.seed, STEP)
        rows = timeline.between(self.rows, start, finish)
        added = [
            (moment, index)
            for moment, index in self._added(types=types, currency=currency)
            if (start is None or start <= moment) and (finish is None or moment <= finish)
        ]
        # What orders bring waits for no code, and can be withdrawn at once.
        if code == "only_waiting_check_code" or withdrawals == "only":
            added.clear()
        return Chain(
            [
                Matches(part, found, PERIOD, self.seed) if isinstance(part, range) else part
                for part in timeline.with_added(rows, added)
            ]
        )

    def _added(
        self, *, types: frozenset[str], currency: str | None
    ) -> Iterator[tuple[datetime, int]]:
        """Yield the moments and indexes of the added receipts of these types and this currency."""
        wanted = frozenset[str]().union(*(TYPE_FILTERS[word] for word in types))
        for place, one in enumerate(self.added):
            if (not types or one.operation.type in wanted) and currency in {
                None,
                one.operation.currency,
            }:
                yield datetime.fromisoformat(one.operation.datetime), -1 - place

    def row(self, index: int) -> Receipt:
        """Return the receipt number *index*."""
        if index < 0:
            return self.added[-1 - index]
        bits = mix(self.seed, index)
        state = STATES[(index + self.seed) % PERIOD]
        moment = Timeline(self.seed, STEP).at(index)
        return Receipt(
            account_operation_id=(1 << 42) - index * 3 - bits % 3,
            operation=_operation(index, bits, state, fractional(moment)),
            owner_id=1 + bits % 90_000 if state.type == "agent_accruals" else 0,
            product=_sold_product(bits) if state.type in WITH_PRODUCT else None,
            response=self._response(bits, state),
            condition=None,
            code_check_datetime=(
                fractional(moment + timedelta(milliseconds=bits % 86_400_000))
                if state.checked
                else None
            ),
            date_free=fractional(moment + timedelta(days=3)) if state.locked else None,
            free_description=state.description,
        )

    def _response(self, bits: int, state: ReceiptState) -> Feedback | str | None:
        """Return the buyer's review, which most sales do not have."""
        if state.type != SALE:
            return None
        kind = "negative" if bits >> 20 & 7 == 0 else "positive"
        if self.response_as_string and (bits >> 8) % 20 == 0:
            return kind
        if (bits >> 8) % 6 == 1:
            return Feedback(40_000_000 + bits % 9_000_000, kind, viewed=bits >> 30 & 1 == 1)
        return None


def _operation(index: int, bits: int, state: ReceiptState, moment: str) -> Operation:
    """Return what was paid, and what came of it to the account."""
    cents = 1 + (bits >> 12) % 500_000
    percent = PERCENTS[bits >> 5 & 3] if state.type == SALE else PERCENTS[0]
    rest = cents * (10_000 - int(percent * 100)) // 10_000
    return Operation(
        id=2_000_000_000 - index,
        type=state.type,
        datetime=moment,
        percent=percent,
        price=hundredths(cents),
        currency=state.currency,
        on_account=hundredths(rest if state.incoming else -rest),
    )


def _sold_product(bits: int) -> SoldProduct:
    """Return one of the few products that are sold again and again."""
    sold = seeded_product(0, (bits >> 24) % PRODUCTS)
    return SoldProduct(sold.id, sold.name, deleted=bits >> 33 & 15 == 0)
