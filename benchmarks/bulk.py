"""Measure what a journal adds to the CPU of a bulk run.

Each round adds texts to products of a sandbox twice, eight calls at once: without a journal and
with a new one. "sent" is on the disk before each call, because adding a text twice is wrong.
"""

import gc
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from digiseller_async import Digiseller, bulk

from ._result import Bound, Effort, Result, micro, ratios
from ._servers import KEY, SELLER, opened
from ._worker import Measured, Worker, serve_requests

CONCURRENCY = 8


def measure(effort: Effort) -> tuple[Result, ...]:
    """Measure runs with a journal and without, in turns."""
    calls = effort.pick(1_000, 300)
    found: list[Measured] = []
    sandbox, url = opened(10)
    with sandbox, Worker("bulk:sdk", url) as sdk:
        sdk.ask(calls=50)
        found += (sdk.ask(calls=calls) for _ in range(effort.rounds))
    plain = [one["plain"] for one in found]
    kept = [one["kept"] for one in found]
    longer = sum(one["kept_seconds"] for one in found) / sum(one["plain_seconds"] for one in found)
    result = Result.of_median(
        "bulk, journal",
        f"CPU of a call with a journal / without, {CONCURRENCY} at once",
        ratios(kept, plain),
        bound=Bound(value=1.15),
        notes=(
            f"{micro(kept)} / {micro(plain)} a call",
            f"such a run takes {longer:.2f} times as long",
        ),
    )
    return (result,)


async def sdk(url: str) -> None:
    """Add texts."""
    async with Digiseller(SELLER, KEY, base_url=url, rate=None) as ds:
        products = [one.id_goods for one in await ds.products.of_seller().limit(20).all()]

        async def add(calls: int, journal: Path | None) -> tuple[float, float]:
            """Return the CPU seconds of a call, and the seconds of all."""
            given = [
                {"product_id": products[number % 20], "texts": [f"KEY-{number}"]}
                for number in range(calls)
            ]
            gc.collect()
            began, cpu = perf_counter(), process_time()
            async with bulk(
                ds.content.add_text,
                given,
                key=lambda arguments: arguments["texts"][0],
                concurrency=CONCURRENCY,
                journal=journal,
            ) as run:
                async for outcome in run:
                    if outcome.error is not None:
                        raise outcome.error
            return (process_time() - cpu) / calls, perf_counter() - began

        async def measure(calls: int) -> Measured:
            with tempfile.TemporaryDirectory() as folder:
                plain, plain_seconds = await add(calls, None)
                kept, kept_seconds = await add(calls, Path(folder, "journal.jsonl"))
            return {
                "plain": plain,
                "plain_seconds": plain_seconds,
                "kept": kept,
                "kept_seconds": kept_seconds,
            }

        await serve_requests(measure)
