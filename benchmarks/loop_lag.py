"""Measure how long another task on the loop waits while pages of 2,000 rows are read.

A ticker sleeps for a millisecond, again and again, and records how late it wakes: while pages are
read, and on an idle loop for comparison. On a machine that others use, a process also waits to be
scheduled; so beside the lateness on the clock stands the part that this process can have caused: no
more than the CPU that it spent during that sleep. The bound is for that part.

Most of what is left are the interpreter's full garbage collections, whose length depends on all
that the program has loaded. A second measurement has frozen that, as a service may do after its
start.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from functools import partial
from statistics import quantiles
from time import perf_counter, thread_time

from digiseller_async import Digiseller

from ._result import Bound, Effort, Result
from ._servers import KEY, SELLER, opened
from ._worker import Measured, Worker, serve_requests

TICK = 0.001
PAGE = 2000


def measure(effort: Effort) -> tuple[Result, ...]:
    """Walk and idle in turns."""
    pages = effort.pick(15, 5)
    sandbox, url = opened(pages * PAGE)
    claim = f"longest that pages of {PAGE:,} kept another task waiting"
    with sandbox, Worker("loop_lag:client", url) as worker:
        rounds = [worker.ask(pages=pages, freeze=False) for _ in range(effort.rounds)]
        frozen = [worker.ask(pages=pages, freeze=True) for _ in range(effort.rounds)]
    return (
        judged("loop_lag", claim, rounds),
        judged("loop_lag, gc.freeze()", f"{claim}; the start-up's objects frozen", frozen),
    )


def judged(name: str, claim: str, rounds: list[Measured]) -> Result:
    """Return the worst of *rounds*."""
    own = [one["walk"]["own"] for one in rounds]
    return Result(
        name=name,
        claim=claim,
        value=max(own),
        low=min(own),
        high=max(own),
        rounds=len(rounds),
        bound=Bound(value=15.0),
        unit=" ms",
        notes=(said("on the clock, walk", "walk", rounds), said("idle", "idle", rounds)),
    )


def said(name: str, kind: str, rounds: list[Measured]) -> str:
    """Say how late a ticker was on the clock."""
    worst = sorted(one[kind]["most"] for one in rounds)
    late = max(one[kind]["late"] for one in rounds)
    middle = worst[len(worst) // 2]
    return f"{name}: max {worst[-1]:.1f} (median round {middle:.1f}), p99 {late:.1f} ms"


async def client(url: str) -> None:
    """Walk and idle beside a ticker."""
    async with Digiseller(SELLER, KEY, base_url=url, rate=None) as ds:

        async def walk(pages: int) -> None:
            async for _ in ds.account.receipts(page_size=PAGE).limit(pages * PAGE):
                pass

        async def measure(pages: int, *, freeze: bool) -> Measured:
            await walk(1)
            if freeze:
                gc.freeze()
            began = perf_counter()
            beside_walk = await ticked(partial(walk, pages))
            beside_none = await ticked(partial(asyncio.sleep, perf_counter() - began))
            return {"walk": beside_walk, "idle": beside_none}

        await serve_requests(measure)


async def ticked(work: Callable[[], Awaitable[object]]) -> Measured:
    """Return, in milliseconds, how late a ticker was beside *work*."""
    late: list[float] = []
    own: list[float] = []
    ticker = asyncio.create_task(tick(late, own))
    await work()
    ticker.cancel()
    return {
        "most": max(late) * 1000,
        "late": quantiles(late, n=100)[-1] * 1000,
        "own": max(own) * 1000,
    }


async def tick(late: list[float], own: list[float]) -> None:
    """Note how late each sleep ends, and how much of that this process can have caused."""
    while True:
        due, spent = perf_counter() + TICK, thread_time()
        await asyncio.sleep(TICK)
        lateness = max(0.0, perf_counter() - due)
        late.append(lateness)
        own.append(min(lateness, thread_time() - spent))
