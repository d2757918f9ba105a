"""Answer the buyers' side: options that were chosen, and carts; the shop's numbers are texts."""

from decimal import Decimal
from urllib.parse import parse_qsl

from msgspec import Struct

from .._http.answers import Answer
from .._http.bodies import read_body
from .._http.call import Arguments, Call, Handler, Handlers
from .._state.products import Item
from .._state.seller import Seller
from .._state.texts import RefusedError, text_in
from .lists import FLAT_ROOT, flat_refusals
from .prices import converted

FORM = "application/x-www-form-urlencoded"
USUAL = "USD"


class ChosenValue(Struct, frozen=True):
    """What was chosen: a variant, or a text."""

    id: int | None = None
    text: str | None = None


class ChosenOption(Struct, frozen=True):
    """An option, and what was chosen for it."""

    id: int
    value: ChosenValue


class PrepareRequest(Struct, frozen=True):
    """The body that says what a buyer has chosen."""

    product_id: int
    options: tuple[ChosenOption, ...] = ()
    unit_cnt: Decimal | None = None
    lang: str | None = None
    ip: str | None = None


def prepare(seller: Seller, call: Call) -> Answer:
    """Keep what a buyer has chosen."""
    request = read_body(call.body, call.content_type, PrepareRequest)
    sold(seller, request.product_id)
    chosen = {one.id: one.value.text or str(one.value.id) for one in request.options}
    payload = {"retval": 0, "retdesc": "", "id_po": seller.carts.prepare(chosen)}
    return Answer(payload=payload, root=FLAT_ROOT, effect=True)


def add_to_cart(seller: Seller, call: Call) -> Answer:
    """Put a product into a cart."""
    form, carts = form_of(call), seller.carts
    item = sold(seller, form.integer("product_id"))
    prepared = form.integer("id_po")
    if prepared is not None and prepared not in carts.prepared:
        raise RefusedError("3", f"No such options: {prepared}")
    cart_uid = form.text("cart_uid") or carts.open()
    counts = cart_of(seller, cart_uid)
    counts[item.id] = counts.get(item.id, 0) + (form.integer("product_cnt") or 1)
    payload = {"cart_uid": cart_uid, "cart_cnt": str(len(counts)), **FINE}
    return Answer(payload=payload, effect=True)


def cart(seller: Seller, call: Call) -> Answer:
    """Return what is in a cart, after a quantity was changed."""
    form = form_of(call)
    counts = cart_of(seller, form.text("cart_uid") or "")
    product_id, number = form.integer("product_id"), form.integer("product_cnt")
    is_changed = product_id is not None and number is not None
    if product_id is not None and number is not None:
        if product_id not in counts:
            raise RefusedError("4", f"Not in the cart: {product_id}")
        counts[product_id] = number
        if not number:
            del counts[product_id]
    currency = (form.text("cart_curr") or USUAL).upper()
    return Answer(payload=shown(seller, counts, currency, form), effect=is_changed)


def shown(
    seller: Seller, counts: dict[int, int], currency: str, form: Arguments
) -> dict[str, object]:
    """Return what the shop shows of a cart."""
    products: list[dict[str, object]] = []
    amount = Decimal("0.00")
    for product_id, number in counts.items():
        item = sold(seller, product_id)
        price = converted(item.price, item.currency, currency)
        amount += price * number
        name = text_in(item.name, form.text("lang") or "ru-RU")
        products.append(
            {"id": str(item.id), "name": name, "cnt_item": str(number), "price": str(price)}
        )
    return {
        "cart_cnt": str(len(counts)),
        "amount": str(amount),
        "currency": currency,
        "products": products,
        **FINE,
    }


FINE = {"cart_err": "", "cart_err_num": "0"}


def form_of(call: Call) -> Arguments:
    """Return the fields of a form, or refuse."""
    if call.content_type.partition(";")[0].strip().lower() != FORM:
        raise RefusedError("1", f"This is no form: {call.content_type}")
    return Arguments(parse_qsl(call.body.decode(errors="replace")))


def sold(seller: Seller, product_id: int | None) -> Item:
    """Return a product that can be bought, or refuse."""
    item = seller.stock.get(product_id)
    if item is None or not item.in_stock:
        raise RefusedError("2", "The product is sold out or disabled")
    return item


def cart_of(seller: Seller, cart_uid: str) -> dict[int, int]:
    """Return a cart, or refuse."""
    if cart_uid not in seller.carts.carts:
        raise RefusedError("5", f"No such cart: {cart_uid}")
    return seller.carts.carts[cart_uid]


def cart_refusals(handler: Handler) -> Handler:
    """Return the *handler* with refusals in the fields that carts have for them."""

    def wrapped(seller: Seller, call: Call) -> Answer:
        try:
            return handler(seller, call)
        except RefusedError as refusal:
            number = refusal.code if refusal.code.isdecimal() else "9"
            return Answer(payload={"cart_err": refusal.english, "cart_err_num": number})

    return wrapped


HANDLERS: Handlers = {
    "checkout.prepare": flat_refusals(prepare),
    "checkout.add_to_cart": cart_refusals(add_to_cart),
    "checkout.cart": cart_refusals(cart),
}
