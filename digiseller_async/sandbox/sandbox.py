"""Sizes and settings come in; a running sandbox with its URL, counts and troubles goes out."""

import time
from collections import Counter, deque
from collections.abc import Callable, Collection
from types import TracebackType
from typing import Self, cast

import anyio
import anyio.to_thread

from ._http.app import SandboxState, build
from ._http.counters import Recorded
from ._http.faults import Fault
from ._http.server import Serving
from ._http.xml_writer import Style
from ._state.seller import Sizes, settle
from ._state.stock import Stock
from ._state.tokens import Tokens


class Sandbox:
    """A seller's account behind a real socket on this machine.

    The data are functions of the seed, so a list of a million rows costs no memory.
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
        seed: int = 1,
        token_lifetime: float = 7200.0,
        permissions: Collection[str] | None = None,
        denied_status: int = 200,
        response_as_string: bool = False,
        decimal_comma: bool = False,
        xml_encoding: str = "utf-8",
        bare_ampersand: bool = False,
        latency: float = 0.0,
        port: int = 0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Prepare a seller; nothing listens yet."""
        self.seller_id = seller_id
        self.api_key = api_key
        seller = settle(
            sizes=Sizes(
                receipts=receipts,
                external_operations=external_operations,
                templates=templates,
                template_products=template_products,
                offers=offers,
                products=products,
                reviews=reviews,
            ),
            seed=seed,
            tokens=Tokens(seller_id, api_key, token_lifetime, clock),
            permissions=permissions,
            denied_status=denied_status,
            response_as_string=response_as_string,
        )
        style = Style(
            encoding=xml_encoding, decimal_comma=decimal_comma, bare_ampersand=bare_ampersand
        )
        self._desk = SandboxState(seller, clock, latency, style)
        self._port = port
        self._serving: Serving | None = None

    async def __aenter__(self) -> Self:
        """Start to listen, for the first and only time."""
        if self._serving is not None:
            message = "a sandbox is entered once"
            raise RuntimeError(message)
        serving = Serving(build(self._desk), self._desk.wires, self._desk.stopping, self._port)
        self._serving = serving
        # Shielded: a caller who is cancelled now still comes to __aexit__.
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(serving.start)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop, whoever is still connected."""
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(cast("Serving", self._serving).stop)

    @property
    def url(self) -> str:
        """The origin to send requests to, without a slash at its end."""
        if self._serving is None:
            message = "the sandbox has no address before it is entered"
            raise RuntimeError(message)
        return f"http://127.0.0.1:{self._serving.port}"

    @property
    def requests(self) -> Counter[str]:
        """Requests by operation."""
        return self._desk.counts.requests

    @property
    def applied(self) -> Counter[str]:
        """Changes that really happened, and successful sign-ins, by operation."""
        return self._desk.counts.applied

    @property
    def recorded(self) -> deque[Recorded]:
        """The last thousand requests."""
        return self._desk.counts.recorded

    @property
    def stock(self) -> Stock:
        """The seller's products as they are now."""
        return self._desk.seller.stock

    @property
    def connections(self) -> int:
        """Connections accepted so far."""
        return self._desk.wires.accepted

    @property
    def latency(self) -> float:
        """Seconds before each answer."""
        return self._desk.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._desk.latency = seconds

    def expire_tokens(self) -> None:
        """Make all tokens invalid."""
        self._desk.seller.tokens.expire()

    def inject(
        self,
        kind: Fault | str,
        *,
        operation: str | None = None,
        times: int = 1,
        **details: float | str | bool | None,
    ) -> None:
        """Let the next *times* requests for the *operation*, or for any but sign-in, fail.

        LATENCY takes ``seconds``, TOO_MANY ``retry_after``, SERVER_ERROR and
        SERVER_ERROR_AFTER ``status``, SHRUNK ``by`` and ``newest``.
        """
        self._desk.troubles.add(kind, operation, times, details)
