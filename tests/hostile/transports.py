"""Make clients of the hostile service over each transport."""

from __future__ import annotations

import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

import httpx
from support.clocks import InstantClock

from digiseller_async import Digiseller, Retry

from .handshake_faults import client_context

KEY = "KEY-SECRET"


@asynccontextmanager
async def client(
    url: str, transport_name: str = "httpx", **settings: Any
) -> AsyncGenerator[Digiseller]:
    """Give a client without a rate limit that does not wait between attempts."""
    usual: dict[str, Any] = {
        "verify": tls_of(url) if transport_name == "httpx" else None,
        "seller_id": 1,
        "api_key": KEY,
        "base_url": url,
        "retry": Retry(base=0.001, cap=0.002),
        "rate": None,
        "timeout": 20.0,
        "clock": InstantClock(),
    }
    async with (
        open_transport(transport_name, url) as transport,
        Digiseller(**(usual | settings), transport=transport) as ds,
    ):
        yield ds


def pipeline_of(ds: Digiseller) -> Any:
    """Return the internal pipeline of a client."""
    return vars(ds)["_pipeline"]


def tls_of(url: str) -> ssl.SSLContext | None:
    """Return a context that trusts the hostile service, where *url* needs one."""
    return client_context() if url.startswith("https:") else None


@asynccontextmanager
async def open_transport(
    transport_name: str, url: str
) -> AsyncGenerator[httpx.AsyncBaseTransport | None]:
    """Give the transport to pass to the client: ``None`` for the built-in one."""
    if transport_name == "httpx":
        yield None
        return
    if transport_name == "user's httpx":
        make: Any = httpx.AsyncHTTPTransport
    else:
        make = import_module("httpx_aiohttp").AiohttpTransport
    async with make(verify=tls_of(url) or False) as transport:
        yield transport
