"""Measure how much the client's resident memory grows while it reads a very long list.

The list is read by a plain ``async for`` over receipts, in a process of its own. The level is taken
at 10,000 receipts, and the growth goes to the highest that the kernel saw up to the end, so that no
peak is missed, not even inside a page. Linux only.
"""

import gc
import tracemalloc
from functools import partial
from pathlib import Path
from time import process_time

from digiseller_async import Digiseller

from ._result import Bound, Effort, Result
from ._servers import KEY, SELLER, opened
from ._worker import Measured, Worker, serve_requests

STATUS = Path("/proc/self/status")
LEVEL = 10_000
PAGE = 1000
TRACED = 60_000


def measure(effort: Effort) -> tuple[Result, ...]:
    """Walk the list three times (a quick run: once), each time in a new process."""
    receipts = effort.pick(1_000_000, 100_000)
    sandbox, url = opened(receipts)
    with sandbox:
        walks = [walked("resident", url) for _ in range(effort.pick(3, 1))]
        traced = walked("traced", url)["grown"] / 1024
    levels = ", ".join(f"{one['level'] / 1024:.1f}" for one in walks)
    pace = min(receipts / one["cpu"] for one in walks)
    return (
        Result.of_median(
            "memory",
            f"growth of resident memory from {LEVEL:,} to {receipts:,} receipts",
            [(one["peak"] - one["level"]) / 1024 for one in walks],
            bound=Bound(value=5.0),
            unit=" MiB",
            notes=(
                f"at {LEVEL:,}: {levels} MiB",
                f"Python's objects: {traced:+.1f} KiB from {LEVEL:,} to {TRACED:,} receipts",
                f"{pace:,.0f} receipts for a second of the client's CPU",
            ),
        ),
    )


def walked(how: str, url: str) -> Measured:
    """Walk the list in a new process."""
    with Worker(f"memory:{how}", url) as worker:
        return worker.ask()


async def resident(url: str) -> None:
    """Walk all of the list; note the resident memory, in KiB."""
    await serve_requests(partial(walk, url))


async def walk(url: str) -> Measured:
    """Return the level, the peak, and the CPU seconds of a walk."""
    level = count = 0
    began = process_time()
    async with client(url) as ds:
        async for _ in ds.account.receipts(page_size=PAGE):
            count += 1
            if count == LEVEL:
                level = kib("VmRSS")
    return {"level": level, "peak": kib("VmHWM"), "cpu": process_time() - began}


async def traced(url: str) -> None:
    """Walk a part of the list; note what Python's own objects take, in bytes."""

    async def measure() -> Measured:
        tracemalloc.start()
        held: list[int] = []
        count = 0
        async with client(url) as ds:
            async for _ in ds.account.receipts(page_size=PAGE).limit(TRACED):
                count += 1
                if count in (LEVEL, TRACED):
                    gc.collect()
                    held.append(tracemalloc.get_traced_memory()[0])
        return {"grown": held[1] - held[0]}

    await serve_requests(measure)


def client(url: str) -> Digiseller:
    """Return a client of the sandbox at *url*."""
    return Digiseller(SELLER, KEY, base_url=url, rate=None)


def kib(name: str) -> int:
    """Return a line of the kernel's word on this process."""
    lines = STATUS.read_text(encoding="ascii").splitlines()
    found = next(line for line in lines if line.startswith(f"{name}:"))
    return int(found.split()[1])
