"""Call the seller's own server as the service does: about a sale, about a message, for the goods.

The calls are made in the loop of the sandbox's server, beside the requests that it answers.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx

from ..._state.products import Item
from ..._state.shop.chats import Message
from ..._state.shop.orders import Order
from ..._state.shop.selling import Purchase
from .payloads import (
    answered,
    as_json,
    as_xml,
    delivery_fields,
    message_fields,
    precheck_body,
    quantity_fields,
    sale_fields,
)
from .refusals import precheck_refusal, quantity_refusal
from .seller_server import Kind, SellerCall, SellerServer

MOST_KEPT = 1000
MOST_BYTES = 1024 * 1024  # of an answer
TIMEOUT = 10.0  # seconds for one call
ANSWER_TIMEOUT = 5.0  # seconds that a buyer waits for an answer before the payment
Deliver = Callable[[Order, str], None]
T = TypeVar("T")


class SellerCalls:
    """The calls to the seller's server: those under way, and the last thousand that were made."""

    def __init__(self, server: SellerServer, api_key: str) -> None:
        """Call this *server*."""
        self.made: deque[SellerCall] = deque(maxlen=MOST_KEPT)
        self._server = server
        self._secret = api_key if server.secret is None else server.secret
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def pending(self) -> int:
        """How many calls are being made, or wait to be repeated."""
        return len(self._tasks)

    async def ask_before_payment(self, item: Item, purchase: Purchase) -> None:
        """Ask whether the buyer's options are good, and whether there is enough of the *item*.

        Raises:
            ValueError: The seller's server says no, or does not answer.
        """
        url = item.precheck.get("precheck_url") or self._server.precheck_url
        if item.precheck.get("precheck_active") and url:
            sent = precheck_body(item, purchase, str(url))
            refuse(item, precheck_refusal(await self._ask("precheck", str(url), sent)))
        url = item.form.get("url_for_quantity") or self._server.quantity_url
        if item.form and url:
            sent = as_json(quantity_fields(item, purchase, self._secret))
            call = await self._ask("quantity", str(url), sent)
            refuse(item, quantity_refusal(call, item.id, purchase.quantity))

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
            sent |= as_xml({**fields, "options": {"option": fields["options"]}})
        else:
            sent |= as_json(fields)
        self._start(self._wait_for_goods(order, sent, deliver))

    async def aclose(self) -> None:
        """End all calls."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, call: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.get_running_loop().create_task(call)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _ask(self, kind: Kind, url: str, body: Mapping[str, Any]) -> SellerCall:
        """Make a call before there is an order."""
        sent = {"method": "POST", "url": url, **body}
        task = self._start(self._call(kind, None, sent, ANSWER_TIMEOUT))
        await asyncio.wait([task])
        if task.cancelled():
            message = "the sandbox stopped before the seller's server answered"
            raise ValueError(message)
        return task.result()

    async def _tell(self, kind: Kind, order: Order, sent: Mapping[str, Any]) -> None:
        """Make a call until it is answered with 200."""
        for delay in (0.0, *self._server.delays):
            await asyncio.sleep(delay)
            if (await self._call(kind, order, sent)).status == 200:
                return

    async def _wait_for_goods(
        self, order: Order, sent: Mapping[str, Any], deliver: Deliver
    ) -> None:
        """Ask for the goods until they come, or an error that is final."""
        for delay in (0.0, *self._server.delays):
            await asyncio.sleep(delay)
            answer = answered(await self._call("delivery", order, sent))
            if str(answer.get("inv")) != str(order.invoice_id):
                continue
            if answer.get("error"):
                return
            if answer.get("goods"):
                deliver(order, str(answer["goods"]))
                return

    async def _call(
        self, kind: Kind, order: Order | None, sent: Mapping[str, Any], seconds: float = TIMEOUT
    ) -> SellerCall:
        status, content = None, b""
        # Certificates of a server on this machine are nobody's.
        async with httpx.AsyncClient(timeout=None, trust_env=False, verify=False) as client:  # noqa: S113, S501
            try:
                async with asyncio.timeout(seconds), client.stream(**sent) as response:
                    content = await received(response)
                status = response.status_code
            # It is as good as no answer. Sockets and codecs have errors of their own for URLs that
            # cannot be called.
            except Exception:  # noqa: BLE001, S110
                pass
        call = SellerCall(
            kind=kind,
            invoice_id=None if order is None else order.invoice_id,
            url=str(sent["url"]),
            status=status,
            answer=content,
        )
        self.made.append(call)
        return call


async def received(response: httpx.Response) -> bytes:
    """Return the body, or raise ValueError if it is too long."""
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MOST_BYTES:
            message = f"the answer has more than {MOST_BYTES} bytes"
            raise ValueError(message)
    return bytes(body)


def refuse(item: Item, reason: str | None) -> None:
    """Stop a sale for this *reason*, if there is one."""
    if reason is not None:
        message = f"product {item.id} was not sold: {reason}"
        raise ValueError(message)
