"""Answer with the seller's products: some by their ids, or all of them page by page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from ..._http.answers import Answer, UnauthorizedError
from ..._http.bodies import read_body
from ..._http.call import Arguments, Call, Handlers
from ..._state.products import Item
from ..._state.seller import Seller
from ..._state.texts import RefusedError, text_in
from ..lists import (
    FLAT_ROOT,
    LANGUAGES,
    REQUEST_ROOT,
    FlatPage,
    page_answer,
    page_bounds,
    require_seller,
)
from ..prices import (
    SALE_BEGIN,
    commission,
    counts_of,
    has_discount,
    price_in,
    prices,
    sale,
    sale_percent,
    stock_shown,
)
from .details import SELLER_NAME
from .options import options

MOST_IDS = 1999
USUAL_ROWS, MOST_ROWS = 10, 2000
SORT_KEYS: Mapping[str, Callable[[Item], Any]] = {
    "price": lambda item: price_in(item, "RUB"),
    "cntsell": lambda item: counts_of(item).sales,
    "cntreturn": lambda item: counts_of(item).refunds,
    "cntgoodresponses": lambda item: counts_of(item).good,
    "cntbadresponses": lambda item: counts_of(item).bad,
}
# As the page numbers its errors.
RETVALS = {"id_seller": 1, "page": 2, "rows": 3, "currency": 4, "order_col": 5, "order_dir": 6}
HIDDEN = -1  # of ``visible``


class SummariesRequest(Struct, frozen=True):
    """The request."""

    ids: tuple[int, ...] = ()
    lang: str | None = None
    token: str | None = None


def read_summaries_request(call: Call) -> SummariesRequest:
    """Return what is asked for, in the body or in the query."""
    request, query = SummariesRequest(), call.arguments
    if call.body:
        request = read_body(call.body, call.content_type, SummariesRequest, root=REQUEST_ROOT)
    elif (ids := query.text("ids")) is not None:
        numbers = [Arguments([("ids", one)]).integer("ids") for one in ids.split(",")]
        request = SummariesRequest(ids=tuple(one for one in numbers if one is not None))
    if not 0 < len(request.ids) <= MOST_IDS:
        raise RefusedError("ids", f"From 1 to {MOST_IDS} ids, not {len(request.ids)}", status=400)
    language = request.lang or query.text("lang") or "ru-RU"
    if language not in LANGUAGES:
        raise RefusedError("lang", f"lang has an unknown value: {language}", status=400)
    return SummariesRequest(ids=request.ids, lang=language, token=request.token)


def by_ids(seller: Seller, call: Call) -> Answer:
    """Return the products in the order of their ids; a token in the body is as good as any."""
    request = read_summaries_request(call)
    if request.token and not seller.tokens.is_valid(request.token):
        raise UnauthorizedError
    is_owner = call.is_owner or bool(request.token)
    found = (seller.stock.get(one) for one in dict.fromkeys(request.ids))
    rows = [
        summary(seller, item, str(request.lang), is_owner=is_owner)
        for item in found
        if item is not None
    ]
    return Answer(payload=rows, root=FLAT_ROOT, xml=lambda: {"product": rows})


def summary(seller: Seller, item: Item, language: str, *, is_owner: bool) -> dict[str, object]:
    """Return one product."""
    count, hidden = counts_of(item), int(not is_owner)
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
        "cnt_sell": count.shown(count.sales, is_owner=is_owner),
        "cnt_sell_hidden": hidden,
        "cnt_return": count.shown(count.refunds, is_owner=is_owner),
        "cnt_return_hidden": hidden,
        "in_stock": int(item.in_stock),
        "num_in_stock": stock_shown(item, is_owner=is_owner),
        "num_in_lock": count.locked,
        "owner_id": 0,
        "release_date": None,
        "sale_info": {**sale(item, "rur"), "sale_begin": begin},
    }


class SellerGoodsRequest(Struct, frozen=True):
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
        require_seller(seller, self.id_seller, "id_seller")
        known = {
            "currency": {"USD", "RUR", "RUB", "EUR", "UAH"},
            "order_col": {"name", *SORT_KEYS},
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
        return SORT_KEYS.get(self.order[0], lambda item: text_in(item.name, language))

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
            **sales_fields(item, is_owner=is_owner),
            **prices(item, "rur"),
            "in_stock": int(item.in_stock),
            "num_in_stock": stock_shown(item, is_owner=is_owner),
            "visible": 1 if item.enabled else HIDDEN,
            "commiss_agent": commission(item),
            "has_discount": has_discount(item),
            "num_options": len(options(item, "RUB", language, is_owner=False)),
            "sale_info": sale(item, "rur"),
        }


def sales_fields(item: Item, *, is_owner: bool) -> dict[str, object]:
    """Return how often the product was sold, given back, praised and blamed."""
    count, found = counts_of(item), dict[str, object]()
    for name, number in (
        ("cnt_sell", count.sales),
        ("cnt_return", count.refunds),
        ("cnt_goodresponses", count.good),
        ("cnt_badresponses", count.bad),
    ):
        found[name] = count.shown(number, is_owner=is_owner)
        found[f"{name}_hidden"] = int(not is_owner)
    return found


@dataclass(frozen=True, kw_only=True)
class SellerGoodsPage(FlatPage):
    """One page of the seller's products."""

    request: SellerGoodsRequest

    def _head(self) -> dict[str, object]:
        """Return what stands beside the products."""
        column, direction = self.request.order
        return {
            "retval": 0,
            "retdesc": None,
            "id_seller": self.request.id_seller,
            "name_seller": SELLER_NAME,
            "cnt_goods": self.bounds.total,
            "pages": self.bounds.pages,
            "page": self.bounds.page,
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
    """Return a page of all products, the disabled ones only if request by their owner."""
    try:
        request = read_body(call.body, call.content_type, SellerGoodsRequest, root=REQUEST_ROOT)
        request.check(seller)
        return page_answer(seller_goods_page(seller, call, request))
    except RefusedError as refusal:
        retval = RETVALS.get(refusal.code, 1)
        payload = {"retval": retval, "retdesc": refusal.english, "rows": None}
        return Answer(payload=payload, status=refusal.status, root=FLAT_ROOT)


def seller_goods_page(seller: Seller, call: Call, request: SellerGoodsRequest) -> SellerGoodsPage:
    """Return the page that is asked for."""
    wanted = (request.show_hidden or 0) if call.is_owner else 0
    shows = {0: {True}, 1: {True, False}, 2: {False}}.get(wanted, {True})
    column, direction = request.order
    ids = seller.stock.ids(
        ("goods", column, direction, request.lang, wanted),
        lambda item: item.enabled in shows,
        request.key(),
        descending=direction == "desc",
    )
    page = 1 if call.first_page else request.page
    bounds = page_bounds(page, request.rows, len(ids), usual=USUAL_ROWS, most=MOST_ROWS)
    items = seller.stock.at(ids, bounds.places)
    rows = tuple(request.row(item, is_owner=call.is_owner) for item in items)
    return SellerGoodsPage(bounds=bounds, rows=rows, request=request)


HANDLERS: Handlers = {
    "products.by_ids": by_ids,
    "products.of_seller": of_seller,
}
