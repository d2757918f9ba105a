"""Ids of products come in; each in short goes out, those that are not the seller's left out."""

from msgspec import Struct

from .._http.answers import Answer, RefusedError, UnauthorizedError
from .._http.bodies import read_body
from .._http.call import Call
from .._http.query import Arguments
from .._state.seller import Seller
from .._state.stock import Item, text_in
from .flat_envelope import LANGUAGES, ROOT
from .prices import SALE_BEGIN, counted, left, prices, sale, sale_percent
from .search import REQUEST

MOST_IDS = 1999


class Asked(Struct, frozen=True):
    """The request."""

    ids: tuple[int, ...] = ()
    lang: str | None = None
    token: str | None = None


def read(call: Call) -> Asked:
    """Return what is asked for, in the body or in the query."""
    asked, query = Asked(), call.arguments
    if call.body:
        asked = read_body(call.body, call.content_type, Asked, root=REQUEST)
    elif (ids := query.text("ids")) is not None:
        numbers = [Arguments([("ids", one)]).integer("ids") for one in ids.split(",")]
        asked = Asked(ids=tuple(one for one in numbers if one is not None))
    if not 0 < len(asked.ids) <= MOST_IDS:
        raise RefusedError("ids", f"From 1 to {MOST_IDS} ids, not {len(asked.ids)}", status=400)
    language = asked.lang or query.text("lang") or "ru-RU"
    if language not in LANGUAGES:
        raise RefusedError("lang", f"lang has an unknown value: {language}", status=400)
    return Asked(ids=asked.ids, lang=language, token=asked.token)


def by_ids(seller: Seller, call: Call) -> Answer:
    """Return the products in the order of their ids; a token in the body is as good as any."""
    asked = read(call)
    if asked.token and not seller.tokens.is_valid(asked.token):
        raise UnauthorizedError
    is_owner = call.is_owner or bool(asked.token)
    found = (seller.stock.get(one) for one in dict.fromkeys(asked.ids))
    rows = [
        summary(seller, item, str(asked.lang), is_owner=is_owner)
        for item in found
        if item is not None
    ]
    return Answer(payload=rows, root=ROOT, xml=lambda: {"product": rows})


def summary(seller: Seller, item: Item, language: str, *, is_owner: bool) -> dict[str, object]:
    """Return one product."""
    count, hidden = counted(item), int(not is_owner)
    begin = None if sale_percent(item) is None else SALE_BEGIN
    return {
        "id": item.id,
        "id_seller": seller.tokens.seller_id,
        "name": text_in(item.name, language),
        "info": text_in(item.description, language),
        "add_info": text_in(item.add_info, language),
        "collection": item.collection,
        "base_currency": item.currency,
        "base_price": item.price,
        **prices(item),
        "cnt_sell": count.seen(count.sales, is_owner=is_owner),
        "cnt_sell_hidden": hidden,
        "cnt_return": count.seen(count.refunds, is_owner=is_owner),
        "cnt_return_hidden": hidden,
        "in_stock": int(item.in_stock),
        "num_in_stock": left(item, is_owner=is_owner),
        "num_in_lock": count.locked,
        "owner_id": 0,
        "release_date": None,
        "sale_info": {**sale(item, "rur"), "sale_begin": begin},
    }
