"""Turn each HTTP request into a call of an operation, and its answer into a response."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route as HTTPRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .._state.seller import Seller
from .._state.texts import RefusedError
from .answers import UNAUTHORIZED, Answer, UnauthorizedError, denied, refused
from .call import Arguments, Call, Handler, Handlers, normalized
from .control_api import control_routes
from .delivery import BEFORE_EFFECT, deliver, wait_for_disconnect
from .encoding import encoder_for, negotiate
from .faults import Fault, PlannedFault
from .routes import ROUTES, Access, Route
from .sandbox_state import Exchange, Recorded, SandboxState
from .uploads import ReceivedBody, receive_body
from .web_page.routes import page_routes

# Its page asks for no Accept header, because its answer has no body.
WITHOUT_ACCEPT = frozenset({"templates.delete"})


def build(state: SandboxState, handlers: Handlers) -> ASGIApp:
    """Return the application that answers with these *handlers*."""
    endpoints = [
        HTTPRoute(
            route.path, Endpoint(route, handlers[route.operation], state), methods=[route.method]
        )
        for route in ROUTES
    ]
    routes = [*endpoints, *control_routes(state), *page_routes(state)]
    return with_date_header(Starlette(routes=routes), state.clock)


class Endpoint:
    """One operation as an ASGI application."""

    def __init__(self, route: Route, handler: Handler, state: SandboxState) -> None:
        """Serve the *route* by its *handler*."""
        self._route = route
        self._handler = handler
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Record the request, let it wait, and answer or inject a fault."""
        request = Request(scope, receive)
        try:
            body = await receive_body(request.stream(), request.headers.get("content-type", ""))
        except ClientDisconnect:
            return
        received = recorded(self._route, request, body)
        exchange = self._state.log.record(received, self._state.clock())
        planned = self._state.faults.take(self._route.operation)
        exchange.fault = None if planned is None else planned.fault
        if await self._stops_within(self._state.latency + injected_latency(planned)):
            await wait_for_disconnect(receive)
            return
        reply = self._reply(request, body, planned, exchange)
        await reply(scope, receive, exchange.watching(send))

    async def _stops_within(self, seconds: float) -> bool:
        """Wait, and tell if the sandbox stops meanwhile."""
        if seconds <= 0:
            return False
        try:
            return await asyncio.wait_for(self._state.stopping.wait(), seconds)
        except TimeoutError:
            return False

    def _reply(
        self,
        request: Request,
        body: ReceivedBody,
        planned: PlannedFault | None,
        exchange: Exchange,
    ) -> ASGIApp:
        """Return the reply, after the effect unless the fault comes before it."""
        state, operation = self._state, self._route.operation
        fault = None if planned is None else planned.fault
        if planned is not None and planned.fault in BEFORE_EFFECT:
            return BEFORE_EFFECT[planned.fault](planned.details, state.connections)
        accept = request.headers.get("accept", "")
        encoder = negotiate(accept, self._route.formats, state.style)
        if encoder is None and operation not in WITHOUT_ACCEPT:
            return Response("Not Acceptable: JSON and XML only", 406)
        if planned is not None and planned.fault is Fault.SHRUNK:
            state.seller.shrink(operation, planned.details.by, newest=planned.details.newest)
        call = call_of(request, body, first_page=fault is Fault.REPEATED_PAGE)
        answer = authorized_answer(state.seller, self._route, self._handler, call)
        if answer.effect:
            state.log.apply(exchange)
        encoder = encoder or encoder_for("application/json", state.style)
        return deliver(answer, encoder, planned, state.connections)


def call_of(request: Request, body: ReceivedBody, *, first_page: bool) -> Call:
    """Return what the *request* asks for, or for the *first_page* of it."""
    arguments = Arguments(request.query_params.multi_items())
    return Call(
        arguments=arguments.replaced("page", "1") if first_page else arguments,
        path_params=request.path_params,
        content_type=request.headers.get("content-type", ""),
        received=body,
        first_page=first_page,
    )


def injected_latency(planned: PlannedFault | None) -> float:
    """Return for how many seconds a fault keeps the request waiting."""
    if planned is None or planned.fault is not Fault.LATENCY:
        return 0.0
    return planned.details.seconds


def recorded(route: Route, request: Request, body: ReceivedBody) -> Recorded:
    """Return the *request* as it is kept."""
    query: dict[str, tuple[str, ...]] = {}
    for name, value in request.query_params.multi_items():
        if normalized(name) != "token":
            query[name] = (*query.get(name, ()), value)
    return Recorded(
        operation=route.operation,
        method=request.method,
        path=request.url.path,
        query=query,
        headers=dict(request.headers),
        body=body.content,
        files=body.files_without_tails,
    )


def authorized_answer(seller: Seller, route: Route, handler: Handler, call: Call) -> Answer:
    """Return the answer to the *call*: token first, then permission, then the operation."""
    token = call.arguments.text("token")
    is_owner = seller.tokens.is_valid(token)
    if route.access is Access.TOKEN or (route.access is Access.OPTIONAL and token):
        if not is_owner:
            return UNAUTHORIZED
        if not seller.may(route.permission):
            return denied(str(route.permission), seller.denied_status)
    try:
        return handler(seller, replace(call, is_owner=is_owner))
    except RefusedError as refusal:
        return refused(refusal)
    except UnauthorizedError:
        return UNAUTHORIZED


def with_date_header(app: ASGIApp, clock: Callable[[], float]) -> ASGIApp:
    """Return the *app* with the clock's time in each response's ``Date`` header."""

    async def with_date(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_date(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["date"] = formatdate(clock(), usegmt=True)
            await send(message)

        await app(scope, receive, send_with_date)

    return with_date
