"""The seller, the troubles and the counts come in; the ASGI application goes out."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route as Mounted
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .._operations.handlers import answer
from .._state.seller import Seller
from .call import Call
from .connections import ConnectionTracker
from .control_api import by_hand
from .counters import Counts, Recorded
from .dates import http_date
from .delivery import BEFORE, spoil, until_gone
from .encoding import choose, encoder
from .faults import Fault, FaultQueue, PlannedFault
from .query import Arguments, bare
from .route import Route
from .routes import ROUTES
from .uploads import Received
from .uploads import receive as received_from
from .xml_writer import Style

# Its page asks for no Accept header, because its answer has no body.
WITHOUT_ACCEPT = frozenset({"templates.delete"})


@dataclass
class SandboxState:
    """What all operations share."""

    seller: Seller
    clock: Callable[[], float]
    latency: float
    style: Style = field(default_factory=Style)
    troubles: FaultQueue = field(default_factory=FaultQueue)
    counts: Counts = field(default_factory=Counts)
    wires: ConnectionTracker = field(default_factory=ConnectionTracker)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)


def build(desk: SandboxState) -> ASGIApp:
    """Return the application for the *desk*."""
    doors = [Mounted(row.path, Endpoint(row, desk), methods=[row.method]) for row in ROUTES]
    hand = by_hand(desk.seller, desk.troubles, desk.counts, desk.wires)
    return dated(Starlette(routes=[*doors, *hand]), desk.clock)


class Endpoint:
    """One operation as an ASGI application."""

    def __init__(self, route: Route, desk: SandboxState) -> None:
        """Open the door of this *route*."""
        self._route = route
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Record the request, let it wait, and answer or make trouble."""
        request = Request(scope, receive)
        try:
            got = await received_from(request.stream(), request.headers.get("content-type", ""))
        except ClientDisconnect:
            return
        self._desk.counts.note(record(self._route, request, got))
        trouble = self._desk.troubles.take(self._route.operation)
        if await self._stops_within(self._desk.latency + delay(trouble)):
            await until_gone(receive)
            return
        reply = self._reply(request, got, trouble)
        await reply(scope, receive, send)

    async def _stops_within(self, seconds: float) -> bool:
        """Wait, and tell if the sandbox stops meanwhile."""
        if seconds <= 0:
            return False
        try:
            return await asyncio.wait_for(self._desk.stopping.wait(), seconds)
        except TimeoutError:
            return False

    def _reply(self, request: Request, got: Received, trouble: PlannedFault | None) -> ASGIApp:
        """Return the reply, after the effect unless the *trouble* comes before it."""
        desk, operation = self._desk, self._route.operation
        if trouble is not None and trouble.kind in BEFORE:
            return BEFORE[trouble.kind](trouble.details, desk.wires)
        accept = request.headers.get("accept", "")
        chosen = choose(accept, self._route.formats, desk.style)
        if chosen is None and operation not in WITHOUT_ACCEPT:
            return Response("Not Acceptable: JSON and XML only", 406)
        if trouble is not None and trouble.kind is Fault.SHRUNK:
            desk.seller.shrink(operation, trouble.details.by, newest=trouble.details.newest)
        is_repeated = trouble is not None and trouble.kind is Fault.REPEATED_PAGE
        answered = answer(desk.seller, self._route, call_of(request, got, first_page=is_repeated))
        if answered.effect:
            desk.counts.applied[operation] += 1
        return spoil(
            answered, chosen or encoder("application/json", desk.style), trouble, desk.wires
        )


def call_of(request: Request, got: Received, *, first_page: bool) -> Call:
    """Return what the *request* asks for, or for the *first_page* of it."""
    arguments = Arguments(request.query_params.multi_items())
    return Call(
        arguments=arguments.replaced("page", "1") if first_page else arguments,
        names=request.path_params,
        content_type=request.headers.get("content-type", ""),
        body=got.body,
        received=got,
        first_page=first_page,
    )


def delay(trouble: PlannedFault | None) -> float:
    """Return for how many seconds the *trouble* keeps the request waiting."""
    is_latency = trouble is not None and trouble.kind is Fault.LATENCY
    return trouble.details.seconds if trouble is not None and is_latency else 0.0


def record(route: Route, request: Request, got: Received) -> Recorded:
    """Return the *request* as it is kept."""
    query: dict[str, tuple[str, ...]] = {}
    for name, value in request.query_params.multi_items():
        if bare(name) != "token":
            query[name] = (*query.get(name, ()), value)
    return Recorded(
        operation=route.operation,
        method=request.method,
        path=request.url.path,
        query=query,
        headers=dict(request.headers),
        body=got.body,
        files=got.briefly,
    )


def dated(app: ASGIApp, clock: Callable[[], float]) -> ASGIApp:
    """Return the *app* with the clock's time in each response's ``Date`` header."""

    async def with_date(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["date"] = http_date(clock()).decode()
            await send(message)

        await app(scope, receive, send_dated)

    return with_date
