"""A seed, a size and a query's arguments come in; a page of the account's receipts goes out."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import msgspec

from .._http.answers import Page, Text
from .._http.query import Arguments
from .indexes import Matches, cut
from .product_seeds import product
from .receipt_states import PERIOD, STATES, State, residues
from .receipt_words import CODE_FILTERS, CURRENCIES, FILTERS, SALE, WITHDRAWALS
from .seeded import Timeline, hundredths, mix, written

STEP = 221  # seconds
PRODUCTS = 61
WITH_PRODUCT = frozenset({SALE, "agent_accruals", "refund", "chargeback", "partial_refund"})
PERCENTS = tuple(map(Decimal, ("0.00", "1.50", "2.00", "12.00")))


class Operation(msgspec.Struct, frozen=True):
    """The ``operation`` of a receipt."""

    id: int
    type: str
    datetime: str
    percent: Decimal
    price: Decimal
    currency: str
    on_account: Decimal


class Goods(msgspec.Struct, frozen=True):
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
    product: Goods | None
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

    def page(self, arguments: Arguments) -> Page:
        """Return the page that the *arguments* ask for."""
        start, finish = arguments.moment("start"), arguments.moment("finish")
        found = residues(
            types=frozenset(arguments.words("type", FILTERS)),
            currency=arguments.word("currency", CURRENCIES),
            code=arguments.word("codeFilter", CODE_FILTERS),
            allowed=arguments.word("allowType", WITHDRAWALS),
        )
        rows = Timeline(self.seed, STEP).between(self.rows, start, finish)
        return cut(Matches(rows, found, PERIOD, self.seed), self.row, arguments)

    def row(self, index: int) -> Receipt:
        """Return the receipt number *index*."""
        bits = mix(self.seed, index)
        state = STATES[(index + self.seed) % PERIOD]
        moment = Timeline(self.seed, STEP).at(index)
        return Receipt(
            account_operation_id=(1 << 42) - index * 3 - bits % 3,
            operation=_operation(index, bits, state, written(moment)),
            owner_id=1 + bits % 90_000 if state.type == "agent_accruals" else 0,
            product=_goods(bits) if state.type in WITH_PRODUCT else None,
            response=self._response(bits, state),
            condition=None,
            code_check_datetime=(
                written(moment + timedelta(milliseconds=bits % 86_400_000))
                if state.checked
                else None
            ),
            date_free=written(moment + timedelta(days=3)) if state.locked else None,
            free_description=state.description,
        )

    def _response(self, bits: int, state: State) -> Feedback | str | None:
        """Return the buyer's review, which most sales do not have."""
        if state.type != SALE:
            return None
        kind = "negative" if bits >> 20 & 7 == 0 else "positive"
        if self.response_as_string and (bits >> 8) % 20 == 0:
            return kind
        if (bits >> 8) % 6 == 1:
            return Feedback(40_000_000 + bits % 9_000_000, kind, viewed=bits >> 30 & 1 == 1)
        return None


def _operation(index: int, bits: int, state: State, moment: str) -> Operation:
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


def _goods(bits: int) -> Goods:
    """Return one of the few products that are sold again and again."""
    sold = product(0, (bits >> 24) % PRODUCTS)
    return Goods(sold.id, sold.name, deleted=bits >> 33 & 15 == 0)
