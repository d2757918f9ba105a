"""The filters of the receipts come in; the phases of the period that match go out.

Type, currency, code and availability repeat with small coprime periods, so that counting
a million receipts under any filter is a division.
"""

from dataclasses import dataclass
from functools import lru_cache

from .receipt_words import FILTERS, INCOMING, OTHER_TYPES, SALE

SALES = 11
TYPES = tuple(
    word
    for place, other in enumerate(OTHER_TYPES)
    for word in ((other, SALE) if place < SALES else (other,))
)
# WMT is none of the three words of the filter, but answers have it.
CURRENCY_PATTERN = ("WMZ", "WMR", "WMZ", "WME", "WMR", "WMT", "WMZ")
PERIOD = len(TYPES) * len(CURRENCY_PATTERN) * 4 * 3


@dataclass(frozen=True, slots=True)
class State:
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


def state(phase: int) -> State:
    """Return the state of the receipts of this *phase*."""
    kind = TYPES[phase % len(TYPES)]
    incoming = kind in INCOMING
    waiting = kind == SALE and phase % 4 == 1
    return State(
        type=kind,
        currency=CURRENCY_PATTERN[phase % len(CURRENCY_PATTERN)],
        incoming=incoming,
        waiting=waiting,
        checked=kind == SALE and phase % 4 == 2,
        locked=waiting or (incoming and phase % 3 == 0),
    )


STATES = tuple(map(state, range(PERIOD)))


@lru_cache(maxsize=256)
def residues(
    *, types: frozenset[str], currency: str | None, code: str | None, allowed: str | None
) -> tuple[int, ...]:
    """Return the phases that all given filters let through."""
    wanted = frozenset[str]().union(*(FILTERS[word] for word in types))
    return tuple(
        phase
        for phase, one in enumerate(STATES)
        if (not types or one.type in wanted)
        and currency in {None, one.currency}
        and (code is None or one.waiting == (code == "only_waiting_check_code"))
        and (allowed is None or one.locked == (allowed == "only"))
    )
