"""Measure how long it takes to read 100 pages ahead, against the least time that it can take.

The sandbox answers after a twentieth of a second. The least time is that of 8 callers who know all
the page numbers beforehand, and ask for one after the other over the same client; a reader learns
from the first page how many there are.
"""

import asyncio
from collections.abc import Iterator
from time import perf_counter

from digiseller_async import Digiseller

from ._result import Bound, Effort, Result, ratios
from ._servers import KEY, SELLER, opened
from ._worker import Measured, Worker, serve_requests

LATENCY = 0.05
PAGES = 100
SIZE = 10
AHEAD = 8


def measure(effort: Effort) -> tuple[Result, ...]:
    """Read the list both ways in turns."""
    ahead: list[float] = []
    ideal: list[float] = []
    sandbox, url = opened(PAGES * SIZE, LATENCY)
    with sandbox, Worker("prefetch:worker", url) as worker:
        for _ in range(effort.rounds):
            ahead.append(worker.ask(ahead=1)["seconds"])
            ideal.append(worker.ask(ahead=0)["seconds"])
    middle = len(ahead) // 2
    return (
        Result.of_median(
            "prefetch",
            f"{PAGES} pages at {LATENCY * 1000:.0f} ms, prefetch(pages={AHEAD}) / ideal",
            ratios(ahead, ideal),
            bound=Bound(value=1.08),
            notes=(
                f"{sorted(ahead)[middle]:.3f} / {sorted(ideal)[middle]:.3f} s",
                f"{-(-PAGES // AHEAD) * LATENCY:.3f} s if nothing but the latency took time",
            ),
        ),
    )


async def worker(url: str) -> None:
    """Read ahead, or as callers who know the numbers."""
    async with Digiseller(SELLER, KEY, base_url=url, rate=None, max_connections=AHEAD) as ds:

        async def call(numbers: Iterator[int]) -> None:
            for number in numbers:
                await ds.account.receipts(page=number, page_size=SIZE).first_page()

        async def ideal() -> None:
            numbers = iter(range(1, PAGES + 1))
            await asyncio.gather(*(call(numbers) for _ in range(AHEAD)))

        async def read_ahead() -> None:
            async with ds.account.receipts(page_size=SIZE).prefetch(pages=AHEAD) as items:
                async for _ in items:
                    pass

        async def measure(ahead: int) -> Measured:
            began = perf_counter()
            await (read_ahead() if ahead else ideal())
            return {"seconds": perf_counter() - began}

        await ideal()  # opens the connections
        await serve_requests(measure)
