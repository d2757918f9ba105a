"""Serve the control API: counts, health and faults, without a token."""

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from .._state.seller import Seller
from .faults import FaultQueue
from .sandbox_state import SandboxState
from .web_page.guard import is_of_another_site


def control_routes(state: SandboxState) -> list[Route]:
    """Return the routes of the control API."""

    async def show(_request: Request) -> JSONResponse:
        return JSONResponse(
            {
                "requests": dict(state.log.requests),
                "applied": dict(state.log.applied),
                "connections": state.connections.accepted,
                "seller_id": state.seller.tokens.seller_id,
                "sizes": sizes(state.seller),
                "faults": len(state.faults),
            }
        )

    async def be_healthy(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def inject(request: Request) -> JSONResponse:
        if is_of_another_site(request.headers):
            return JSONResponse({"error": "this was sent from another site"}, 403)
        try:
            add_fault(state.faults, await request.body())
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse({"faults": len(state.faults)})

    return [
        Route("/_sandbox", show, methods=["GET"]),
        Route("/_sandbox/health", be_healthy, methods=["GET"]),
        Route("/_sandbox/faults", inject, methods=["POST"]),
    ]


def add_fault(faults: FaultQueue, body: bytes) -> None:
    """Queue the fault that a JSON *body* describes."""
    details = msgspec.json.decode(body, type=dict[str, object])
    fault = msgspec.convert(details.pop("fault", None), str)
    operation = msgspec.convert(details.pop("operation", None), str | None)
    times = msgspec.convert(details.pop("times", 1), int)
    faults.add(fault, operation, times, details)


def sizes(seller: Seller) -> dict[str, int]:
    """Return how much the seller has now."""
    return {
        "receipts": len(seller.receipts),
        "external_operations": len(seller.external.rows),
        "templates": len(seller.templates),
        "template_products": seller.sizes.template_products,
        "offers": seller.sizes.offers,
        "products": len(seller.stock),
        "reviews": len(seller.reviews.rows),
        "sales": len(seller.orders),
    }
