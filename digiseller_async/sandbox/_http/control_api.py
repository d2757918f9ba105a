"""A person's requests for counts or for trouble come in; small JSON documents go out."""

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from .._state.seller import Seller
from .connections import ConnectionTracker
from .counters import Counts
from .faults import FaultQueue


def by_hand(
    seller: Seller, troubles: FaultQueue, counts: Counts, wires: ConnectionTracker
) -> list[Route]:
    """Return the routes that need no token."""

    async def state(_request: Request) -> JSONResponse:
        return JSONResponse(
            {
                "requests": dict(counts.requests),
                "applied": dict(counts.applied),
                "connections": wires.accepted,
                "seller_id": seller.tokens.seller_id,
                "sizes": sizes(seller),
                "troubles": len(troubles),
            }
        )

    async def trouble(request: Request) -> JSONResponse:
        try:
            queue(troubles, await request.body())
        except (msgspec.DecodeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse({"troubles": len(troubles)})

    return [
        Route("/_sandbox", state, methods=["GET"]),
        Route("/_sandbox/faults", trouble, methods=["POST"]),
    ]


def queue(troubles: FaultQueue, body: bytes) -> None:
    """Queue the trouble that is in a JSON *body*."""
    details = msgspec.json.decode(body, type=dict[str, object])
    kind = msgspec.convert(details.pop("kind", None), str)
    operation = msgspec.convert(details.pop("operation", None), str | None)
    times = msgspec.convert(details.pop("times", 1), int)
    troubles.add(kind, operation, times, details)


def sizes(seller: Seller) -> dict[str, int]:
    """Return how much there is now."""
    return {
        "receipts": len(seller.receipts.rows),
        "external_operations": len(seller.external.rows),
        "templates": len(seller.templates),
        "template_products": seller.sizes.template_products,
        "offers": seller.sizes.offers,
        "products": len(seller.stock),
        "reviews": len(seller.reviews.rows),
    }
