"""List the cataloguer's categories with their attributes, and put products into them."""

from msgspec import Struct

from ..._http.answers import Answer, changed, found
from ..._http.bodies import read_body
from ..._http.call import Call, Handlers
from ..._state.seller import Seller
from ..._state.shop.cataloguer import attributes_of, children_of, is_category, name_of
from ..._state.texts import RefusedError
from ..content import SUCCESS

MOST = 1000


class Attribute(Struct, frozen=True, rename="camel"):
    """One attribute of the product."""

    attribute_id: int
    attribute_value_id: int


class NewEntry(Struct, frozen=True, rename="camel"):
    """The product that is to be put into a category."""

    product_id: int
    attributes: tuple[Attribute, ...] | None = None


def categories(_: Seller, call: Call) -> Answer:
    """Return a page of categories as a list and no more: the last page is an empty one."""
    page, count = call.arguments.integer("page") or 1, call.arguments.integer("count") or 100
    if page < 1 or not 1 <= count <= MOST:
        raise RefusedError("count", f"There is no page {page} with {count} categories")
    several = children_of(call.arguments.integer("rootCategoryId"))
    shown = several[(page - 1) * count : page * count]
    return found([{"category_id": one, "name": name_of(one)} for one in shown])


def category_in_path(call: Call) -> int:
    """Return the category that is meant, or refuse."""
    category_id = call.id_in_path("category_id") or 0
    if not is_category(category_id):
        raise RefusedError("categoryId", f"Category not found: {category_id}")
    return category_id


def attributes(_: Seller, call: Call) -> Answer:
    """Return the attributes of a category."""
    return found(attributes_of(category_in_path(call)))


def add_product(seller: Seller, call: Call) -> Answer:
    """Put a product into a category, with attributes of that one."""
    category_id = category_in_path(call)
    request = read_body(call.body, call.content_type, NewEntry)
    item = seller.stock.find(request.product_id)
    known = {one["attribute_id"] for one in attributes_of(category_id)}
    given = {one.attribute_id: one.attribute_value_id for one in request.attributes or ()}
    if not given.keys() <= known:
        raise RefusedError("attributes", f"Attribute not found: {min(given.keys() - known)}")
    item.catalogued[category_id] = given
    return changed(SUCCESS)


HANDLERS: Handlers = {
    "cataloguer.categories": categories,
    "cataloguer.attributes": attributes,
    "cataloguer.add_product": add_product,
}
