"""Measure the CPU of a typed page against the same page by plain httpx as dictionaries.

Both sides ask the same server for the same page of 10 receipts with 8 parameters, token included,
over httpx's own transport, and each may use 16 connections.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from functools import partial
from statistics import median
from time import process_time

import httpx

from digiseller_async import Digiseller

from ._result import Bound, Effort, Result, micro, ratios
from ._servers import RECEIPTS, started
from ._worker import Measured, Worker, serve_requests

CONNECTIONS = 16
CALLS = 30  # a turn
TOKEN = "A1B2C3D4E5F6A7B8C9D0E1F2A3B4C5D6E7F8A9B0C1D2E3F4"  # noqa: S105 (the server takes any)
QUERY = {
    "type": "product_sales",
    "currency": "WMR",
    "codeFilter": "hide_waiting_code_check",
    "start": "2026-01-01",
    "finish": "2026-11-01",
    "count": "10",
    "page": "1",
    "token": TOKEN,
}
Call = Callable[[], Awaitable[object]]

_BOUNDS = {1: 0.85, 10: 0.57}  # by the calls in flight


def measure(effort: Effort) -> tuple[Result, ...]:
    """Measure with 1 and with 10 calls in flight."""
    server, url = started(10)
    with server, Worker("page_cost:sdk", url) as sdk, Worker("page_cost:plain", url) as plain:
        return tuple(compared(effort, sdk, plain, at_once) for at_once in (1, 10))


def compared(effort: Effort, sdk: Worker, plain: Worker, at_once: int) -> Result:
    """Compare the two with so many calls *at_once*."""
    turns = effort.pick(15, 5)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(effort.rounds):
        # The median of short turns, because the machine's own pace changes from second to second.
        spent = [
            [worker.ask(calls=CALLS, at_once=at_once)["cpu"] for worker in (sdk, plain)]
            for _ in range(turns)
        ]
        ours.append(median(one for one, _ in spent))
        theirs.append(median(one for _, one in spent))
    return Result.of_median(
        f"page_cost, {at_once} in flight",
        "CPU of a typed page of 10 / of httpx get + json",
        ratios(ours, theirs),
        bound=Bound(value=_BOUNDS[at_once]),
        notes=(f"{micro(ours)} / {micro(theirs)} a call",),
    )


async def sdk(url: str) -> None:
    """Read typed pages."""
    async with Digiseller(
        token=TOKEN, base_url=url, rate=None, max_connections=CONNECTIONS
    ) as client:
        await serve_requests(partial(cost, partial(typed_page, client, 10)))


async def typed_page(client: Digiseller, size: int) -> object:
    """Read the first page of so many receipts."""
    receipts = client.account.receipts(
        types=["product_sales"],
        currency="WMR",
        code_filter="hide_waiting_code_check",
        start=dt.date(2026, 1, 1),
        finish=dt.date(2026, 11, 1),
        page_size=size,
    )
    return await receipts.first_page()


async def plain(url: str) -> None:
    """Read pages as httpx gives them."""
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    async with httpx.AsyncClient(base_url=url, limits=limits, trust_env=False) as client:

        async def call() -> object:
            reply = await client.get(RECEIPTS, params=QUERY)
            reply.raise_for_status()
            return reply.json()

        await serve_requests(partial(cost, call))


async def cost(call: Call, *, calls: int, at_once: int) -> Measured:
    """Return the CPU seconds of this process for one *call*, on average."""
    await repeated(call, at_once, at_once)
    began = process_time()
    await repeated(call, calls, at_once)
    return {"cpu": (process_time() - began) / calls}


async def repeated(call: Call, calls: int, at_once: int) -> None:
    """Make so many *calls*, so many of them *at_once*."""

    async def several() -> None:
        for _ in range(calls // at_once):
            await call()

    if at_once == 1:
        await several()
    else:
        await asyncio.gather(*(several() for _ in range(at_once)))
