"""Edit a product, or clone it.

Only what is named changes. Lists (names, texts, categories, limits) are replaced whole.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Annotated, cast

import msgspec
from msgspec import Meta, Struct

from ..._http.answers import Answer, changed, found
from ..._http.bodies import read_body
from ..._http.call import Call, Handlers
from ..._state.products import Item
from ..._state.seller import Seller
from ..._state.texts import RefusedError, Text
from ..content import SUCCESS
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
    given = without_none(msgspec.to_builtins(asked, builtin_types=(Decimal,)))
    if asked.sales_limit:
        given["sales_limit"] = int(asked.sales_limit)  # XML has it as a text
    item.edits = merged(item.edits, given)
    update_product(item, asked)
    return bool(given)


def update_product(item: Item, asked: Base) -> None:
    """Change what the lists of products show of the *item*."""
    if asked.enabled is not None:
        item.enabled = asked.enabled
    if asked.comission_partner is not None:
        item.in_affiliate = asked.comission_partner >= 0
        item.global_percent = max(0, asked.comission_partner)
    item.name = new_texts(asked.name, item.name)
    item.description = new_texts(asked.description, item.description)
    item.add_info = new_texts(asked.add_info, item.add_info)
    if asked.categories is not None:
        item.categories = tuple(one.category_id for one in asked.categories if one.owner == 0)
    for price in (asked.price, asked.prices if isinstance(asked, UniqueUnfixed) else None):
        if price is not None:
            item.price = price.price or item.price
            item.currency = price.currency or item.currency


def new_texts(given: tuple[Local, ...] | None, before: tuple[Text, ...]) -> tuple[Text, ...]:
    """Return the *given* texts, or those of *before*."""
    return before if given is None else tuple(Text(one.locale, one.value) for one in given)


def without_none(values: Values) -> Values:
    """Return the *values* without those that are missing, at every depth."""
    return {
        name: without_none(cast("Values", value)) if isinstance(value, dict) else value
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


def edit_product(operation: str, seller: Seller, call: Call) -> Answer:
    """Change what the body names."""
    item = seller.stock.find(call.id_in_path("product_id"))
    asked = read_body(call.body, call.content_type, EDITS[operation][0], root="request")
    answer = changed if edit(item, operation, asked) else found
    return answer(SUCCESS, root="response")


class CloneRequest(Struct, frozen=True):
    """The request; of settings that no operation shows nothing is copied."""

    count: Annotated[int, Meta(ge=1, le=5)] = 1
    categories: bool = False
    notify: bool = False
    discounts: bool = False
    options: bool = False
    comissions: bool = False
    gallery: bool = False
    payment_settings: bool = False


def clone(seller: Seller, call: Call) -> Answer:
    """Copy the product, without its content."""
    item = seller.stock.find(call.id_in_path("product_id"))
    asked = read_body(call.body, call.content_type, CloneRequest)
    made = [
        seller.stock.clone(item, categories=asked.categories, gallery=asked.gallery)
        for _ in range(asked.count)
    ]
    for copy in made:
        for preview in copy.previews:
            preview.preview_id = next(seller.content.preview_ids)
            seller.content.galleries[preview.preview_id] = copy.id
    return changed({"products": [copy.id for copy in made]}, root="result")


HANDLERS: Handlers = {
    "products.clone": clone,
    **{operation: partial(edit_product, operation) for operation in EDITS},
}
