"""Clients of a sandbox, and what tests ask of the sandbox itself."""

from __future__ import annotations

from typing import Any

import anyio

from digiseller_async import Digiseller, Retry
from digiseller_async.sandbox import Sandbox

QUICK = Retry(base=0.001, cap=0.001)


def client_of(box: Sandbox, **settings: Any) -> Digiseller:
    """Return a client of the sandbox without a rate limit, and with short retry delays."""
    usual: dict[str, Any] = {
        "seller_id": box.seller_id,
        "api_key": box.api_key,
        "base_url": box.url,
        "rate": None,
        "retry": QUICK,
    }
    return Digiseller(**(usual | settings))


def open_connections(box: Sandbox) -> int:
    """Return how many connections the sandbox has open now."""
    state: Any = vars(box)["_state"]
    return len(state.connections._open)


def clear_faults(box: Sandbox) -> None:
    """Remove the injected faults that no request has met yet."""
    state: Any = vars(box)["_state"]
    state.faults._queue.clear()


async def wait_for_requests(box: Sandbox, operation: str, times: int = 1) -> None:
    """Wait until the sandbox, which runs in another thread, has had so many requests."""
    while box.requests[operation] < times:  # noqa: ASYNC110 (an Event belongs to one thread)
        await anyio.sleep(0.001)
