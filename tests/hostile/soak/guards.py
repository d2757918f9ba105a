"""Measure what the guards around an exchange cost: the same exchange with and without them."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from functools import partial
from statistics import median
from typing import Any

import httpx

from digiseller_async._wire import WireRequest

from ..process import HostileService
from ..transports import client, pipeline_of
from .figures import Figure, most

TARGET = "/api/templates/products?templateId=1&token=TOKEN-1"
ROUNDS = 9


async def run(service: HostileService, calls: int) -> list[Figure]:
    """Measure both in turns; return the difference."""
    service.behave("honest")
    async with client(service.url) as ds, httpx.AsyncHTTPTransport() as transport:
        await ds.sign_in()
        url = httpx.URL(service.url + TARGET)
        ways = (partial(guarded, pipeline_of(ds), service.url), partial(bare, transport, url))
        rounds = [[await cpu(way, calls) for way in ways] for _ in range(ROUNDS)]
    with_guards, without = (median(one) for one in zip(*rounds, strict=True))
    return [
        Figure("CPU of a bare exchange", "-", f"{without:.0f} µs", holds=True),
        most("guards' cost in CPU a call", 60, with_guards - without, " µs", 0),
    ]


async def guarded(pipeline: Any, url: str) -> None:
    """Call through the client's own transport, within a connection slot."""
    wire = WireRequest(method="GET", host=url, target=TARGET, headers={})
    async with pipeline._admission.slots():
        await pipeline._transport.send(wire, None, on_sent=_nothing)


async def bare(transport: httpx.AsyncHTTPTransport, url: httpx.URL) -> None:
    """Call through a connection of httpx."""
    response = await transport.handle_async_request(httpx.Request("GET", url))
    await response.aread()
    await response.aclose()


def _nothing() -> None:
    """Be told that the request is on its way."""


async def cpu(work: Callable[[], Awaitable[None]], times: int) -> float:
    """Return the microseconds of CPU that *work* takes once."""
    began = time.process_time()
    for _ in range(times):
        await work()
    return (time.process_time() - began) / times * 1e6
