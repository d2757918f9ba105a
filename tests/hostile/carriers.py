"""A client of the hostile service, over each thing that can carry its requests."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

import httpx

from digiseller_async import Digiseller, Retry

from .clock import Hurried

KEY = "KEY-SECRET"
CARRIERS = ("httpx", "aiohttp")


@asynccontextmanager
async def client(url: str, carrier: str = "httpx", **settings: Any) -> AsyncGenerator[Digiseller]:
    """Give an unpaced client that never really waits between attempts."""
    usual: dict[str, Any] = {
        "seller_id": 1,
        "api_key": KEY,
        "base_url": url,
        "retry": Retry(base=0.001, cap=0.002),
        "rate": None,
        "timeout": 20.0,
        "clock": Hurried(),
    }
    async with (
        transport_of(carrier) as transport,
        Digiseller(**(usual | settings), transport=transport) as ds,
    ):
        yield ds


def inside(ds: Digiseller) -> Any:
    """Return what is inside a client: its pipeline."""
    return vars(ds)["_pipeline"]


@asynccontextmanager
async def transport_of(carrier: str) -> AsyncGenerator[httpx.AsyncBaseTransport | None]:
    """Give what carries the requests: nothing of the user's for httpx."""
    if carrier == "httpx":
        yield None
        return
    async with import_module("httpx_aiohttp").AiohttpTransport(verify=False) as transport:
        yield transport
