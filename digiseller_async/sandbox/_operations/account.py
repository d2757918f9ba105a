"""Answer the operations on the account: receipts, external operations, balance."""

from .._http.answers import Answer, found
from .._http.call import Call, Handlers
from .._state.external_operations import AGGREGATORS, CODES, ORDERS
from .._state.receipts import CODE_FILTERS, CURRENCIES, TYPE_FILTERS, WITHDRAWALS
from .._state.seeded import hundredths, mix
from .._state.seller import Seller
from .lists import cut, listed

# The pages name no limit for the account's operations; this one only protects the sandbox.
MOST_ROWS = 10_000
WALLETS = "ztexl"
STATES = ("free", "lock", "plus")


def receipts(seller: Seller, call: Call) -> Answer:
    """Return a page of the receipts."""
    query = call.arguments
    rows = seller.receipts.select(
        start=query.moment("start"),
        finish=query.moment("finish"),
        types=frozenset(query.words("type", TYPE_FILTERS)),
        currency=query.word("currency", CURRENCIES),
        code=query.word("codeFilter", CODE_FILTERS),
        withdrawals=query.word("allowType", WITHDRAWALS),
    )
    return listed(cut(rows, seller.receipts.row, query, MOST_ROWS))


def external_operations(seller: Seller, call: Call) -> Answer:
    """Return a page of the external operations."""
    query = call.arguments
    rows = seller.external.select(
        aggregator=query.word("aggregator", AGGREGATORS),
        code=query.word("code", CODES),
        order=query.word("order", ORDERS) or "Date DESC",
    )
    return listed(cut(rows, seller.external.row, query, MOST_ROWS))


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
