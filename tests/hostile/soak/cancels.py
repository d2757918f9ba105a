"""Thousands of calls that their callers give up, in four ways, at any moment of a call."""

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

from ..carriers import client, inside
from ..means import OK
from ..operations import OPERATIONS, ended
from ..process import Hostile
from .figures import Figure, most, none_of

CALLERS, PLACES = 40, 16
Call = Callable[[], Awaitable[object]]


async def by_timeout(call: Call, seconds: float) -> bool:
    """Give up by ``asyncio.timeout``."""
    try:
        async with asyncio.timeout(seconds):
            await call()
    except TimeoutError:
        return True
    return False


async def by_task(call: Call, seconds: float) -> bool:
    """Give up by cancelling the task."""
    task = asyncio.ensure_future(call())
    await asyncio.sleep(seconds)
    task.cancel()
    await asyncio.wait((task,))
    return task.cancelled()


async def by_scope(call: Call, seconds: float) -> bool:
    """Give up by a scope of anyio's."""
    with anyio.move_on_after(seconds) as scope:
        await call()
    return scope.cancelled_caught


async def by_group(call: Call, seconds: float) -> bool:
    """Give up because another task of the group ended it."""
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


async def run(service: Hostile, cancels: int, carrier: str = "httpx") -> list[Figure]:
    """Let so many calls be given up; return what was lost, and how the next calls fared."""
    service.behave("honest")
    tasks, sockets = open_tasks(), open_sockets()
    async with client(service.url, carrier, max_connections=PLACES) as ds:
        await ds.sign_in()
        given_up = await give_up(ds, cancels)
        left_tasks = open_tasks() - tasks
        left_sockets = open_sockets() - sockets
        slots = inside(ds)._admission.slots().value
        good, seconds = await next_ones(ds)
    await asyncio.sleep(0)
    kept = open_sockets() - sockets
    name = f"{cancels:,} cancels in 4 ways over {carrier}"
    return [
        Figure(f"{name}: calls that were given up midway", "-", f"{given_up:,}", holds=True),
        most(f"{name}: slots lost", 0, PLACES - slots, digits=0),
        most(f"{name}: tasks lost", 0, left_tasks, digits=0),
        most(f"{name}: sockets more than places", 0, max(0, left_sockets - PLACES), digits=0),
        most(f"{name}: sockets after the client was closed", 0, kept, digits=0),
        none_of(f"{name}: next 60 calls that failed", good),
        most(f"{name}: the next 60 calls", 1, seconds, " s"),
    ]


async def give_up(ds: Digiseller, cancels: int) -> int:
    """Start calls and give them up, some dozens at a time."""
    numbers, ways, found = iter(range(1, cancels + 1)), cycle(WAYS), [0]
    dice, names = Random(3), cycle(OPERATIONS)  # noqa: S311 (no secret)

    async def caller() -> None:
        for number in numbers:
            operation = next(names)
            call = lambda n=number, o=operation: ended(ds, o, n)  # noqa: E731
            given_up = await next(ways)(call, dice.random() * 0.03)
            found[0] += given_up

    async with anyio.create_task_group() as tasks:
        for _ in range(CALLERS):
            tasks.start_soon(caller)
    return found[0]


async def next_ones(ds: Digiseller) -> tuple[list[str], float]:
    """Make sixty calls at once; return how those ended that failed, and how long all took."""
    failed: list[str] = []

    async def call(number: int) -> None:
        end = await ended(ds, "reads", number)
        if end.words != OK:
            failed.append(end.words)

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
