"""Make many calls at once: a crowd, an outage, deadlines, a revoked token."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Iterator

import anyio

from digiseller_async import Digiseller

from ..expectations import OK
from ..operations import CallResult, call_result
from ..process import HostileService
from ..transports import client
from .figures import Figure, most, none_of

NAP = 0.001
RESERVE = 101
"""How many retries a client's budget allows when nothing succeeds any more."""


async def all_at_once(ds: Digiseller, numbers: range, operation: str = "reads") -> list[CallResult]:
    """Make all these calls at once."""
    found: list[CallResult] = []

    async def call(number: int) -> None:
        found.append(await call_result(ds, operation, number))

    async with anyio.create_task_group() as tasks:
        for number in numbers:
            tasks.start_soon(call, number)
    return found


async def ticked(work: Callable[[], Awaitable[object]]) -> float:
    """Return how late a ticker was at most beside *work*, in milliseconds.

    Only as far as this process can have caused it: others may have kept the machine busy.
    """
    late = [0.0]

    async def tick() -> None:
        while True:
            due, spent = time.perf_counter() + NAP, time.thread_time()
            await asyncio.sleep(NAP)
            late.append(min(time.perf_counter() - due, time.thread_time() - spent))

    ticker = asyncio.ensure_future(tick())
    await work()
    ticker.cancel()
    return max(late) * 1000


async def crowd(service: HostileService, calls: int) -> list[Figure]:
    """Let so many calls come at once."""
    service.behave("honest")
    found: list[CallResult] = []

    async def work() -> None:
        # The cheapest way to start them: what a task group takes for that is not the client's.
        found.extend(
            await asyncio.gather(*(call_result(ds, "reads", one + 1) for one in range(calls)))
        )

    async with client(service.url) as ds:
        await ds.sign_in()
        gc.collect()
        gc.freeze()  # what other parts have left is not this one's to search
        began = time.perf_counter()
        lag = await ticked(work)
        seconds = time.perf_counter() - began
        gc.unfreeze()
    name = f"{calls:,} calls at once"
    return [
        none_of(f"{name}: failed", bad(found)),
        most(f"{name}: loop lag", 100, lag, " ms", 0),
        most(f"{name}: in all", 8, seconds, " s"),
    ]


def bad(found: list[CallResult]) -> list[str]:
    """Return the ends that are not good."""
    return [one.outcome for one in found if one.outcome != OK]


async def outage(service: HostileService, calls: int, behaviour: str) -> list[Figure]:
    """Let so many calls meet a service that is gone or down, and then come back."""
    service.behave(*(["only", behaviour] if behaviour else ["honest"]))
    ends: list[CallResult] = []
    async with client(service.url) as ds:
        await ds.sign_in()
        if not behaviour:
            service.command(listen=False)
        await calls_of(ds, iter(range(1, calls + 1)), ends)
        sends = sum(one.error.attempts for one in ends if one.error is not None)
        service.command(listen=True)
        service.behave("honest")
        seconds = await until_good(ds)
    name = f"{calls:,} calls in an outage ({behaviour or 'connections refused'})"
    return [
        none_of(f"{name}: ended well", [one.outcome for one in ends if one.outcome == OK]),
        most(f"{name}: sends a call", max(1.05, 1 + RESERVE / calls), sends / calls, digits=3),
        most(f"{name}: until 99 % are good again", 10, seconds, " s"),
    ]


async def calls_of(ds: Digiseller, numbers: Iterator[int], ends: list[CallResult]) -> None:
    """Make these calls, a hundred at a time."""

    async def caller() -> None:
        for number in numbers:
            end = await call_result(ds, "reads", number)
            ends.append(end)

    async with anyio.create_task_group() as tasks:
        for _ in range(100):
            tasks.start_soon(caller)


async def until_good(ds: Digiseller) -> float:
    """Return after how many seconds 99 of 100 calls are good."""
    began = time.perf_counter()
    while len(bad(await all_at_once(ds, range(1, 101)))) > 1:
        if time.perf_counter() - began > 60:
            break
    return time.perf_counter() - began


async def deadlines(service: HostileService, calls: int) -> list[Figure]:
    """Let so many calls be slow, and see how far from their deadline they end."""
    service.behave("only", "slow_body")
    off: list[float] = []

    async def call(number: int) -> None:
        began = time.perf_counter()
        await call_result(view, "reads", number)
        off.append(abs(time.perf_counter() - began - 1.0) * 1000)

    async with client(service.url, max_connections=calls) as ds:
        await ds.sign_in()
        view = ds.with_options(timeout=1.0)
        async with anyio.create_task_group() as tasks:
            for number in range(1, calls + 1):
                tasks.start_soon(call, number)
    return [most(f"{calls} slow calls: ends off their deadline by", 100, max(off), " ms", 0)]


async def dead_token(service: HostileService, calls: int) -> list[Figure]:
    """Let so many calls meet a dead token; the first one is cancelled."""
    service.behave("honest")
    async with client(service.url) as ds:
        await ds.sign_in()
        service.command(revoke_tokens=True)
        before = service.observed().sign_ins
        first = asyncio.ensure_future(call_result(ds, "reads", 1))
        others = asyncio.ensure_future(all_at_once(ds, range(2, calls + 1)))
        while service.observed().sign_ins == before:  # noqa: ASYNC110 (it is another process)
            await asyncio.sleep(0)
        first.cancel()
        failed = bad(await others)
    sign_ins = service.observed().sign_ins - before
    name = f"{calls} calls meet a dead token"
    return [
        most(f"{name}: sign-ins", 1, sign_ins, digits=0),
        none_of(f"{name}: others that were harmed", failed),
    ]
