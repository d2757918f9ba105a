"""Tell and set how many codes the service makes for a product."""

from msgspec import Struct

from ..._http.answers import Answer, changed, found
from ..._http.bodies import read_body
from ..._http.call import Call, Handlers
from ..._state.products import Item
from ..._state.seller import Seller
from ..._state.texts import RefusedError

UNLIMITED_CODES = -1


class CodeCount(Struct, frozen=True):
    """How many codes are made; the body that says so, and the answer."""

    count: int


def code_count(seller: Seller, call: Call) -> Answer:
    """Return how many codes there are to make, -1 for any number."""
    item = seller.stock.get(call.arguments.integer("product_id"))
    if item is None:
        raise RefusedError("product_id", "Product not found")
    return found(CodeCount(codes_of(item).get(variant_in(call), 0)))


def update_code_count(seller: Seller, call: Call) -> Answer:
    """Say how many codes there are to make for a product, or for a variant of it."""
    count = read_body(call.body, call.content_type, CodeCount).count
    if count < UNLIMITED_CODES:
        raise RefusedError("count", f"count is less than {UNLIMITED_CODES}: {count}")
    item, variant = seller.stock.find(call.arguments.integer("product_id")), variant_in(call)
    if variant:
        item.variant_codes[variant] = count
    else:
        item.code_count, item.rest = count, 0
    return changed(CodeCount(count))


def variant_in(call: Call) -> int:
    """Return the variant that is asked about; 0 is the product itself."""
    return call.arguments.integer("variant_id") or 0


def codes_of(item: Item) -> dict[int, int]:
    """Return how many codes there are to make for each variant."""
    return {0: item.rest if item.code_count is None else item.code_count, **item.variant_codes}


HANDLERS: Handlers = {
    "content.code_count": code_count,
    "content.update_code_count": update_code_count,
}
