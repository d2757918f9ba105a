"""Cancelling a call, wherever it waits, leaves nothing behind and reports a possible effect."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import anyio
import pytest
from anyio.lowlevel import checkpoint
from support.await_points.points import (
    AWAIT_POINTS,
    AwaitPoint,
    Call,
    build_call,
    free_slots,
    pausing_client,
    prepare,
    running_exchanges,
    slots_taken,
)
from support.await_points.service import PausingService, serving
from support.await_points.sync_points import (
    SyncPoint,
    pause_at_connect,
    pause_between_slices,
)

from digiseller_async import Outcome

pytestmark = pytest.mark.anyio


async def by_scope(call: Call, sync_point: SyncPoint) -> None:
    """Cancel a scope around the call."""
    async with anyio.create_task_group() as tasks:
        scope = anyio.CancelScope()

        async def within() -> None:
            with scope:
                await call()

        tasks.start_soon(within)
        await sync_point.wait_until_paused()
        scope.cancel()
        await anyio.wait_all_tasks_blocked()
        sync_point.release()


async def by_deadline(call: Call, sync_point: SyncPoint) -> None:
    """Let the deadline of a scope around the call pass."""
    async with anyio.create_task_group() as tasks:
        scope = anyio.CancelScope()

        async def within() -> None:
            with scope:
                await call()

        tasks.start_soon(within)
        await sync_point.wait_until_paused()
        scope.deadline = anyio.current_time()
        while not scope.cancel_called:
            await checkpoint()
        await anyio.wait_all_tasks_blocked()
        sync_point.release()


async def by_group(call: Call, sync_point: SyncPoint) -> None:
    """Let another task of the same task group fail."""
    failing = anyio.Event()

    async def fail() -> None:
        failing.set()
        raise ZeroDivisionError

    async with anyio.create_task_group() as outer:

        async def both() -> None:
            with suppress(ExceptionGroup):
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(call)
                    await sync_point.wait_until_paused()
                    tasks.start_soon(fail)

        outer.start_soon(both)
        with anyio.fail_after(60):
            await failing.wait()
        for _ in range(5):
            await checkpoint()
        await anyio.wait_all_tasks_blocked()
        sync_point.release()


async def by_task(call: Call, sync_point: SyncPoint) -> None:
    """Cancel the asyncio task, twice."""
    task = asyncio.ensure_future(call())
    await sync_point.wait_until_paused()
    task.cancel()
    await checkpoint()
    task.cancel()
    await anyio.wait_all_tasks_blocked()
    sync_point.release()
    with suppress(asyncio.CancelledError):
        await task


async def by_timeout(call: Call, sync_point: SyncPoint) -> None:
    """Let an ``asyncio.timeout`` around the call expire."""
    limits: list[asyncio.Timeout] = []

    async def with_timeout() -> None:
        async with asyncio.timeout(None) as limit:
            limits.append(limit)
            await call()

    task = asyncio.create_task(with_timeout())
    await sync_point.wait_until_paused()
    limits[0].reschedule(asyncio.get_running_loop().time())
    for _ in range(5):
        await checkpoint()
    await anyio.wait_all_tasks_blocked()
    sync_point.release()
    with suppress(TimeoutError):
        await task


Pattern = Callable[[Call, SyncPoint], Awaitable[None]]
PATTERNS: list[Pattern] = [by_scope, by_deadline, by_group]
ASYNCIO_PATTERNS: list[Pattern] = [by_task, by_timeout]
BACKENDS_AND_PATTERNS = [
    pytest.param(backend, pattern, id=f"{backend}-{pattern.__name__}")
    for backend, patterns in (("asyncio", PATTERNS + ASYNCIO_PATTERNS), ("trio", PATTERNS))
    for pattern in patterns
]


async def record_end(call: Call, ends: list[str]) -> None:
    """Call, and note how that ended."""
    try:
        await call()
    except BaseException as error:
        ends.append(type(error).__name__)
        raise
    ends.append("answered")


@pytest.mark.parametrize(("anyio_backend", "pattern"), BACKENDS_AND_PATTERNS)
@pytest.mark.parametrize("point", AWAIT_POINTS.values(), ids=AWAIT_POINTS)
async def test_cancelled(
    point: AwaitPoint, pattern: Pattern, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cancelled call leaves nothing behind, and is reported if it may have taken effect."""
    sync_point, outcomes, ends = SyncPoint(), list[Outcome](), list[str]()
    pause_at_connect(sync_point, monkeypatch)
    pause_between_slices(sync_point, monkeypatch)
    service = PausingService(sync_point)
    async with serving(service) as url, pausing_client(url, sync_point, point, outcomes) as ds:
        await prepare(ds, service, point)
        sync_point.name = point.sync_point
        async with slots_taken(ds, full=point.setup == "full"):
            await pattern(
                partial(record_end, build_call(ds, point.operation, sync_point), ends), sync_point
            )

        assert ends in (["CancelledError"], ["Cancelled"])
        assert free_slots(ds) == 1
        with anyio.fail_after(20):
            for _ in range(3):
                await ds.account.balance()
        assert (free_slots(ds), running_exchanges(ds)) == (1, 0)
    reported = [(one.operation, one.cancelled, one.error) for one in outcomes]
    name = point.operation.partition(",")[0]
    assert reported == ([(name, True, None)] if point.is_reported else [])
    gc.collect()  # what was left open would warn
