"""Sandboxes and signed-in visitors for the tests of the sandbox."""

import hashlib
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import count

import httpx
import pytest
import pytest_asyncio

from digiseller_async.sandbox import Sandbox

Visit = Callable[[Sandbox], AbstractAsyncContextManager[httpx.AsyncClient]]
TIMESTAMPS = count(1_700_000_000)


@asynccontextmanager
async def visiting(box: Sandbox) -> AsyncGenerator[httpx.AsyncClient, None]:
    """Lend a client whose requests carry a token."""
    tls = box.ssl_context if box.url.startswith("https:") else True
    async with httpx.AsyncClient(base_url=box.url, trust_env=False, verify=tls) as client:
        timestamp = next(TIMESTAMPS)
        sign = hashlib.sha256(f"{box.api_key}{timestamp}".encode()).hexdigest()
        body = {"seller_id": box.seller_id, "timestamp": timestamp, "sign": sign}
        reply = await client.post("/api/apilogin", json=body)
        client.params = httpx.QueryParams(token=reply.json()["token"])
        yield client


@pytest.fixture
def visit() -> Visit:
    """Return what signs in to a sandbox."""
    return visiting


@pytest_asyncio.fixture
async def box() -> AsyncGenerator[Sandbox, None]:
    """Run a sandbox with its usual sizes."""
    async with Sandbox(clock=lambda: 1_767_225_600.25) as running:
        yield running


@pytest_asyncio.fixture
async def client(box: Sandbox) -> AsyncGenerator[httpx.AsyncClient, None]:
    """Lend a client of that sandbox."""
    async with visiting(box) as signed_in:
        yield signed_in
