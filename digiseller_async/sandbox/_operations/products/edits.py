"""Edit a product, or clone it.

Only what is named changes. Lists (names, texts, categories, limits) are replaced whole.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import datetime
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
from ..._state.shop.options import options_of
from ..._state.texts import RefusedError, Text
from ..content import SUCCESS
from .edit_schemas import Arbitrary, Base, Limitations, Local, UniqueFixed, UniqueUnfixed, WithTrial

Problem = tuple[str, str]
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


def edit(item: Item, operation: str, request: Base) -> bool:
    """Change the *item*; return False if nothing was named."""
    collection = EDITS[operation][1]
    if collection not in {None, item.collection}:
        message = f"Product {item.id} is of another type: {item.collection}, not {collection}"
        raise RefusedError("product_id", message)
    return apply_edit(item, request)


def apply_edit(item: Item, request: Base) -> bool:
    """Change the *item* as its type allows; return False if nothing was named."""
    check(request, item.edits)
    given = without_none(msgspec.to_builtins(request, builtin_types=(Decimal,)))
    if request.sales_limit:
        given["sales_limit"] = int(request.sales_limit)  # XML has it as a text
    item.edits = merged(item.edits, given)
    update_product(item, request)
    return bool(given)


def update_product(item: Item, request: Base) -> None:
    """Change what the lists of products show of the *item*."""
    if request.enabled is not None:
        item.enabled = request.enabled
    if request.comission_partner is not None:
        item.in_affiliate = request.comission_partner >= 0
        item.global_percent = max(0, request.comission_partner)
    item.name = new_texts(request.name, item.name)
    item.description = new_texts(request.description, item.description)
    item.add_info = new_texts(request.add_info, item.add_info)
    if request.categories is not None:
        own = (one.category_id for one in request.categories if one.owner == 0)
        item.categories = tuple(filter(None, own))  # 0 is none
    for price in (request.price, request.prices if isinstance(request, UniqueUnfixed) else None):
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
    request = read_body(call.body, call.content_type, EDITS[operation][0], root="request")
    answer = changed if edit(item, operation, request) else found
    return answer(SUCCESS, root="response")


def check(request: Base, known: Mapping[str, object]) -> None:
    """Refuse the first thing that is wrong; *known* is what former edits said."""
    for code, message in problems(request, known):
        raise RefusedError(code, message)


def problems(request: Base, known: Mapping[str, object]) -> Iterator[Problem]:
    """Yield all that is wrong."""
    yield from wrong_texts(request)
    price = None if request.price is None else request.price.price
    if price is not None and price <= 0:
        yield "price", f"price is not above 0: {price}"
    percent = None if request.bonus is None else request.bonus.percent
    if percent is not None and not 0 <= percent <= 100:
        yield "bonus", f"bonus\\percent is not between 0 and 100: {percent}"
    if isinstance(request, UniqueFixed):
        yield from wrong_preorder(request, known)
    if isinstance(request, UniqueUnfixed):
        yield from wrong_units(request)
    if isinstance(request, Arbitrary) and request.pay_as_you_want is not None:
        yield from added_or_deleted("pay_as_you_want", request.pay_as_you_want, known)


def wrong_texts(request: Base) -> Iterator[Problem]:
    """Yield what is wrong with the texts: a name is needed, and a language comes once."""
    if request.name is not None and not any(text.value.strip() for text in request.name):
        yield "name", "name is empty"
    lists: dict[str, tuple[Local, ...] | None] = {
        "name": request.name,
        "description": request.description,
        "add_info": request.add_info,
        "instruction": None if request.instruction is None else request.instruction.locales,
    }
    for code, texts in lists.items():
        locales = [text.locale for text in texts or ()]
        if len(locales) != len(set(locales)):
            yield code, f"{code} has a language twice"


def wrong_preorder(request: UniqueFixed, known: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what is wrong with the pre-order, of which only the date can be edited."""
    if request.preorder is None:
        return
    date, enabled = request.preorder.delivery_date, request.preorder.enabled
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


def wrong_units(request: UniqueUnfixed) -> Iterator[Problem]:
    """Yield what is wrong with the price for one unit, its limits and its discounts."""
    price = None if request.prices is None else request.prices.price
    if price is not None and price <= 0:
        yield "prices", f"price is not above 0: {price}"
    if request.limitations is not None and not is_limit(request.limitations):
        yield "limitations", f"limitations do not fit {request.limitations.type}"
    if any(one.unit_for_discount <= 0 for one in request.discounts or ()):
        yield "discounts", "unit_for_discount is not above 0"


def is_limit(limits: Limitations) -> bool:
    """Tell if there are as many numbers as the type of limits needs; without one, any number."""
    numbers = limits.limitations or ()
    if any(number <= 0 for number in numbers):
        return False
    if limits.type == "MinAndMax":
        return len(numbers) == 2
    return limits.type != "FixedQuantity" or bool(numbers)


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
    request = read_body(call.body, call.content_type, CloneRequest)
    made = [
        seller.stock.clone(item, categories=request.categories, gallery=request.gallery)
        for _ in range(request.count)
    ]
    for copy in made:
        copy.options = deepcopy(options_of(item)) if request.options else []
        seller.options.renumber(copy)
        for preview in copy.previews:
            preview.preview_id = next(seller.content.preview_ids)
            seller.content.galleries[preview.preview_id] = copy.id
    return changed({"products": [copy.id for copy in made]}, root="result")


HANDLERS: Handlers = {
    "products.clone": clone,
    **{operation: partial(edit_product, operation) for operation in EDITS},
}
