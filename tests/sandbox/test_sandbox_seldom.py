"""Paths of the sandbox that are seldom walked."""

import asyncio
from typing import Any
from unittest.mock import MagicMock

import httpx
import pytest

from digiseller_async.sandbox import ROUTES, Sandbox
from digiseller_async.sandbox._http import server
from digiseller_async.sandbox._http.app import Endpoint, SandboxState
from digiseller_async.sandbox._http.connections import ConnectionTracker
from digiseller_async.sandbox._http.delivery import until_gone


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("query", "said"),
    [({"priceMin": "cheap"}, "priceMin"), ({"inAffiliate": "perhaps"}, "inAffiliate")],
)
async def test_arguments_that_are_none(
    client: httpx.AsyncClient, query: dict[str, str], said: str
) -> None:
    """A filter that cannot be understood is refused by its name."""
    reply = await client.get("/api/templates/products", params={"templateId": "1", **query})

    assert reply.json()["retval"] == 1
    assert said in reply.text


@pytest.mark.asyncio
async def test_trouble_with_a_refused_list(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A list that is refused stays refused, whatever trouble with pages was asked for."""
    box.inject("empty_page_says_more", operation="templates.list")
    reply = await client.get("/api/templates", params={"count": "1000"})

    assert reply.json()["retval"] == 1


@pytest.mark.asyncio
async def test_latency_can_be_read() -> None:
    """What the latency is can be asked for, and set."""
    box = Sandbox(latency=0.5)
    box.latency = 0.25

    assert box.latency == 0.25


@pytest.mark.asyncio
async def test_waiting_for_a_client_to_leave() -> None:
    """Whatever else a client sends, only its leaving ends the wait."""
    messages = [{"type": "http.request"}, {"type": "http.disconnect"}, {"type": "never"}]

    async def receive() -> Any:
        return messages.pop(0)

    await until_gone(receive)

    assert messages == [{"type": "never"}]


@pytest.mark.asyncio
async def test_a_client_that_leaves_in_the_middle_of_its_body() -> None:
    """A request that was never whole is not counted, and gets no answer."""
    seller: Any = None  # never asked
    desk = SandboxState(seller=seller, clock=lambda: 0.0, latency=0.0)
    sent: list[object] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {"type": "http", "method": "GET", "headers": [], "query_string": b"", "path": "/"}
    await Endpoint(ROUTES[0], desk)(scope, receive, send)

    assert sent == []
    assert not desk.counts.requests


def test_breaking_what_is_not_connected() -> None:
    """Breaking or closing the connection of a client that has left does nothing."""
    wires = ConnectionTracker()
    wires.abort(("127.0.0.1", 1))
    wires.close(("127.0.0.1", 1))

    assert wires.accepted == 0


def test_a_server_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that never gets ready is told of, and can be stopped like any other."""
    monkeypatch.setattr(server, "LONG", 0.01)
    monkeypatch.setattr(server.Server, "run", MagicMock())
    app: Any = None  # never called
    serving: Any = server.Serving(app, ConnectionTracker(), asyncio.Event(), 0)

    with pytest.raises(RuntimeError, match="did not start"):
        serving.start()
    serving.stop()

    assert not serving._thread.is_alive()
