"""Hold what all requests to a running sandbox share."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.types import Message, Send

from .._state.seller import Seller
from .connections import ConnectionTracker
from .encoding import XmlStyle
from .faults import Fault, FaultQueue
from .outgoing.seller_calls import SellerCalls
from .uploads import Upload

MOST_RECORDED = 1000


@dataclass(frozen=True)
class Recorded:
    """One request as it came, its token apart.

    Attributes:
        operation: The operation that the method and the path belong to, as ``account.receipts``.
        method: The HTTP method.
        path: The path, without the query.
        query: Each argument of the query with all its values, as they were spelt.
        headers: The headers by their names in lower case.
        body: The body; of multipart/form-data its first 64 KiB.
        files: The files of a multipart/form-data body, measured and hashed.
    """

    operation: str
    method: str
    path: str
    query: Mapping[str, tuple[str, ...]]
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    files: tuple[Upload, ...] = ()


@dataclass(kw_only=True)
class Exchange:
    """One request, and what became of it so far.

    Attributes:
        request: The request.
        moment: When it came, as seconds since 1970.
        fault: The fault that it met.
        is_applied: Whether it changed something.
        status: The status of the answer; None while there is none.
    """

    request: Recorded
    moment: float
    fault: Fault | None = None
    is_applied: bool = False
    status: int | None = None

    def watching(self, send: Send) -> Send:
        """Return *send*, and keep the status of the answer that it sends."""

        async def send_and_keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            await send(message)

        return send_and_keep


@dataclass
class RequestLog:
    """Counts of requests and of their effects by operation, and the last requests."""

    requests: Counter[str] = field(default_factory=Counter[str])
    applied: Counter[str] = field(default_factory=Counter[str])
    recorded: deque[Recorded] = field(default_factory=lambda: deque[Recorded](maxlen=MOST_RECORDED))
    exchanges: deque[Exchange] = field(
        default_factory=lambda: deque[Exchange](maxlen=MOST_RECORDED)
    )

    def record(self, request: Recorded, moment: float) -> Exchange:
        """Count and keep the *request*."""
        self.requests[request.operation] += 1
        self.recorded.append(request)
        exchange = Exchange(request=request, moment=moment)
        self.exchanges.append(exchange)
        return exchange

    def apply(self, exchange: Exchange) -> None:
        """Count that the request changed something."""
        self.applied[exchange.request.operation] += 1
        exchange.is_applied = True


@dataclass
class SandboxState:
    """The seller, and what was asked of the sandbox and is planned for it."""

    seller: Seller
    clock: Callable[[], float]
    latency: float
    seller_calls: SellerCalls
    style: XmlStyle = field(default_factory=XmlStyle)
    faults: FaultQueue = field(default_factory=FaultQueue)
    log: RequestLog = field(default_factory=RequestLog)
    connections: ConnectionTracker = field(default_factory=ConnectionTracker)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
