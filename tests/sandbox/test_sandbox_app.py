"""How an endpoint of the sandbox treats a client that leaves."""

from typing import Any

import pytest

from digiseller_async.sandbox import ROUTES
from digiseller_async.sandbox._http.app import Endpoint
from digiseller_async.sandbox._http.delivery import wait_for_disconnect
from digiseller_async.sandbox._http.outgoing.seller_calls import SellerCalls
from digiseller_async.sandbox._http.outgoing.seller_server import SellerServer
from digiseller_async.sandbox._http.sandbox_state import SandboxState


@pytest.mark.asyncio
async def test_waiting_for_a_client_to_leave() -> None:
    """Whatever else a client sends, only its leaving ends the wait."""
    messages = [{"type": "http.request"}, {"type": "http.disconnect"}, {"type": "never"}]

    async def receive() -> Any:
        return messages.pop(0)

    await wait_for_disconnect(receive)

    assert messages == [{"type": "never"}]


@pytest.mark.asyncio
async def test_a_client_that_leaves_in_the_middle_of_its_body() -> None:
    """A request that was never whole is not counted, and gets no answer."""
    seller: Any = None  # never asked
    handler: Any = None  # never called
    state = SandboxState(
        seller=seller,
        clock=lambda: 0.0,
        latency=0.0,
        seller_calls=SellerCalls(SellerServer(), "KEY"),
    )
    sent: list[object] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {"type": "http", "method": "GET", "headers": [], "query_string": b"", "path": "/"}
    await Endpoint(ROUTES[0], handler, state)(scope, receive, send)

    assert sent == []
    assert not state.log.requests
