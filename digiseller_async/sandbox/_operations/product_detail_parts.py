"""One product and how to show it come in; the parts of its description go out."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .._http.dates import dotted
from .._state.category_tree import path
from .._state.seeded import Timeline
from .._state.seller import Seller
from .._state.stock import Item, Piece, text_in
from .categories import short
from .options import options
from .payment_methods import by_currency, payment_methods
from .prices import counted, has_discount, sale
from .units import prices_unit, units

GRAPH = "https://graph.digiseller.ru/img.ashx"
SIZE = {"width": 640, "height": 480}
LOYALTY = ((Decimal("100.0"), Decimal("5.0")), (Decimal("500.0"), Decimal("10.0")))
STEP = 100_003  # seconds between two products, about
NAME = "WYSIWYG"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How a product is to be shown."""

    currency: str
    language: str
    is_owner: bool
    knows_seller: bool
    is_market: bool


def money(item: Item, asked: Asked) -> dict[str, object]:
    """Return the prices; those of a unit are apart."""
    by_unit = item.collection == "unit"
    loyalty = LOYALTY if has_discount(item) else ()
    return {
        "prices": None if by_unit else by_currency(item),
        "payment_methods": payment_methods(item, is_market=asked.is_market),
        "prices_unit": prices_unit(item, asked.currency),
        "discounts": [{"summa": summa, "percent": percent} for summa, percent in loyalty],
        "units": units(item, asked.currency),
        "sale_info": sale(item, "rub"),
    }


def gallery(item: Item) -> dict[str, object]:
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


def thing(item: Item) -> dict[str, object]:
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


def place(seller: Seller, item: Item, asked: Asked) -> dict[str, object]:
    """Return the category and the path to it, if the seller was named."""
    category_id = next(iter(item.categories), None) if asked.knows_seller else None
    links = () if category_id is None else path(category_id)
    crumbs = (short(seller.stock, one, asked.language) for one in links)
    return {
        "category_id": category_id,
        "breadcrumbs": [
            {"id": one["id"], "name": one["name"], "products_cnt": one["cnt"]} for one in crumbs
        ],
    }


def present(seller: Seller, item: Item, language: str) -> dict[str, object]:
    """Return what comes with the product as a present, if an edit named one."""
    given = item.edits.get("present_product_id")
    other = seller.stock.get(given) if isinstance(given, int) else None
    shown = {"id": other.id, "name": text_in(other.name, language)} if other else None
    return {"present": shown, "gift_commiss": Decimal(0)}


def choices(item: Item, asked: Asked) -> dict[str, object]:
    """Return what the buyer can choose."""
    found = options(item, asked.currency, asked.language, is_owner=asked.is_owner)
    return {"options": found, "options_check": int(item.form.get("options") is True)}


def statistics(item: Item, *, is_owner: bool) -> dict[str, object]:
    """Return how often the product was sold, given back, praised and blamed."""
    count, found = counted(item), dict[str, object]()
    numbers = {
        "sales": count.sales,
        "refunds": count.refunds,
        "good_reviews": count.good,
        "bad_reviews": count.bad,
    }
    for name, number in numbers.items():
        found[name] = count.seen(number, is_owner=is_owner)
    hidden = {f"{name}_hidden": int(not is_owner) for name in numbers}
    return {"statistics": {**found, **hidden}}
