"""Answer with what was sold: page by page, through others' products, or the latest in short."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from msgspec import Struct

from .._http.answers import Answer
from .._http.bodies import read_body
from .._http.call import Call, Handler, Handlers
from .._state.seeded import Indexes
from .._state.seller import Seller
from .._state.shop.orders import Order, Orders
from .._state.texts import RefusedError
from .lists import (
    FLAT_ROOT,
    REQUEST_ROOT,
    FlatPage,
    flat_refusals,
    page_answer,
    page_bounds,
    require_seller,
)
from .prices import CENT, converted, prices

USUAL_ROWS, MOST_ROWS = 10, 5000
USUAL_LATEST = 1000
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
LAST_OF_SECOND = timedelta(microseconds=999_999)
# As the service numbers its refusals.
RETVALS = {"page": 2, "rows": 3, "returned": 9, "date_start": 11, "date_finish": 12}
# By these the ids of others' products and orders differ from those of one's own.
OTHERS, OTHER_SELLERS = 5_000_000, 700_000
OWN_PARTNERS_PERCENT = Decimal(10)


class SalesRequest(Struct, frozen=True):
    """The request."""

    product_ids: tuple[int, ...] | None = None
    date_start: str | None = None
    date_finish: str | None = None
    returned: int | None = None
    page: int | None = None
    rows: int | None = None

    def check(self) -> None:
        """Refuse a number that the page does not have."""
        if self.returned not in {None, 0, 1, 2}:
            raise RefusedError("returned", f"returned is none of 0, 1, 2: {self.returned}")

    def moment(self, name: str) -> datetime | None:
        """Return a moment of the request, or None."""
        text: str | None = getattr(self, name)
        if text is None:
            return None
        problem = RefusedError(name, f"{name} is not yyyy-MM-dd HH:mm:ss: {text}")
        if not MOMENT.fullmatch(text):
            raise problem
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise problem from None

    def select(self, orders: Orders, offset: int) -> Indexes:
        """Return the numbers of the *orders* that are asked for; products' ids are *offset*."""
        start, finish = self.moment("date_start"), self.moment("date_finish")
        # Rows show whole seconds, and by these they are compared.
        numbers = orders.between(start, None if finish is None else finish + LAST_OF_SECOND)
        wanted = {one - offset for one in self.product_ids or ()}
        if not wanted and not self.returned:
            return numbers
        found = (orders.get(numbers[place]) for place in range(len(numbers)))
        return [
            one.invoice_id
            for one in found
            if one is not None
            and (not wanted or one.product_id in wanted)
            and (not self.returned or one.is_refunded is (self.returned == 2))
        ]


@dataclass(frozen=True, kw_only=True)
class SalesPage(FlatPage):
    """One page of sales."""

    def _head(self) -> dict[str, object]:
        """Return what stands beside the sales."""
        bounds = self.bounds
        return {
            "retval": 0,
            "retdesc": None,
            "total_rows": bounds.total,
            "pages": bounds.pages,
            "page": bounds.page,
        }

    def json(self) -> object:
        """Return the partner's id as a text."""
        rows = [{**row, "partner_id": str(row["partner_id"])} for row in self.rows]
        return {**self._head(), "rows": rows}

    def xml(self) -> object:
        """Return how many sales there are on the page in an attribute."""
        return {**self._head(), "rows": {"@cnt": len(self.rows), "row": list(self.rows)}}


def sales_answer(
    call: Call, orders: Orders, offset: int, row: Callable[[Order], dict[str, object]]
) -> Answer:
    """Return the page of the *orders* that is asked for."""
    request = read_body(call.body, call.content_type, SalesRequest, root=REQUEST_ROOT)
    request.check()
    numbers = request.select(orders, offset)
    page = 1 if call.first_page else request.page
    bounds = page_bounds(page, request.rows, len(numbers), usual=USUAL_ROWS, most=MOST_ROWS)
    found = (orders.get(numbers[place]) for place in bounds.places)
    return page_answer(SalesPage(bounds=bounds, rows=tuple(row(one) for one in found if one)))


def sales_refusals(handler: Handler) -> Handler:
    """Return the *handler* with refusals whose number names the argument."""

    def wrapped(seller: Seller, call: Call) -> Answer:
        try:
            return handler(seller, call)
        except RefusedError as refusal:
            retval = RETVALS.get(refusal.code, 1)
            payload = {"retval": retval, "retdesc": refusal.english, "rows": None}
            return Answer(payload=payload, status=refusal.status, root=FLAT_ROOT)

    return wrapped


@sales_refusals
def own_sales(seller: Seller, call: Call) -> Answer:
    """Return a page of the seller's sales, the newest first."""
    return sales_answer(call, seller.orders, 0, own_sale)


@sales_refusals
def sales_as_agent(seller: Seller, call: Call) -> Answer:
    """Return a page of the sales that the seller made as others' partner."""

    def row(order: Order) -> dict[str, object]:
        percent = Decimal(5 + order.product_id % 20)
        return {
            "id_seller": OTHER_SELLERS + order.product_id % 7,
            **sale(order, seller.tokens.seller_id, percent),
            "invoice_id": order.invoice_id + OTHERS,
            "product_id": order.product_id + OTHERS,
        }

    return sales_answer(call, seller.agent_orders, OTHERS, row)


def own_sale(order: Order) -> dict[str, object]:
    """Return one of the seller's own sales."""
    partner = order.partner_id or 0
    return sale(order, partner, OWN_PARTNERS_PERCENT if partner else Decimal(0))


def sale(order: Order, partner: int, percent: Decimal) -> dict[str, object]:
    """Return one sale, of which a *partner* gets so many *percent*."""
    piece = order.pieces[0] if order.pieces else None
    in_usd = converted(order.price, order.currency, "USD")
    return {
        "invoice_id": order.invoice_id,
        "product_id": order.product_id,
        "product_name": order.product_name,
        "product_entry_id": piece.content_id if piece else None,
        "product_entry": (piece.value or piece.filename) if piece else None,
        "date_put": shown(order.paid - timedelta(days=1 + order.invoice_id % 90)),
        "date_pay": shown(order.paid),
        "email": order.buyer,
        "wmid": f"{order.invoice_id:012d}",
        "amount_in": order.price,
        "amount_out": order.credited,
        "amount_currency": order.credited_currency,
        "amount_in_usd": in_usd,
        "method_pay": order.method,
        "aggregator_pay": order.method,
        "ip": order.ip,
        "partner_id": partner,
        "partner_percent": percent,
        "partner_amount": (order.price * percent / 100).quantize(CENT),
        "lang": order.language,
        "returned": int(order.is_refunded),
        "referer": f"https://example.com/?id={order.product_id}&lang={order.language}",
        "owner": 0,
    }


def shown(moment: datetime) -> str:
    """Return the *moment* as sales have it."""
    return moment.isoformat(" ", "seconds")


@flat_refusals
def latest_sales(seller: Seller, call: Call) -> Answer:
    """Return the latest sales, by default only the last one of each product."""
    arguments = call.arguments
    require_seller(seller, arguments.integer("seller_id"))
    is_grouped = arguments.flag("group", default=True)
    top = arguments.integer("top")
    top = USUAL_LATEST if top is None else top
    if top < 1:
        raise RefusedError("top", f"top is less than 1: {top}")
    found: dict[int, Order] = {}
    for order in seller.orders:
        found.setdefault(order.product_id if is_grouped else order.invoice_id, order)
        if len(found) == top:
            break
    rows = [latest_sale(seller, one) for one in found.values()]
    return Answer(
        payload={"retval": 0, "retdesc": "", "sales": rows},
        root=FLAT_ROOT,
        xml=lambda: {"retval": 0, "retdesc": "", "sales": {"sale": rows}},
    )


def latest_sale(seller: Seller, order: Order) -> Mapping[str, object]:
    """Return one of the latest sales, with what its product costs now."""
    item = seller.stock.get(order.product_id)
    return {
        "date": shown(order.paid),
        "invoice_id": order.invoice_id,
        "product": {
            "id": order.product_id,
            "name": order.product_name,
            **(prices(item) if item else {}),
        },
    }


HANDLERS: Handlers = {
    "sales.list": own_sales,
    "sales.as_agent": sales_as_agent,
    "sales.latest": latest_sales,
}
