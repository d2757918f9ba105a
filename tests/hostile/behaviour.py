"""Decide which fault a call meets, by its number and by how often it was sent.

These are pure functions, so that the server and the tests agree on what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from .faults import FAULTS

Behaviour = Callable[[int, int], str | None]
NAMES = tuple(FAULTS)
SPAN = 10_000
"""How many numbers belong to one fault: the lower half to the first attempt, the rest to all."""
_SEEDS = 1_000_003


def number_for(name: str, *, always: bool, serial: int) -> int:
    """Return the number of a call that meets *name* at once, or on each attempt."""
    return (NAMES.index(name) + 1) * SPAN + always * SPAN // 2 + serial


def coded(number: int, attempt: int) -> str | None:
    """Read the fault from the number, as `number_for` wrote it."""
    place, rest = divmod(number, SPAN)
    if place == 0 or (attempt > 1 and rest < SPAN // 2):
        return None
    return NAMES[place - 1]


def honest(_number: int, _attempt: int) -> str | None:
    """Do nothing wrong."""
    return None


def only(name: str) -> Behaviour:
    """Do the same to every call."""
    return lambda _number, _attempt: name


def seeded(seed: int, share: float, kinds: Sequence[str] = NAMES) -> Behaviour:
    """Throw dice: a *share* of the attempts meets one of *kinds*."""

    def behave(number: int, attempt: int) -> str | None:
        dice = Random((seed * _SEEDS + number) * _SEEDS + attempt)  # noqa: S311 (no secret)
        return dice.choice(kinds) if dice.random() < share else None

    return behave


def read(order: Sequence[str]) -> Behaviour:
    """Return the behaviour that words name, as they go from process to process."""
    match order:
        case ["coded"]:
            return coded
        case ["only", name]:
            return only(name)
        case ["seeded", seed, share, *kinds]:
            return seeded(int(seed), float(share), kinds or NAMES)
        case _:
            return honest
