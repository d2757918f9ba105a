"""A seller whose rows a test changes as it likes, behind a transport instead of a socket."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import httpx
import msgspec
from attrs import Factory, define, field

from digiseller_async import Digiseller

MOSCOW = dt.timezone(dt.timedelta(hours=3))
EPOCH = dt.datetime(2026, 1, 1, 12, tzinfo=MOSCOW)
Row = dict[str, Any]
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def moment(minutes: float) -> dt.datetime:
    """Return the moment so many *minutes* after the first."""
    return EPOCH + dt.timedelta(minutes=minutes)


def wire(at: dt.datetime | None) -> str | None:
    """Return a moment as the service writes it."""
    return None if at is None else at.astimezone(MOSCOW).replace(tzinfo=None).isoformat()


def receipt(number: int, minutes: float | None = None, **changes: Any) -> Row:
    """Return a receipt; the newer, the higher its number."""
    at = wire(moment(number if minutes is None else minutes))
    operation = {"id": number, "type": "product_sale", "datetime": at, "price": Decimal("33.50")}
    return {"account_operation_id": number, "operation": operation, **changes}


def external(number: int, **changes: Any) -> Row:
    """Return an external operation; the newer, the higher its number."""
    return {"id": number, "date": wire(moment(number)), "amount": Decimal("10.10"), **changes}


def sale(number: int, minutes: float | None = None, **changes: Any) -> Row:
    """Return a sale; the newer, the higher its number."""
    at = moment(number if minutes is None else minutes).replace(tzinfo=None, microsecond=0)
    return {"invoice_id": number, "date_pay": at.isoformat(" "), "amount_in": "9.90", **changes}


def chat(number: int, **changes: Any) -> Row:
    """Return a chat; the newer, the higher its number."""
    return {"id_i": number, "last_date": wire(moment(number)), "cnt_msg": 1, **changes}


def product(number: int, **changes: Any) -> Row:
    """Return a product."""
    return {"id_goods": number, "name_goods": f"product {number:06}", "price": "5.00", **changes}


@define
class FakeShop(httpx.AsyncBaseTransport):
    """What the seller has, and how often each list was asked for."""

    seller_id: int = 12126
    receipts: list[Row] = Factory(list[Row])
    external: list[Row] = Factory(list[Row])
    sales: list[Row] = Factory(list[Row])
    chats: list[Row] = Factory(list[Row])
    products: list[Row] = Factory(list[Row])
    offers: list[Row] = Factory(list[Row])
    templates: dict[int, list[Row]] = Factory(dict[int, list[Row]])
    reviews: list[Row] = Factory(list[Row])
    has_totals: bool = True
    requests: Counter[str] = field(init=False, factory=Counter[str])
    before: Callable[[str, int], None] = field(init=False, default=lambda _path, _page: None)
    """Is called before each answer with the last word of the path, and the page."""

    def client(self, **settings: Any) -> Digiseller:
        """Return a client of this seller."""
        usual: dict[str, Any] = {
            "seller_id": self.seller_id,
            "token": "T",
            "rate": None,
            "transport": self,
        }
        return Digiseller(**(usual | settings))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer with one page."""
        sent: dict[str, Any] = dict(request.url.params)
        body = await request.aread()
        sent |= json.loads(body) if body else {}
        path, _, last = request.url.path.rpartition("/")
        name = path.rpartition("/")[2] if last == "v2" else last
        number = int(sent.get("page", 1))
        sizes = (int(sent[one]) for one in ("count", "rows", "pagesize") if one in sent)
        size = next(sizes, 10)
        self.requests[name] += 1
        self.before(name, number)
        rows = self.rows(name, sent)
        if rows is None:
            refusal: Row = {"retval": 1, "errors": [{"code": "not_found", "message": []}]}
            return httpx.Response(404, content=msgspec.json.encode(refusal))
        items = rows[(number - 1) * size : number * size]
        page = _page(name, items, number, size, len(rows))
        if not self.has_totals:
            page["content"] |= {"total_count": None, "total_pages": None}
        return httpx.Response(200, content=_ENCODER.encode(page))

    def rows(self, name: str, sent: dict[str, Any]) -> Sequence[Row] | None:
        """Return the rows of a list, newest first if that is its order; None if there is none."""
        if name == "receipts":
            return [
                row
                for row in reversed(self.receipts)
                if _is_between(row["operation"]["datetime"], sent, "start", "finish")
            ]
        if name == "seller-sells":
            return [
                row
                for row in reversed(self.sales)
                if _is_between(row["date_pay"], sent, "date_start", "date_finish")
            ]
        whole = {
            "chats": self.chats[::-1],
            "external": self.external if sent.get("order") == "Date" else self.external[::-1],
            "offer": self.offers,
            "reviews": self.reviews,
            "seller-goods": sorted(self.products, key=lambda row: str(row["name_goods"])),
            "templates": [{"id": one, "name": f"template {one}"} for one in self.templates],
        }
        if name in whole:
            return whole[name]
        return self.templates.get(int(sent["templateId"]))


def _is_between(moment: str | None, sent: dict[str, Any], *bounds: str) -> bool:
    at = None if moment is None else dt.datetime.fromisoformat(moment)
    start, finish = (
        dt.datetime.fromisoformat(sent[one]) if one in sent else None for one in bounds
    )
    return at is None or ((start is None or start <= at) and (finish is None or at <= finish))


def _page(name: str, items: Sequence[Row], number: int, size: int, total: int) -> Row:
    pages = -(-total // size)
    if name == "seller-goods":
        return {"retval": 0, "cnt_goods": total, "pages": pages, "page": number, "rows": items}
    if name == "seller-sells":
        return {"retval": 0, "total_rows": total, "pages": pages, "page": number, "rows": items}
    if name == "chats":
        return {"pages": pages, "chats": items}
    if name == "reviews":
        return {"retval": 0, "totalItems": total, "totalPages": pages, "review": items}
    content = {
        "page": number,
        "count": size,
        "has_next_page": number < pages,
        "has_previous_page": number > 1,
        "total_count": total,
        "total_pages": pages,
        "items": items,
    }
    return {"retval": 0, "content": content}
