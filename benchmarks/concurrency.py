"""Measure the throughput of 100 callers on 16 connections, and the connections they open.

The sandbox answers after a twentieth of a second. What 16 connections can carry is measured beside
it: 16 callers of plain httpx, each with a connection of its own. Each round has new clients; the
connections are counted from a client's first call, and the time from when all callers have had a
page.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from time import perf_counter

import httpx

from digiseller_async import Digiseller

from ._result import Bound, Effort, Result, ratios
from ._servers import KEY, RECEIPTS, SELLER, connections, opened, sign_in
from ._worker import Measured, Worker, serve_requests

LATENCY = 0.05
CONNECTIONS = 16
CALLERS = 100
QUERY = {"page": "1", "count": "10"}


def measure(effort: Effort) -> tuple[Result, ...]:
    """Measure 100 callers of the package, and 16 of httpx, in turns."""
    calls = effort.pick(800, 400)
    sandbox, url = opened(250, LATENCY)
    paces: dict[str, list[float]] = {"sdk": [], "plain": []}
    new: list[float] = []
    token = sign_in(url)
    with (
        sandbox,
        Worker("concurrency:sdk", url) as sdk,
        Worker("concurrency:plain", url, token) as plain,
    ):
        for _ in range(effort.rounds):
            before = connections(url)
            paces["sdk"].append(calls / sdk.ask(calls=calls, callers=CALLERS)["seconds"])
            new.append(connections(url) - before - 1 - CONNECTIONS)
            paces["plain"].append(calls / plain.ask(calls=calls, callers=CONNECTIONS)["seconds"])
    return (fresh(new), carried(paces["sdk"], paces["plain"]))


def fresh(new: list[float]) -> Result:
    """Judge the new connections by the worst round."""
    return Result(
        name="concurrency, connections",
        claim=f"new connections of {CALLERS} callers after the first {CONNECTIONS}",
        value=max(new),
        low=min(new),
        high=max(new),
        rounds=len(new),
        bound=Bound(value=0),
        unit="",
    )


def carried(ours: list[float], theirs: list[float]) -> Result:
    """Judge the pace by what the connections can carry."""
    most = CONNECTIONS / LATENCY
    middle = len(ours) // 2
    return Result.of_median(
        "concurrency, throughput",
        f"{CALLERS} callers / 16 callers of httpx on {CONNECTIONS} connections",
        ratios(ours, theirs),
        bound=Bound(value=0.90, least=True),
        notes=(
            f"{sorted(ours)[middle]:.0f} / {sorted(theirs)[middle]:.0f} calls a second",
            f"{most:.0f} if nothing but the latency took time",
        ),
    )


async def sdk(url: str) -> None:
    """Call through the package."""

    async def measure(calls: int, callers: int) -> Measured:
        async with Digiseller(
            SELLER, KEY, base_url=url, rate=None, max_connections=CONNECTIONS
        ) as ds:

            async def call() -> object:
                return await ds.account.receipts(page_size=10).first_page()

            return await timed(call, calls, callers)

    await serve_requests(measure)


async def plain(url: str, token: str) -> None:
    """Call through httpx."""
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    query = {**QUERY, "token": token}

    async def measure(calls: int, callers: int) -> Measured:
        async with httpx.AsyncClient(base_url=url, limits=limits, trust_env=False) as client:

            async def call() -> object:
                reply = await client.get(RECEIPTS, params=query)
                return reply.raise_for_status().json()

            return await timed(call, calls, callers)

    await serve_requests(measure)


async def timed(call: Callable[[], Awaitable[object]], calls: int, callers: int) -> Measured:
    """Return the seconds for so many *calls* of so many *callers* at once, after one each."""

    async def several(times: int) -> None:
        for _ in range(times):
            await call()

    for times in (1, calls // callers):
        began = perf_counter()
        await asyncio.gather(*map(partial(several), [times] * callers))
    return {"seconds": perf_counter() - began}
