"""Every kind of trouble meets every class of operation, over each carrier: one defined end."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from itertools import product
from typing import Any

import anyio
import pytest
from hostile.clock import Hurried
from hostile.behaviour import number_for
from hostile.faults import FAULTS
from hostile.means import ENDS, OK, Means
from hostile.operations import OPERATIONS, ended
from hostile.process import Hostile, Seen
from patience import QUICK

from digiseller_async import Digiseller

CARRIERS = [("asyncio", "httpx"), ("trio", "httpx"), ("asyncio", "aiohttp")]
CELLS = list(product(OPERATIONS, (False, True)))
LANES = {lane: serial for serial, lane in enumerate(CARRIERS)}
pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize(("anyio_backend", "carrier"), CARRIERS),
]


@pytest.fixture(scope="module")
def service() -> Iterator[Hostile]:
    """Start the hostile service."""
    with Hostile("coded") as running:
        yield running


@asynccontextmanager
async def client(
    url: str, carrier: str, *, timeout: float = 20.0
) -> AsyncGenerator[Digiseller, None]:
    """Give an impatient client, carried so."""
    settings: dict[str, Any] = {
        "seller_id": 1,
        "api_key": "KEY-SECRET",
        "base_url": url,
        "retry": QUICK,
        "rate": None,
        "timeout": timeout,
        "clock": Hurried(),
    }
    if carrier == "httpx":
        async with Digiseller(**settings) as ds:
            yield ds
        return
    carriers = pytest.importorskip("httpx_aiohttp")
    async with carriers.AiohttpTransport() as transport:
        async with Digiseller(**settings, transport=transport) as ds:
            yield ds


def contradictions(found: dict[int, str], seen: Seen, operation: str, number: int) -> list[str]:
    """Return what *seen* says against how the call with that number ended."""
    end, effects = found[number], seen.effects.get(number, 0)
    kind = OPERATIONS[operation].kind
    rules = {
        "it was done twice": kind == "adds" and effects > 1,
        "it ended well, and was not done": kind != "reads" and end == OK and not effects,
        "it says that it was not done, and it was": end.endswith(", no") and effects > 0,
        "it was sent more often than its retry says": seen.sends.get(number, 0) > QUICK.attempts,
    }
    return [f"{operation}: {what} ({end})" for what, broken in rules.items() if broken]


@pytest.mark.parametrize("name", FAULTS)
async def test_each_end(service: Hostile, name: str, anyio_backend: str, carrier: str) -> None:
    """A call that meets this trouble ends as the table says, and what it says of its effect holds."""
    fault = FAULTS[name]
    serial = LANES[anyio_backend, carrier] * 100
    timeout = 0.3 if Means.LATE in (fault.means, *fault.but.values()) else 20.0
    found: dict[int, str] = {}
    numbers: dict[tuple[str, bool], int] = {}

    async def call(operation: str, number: int) -> None:
        async with client(service.url, carrier, timeout=timeout) as ds:
            found[number] = await ended(ds, operation, number)

    async with anyio.create_task_group() as tasks:
        for place, (operation, always) in enumerate(CELLS):
            number = number_for(name, always=always, serial=serial + place)
            numbers[operation, always] = number
            tasks.start_soon(call, operation, number)

    seen = service.seen()
    unlike = {
        (operation, always): f"{found[number]}; expected: {expected}"
        for (operation, always), number in numbers.items()
        if found[number]
        != (expected := fault.ends(OPERATIONS[operation].kind, carrier).of(always=always))
    }
    assert not unlike
    assert not [
        one
        for (operation, _), number in numbers.items()
        for one in contradictions(found, seen, operation, number)
    ]
    assert seen.trapped == 0
