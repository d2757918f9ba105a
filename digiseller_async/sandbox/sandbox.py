"""Start and stop a sandbox, and show what was asked of it."""

import ssl
import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from functools import cached_property, partial
from types import TracebackType
from typing import Self, TypeVar

import anyio
import anyio.to_thread

from ._http.app import build
from ._http.encoding import XmlStyle
from ._http.faults import Fault
from ._http.outgoing import buying
from ._http.outgoing.seller_calls import SellerCalls
from ._http.outgoing.seller_server import SellerCall, SellerServer
from ._http.sandbox_state import Recorded, SandboxState
from ._http.server import ServerThread
from ._http.tls import certificate_files, client_context
from ._operations import HANDLERS
from ._state.moments import MOSCOW
from ._state.seller import Sizes, new_seller
from ._state.shop import selling
from ._state.shop.orders import ChosenOption, Order, Orders
from ._state.stock import Stock
from ._state.texts import RefusedError
from ._state.tokens import Tokens

T = TypeVar("T")
_SETTLING = 0.005  # seconds between two looks


class Sandbox:
    """A seller's account behind a real socket on this machine.

    Enter it with ``async with``, or with ``with`` where no event loop runs, or call `start` and
    `stop`; and send requests to `url`. It answers the operations of the service's pages, checks
    signatures, tokens and permissions, and keeps what is changed. The data are functions of the
    seed, so a list of a million rows costs no memory, but for templates.

    Args:
        seller_id: The seller's id, to sign in with.
        api_key: The seller's API key, to sign in with.
        receipts: How many receipts the account has.
        external_operations: How many sales through payment aggregators the account has.
        templates: How many commission templates there are.
        template_products: How many products each template lists.
        offers: How many products are offered to each partner.
        products: How many products the seller sells.
        reviews: How many reviews the products have.
        sales: How many orders there were before; one of three has a chat.
        seed: The same seed gives the same data.
        token_lifetime: Seconds for which a token is valid; the service's two hours by default.
        permissions: The permissions of the API key, as the service's pages spell them
            (``"[ Products ]: View"``); None for all of them.
        denied_status: The HTTP status of the answer to a call without permission.
        response_as_string: Whether some receipts have a buyer's review as a bare word, and not as
            an object: the service's own documents disagree.
        decimal_comma: Whether amounts in XML have a comma (``33,50``).
        xml_encoding: The encoding of XML answers, such as ``"windows-1251"``.
        bare_ampersand: Whether links in XML have unescaped ampersands, which makes it ill-formed.
        latency: Seconds before each answer.
        host: The address to listen at. At another than this machine's own, such as ``"0.0.0.0"``,
            everybody who can reach it can use the sandbox.
        port: The port to listen on; 0 for a free one.
        server: The seller's own server, which the sandbox calls while it serves, as the service
            does: about each sale, about each message of a buyer, for the goods of products that
            have a form (`content.update_form`), and before a payment for the quantity and the
            options. None for no calls.
        tls: Whether to serve https, with a certificate that clients trust through `ssl_context`.
            Its private key is published with this package, so it protects nothing.
        clock: Returns the present as seconds since 1970, for tokens and ``Date`` headers.
    """

    def __init__(
        self,
        *,
        seller_id: int = 12126,
        api_key: str = "SANDBOX-KEY",
        receipts: int = 250,
        external_operations: int = 120,
        templates: int = 3,
        template_products: int = 40,
        offers: int = 25,
        products: int = 40,
        reviews: int = 30,
        sales: int = 60,
        seed: int = 1,
        token_lifetime: float = 7200.0,
        permissions: Collection[str] | None = None,
        denied_status: int = 200,
        response_as_string: bool = False,
        decimal_comma: bool = False,
        xml_encoding: str = "utf-8",
        bare_ampersand: bool = False,
        latency: float = 0.0,
        host: str = "127.0.0.1",
        port: int = 0,
        server: SellerServer | None = None,
        tls: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Prepare a seller; nothing listens yet."""
        self.seller_id = seller_id
        self.api_key = api_key
        seller = new_seller(
            sizes=Sizes(
                receipts=receipts,
                external_operations=external_operations,
                templates=templates,
                template_products=template_products,
                offers=offers,
                products=products,
                reviews=reviews,
                sales=sales,
            ),
            seed=seed,
            tokens=Tokens(seller_id, api_key, token_lifetime, clock),
            permissions=permissions,
            denied_status=denied_status,
            response_as_string=response_as_string,
        )
        style = XmlStyle(
            encoding=xml_encoding, decimal_comma=decimal_comma, bare_ampersand=bare_ampersand
        )
        calls = SellerCalls(server or SellerServer(), api_key)
        self._state = SandboxState(seller, clock, latency, calls, style)
        self._host = host
        self._port = port
        self._tls = tls
        self._server: ServerThread | None = None

    def __repr__(self) -> str:
        """Show the seller, and where it listens."""
        place = "not started" if self._server is None else self.url
        return f"<Sandbox of seller {self.seller_id}: {place}>"

    async def start(self) -> Self:
        """Start to listen, as ``async with`` does; then call `stop` in the end.

        Raises:
            OSError: The host or the port cannot be used.
            RuntimeError: It was started before; it serves only once.
        """
        # Shielded: a caller who is cancelled now still comes to `stop`.
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self.__enter__)
        return self

    async def stop(self) -> None:
        """Stop, whoever is still connected; a second time it does nothing."""
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self.__exit__, None, None, None)

    async def __aenter__(self) -> Self:
        """Start to listen."""
        return await self.start()

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    def __enter__(self) -> Self:
        """Start to listen, without an event loop: that blocks for some milliseconds."""
        if self._server is not None:
            message = "a sandbox can be started only once; create another Sandbox"
            raise RuntimeError(message)
        with certificate_files() if self._tls else nullcontext() as certificate:
            self._server = ServerThread(
                build(self._state, HANDLERS),
                self._state.connections,
                self._state.stopping,
                (self._host, self._port),
                on_stop=self._state.seller_calls.aclose,
                certificate=certificate,
            )
            self._server.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop, without an event loop."""
        if self._server is not None:
            self._server.stop()

    @property
    def url(self) -> str:
        """The origin to send requests to, without a slash at its end: ``http://127.0.0.1:49152``.

        With ``tls=True`` it begins with ``https://``. It is the one for this machine, also if the
        sandbox listens at all addresses.

        Raises:
            RuntimeError: The sandbox has not been started.
        """
        if self._server is None:
            message = (
                "a sandbox has no url before it is started; "
                "use: async with Sandbox() as box, or: await box.start()"
            )
            raise RuntimeError(message)
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{self._server.netloc}"

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        """A client's TLS context that trusts the sandbox's certificate, and no other.

        Pass it as ``verify=`` to the client, or to httpx.

        Raises:
            RuntimeError: The sandbox was made without ``tls=True``.
        """
        if not self._tls:
            message = "a sandbox without TLS has no ssl_context; create it with Sandbox(tls=True)"
            raise RuntimeError(message)
        return client_context()

    @property
    def requests(self) -> Counter[str]:
        """How many requests came so far, by operation (``box.requests["account.receipts"]``).

        Requests that met a fault or were refused count, sign-ins under ``"sign_in"``.
        """
        return self._state.log.requests

    @property
    def applied(self) -> Counter[str]:
        """How many changes were really made, by operation, whatever the caller was told of them.

        Successful sign-ins count under ``"sign_in"``; operations that only read are not here.
        """
        return self._state.log.applied

    @property
    def recorded(self) -> deque[Recorded]:
        """The last thousand requests, the oldest first, without their tokens."""
        return self._state.log.recorded

    @property
    def stock(self) -> Stock:
        """The seller's products as they are now."""
        return self._state.seller.stock

    @property
    def orders(self) -> Orders:
        """The seller's orders as they are now."""
        return self._state.seller.orders

    @property
    def seller_calls(self) -> deque[SellerCall]:
        """The last thousand calls to the seller's own server, the oldest first."""
        return self._state.seller_calls.made

    async def settle(self) -> None:
        """Wait until every call to the seller's own server was answered, or is not repeated.

        A call that was not answered is repeated after the delays of `SellerServer`.
        """
        # They are made in another thread, whose loop may be of another kind.
        while self._state.seller_calls.pending:  # noqa: ASYNC110 (an Event belongs to one loop)
            await anyio.sleep(_SETTLING)

    @property
    def connections(self) -> int:
        """How many connections were accepted so far."""
        return self._state.connections.accepted

    @property
    def latency(self) -> float:
        """Seconds before each answer; it can be set at any time."""
        return self._state.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._state.latency = seconds

    def expire_tokens(self) -> None:
        """Make all tokens that were issued so far invalid."""
        self._state.seller.tokens.expire()

    def sell(
        self,
        *,
        product_id: int | None = None,
        buyer: str = "buyer@example.com",
        quantity: int = 1,
        paid: datetime | None = None,
        options: Sequence[ChosenOption] = (),
        parameters: Mapping[str, str] | None = None,
    ) -> Order:
        """Let somebody buy: that makes an order with a unique code, a chat, and a receipt.

        What is sold is taken from the product's stock. Before that the seller's server is asked, if
        `SellerServer` or the product says so: for the quantity, if that server hands the goods
        over, and whether the options are good, if the product's precheck is on. That blocks for at
        most five seconds each, so a server that runs in the caller's own event loop cannot answer:
        then use ``await anyio.to_thread.run_sync(box.sell)``.

        Args:
            product_id: The product; None for the first one that is in stock.
            buyer: The buyer's e-mail address.
            quantity: How many pieces are bought.
            paid: When it was paid, on Moscow's clock if it names no zone; None for now. An earlier
                moment makes a sale that is told late.
            options: What the buyer chose or wrote for the product's options.
            parameters: The further parameters of the payment page.

        Returns:
            The order; ``order.unique_code`` is what the buyer got.

        Raises:
            ValueError: There is no such product, it is sold out, *quantity* is below 1 or above
                100,000, or the seller's server refuses the sale, or does not answer.
        """
        if paid is not None and paid.tzinfo is not None:
            paid = paid.astimezone(MOSCOW).replace(tzinfo=None)
        seller, calls, server = self._state.seller, self._calls, self._server
        purchase = selling.Purchase(
            product_id=product_id,
            buyer=buyer,
            quantity=quantity,
            paid=paid,
            options=tuple(options),
            parameters=dict(parameters or {}),
        )
        if server is None or calls is None:
            return self._change(
                lambda: selling.sell(seller, selling.item_of(seller, purchase), purchase)
            )
        return accepted(lambda: server.wait_for(buying.buy(seller, calls, purchase)))

    def refund(self, order: Order | int) -> None:
        """Give the buyer of the *order*, or of the one with this number, the money back."""
        self._change(partial(selling.refund, self._state.seller, number_of(order)))

    def write(self, order: Order | int, text: str) -> int:
        """Write to the seller as the buyer of the *order*, and return the message's id.

        Raises:
            ValueError: There is no such order, or the text is blank.
        """
        seller, invoice_id = self._state.seller, number_of(order)
        return self._change(lambda: buying.write(seller, self._calls, invoice_id, text)).id

    def confirm(self, order: Order | int) -> None:
        """Confirm the unique code as the buyer: the goods are what was promised."""
        self._change(partial(selling.confirm, self._state.seller, number_of(order)))

    def refute(self, order: Order | int) -> None:
        """Refute the unique code as the buyer: the goods are not what was promised."""
        self._change(partial(selling.refute, self._state.seller, number_of(order)))

    @property
    def _calls(self) -> SellerCalls | None:
        """What calls the seller's server; nothing does before and after the sandbox serves."""
        is_serving = self._server is not None and self._server.is_serving
        return self._state.seller_calls if is_serving else None

    def _change(self, change: Callable[[], T]) -> T:
        """Make a *change* between two requests."""
        server = self._server
        return accepted(change if server is None else partial(server.run, change))

    def inject(
        self,
        fault: Fault | str,
        *,
        operation: str | None = None,
        times: int = 1,
        **details: float | str | bool | None,
    ) -> None:
        """Let the next requests meet a fault; faults come in the order in which they are injected.

        Args:
            fault: What goes wrong, as a `Fault` or its value (``"server_error"``).
            operation: The operation whose requests meet it, such as ``"templates.create"``; None
                for any that it applies to, except ``"sign_in"``.
            times: How many requests meet it.
            **details: ``seconds`` for LATENCY, ``retry_after`` for TOO_MANY, ``status`` for
                SERVER_ERROR and SERVER_ERROR_AFTER, ``by`` and ``newest`` for SHRUNK.

        Raises:
            ValueError: The fault is not known, cannot happen to the operation, or does not take
                these details.
        """
        self._state.faults.add(fault, operation, times, details)


def accepted(act: Callable[[], T]) -> T:
    """Return what *act* gives; what the service refuses is a ValueError."""
    try:
        return act()
    except RefusedError as refusal:
        raise ValueError(refusal.english) from None


def number_of(order: Order | int) -> int:
    """Return the number of an *order*."""
    return order if isinstance(order, int) else order.invoice_id
