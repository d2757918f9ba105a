"""Keep the rates by which the seller's prices are converted."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ..texts import RefusedError

BASES = ("USD", "RUB", "EUR", "UAH")
TARGETS = ("USD", "RUB", "EUR", "mBTC", "mLTC")
OWN = "MR"
# Crypto-currencies have an average rate, the others that of a bank.
BANKS = {"mBTC": "BTC", "mLTC": "LTC"}
SOURCES = (OWN, "CBR", "NBU", "BTC", "LTC")


@dataclass(frozen=True)
class ChosenRate:
    """Where a rate is from; the rate itself only if it is the seller's own."""

    bank: str
    rate: Decimal | None = None
    complement: Decimal = Decimal("0.00")


@dataclass
class ChosenRates:
    """What the seller has chosen; the official rate where nothing was."""

    _kept: dict[tuple[str, str], ChosenRate] = field(
        default_factory=dict[tuple[str, str], ChosenRate]
    )

    def of(self, base: str) -> Iterator[tuple[str, ChosenRate]]:
        """Yield each other currency, and how the base currency is converted into it."""
        for target in TARGETS:
            if target != base:
                usual = ChosenRate(BANKS.get(target, "CBR"))
                yield target, self._kept.get((base, target), usual)

    def choose(self, base: str, target: str, chosen: ChosenRate) -> None:
        """Choose a rate, or refuse."""
        require("base_currency", base, BASES)
        require("type_currency", target, TARGETS)
        require("bank", chosen.bank, SOURCES)
        if base == target:
            raise RefusedError("type_currency", f"type_currency is base_currency: {target}")
        if (chosen.bank == OWN) is (chosen.rate is None):
            raise RefusedError("rate", f"rate goes with the bank {OWN} only")
        self._kept[base, target] = chosen


def require(name: str, word: str, known: Collection[str]) -> None:
    """Refuse a *word* that is not *known*."""
    if word not in known:
        raise RefusedError(name, f"{name} has an unknown value: {word}")
