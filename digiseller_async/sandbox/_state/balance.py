"""A seed comes in; the fifteen amounts of the account's balance go out."""

from .seeded import hundredths, mix

WALLETS = "ztexl"
STATES = ("free", "lock", "plus")


def balance(seed: int) -> dict[str, object]:
    """Return free, locked and limited amounts of each wallet."""
    names = [f"amount_{wallet}_{state}" for wallet in WALLETS for state in STATES]
    return {name: hundredths(_cents(mix(seed, place))) for place, name in enumerate(names)}


def _cents(bits: int) -> int:
    """Return nothing for every third amount, else up to a thousand."""
    return 0 if bits % 3 == 0 else (bits >> 8) % 100_000
