"""Answer the operations on the account: receipts, external operations, balance."""

from .._http.answers import Answer, found
from .._http.call import Arguments, Call, Handlers
from .._state.external_operations import AGGREGATORS, CODES, ORDERS, ExternalOperations
from .._state.receipts import CODE_FILTERS, CURRENCIES, TYPE_FILTERS, WITHDRAWALS, Receipts
from .._state.seeded import hundredths, mix
from .._state.seller import Seller
from .lists import Page, cut, listed

# The pages name no limit for the account's operations; this one only protects the sandbox.
MOST_ROWS = 10_000
WALLETS = "ztexl"
STATES = ("free", "lock", "plus")


def receipts(seller: Seller, call: Call) -> Answer:
    """Return a page of the receipts."""
    return listed(receipts_page(seller.receipts, call.arguments))


def receipts_page(kept: Receipts, arguments: Arguments) -> Page:
    """Return the page of receipts that the *arguments* ask for."""
    rows = kept.select(
        start=arguments.moment("start"),
        finish=arguments.moment("finish"),
        types=frozenset(arguments.words("type", TYPE_FILTERS)),
        currency=arguments.word("currency", CURRENCIES),
        code=arguments.word("codeFilter", CODE_FILTERS),
        withdrawals=arguments.word("allowType", WITHDRAWALS),
    )
    return cut(rows, kept.row, arguments, MOST_ROWS)


def external_operations(seller: Seller, call: Call) -> Answer:
    """Return a page of the external operations."""
    return listed(external_operations_page(seller.external, call.arguments))


def external_operations_page(kept: ExternalOperations, arguments: Arguments) -> Page:
    """Return the page of external operations that the *arguments* ask for."""
    rows = kept.select(
        aggregator=arguments.word("aggregator", AGGREGATORS),
        code=arguments.word("code", CODES),
        order=arguments.word("order", ORDERS) or "Date DESC",
    )
    return cut(rows, kept.row, arguments, MOST_ROWS)


def balance(seller: Seller, _: Call) -> Answer:
    """Return free, locked and limited amounts of each wallet."""
    names = [f"amount_{wallet}_{state}" for wallet in WALLETS for state in STATES]
    amounts = {
        name: hundredths(_cents(mix(seller.seed, place))) for place, name in enumerate(names)
    }
    return found(amounts)


def _cents(bits: int) -> int:
    """Return nothing for every third amount, else up to a thousand."""
    return 0 if bits % 3 == 0 else (bits >> 8) % 100_000


HANDLERS: Handlers = {
    "account.receipts": receipts,
    "account.external_operations": external_operations,
    "account.balance": balance,
}
