"""Refuse the values of an edit that its types do not rule out."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import cast

from ..._state.texts import RefusedError
from .edit_schemas import Arbitrary, Base, Limitations, Local, UniqueFixed, UniqueUnfixed

Problem = tuple[str, str]


def check(asked: Base, known: Mapping[str, object]) -> None:
    """Refuse the first thing that is wrong; *known* is what former edits said."""
    for code, message in problems(asked, known):
        raise RefusedError(code, message)


def problems(asked: Base, known: Mapping[str, object]) -> Iterator[Problem]:
    """Yield all that is wrong."""
    yield from wrong_texts(asked)
    price = None if asked.price is None else asked.price.price
    if price is not None and price <= 0:
        yield "price", f"price is not above 0: {price}"
    percent = None if asked.bonus is None else asked.bonus.percent
    if percent is not None and not 0 <= percent <= 100:
        yield "bonus", f"bonus\\percent is not between 0 and 100: {percent}"
    if isinstance(asked, UniqueFixed):
        yield from wrong_preorder(asked, known)
    if isinstance(asked, UniqueUnfixed):
        yield from wrong_units(asked)
    if isinstance(asked, Arbitrary) and asked.pay_as_you_want is not None:
        yield from added_or_deleted("pay_as_you_want", asked.pay_as_you_want, known)


def wrong_texts(asked: Base) -> Iterator[Problem]:
    """Yield what is wrong with the texts: a name is needed, and a language comes once."""
    if asked.name is not None and not any(text.value.strip() for text in asked.name):
        yield "name", "name is empty"
    lists: dict[str, tuple[Local, ...] | None] = {
        "name": asked.name,
        "description": asked.description,
        "add_info": asked.add_info,
        "instruction": None if asked.instruction is None else asked.instruction.locales,
    }
    for code, texts in lists.items():
        locales = [text.locale for text in texts or ()]
        if len(locales) != len(set(locales)):
            yield code, f"{code} has a language twice"


def wrong_preorder(asked: UniqueFixed, known: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what is wrong with the pre-order, of which only the date can be edited."""
    if asked.preorder is None:
        return
    date, enabled = asked.preorder.delivery_date, asked.preorder.enabled
    if date is not None and not is_date(date):
        yield "preorder", f"There is no such date: {date}"
    if enabled is not None:
        before = cast("Mapping[str, object]", known.get("preorder", {}))
        yield from added_or_deleted("enabled", enabled, before)


def is_date(text: str) -> bool:
    """Tell if the calendar has this day, and the day this minute."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def added_or_deleted(name: str, value: object, known: Mapping[str, object]) -> Iterator[Problem]:
    """Yield a problem when a model that was there, or not, is to be no more, or to be."""
    # What the sandbox's products are at first is not known, so the first edit says it.
    if known.get(name, value) != value:
        yield name, f"{name} cannot be edited"


def wrong_units(asked: UniqueUnfixed) -> Iterator[Problem]:
    """Yield what is wrong with the price for one unit, its limits and its discounts."""
    price = None if asked.prices is None else asked.prices.price
    if price is not None and price <= 0:
        yield "prices", f"price is not above 0: {price}"
    if asked.limitations is not None and not is_limit(asked.limitations):
        yield "limitations", f"limitations do not fit {asked.limitations.type}"
    if any(one.unit_for_discount <= 0 for one in asked.discounts or ()):
        yield "discounts", "unit_for_discount is not above 0"


def is_limit(limits: Limitations) -> bool:
    """Tell if there are as many numbers as the type of limits needs; without one, any number."""
    numbers = limits.limitations or ()
    if any(number <= 0 for number in numbers):
        return False
    if limits.type == "MinAndMax":
        return len(numbers) == 2
    return limits.type != "FixedQuantity" or bool(numbers)
