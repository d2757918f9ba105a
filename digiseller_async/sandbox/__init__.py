"""Run a stateful fake of the service behind a real socket, for tests and for trying things out.

It is written from the service's documentation and imports nothing of the SDK, so that the two can
disagree. Its parts import in one direction: ``sandbox`` → ``_operations`` (what a call does) →
``_http`` (routes, bodies, faults, server) → ``_state`` (what a seller has).
"""

try:
    from ._http.faults import Fault
    from ._http.outgoing.seller_server import SellerCall, SellerServer
    from ._http.routes import ROUTES, Route
    from ._http.sandbox_state import Recorded
    from ._state.shop.orders import ChosenOption, Order
    from .sandbox import Sandbox
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn"):
        raise
    message = 'the sandbox needs an extra: pip install "digiseller-async[sandbox]"'
    raise ModuleNotFoundError(message, name=error.name) from None

__all__ = [
    "ROUTES",
    "ChosenOption",
    "Fault",
    "Order",
    "Recorded",
    "Route",
    "Sandbox",
    "SellerCall",
    "SellerServer",
]
