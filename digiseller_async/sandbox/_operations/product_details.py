"""A call for one product comes in; all that is known of it goes out."""

from decimal import Decimal

from .._http.answers import Answer, RefusedError
from .._http.call import Call
from .._http.query import Arguments
from .._state.seller import Seller
from .._state.stock import Item, text_in
from .flat_envelope import CURRENCIES, LANGUAGES, ROOT, flat
from .prices import CENT, commission, counted, label, left, price_in
from .product_detail_parts import (
    NAME,
    Asked,
    choices,
    gallery,
    money,
    place,
    present,
    statistics,
    thing,
)
from .product_details_xml import as_element


def read(query: Arguments, *, is_owner: bool) -> Asked:
    """Return how the product is to be shown."""
    return Asked(
        currency=query.word("currency", CURRENCIES) or "USD",
        language=query.word("lang", LANGUAGES) or "ru-RU",
        is_owner=is_owner,
        knows_seller=query.integer("seller_id") is not None,
        is_market=query.text("owner") == "1",
    )


@flat
def data(seller: Seller, call: Call) -> Answer:
    """Return the product; a disabled one answers like a live one."""
    item = seller.stock.get(call.id_in_path("product_id"))
    if item is None:
        raise RefusedError("product_id", "Product not found")
    asked = read(call.arguments, is_owner=call.is_owner)
    product = described(seller, item, asked)
    head: dict[str, object] = {"retval": 0, "retdesc": ""}
    return Answer(
        payload={**head, "queryId": "", "product": product},
        root=ROOT,
        xml=lambda: {**head, "product": as_element(product)},
    )


def described(seller: Seller, item: Item, asked: Asked) -> dict[str, object]:
    """Return all that is known of the product, as in JSON."""
    return {
        "id": item.id,
        **neighbours(seller, item),
        "name": text_in(item.name, asked.language),
        "url": f"https://plati.market/itm/{item.id}?lang={asked.language}&ai={item.number}",
        "info": text_in(item.description, asked.language),
        "add_info": text_in(item.add_info, asked.language),
        "collection": item.collection,
        "label": label(item),
        **kind(item),
        **agency(item, asked.currency),
        **availability(item, is_owner=asked.is_owner),
        **money(item, asked),
        **gallery(item),
        **thing(item),
        **place(seller, item, asked),
        **present(seller, item, asked.language),
        **choices(item, asked),
        **statistics(item, is_owner=asked.is_owner),
        "seller": {"id": seller.tokens.seller_id, "name": NAME},
    }


def neighbours(seller: Seller, item: Item) -> dict[str, object]:
    """Return the ids of the products before and after; 0 for none."""
    found = (seller.stock.get(item.id + step) for step in (-1, 1))
    before, after = (0 if one is None else one.id for one in found)
    return {"id_prev": before, "id_next": after}


def kind(item: Item) -> dict[str, object]:
    """Return what sort of product it is."""
    return {
        "propertygood": 2 if item.collection in {"unit", "pins"} else 1,
        "release_date": None,
        "pwyw": int(item.edits.get("pay_as_you_want") is True),
        "owner": 0,
        "section_id": 0,
        "no_cart": 0,
        "type_good": 1,
        "card_url": None,
    }


def agency(item: Item, currency: str) -> dict[str, object]:
    """Return the price, and what a partner gets of it."""
    price, percent = price_in(item, currency), commission(item)
    return {
        "price": price,
        "currency": currency,
        "agency_fee": Decimal(percent),
        "agency_sum": (price * percent / 100).quantize(CENT),
        "agency_id": 0,
    }


def availability(item: Item, *, is_owner: bool) -> dict[str, object]:
    """Return how much of it there is."""
    return {
        "is_available": int(item.in_stock),
        "show_rest": int(is_owner),
        "num_in_stock": left(item, is_owner=is_owner),
        "num_in_lock": counted(item).locked,
    }
