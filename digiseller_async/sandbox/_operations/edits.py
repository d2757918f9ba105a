"""A product and the body of an edit come in; a changed product goes out, or a refusal.

Only what is named changes. Lists (names, texts, categories, limits) are replaced whole.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

import msgspec

from .._http.answers import RefusedError, Text
from .._state.stock import Item
from .edit_checks import check
from .edit_schemas import Arbitrary, Base, Local, UniqueFixed, UniqueUnfixed, WithTrial

Values = dict[str, object]
# What may be edited so, and the collection of the products that it fits; base props fit all.
EDITS: Mapping[str, tuple[type[Base], str | None]] = {
    "products.edit_unique_fixed": (UniqueFixed, "pins"),
    "products.edit_unique_unfixed": (UniqueUnfixed, "unit"),
    "products.edit_book": (WithTrial, "book"),
    "products.edit_software": (WithTrial, "soft"),
    "products.edit_arbitrary": (Arbitrary, "digi"),
    "products.edit_base": (Base, None),
}


def edit(item: Item, operation: str, asked: Base) -> bool:
    """Change the *item*; return False if nothing was named."""
    collection = EDITS[operation][1]
    if collection not in {None, item.collection}:
        message = f"Product {item.id} is of another type: {item.collection}, not {collection}"
        raise RefusedError("product_id", message)
    check(asked, item.edits)
    given = named(msgspec.to_builtins(asked, builtin_types=(Decimal,)))
    if asked.sales_limit:
        given["sales_limit"] = int(asked.sales_limit)  # XML has it as a text
    item.edits = merged(item.edits, given)
    show(item, asked)
    return bool(given)


def show(item: Item, asked: Base) -> None:
    """Change what the lists of products show of the *item*."""
    if asked.enabled is not None:
        item.enabled = asked.enabled
    if asked.comission_partner is not None:
        item.in_affiliate = asked.comission_partner >= 0
        item.global_percent = max(0, asked.comission_partner)
    item.name = texts(asked.name, item.name)
    item.description = texts(asked.description, item.description)
    item.add_info = texts(asked.add_info, item.add_info)
    if asked.categories is not None:
        item.categories = tuple(one.category_id for one in asked.categories if one.owner == 0)
    for price in (asked.price, asked.prices if isinstance(asked, UniqueUnfixed) else None):
        if price is not None:
            item.price = price.price or item.price
            item.currency = price.currency or item.currency


def texts(given: tuple[Local, ...] | None, before: tuple[Text, ...]) -> tuple[Text, ...]:
    """Return the *given* texts, or those of *before*."""
    return before if given is None else tuple(Text(one.locale, one.value) for one in given)


def named(values: Values) -> Values:
    """Return the *values* without those that are missing, at every depth."""
    return {
        name: named(cast("Values", value)) if isinstance(value, dict) else value
        for name, value in values.items()
        if value is not None
    }


def merged(before: Values, given: Values) -> Values:
    """Return what was known *before* and what is *given* now, which wins."""
    both = {**before, **given}
    for name, value in given.items():
        old = before.get(name)
        if isinstance(value, dict) and isinstance(old, dict):
            both[name] = merged(cast("Values", old), cast("Values", value))
    return both
