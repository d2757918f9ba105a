"""Serve the page: its views, and the forms that change something."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..._state.texts import RefusedError
from ..call import Arguments
from ..sandbox_state import SandboxState
from . import actions
from .guard import refusal
from .layout import respond
from .markup import element
from .views.faults import show_faults
from .views.order import show_order
from .views.orders import show_chats, show_orders
from .views.overview import show_overview
from .views.product import show_product
from .views.products import show_products
from .views.requests import show_requests
from .visit import Show, View, Visit

MOST_BYTES = 64 * 1024  # of a form
SEE_OTHER = 303
VIEWS: Mapping[str, Show] = {
    "/": show_overview,
    "/shop/products": show_products,
    "/shop/products/{product_id}": show_product,
    "/shop/orders": show_orders,
    "/shop/orders/{invoice_id}": show_order,
    "/shop/chats": show_chats,
    "/shop/requests": show_requests,
    "/shop/faults": show_faults,
}
# What each form does, and the view that shows why it could not be done.
ACTIONS: Mapping[str, tuple[actions.Act, Show]] = {
    "/shop/sell": (actions.sell, show_overview),
    "/shop/products/{product_id}/sell": (actions.sell_with_options, show_product),
    "/shop/orders/{invoice_id}/write": (actions.write, show_order),
    "/shop/orders/{invoice_id}/refund": (actions.refund, show_order),
    "/shop/orders/{invoice_id}/confirm": (actions.confirm, show_order),
    "/shop/orders/{invoice_id}/refute": (actions.refute, show_order),
    "/shop/inject": (actions.inject, show_faults),
    "/shop/expire": (actions.expire, show_faults),
}


def page_routes(state: SandboxState) -> list[Route]:
    """Return the routes of the page."""
    views = [
        Route(path, partial(show_view, state, view), methods=["GET"])
        for path, view in VIEWS.items()
    ]
    forms = [
        Route(path, partial(carry_out, state, act, view), methods=["POST"])
        for path, (act, view) in ACTIONS.items()
    ]
    return views + forms


async def show_view(state: SandboxState, show: Show, request: Request) -> Response:
    """Return the view."""
    visit = visit_of(state, request)
    refused = refusal("GET", request.headers)
    if refused is not None:
        return problem(visit, refused, 403)
    return shown(visit, show, 200)


async def carry_out(
    state: SandboxState, act: actions.Act, show: Show, request: Request
) -> Response:
    """Carry out a form, and go on to the view that it names."""
    visit = visit_of(state, request)
    refused = refusal("POST", request.headers)
    if refused is not None:
        return problem(visit, refused, 403)
    body = await received(request)
    if body is None:
        return problem(visit, f"The form has more than {MOST_BYTES // 1024} KiB.", 413)
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    visit = replace(visit, given=Arguments(pairs))
    try:
        return RedirectResponse(await act(visit), SEE_OTHER)
    except (RefusedError, ValueError) as error:
        return shown(replace(visit, problem=str(error)), show, 400)


def visit_of(state: SandboxState, request: Request) -> Visit:
    """Return what a view is made from."""
    # Not request.url, which cannot be read if the Host header is nonsense.
    return Visit(
        state=state,
        origin=f"{request.scope['scheme']}://{request.headers.get('host', '')}",
        path=request.scope["path"],
        path_params=request.path_params,
        query=Arguments(request.query_params.multi_items()),
    )


def shown(visit: Visit, show: Show, status: int) -> Response:
    """Return the view, or why there is none."""
    try:
        return respond(visit, show(visit), status)
    except RefusedError as error:
        return problem(visit, error.english, 404)


def problem(visit: Visit, text: str, status: int) -> Response:
    """Return a view that only says why there is no other."""
    back = element("p", element("a", "Go to the overview", href="/"))
    view = View(title="This did not work", content=back)
    return respond(replace(visit, problem=text), view, status)


async def received(request: Request) -> bytes | None:
    """Return the body of a form, or None if it is too long or does not come."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)
