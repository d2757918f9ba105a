"""Cancel thousands of calls in four ways, at any moment of a call."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable
from itertools import cycle
from pathlib import Path
from random import Random

import anyio

from digiseller_async import Digiseller

from ..expectations import OK
from ..operations import OPERATIONS, call_result
from ..process import HostileService
from ..transports import client, pipeline_of
from .figures import Figure, most, none_of

CALLERS, MAX_CONNECTIONS = 40, 16
Call = Callable[[], Awaitable[object]]


async def by_timeout(call: Call, seconds: float) -> bool:
    """Cancel by ``asyncio.timeout``."""
    try:
        async with asyncio.timeout(seconds):
            await call()
    except TimeoutError:
        return True
    return False


async def by_task(call: Call, seconds: float) -> bool:
    """Cancel the asyncio task."""
    task = asyncio.ensure_future(call())
    await asyncio.sleep(seconds)
    task.cancel()
    await asyncio.wait((task,))
    return task.cancelled()


async def by_scope(call: Call, seconds: float) -> bool:
    """Cancel by an anyio scope."""
    with anyio.move_on_after(seconds) as scope:
        await call()
    return scope.cancelled_caught


async def by_group(call: Call, seconds: float) -> bool:
    """Cancel by another task of the same task group."""
    ended_itself = False

    async def body() -> None:
        nonlocal ended_itself
        await call()
        ended_itself = True

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(body)
        await anyio.sleep(seconds)
        tasks.cancel_scope.cancel()
    return not ended_itself


WAYS = (by_timeout, by_task, by_scope, by_group)


async def run(service: HostileService, calls: int, transport_name: str = "httpx") -> list[Figure]:
    """Cancel so many calls; return what was lost, and how the next calls ended."""
    service.behave("honest")
    tasks, sockets = open_tasks(), open_sockets()
    async with client(service.url, transport_name, max_connections=MAX_CONNECTIONS) as ds:
        await ds.sign_in()
        cancelled = await cancel_calls(ds, calls)
        left_tasks = open_tasks() - tasks
        left_sockets = open_sockets() - sockets
        slots = pipeline_of(ds)._admission.slots().value
        good, seconds = await next_ones(ds)
    await asyncio.sleep(0)
    kept = open_sockets() - sockets
    name = f"{calls:,} calls cancelled in 4 ways over {transport_name}"
    return [
        Figure(f"{name}: calls that had not ended", "-", f"{cancelled:,}", holds=True),
        most(f"{name}: slots lost", 0, MAX_CONNECTIONS - slots, digits=0),
        most(f"{name}: tasks lost", 0, left_tasks, digits=0),
        most(
            f"{name}: sockets beyond max_connections",
            0,
            max(0, left_sockets - MAX_CONNECTIONS),
            digits=0,
        ),
        most(f"{name}: sockets after the client was closed", 0, kept, digits=0),
        none_of(f"{name}: next 60 calls that failed", good),
        most(f"{name}: the next 60 calls", 1, seconds, " s"),
    ]


async def cancel_calls(ds: Digiseller, calls: int) -> int:
    """Start calls and cancel them, some dozens at a time; return how many had not ended."""
    numbers, ways, found = iter(range(1, calls + 1)), cycle(WAYS), [0]
    random, names = Random(3), cycle(OPERATIONS)  # noqa: S311 (no secret)

    async def caller() -> None:
        for number in numbers:
            operation = next(names)
            call = lambda n=number, o=operation: call_result(ds, o, n)  # noqa: E731
            cancelled = await next(ways)(call, random.random() * 0.03)
            found[0] += cancelled

    async with anyio.create_task_group() as tasks:
        for _ in range(CALLERS):
            tasks.start_soon(caller)
    return found[0]


async def next_ones(ds: Digiseller) -> tuple[list[str], float]:
    """Make sixty calls at once; return how those ended that failed, and how long all took."""
    failed: list[str] = []

    async def call(number: int) -> None:
        end = await call_result(ds, "reads", number)
        if end.outcome != OK:
            failed.append(end.outcome)

    began = time.perf_counter()
    async with anyio.create_task_group() as tasks:
        for number in range(1_000_000, 1_000_060):
            tasks.start_soon(call, number)
    return failed, time.perf_counter() - began


def open_tasks() -> int:
    """Return how many tasks there are."""
    return len(asyncio.all_tasks())


def open_sockets() -> int:
    """Return how many sockets this process has open."""
    gc.collect()
    found = 0
    for one in Path("/proc/self/fd").iterdir():
        try:
            found += one.readlink().name.startswith("socket:")
        except OSError:  # it was the one that lists the others
            continue
    return found
