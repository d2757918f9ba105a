"""A client whose requests get answers that a test writes down, and a sign-in if it has a key."""

from __future__ import annotations

from typing import Any

import httpx

from digiseller_async import Digiseller
from support.clients import QUICK
from support.clocks import RecordingClock

Reply = httpx.Response | type[Exception]
TOKEN = "TOKEN-OF-THE-TESTS"
SIGNED_IN = {
    "retval": 0,
    "token": TOKEN,
    "seller_id": 1,
    "valid_thru": "2036-01-01T00:00:00Z",
}


def respond(status: int = 200, body: object = None) -> httpx.Response:
    """Return a reply; without a *body* a successful one."""
    done: dict[str, object] = {"retval": 0, "content": {}}
    return httpx.Response(status, json=done if body is None else body)


class Answers(httpx.AsyncBaseTransport):
    """Gives these replies in turn, the last one for ever; a class of errors is raised."""

    def __init__(self, *replies: Reply) -> None:
        self.left = list(replies)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        del request
        reply = self.left.pop(0) if len(self.left) > 1 else self.left[0]
        if isinstance(reply, httpx.Response):
            return httpx.Response(reply.status_code, content=reply.content, headers=reply.headers)
        raise reply("broken")


def client_answered(*replies: Reply, **settings: Any) -> Digiseller:
    """Return a client without a rate limit whose requests get these *replies*."""
    usual: dict[str, Any] = {
        "token": TOKEN,
        "rate": None,
        "retry": QUICK,
        "clock": RecordingClock(),
        "random": lambda: 0.5,
        "transport": Answers(*replies),
    }
    return Digiseller(**(usual | settings))
