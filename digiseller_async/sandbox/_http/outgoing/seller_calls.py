"""Call the seller's own server as the service does: about a sale, about a message, for the goods.

The calls are made in the loop of the sandbox's server, beside the requests that it answers.
"""

import asyncio
import hashlib
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import httpx
import msgspec

from ..._state.moments import dotted
from ..._state.shop.chats import Message
from ..._state.shop.orders import Order
from ..encoding import JSON, XmlStyle, document

MOST_KEPT = 1000
TIMEOUT = 10.0  # seconds for one call
Kind = Literal["sale", "message", "delivery"]
SaleFormat = Literal["query", "json", "form"]
Deliver = Callable[[Order, str], None]


@dataclass(frozen=True, kw_only=True)
class SellerCall:
    """One call to the seller's server.

    Attributes:
        kind: ``sale``, ``message`` or ``delivery``.
        invoice_id: The order that it was about.
        url: Where it went.
        status: What the server answered; None if it did not answer.
        answer: The body of the answer.
    """

    kind: Kind
    invoice_id: int
    url: str
    status: int | None
    answer: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SellerServer:
    """Where the seller's own server is, and how calls to it are signed.

    Attributes:
        sale_url: Is told of each sale.
        sale_password: The password that is set beside that URL.
        sale_format: How it is told: in the query of a GET, or in a POST as JSON or as a form.
        message_url: Is told of each message of a buyer.
        secret: Signs the calls for goods, which go to the address of a product's form; None for
            the API key.
        delays: Seconds before each repetition of a call that was not answered with 200, or whose
            answer has no goods yet; after the last of them it is not made again.
    """

    sale_url: str | None = None
    sale_password: str = field(default="", repr=False)
    sale_format: SaleFormat = "json"
    message_url: str | None = None
    secret: str | None = field(default=None, repr=False)
    delays: tuple[float, ...] = (0.1, 0.5, 2.0)


class SellerCalls:
    """The calls to the seller's server: those under way, and the last thousand that were made."""

    def __init__(self, server: SellerServer, api_key: str) -> None:
        """Call this *server*."""
        self.made: deque[SellerCall] = deque(maxlen=MOST_KEPT)
        self._server = server
        self._secret = api_key if server.secret is None else server.secret
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def pending(self) -> int:
        """How many calls are being made, or wait to be repeated."""
        return len(self._tasks)

    def tell_of_sale(self, order: Order) -> None:
        """Tell the seller's server of a sale."""
        server = self._server
        if server.sale_url is None:
            return
        fields = sale_fields(order, server.sale_password)
        sent: dict[str, Any] = {"method": "POST", "url": server.sale_url}
        if server.sale_format == "query":
            mark = "&" if "?" in server.sale_url else "?"
            sent = {"method": "GET", "url": f"{server.sale_url}{mark}{urlencode(fields)}"}
        elif server.sale_format == "form":
            sent["data"] = fields
        else:
            sent |= as_json(fields)
        self._start(self._tell("sale", order, sent))

    def tell_of_message(self, order: Order, message: Message) -> None:
        """Tell the seller's server of a message."""
        if self._server.message_url is not None:
            fields = message_fields(order, message)
            sent = {"method": "POST", "url": self._server.message_url, **as_json(fields)}
            self._start(self._tell("message", order, sent))

    def ask_for_goods(self, order: Order, form: Mapping[str, Any], deliver: Deliver) -> None:
        """Ask the server of a product's *form* for the goods, until it hands them over or refuses.

        *deliver* is called with the goods.
        """
        fields = delivery_fields(order, self._secret)
        sent: dict[str, Any] = {"method": "POST", "url": str(form["address"])}
        if form.get("method") == "XML":
            tree = {**fields, "options": {"option": fields["options"]}}
            content = document("request", tree, XmlStyle())
            sent |= {"content": content, "headers": {"Content-Type": "text/xml; charset=utf-8"}}
        else:
            sent |= as_json(fields)
        self._start(self._ask(order, sent, deliver))

    async def aclose(self) -> None:
        """End all calls."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, call: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(call)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self, kind: Kind, order: Order, sent: Mapping[str, Any]) -> None:
        """Make a call until it is answered with 200."""
        for delay in (0.0, *self._server.delays):
            await asyncio.sleep(delay)
            if (await self._call(kind, order, sent)).status == 200:
                return

    async def _ask(self, order: Order, sent: Mapping[str, Any], deliver: Deliver) -> None:
        """Ask for the goods until they come, or an error that is final."""
        for delay in (0.0, *self._server.delays):
            await asyncio.sleep(delay)
            call = await self._call("delivery", order, sent)
            answer = answered(call.answer if call.status == 200 else b"")
            if str(answer.get("inv")) != str(order.invoice_id):
                continue
            if answer.get("error"):
                return
            if answer.get("goods"):
                deliver(order, str(answer["goods"]))
                return

    async def _call(self, kind: Kind, order: Order, sent: Mapping[str, Any]) -> SellerCall:
        status, content = None, b""
        # Certificates of a server on this machine are nobody's.
        async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, verify=False) as client:  # noqa: S501
            try:
                response = await client.request(**sent)
                status, content = response.status_code, response.content
            except httpx.HTTPError:
                pass  # it is as good as no answer
        call = SellerCall(
            kind=kind,
            invoice_id=order.invoice_id,
            url=str(sent["url"]),
            status=status,
            answer=content,
        )
        self.made.append(call)
        return call


def as_json(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the *fields* as a body of JSON."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return {"content": JSON(fields), "headers": headers}


def sale_fields(order: Order, password: str) -> dict[str, Any]:
    """Return what is told of a sale."""
    signed = f"{password.lower()};{order.invoice_id};{order.product_id}"
    return {
        "ID_I": order.invoice_id,
        "ID_D": order.product_id,
        "Amount": str(order.price),
        "Currency": order.currency,
        "Email": order.buyer,
        "Date": dotted(order.paid),
        "SHA256": hashlib.sha256(signed.encode()).hexdigest(),
        "Through": order.packed_parameters,
        "IP": order.ip,
        "Agent": str(order.partner_id or 0),
        "CartUID": order.cart_uid or "",
        "IsMyProduct": "true",
    }


def message_fields(order: Order, message: Message) -> dict[str, Any]:
    """Return what is told of a message."""
    return {
        "DebateId": order.invoice_id,
        "MessageId": message.id,
        "OwnerId": 0,
        "MessageDate": message.written.isoformat(timespec="seconds"),
        "Email": order.buyer,
        "ImagePath": None,
        "Message": message.text,
    }


def delivery_fields(order: Order, secret: str) -> dict[str, Any]:
    """Return what is said when goods are asked for: all values are texts."""
    signed = f"{order.product_id}:{order.invoice_id}:{secret}".encode()
    return {
        "id": str(order.product_id),
        "inv": str(order.invoice_id),
        "amount": str(order.price),
        "type_curr": order.credited_currency,
        "lang": order.language,
        "email": order.buyer,
        "sign": hashlib.md5(signed, usedforsecurity=False).hexdigest(),
        "sign2": hashlib.sha256(signed).hexdigest(),
        "options": [
            {"id": str(one.id), "type": "text", "user_data": one.value} for one in order.options
        ],
    }


def answered(body: bytes) -> Mapping[str, Any]:
    """Return the fields of an answer in JSON or XML; none if it is neither."""
    try:
        if body.lstrip().startswith(b"<"):
            return {one.tag: one.text or "" for one in ET.fromstring(body)}  # noqa: S314
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, ET.ParseError):
        return {}
