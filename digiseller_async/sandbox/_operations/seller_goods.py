"""A call for a seller's own list of products comes in; a page of it goes out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from .._http.answers import Answer, RefusedError
from .._http.bodies import read_body
from .._http.call import Call
from .._state.seller import Seller
from .._state.stock import Item, text_in
from .flat_envelope import LANGUAGES, ROOT, View, own, part, shown
from .options import options
from .prices import commission, counted, has_discount, left, price_in, prices, sale
from .product_detail_parts import NAME
from .search import REQUEST

USUAL_ROWS, MOST_ROWS = 10, 2000
KEYS: Mapping[str, Callable[[Item], Any]] = {
    "price": lambda item: price_in(item, "RUB"),
    "cntsell": lambda item: counted(item).sales,
    "cntreturn": lambda item: counted(item).refunds,
    "cntgoodresponses": lambda item: counted(item).good,
    "cntbadresponses": lambda item: counted(item).bad,
}
# As the page numbers its errors.
RETVALS = {"id_seller": 1, "page": 2, "rows": 3, "currency": 4, "order_col": 5, "order_dir": 6}
HIDDEN = -1  # of ``visible``


class Asked(Struct, frozen=True):
    """The request."""

    id_seller: int | None = None
    order_col: str | None = None
    order_dir: str | None = None
    rows: int | None = None
    page: int | None = None
    currency: str | None = None
    lang: str | None = None
    show_hidden: int | None = None
    owner_id: int | None = None

    def check(self, seller: Seller) -> None:
        """Refuse words that the page does not have."""
        own(seller, self.id_seller, "id_seller")
        known = {
            "currency": {"USD", "RUR", "RUB", "EUR", "UAH"},
            "order_col": {"name", *KEYS},
            "order_dir": {"asc", "desc"},
            "lang": LANGUAGES,
        }
        for name, words in known.items():
            given = getattr(self, name)
            if given and given not in words:
                raise RefusedError(name, f"invalid parameter is specified {name}")

    @property
    def order(self) -> tuple[str, str]:
        """The column and the direction of the order."""
        return self.order_col or "cntsell", self.order_dir or "desc"

    def key(self) -> Callable[[Item], Any]:
        """Return by what the list is sorted."""
        language = self.lang or "ru-RU"
        return KEYS.get(self.order[0], lambda item: text_in(item.name, language))

    def row(self, item: Item, *, is_owner: bool) -> dict[str, object]:
        """Return a product."""
        language = self.lang or "ru-RU"
        return {
            "id_goods": item.id,
            "name_goods": text_in(item.name, language),
            "info_goods": text_in(item.description, language),
            "add_info": text_in(item.add_info, language),
            "price": price_in(item, self.currency or item.currency),
            "currency": self.currency or item.currency,
            **sold(item, is_owner=is_owner),
            **prices(item, "rur"),
            "in_stock": int(item.in_stock),
            "num_in_stock": left(item, is_owner=is_owner),
            "visible": 1 if item.enabled else HIDDEN,
            "commiss_agent": commission(item),
            "has_discount": has_discount(item),
            "num_options": len(options(item, "RUB", language, is_owner=False)),
            "sale_info": sale(item, "rur"),
        }


def sold(item: Item, *, is_owner: bool) -> dict[str, object]:
    """Return how often the product was sold, given back, praised and blamed."""
    count, found = counted(item), dict[str, object]()
    for name, number in (
        ("cnt_sell", count.sales),
        ("cnt_return", count.refunds),
        ("cnt_goodresponses", count.good),
        ("cnt_badresponses", count.bad),
    ):
        found[name] = count.seen(number, is_owner=is_owner)
        found[f"{name}_hidden"] = int(not is_owner)
    return found


@dataclass(frozen=True, kw_only=True)
class Goods(View):
    """One page of the seller's products."""

    asked: Asked

    def _head(self) -> dict[str, object]:
        """Return what stands beside the products."""
        column, direction = self.asked.order
        return {
            "retval": 0,
            "retdesc": None,
            "id_seller": self.asked.id_seller,
            "name_seller": NAME,
            "cnt_goods": self.part.total,
            "pages": self.part.pages,
            "page": self.part.page,
            "order_col": column,
            "order_dir": direction,
        }

    def json(self) -> object:
        """Return real numbers, and what is known beyond the page."""
        rows = [{**row, "owner_id": 0} for row in self.rows]
        return {**self._head(), "rating_seller": 100, "rows": rows}

    def xml(self) -> object:
        """Return each product's id in an attribute, too."""
        rows = [{"@id": row["id_goods"], **row} for row in self.rows]
        return {**self._head(), "rows": {"@cnt": len(rows), "row": rows}}


def of_seller(seller: Seller, call: Call) -> Answer:
    """Return a page of all products, the disabled ones only if asked by their owner."""
    try:
        asked = read_body(call.body, call.content_type, Asked, root=REQUEST)
        asked.check(seller)
        return shown(page_of(seller, call, asked))
    except RefusedError as refusal:
        retval = RETVALS.get(refusal.code, 1)
        payload = {"retval": retval, "retdesc": refusal.english, "rows": None}
        return Answer(payload=payload, status=refusal.status, root=ROOT)


def page_of(seller: Seller, call: Call, asked: Asked) -> Goods:
    """Return the page that is asked for."""
    wanted = (asked.show_hidden or 0) if call.is_owner else 0
    shows = {0: {True}, 1: {True, False}, 2: {False}}.get(wanted, {True})
    column, direction = asked.order
    ids = seller.stock.ids(
        ("goods", column, direction, asked.lang, wanted),
        lambda item: item.enabled in shows,
        asked.key(),
        descending=direction == "desc",
    )
    page = 1 if call.first_page else asked.page
    place = part(page, asked.rows, len(ids), usual=USUAL_ROWS, most=MOST_ROWS)
    items = seller.stock.some(ids, place.places)
    rows = tuple(asked.row(item, is_owner=call.is_owner) for item in items)
    return Goods(part=place, rows=rows, asked=asked)
