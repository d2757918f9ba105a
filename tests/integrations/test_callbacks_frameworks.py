"""The callbacks' application mounts into the real frameworks, and serves real sockets.

Each of them is run by uvicorn, alone and below a path, and is called as the service calls.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import fastapi
import httpx
import litestar
import pytest
import uvicorn
from litestar.handlers import asgi
from litestar.types import Receive, Scope, Send
from starlette.applications import Starlette
from starlette.routing import Mount

from digiseller_async import callbacks

PASSWORD, SECRET = "5EC12E7-password", "5EC12E7-form"
SIGN = hashlib.sha256(b"5ec12e7-password;1000;77").hexdigest()
SALE = {"ID_I": "1000", "ID_D": "77", "Agent": "Ж", "SHA256": SIGN}
SIGN2 = hashlib.sha256(b"77:1000:5EC12E7-form").hexdigest()
DELIVERY = {"id": "77", "inv": "1000", "sign2": SIGN2}
Mounting = Callable[[callbacks.App], Any]


def in_fastapi(app: callbacks.App) -> fastapi.FastAPI:
    """Mount the application into FastAPI."""
    outer = fastapi.FastAPI()
    outer.mount("/digiseller", app)
    return outer


def in_starlette(app: callbacks.App) -> Starlette:
    """Mount the application into Starlette."""
    return Starlette(routes=[Mount("/digiseller", app=app)])


def in_litestar(app: callbacks.App) -> litestar.Litestar:
    """Mount the application into Litestar."""

    @asgi("/digiseller", is_mount=True, copy_scope=True)
    async def mounted(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)  # type: ignore[arg-type]

    return litestar.Litestar([mounted], openapi_config=None)


def nested(app: callbacks.App) -> Starlette:
    """Mount the application below two paths."""
    return Starlette(routes=[Mount("/digiseller", routes=[Mount("/hooks", app=app)])])


def alone(app: callbacks.App) -> callbacks.App:
    """Serve the application itself."""
    return app


EACH_FRAMEWORK = pytest.mark.parametrize(
    ("mounting", "prefix"),
    [
        (alone, ""),
        (in_fastapi, "/digiseller"),
        (in_starlette, "/digiseller"),
        (in_litestar, "/digiseller"),
        (nested, "/digiseller/hooks"),
    ],
)


@asynccontextmanager
async def serving(app: Any, prefix: str) -> AsyncGenerator[httpx.AsyncClient, None]:
    """Serve *app* on a socket, and give a client of it."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # whoever connects waits until the server has started
        port = listening.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        task = asyncio.create_task(server.serve(sockets=[listening]))
        base_url = f"http://127.0.0.1:{port}{prefix}"
        async with httpx.AsyncClient(base_url=base_url, trust_env=False) as client:
            yield client
        server.should_exit = True
        await task


class Seller:
    """The seller's side: handlers that note each call."""

    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.app = callbacks.App(
            password=PASSWORD,
            secret=SECRET,
            on_sale=self.note,
            on_delivery=self.hand_over,
            on_precheck=self.note,
        )

    def note(self, request: Any) -> None:
        """Note a call."""
        self.calls.append(request)

    async def hand_over(self, request: callbacks.DeliveryRequest) -> str:
        """Hand over a key."""
        self.calls.append(request)
        return f"key {len(self.calls)}"


@pytest.mark.asyncio
@EACH_FRAMEWORK
async def test_calls(mounting: Mounting, prefix: str) -> None:
    """Each kind of call reaches its handler, and is answered as the service expects."""
    seller = Seller()
    async with serving(mounting(seller.app), prefix) as client:
        by_query = await client.get("/sale", params=SALE)
        by_form = await client.post("/sale", data=SALE)
        by_json = await client.post("/sale", json=SALE)
        delivered = [await client.post("/delivery", json=DELIVERY) for _ in range(2)]
        checked = await client.post(
            "/precheck",
            content=b'<request><product id="7"/></request>',
            headers={"content-type": "text/xml"},
        )

    assert [one.status_code for one in (by_query, by_form, by_json)] == [200] * 3
    assert [one.agent for one in seller.calls[:3]] == ["Ж"] * 3
    expected = {"id": "77", "inv": "1000", "goods": "key 4", "error": ""}
    assert [one.json() for one in delivered] == [expected] * 2
    assert checked.text.endswith("<response><error></error></response>")
    assert len(seller.calls) == 5


@pytest.mark.asyncio
@EACH_FRAMEWORK
async def test_refused_calls(mounting: Mounting, prefix: str) -> None:
    """What is not signed, too large, or elsewhere reaches no handler."""
    seller = Seller()
    async with serving(mounting(seller.app), prefix) as client:
        unsigned = await client.post("/sale", json={**SALE, "SHA256": "0"})
        too_large = await client.post("/sale", content=json.dumps(SALE) + " " * 2**21)
        elsewhere = await client.post("/message", json={"DebateId": 1})
        other_method = await client.head("/delivery")

    found = [one.status_code for one in (unsigned, too_large, elsewhere, other_method)]
    assert found == [403, 400, 404, 405]
    assert other_method.headers["allow"] == "POST"
    assert seller.calls == []


@pytest.mark.asyncio
async def test_under_any_framework() -> None:
    """A route of one's own hands a request over to the application, whatever the framework."""
    seller = Seller()
    outer = fastapi.FastAPI()

    @outer.post("/hooks/{name}")
    async def hook(name: str, request: fastapi.Request) -> fastapi.Response:
        answer = await seller.app.handle(
            *(request.method, f"/{name}", request.url.query, request.headers),
            await request.body(),
        )
        return fastapi.Response(answer.body, answer.status, dict(answer.headers))

    async with serving(outer, "/hooks") as client:
        delivered = await client.post("/delivery", json=DELIVERY)

    assert delivered.json()["goods"] == "key 1"
    assert delivered.headers["content-type"] == "application/json; charset=utf-8"
