"""Answer with all that is known of one product."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ..._http.answers import Answer
from ..._http.call import Arguments, Call, Handlers
from ..._state.categories import path_to
from ..._state.moments import dotted
from ..._state.products import Item, Piece
from ..._state.seeded import Timeline
from ..._state.seller import Seller
from ..._state.texts import RefusedError, text_in
from ..catalog.categories import category_summary
from ..lists import CURRENCIES, FLAT_ROOT, LANGUAGES, flat_refusals
from ..prices import (
    CENT,
    by_currency,
    commission,
    counts_of,
    has_discount,
    payment_methods,
    price_in,
    prices_unit,
    sale,
    stock_shown,
    tag,
    units,
)
from .details_xml import as_element
from .options import options

GRAPH = "https://graph.digiseller.ru/img.ashx"
SIZE = {"width": 640, "height": 480}
LOYALTY = ((Decimal("100.0"), Decimal("5.0")), (Decimal("500.0"), Decimal("10.0")))
STEP = 100_003  # seconds between two products, about
SELLER_NAME = "WYSIWYG"


@dataclass(frozen=True, kw_only=True)
class DetailsQuery:
    """How a product is to be shown."""

    currency: str
    language: str
    is_owner: bool
    knows_seller: bool
    is_market: bool


def read_query(arguments: Arguments, *, is_owner: bool) -> DetailsQuery:
    """Return how the product is to be shown."""
    return DetailsQuery(
        currency=arguments.word("currency", CURRENCIES) or "USD",
        language=arguments.word("lang", LANGUAGES) or "ru-RU",
        is_owner=is_owner,
        knows_seller=arguments.integer("seller_id") is not None,
        is_market=arguments.text("owner") == "1",
    )


@flat_refusals
def details(seller: Seller, call: Call) -> Answer:
    """Return the product; a disabled one answers like a live one."""
    item = seller.stock.get(call.id_in_path("product_id"))
    if item is None:
        raise RefusedError("product_id", "Product not found")
    query = read_query(call.arguments, is_owner=call.is_owner)
    product = described(seller, item, query)
    head: dict[str, object] = {"retval": 0, "retdesc": ""}
    return Answer(
        payload={**head, "queryId": "", "product": product},
        root=FLAT_ROOT,
        xml=lambda: {**head, "product": as_element(product)},
    )


def described(seller: Seller, item: Item, query: DetailsQuery) -> dict[str, object]:
    """Return all that is known of the product, as in JSON."""
    return {
        "id": item.id,
        **neighbour_fields(seller, item),
        "name": text_in(item.name, query.language),
        "url": f"https://plati.market/itm/{item.id}?lang={query.language}&ai={item.number}",
        "info": text_in(item.description, query.language),
        "add_info": text_in(item.add_info, query.language),
        "collection": item.collection,
        "label": tag(item),
        **kind_fields(item),
        **agency_fields(item, query.currency),
        **availability_fields(item, is_owner=query.is_owner),
        **price_fields(item, query),
        **gallery_fields(item),
        **content_fields(item),
        **category_fields(seller, item, query),
        **present_fields(seller, item, query.language),
        **option_fields(item, query),
        **statistics_fields(item, is_owner=query.is_owner),
        "seller": {"id": seller.tokens.seller_id, "name": SELLER_NAME},
    }


def neighbour_fields(seller: Seller, item: Item) -> dict[str, object]:
    """Return the ids of the products before and after; 0 for none."""
    found = (seller.stock.get(item.id + step) for step in (-1, 1))
    before, after = (0 if one is None else one.id for one in found)
    return {"id_prev": before, "id_next": after}


def kind_fields(item: Item) -> dict[str, object]:
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


def agency_fields(item: Item, currency: str) -> dict[str, object]:
    """Return the price, and what a partner gets of it."""
    price, percent = price_in(item, currency), commission(item)
    return {
        "price": price,
        "currency": currency,
        "agency_fee": Decimal(percent),
        "agency_sum": (price * percent / 100).quantize(CENT),
        "agency_id": 0,
    }


def availability_fields(item: Item, *, is_owner: bool) -> dict[str, object]:
    """Return how much of it there is."""
    return {
        "is_available": int(item.in_stock),
        "show_rest": int(is_owner),
        "num_in_stock": stock_shown(item, is_owner=is_owner),
        "num_in_lock": counts_of(item).locked,
    }


def price_fields(item: Item, query: DetailsQuery) -> dict[str, object]:
    """Return the prices; those of a unit are apart."""
    by_unit = item.collection == "unit"
    loyalty = LOYALTY if has_discount(item) else ()
    return {
        "prices": None if by_unit else by_currency(item),
        "payment_methods": payment_methods(item, is_market=query.is_market),
        "prices_unit": prices_unit(item, query.currency),
        "discounts": [{"summa": summa, "percent": percent} for summa, percent in loyalty],
        "units": units(item, query.currency),
        "sale_info": sale(item, "rub"),
    }


def gallery_fields(item: Item) -> dict[str, object]:
    """Return the pictures and videos that are shown, in their order."""
    shown = sorted((one for one in item.previews if one.enabled), key=lambda one: one.index)
    return {
        "preview_imgs": [
            {"id": one.preview_id, "url": f"{GRAPH}?idp={one.preview_id}&maxlength=640", **SIZE}
            for one in shown
            if one.kind == "image"
        ],
        "preview_videos": [
            {
                "type": "youtube" if "youtu" in one.filename_or_url else "video",
                "id": one.filename_or_url.rpartition("=")[2],
                "preview": f"{GRAPH}?idp={one.preview_id}&maxlength=160",
            }
            for one in shown
            if one.kind == "video"
        ],
    }


def content_fields(item: Item) -> dict[str, object]:
    """Return what is sold: the newest file or text, or what was there at first."""
    moment = Timeline(0, STEP).at(item.number)
    last = item.content[-1] if item.content else seeded_piece(item, moment)
    if last.filename is None:
        text = {"date": dotted(moment), "size": len(last.value or "")}
        return {"type": "text", "text": text, "file": None}
    file = {
        "date": dotted(moment),
        "size": last.size,
        "name": last.filename,
        "trial": str(item.edits.get("trial_url", "")),
    }
    return {"type": "file", "text": None, "file": file}


def seeded_piece(item: Item, moment: datetime) -> Piece:
    """Return what the product sold at first: every second one a file."""
    if item.number % 2:
        return Piece(content_id=0, filename=f"app & manual {moment:%Y}.zip", size=item.bits % 10**6)
    return Piece(content_id=0, value="x" * (16 + item.bits % 100))


def category_fields(seller: Seller, item: Item, query: DetailsQuery) -> dict[str, object]:
    """Return the category and the path to it, if the seller was named."""
    category_id = next(iter(item.categories), None) if query.knows_seller else None
    links = () if category_id is None else path_to(category_id)
    crumbs = (category_summary(seller.stock, one, query.language) for one in links)
    return {
        "category_id": category_id,
        "breadcrumbs": [
            {"id": one["id"], "name": one["name"], "products_cnt": one["cnt"]} for one in crumbs
        ],
    }


def present_fields(seller: Seller, item: Item, language: str) -> dict[str, object]:
    """Return what comes with the product as a present, if an edit named one."""
    given = item.edits.get("present_product_id")
    other = seller.stock.get(given) if isinstance(given, int) else None
    shown = {"id": other.id, "name": text_in(other.name, language)} if other else None
    return {"present": shown, "gift_commiss": Decimal(0)}


def option_fields(item: Item, query: DetailsQuery) -> dict[str, object]:
    """Return what the buyer can choose."""
    found = options(item, query.currency, query.language, is_owner=query.is_owner)
    return {"options": found, "options_check": int(item.form.get("options") is True)}


def statistics_fields(item: Item, *, is_owner: bool) -> dict[str, object]:
    """Return how often the product was sold, given back, praised and blamed."""
    count, found = counts_of(item), dict[str, object]()
    numbers = {
        "sales": count.sales,
        "refunds": count.refunds,
        "good_reviews": count.good,
        "bad_reviews": count.bad,
    }
    for name, number in numbers.items():
        found[name] = count.shown(number, is_owner=is_owner)
    hidden = {f"{name}_hidden": int(not is_owner) for name in numbers}
    return {"statistics": {**found, **hidden}}


HANDLERS: Handlers = {"products.get": details}
