"""Create products, and put them up on a marketplace."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Annotated, Literal

from msgspec import Meta, Struct

from ..._http.answers import Answer, changed
from ..._http.bodies import read_body
from ..._http.call import Call, Handlers
from ..._state.products import Item
from ..._state.seller import Seller
from ..._state.shop.marketplaces import OPEN_SUBCATEGORIES
from ..._state.texts import RefusedError
from .edit_schemas import Arbitrary, Base, UniqueFixed, UniqueUnfixed, WithTrial
from .edits import Problem, apply_edit

# What is created so, the collection that it goes into, and the root of its XML.
CREATIONS: Mapping[str, tuple[type[Base], str, str]] = {
    "products.create_unique_fixed": (UniqueFixed, "pins", "unique_fixed"),
    "products.create_unique_unfixed": (UniqueUnfixed, "unit", "unique_unfixed"),
    "products.create_book": (WithTrial, "book", "book"),
    "products.create_software": (WithTrial, "soft", "software"),
    "products.create_arbitrary": (Arbitrary, "digi", "arbitrary"),
}
LANGUAGES = {"ru-RU", "en-US"}
NO_DISCOUNT = 1 << 14


class NewContent(Struct, frozen=True):
    """What a new product is to sell, in whatever letters."""

    content_type: Annotated[str, Meta(pattern="^(?i:text|file|url|digisellercode|form)$")]


class Added(Struct, frozen=True):
    """That the product is on a marketplace; the word is in small letters here."""

    status: Literal["success"] = "success"


def create(operation: str, seller: Seller, call: Call) -> Answer:
    """Add the product that the body describes."""
    shape, collection, root = CREATIONS[operation]
    content = read_body(call.body, call.content_type, NewContent, root=root).content_type.lower()
    request = read_body(call.body, call.content_type, shape, root=root)
    for code, message in problems(request, content):
        raise RefusedError(code, message)
    item = new_item(seller, collection, content)
    apply_edit(item, request)
    seller.stock.add(item)
    return changed({"product_id": item.id}, root="result")


def problems(request: Base, content: str) -> Iterator[Problem]:
    """Yield what a new product lacks, and what it may not have."""
    categories = request.categories or ()
    if not any(one.category_id is not None or one.cataloguer_category_id for one in categories):
        yield "category-0", "There is no category"
    for code, texts in (("name", request.name), ("description", request.description)):
        locales = {one.locale for one in texts or ()}
        if not locales:
            yield code, f"{code} is required"
        if any(one.owner for one in categories) and locales != LANGUAGES:
            yield code, f"{code} is needed in both languages on a marketplace"
    if request.price is None or request.price.price is None:
        yield "price", "price is required"
    if isinstance(request, UniqueFixed) and content == "form":
        yield "content_type", "Form is not allowed for unique products with a fixed price"
    if isinstance(request, UniqueUnfixed) and request.prices is None:
        yield "prices", "prices is required"


def new_item(seller: Seller, collection: str, content: str) -> Item:
    """Return a product of which nothing is known yet but its kind."""
    return Item(
        id=seller.stock.new_id(),
        number=int(content == "file"),  # odd ones sell files
        bits=NO_DISCOUNT,
        name=(),
        description=(),
        add_info=(),
        price=Decimal(0),
        currency="RUB",
        collection=collection,
        categories=(),
        in_affiliate=False,
        global_percent=0,
        rest=0,
        options=[],
    )


def add_to_category(seller: Seller, call: Call) -> Answer:
    """Show the product in a subcategory of a marketplace, if that is open to the seller."""
    item = seller.stock.find(call.id_in_path("product_id"))
    category_id = call.id_in_path("category_id")
    if category_id not in OPEN_SUBCATEGORIES:
        raise RefusedError("category_id", f"Category not found: {category_id}")
    item.subcategories.add(category_id)
    return changed(Added())


HANDLERS: Handlers = {
    **{operation: partial(create, operation) for operation in CREATIONS},
    "products.add_to_category": add_to_category,
}
