"""A call that leaves while it waits for its turn gives the turn back."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from support.clocks import ManualClock

from digiseller_async import (
    DeadlineError,
    Rate,
    RateLimitedError,
    ServiceError,
    UnavailableError,
)
from digiseller_async._runtime import rate_limit
from digiseller_async._runtime.rate_limit import RateLimiter

pytestmark = pytest.mark.anyio


class GatedClock(ManualClock):
    """A clock whose sleeps end when the test lets them; it records them."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Wait until the time has come."""
        self.slept.append(seconds)
        end = self.now() + seconds
        while self.now() < end - 1e-9:
            await anyio.lowlevel.checkpoint()


class Store:
    """Books a call every second."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.free_at = clock.now()
        self.booked = 0

    async def book(self, rate: Rate, *, within: float, burst: float) -> float:
        """Book the next second."""
        del rate, burst
        wait = max(0.0, self.free_at - self.clock.now())
        if wait > within:
            return wait
        self.booked += 1
        self.free_at = max(self.free_at, self.clock.now()) + 1.0
        return wait

    async def hold(self, seconds: float) -> None:
        """Do nothing: no test of this store asks for a pause."""


@pytest.mark.parametrize("stores", [0, 1])
async def test_crowd_that_leaves(stores: int) -> None:
    """After twenty callers that gave up, a lone call waits for one interval and not for 21."""
    clock = GatedClock()
    store = Store(clock) if stores else None
    limiter = RateLimiter(Rate(calls=1, per=1.0), clock, store)
    await limiter.wait()
    async with anyio.create_task_group() as crowd:
        for _ in range(20):
            crowd.start_soon(limiter.wait)
        for _ in range(5):
            await anyio.lowlevel.checkpoint()
        crowd.cancel_scope.cancel()
    start = clock.now()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(limiter.wait)
        for _ in range(5):
            await anyio.lowlevel.checkpoint()
        clock.advance(1.0)

    assert clock.now() - start == pytest.approx(1.0)
    assert clock.slept == pytest.approx([1.0, 1.0])
    if store is not None:
        assert store.booked == 2


async def test_next_in_the_queue() -> None:
    """When the first of the queue leaves, the next takes its turn, and not a later one."""
    clock = GatedClock()
    limiter = RateLimiter(Rate(calls=1, per=1.0), clock)
    await limiter.wait()
    start, gone = clock.now(), list[float]()

    async def wait() -> None:
        await limiter.wait()
        gone.append(clock.now() - start)

    async with anyio.create_task_group() as tasks:
        first = anyio.CancelScope()

        async def leave() -> None:
            with first:
                await wait()

        tasks.start_soon(leave)
        for _ in range(3):
            await anyio.lowlevel.checkpoint()
        tasks.start_soon(wait)
        clock.advance(0.5)
        first.cancel()
        for _ in range(5):
            await anyio.lowlevel.checkpoint()
        clock.advance(0.5)

    assert gone == pytest.approx([1.0])


async def test_old_turn_is_not_kept() -> None:
    """A booked turn that nobody used within a period is not used any more."""
    clock = GatedClock()
    store = Store(clock)
    limiter = RateLimiter(Rate(calls=1, per=1.0), clock, store)

    async def leave(after: float) -> None:
        store.free_at = clock.now() + 5.0
        async with anyio.create_task_group() as crowd:
            crowd.start_soon(limiter.wait)
            for _ in range(5):
                await anyio.lowlevel.checkpoint()
            crowd.cancel_scope.cancel()
        clock.advance(after)

    await leave(5.5)
    await limiter.wait()
    assert store.booked == 1
    await leave(30.0)
    await limiter.wait()

    assert store.booked == 3


async def test_refused_turn() -> None:
    """A store books nothing for a call whose turn would come too late."""
    clock = ManualClock()
    store = Store(clock)
    limiter = RateLimiter(Rate(calls=1, per=1.0), clock, store)
    store.free_at += 5.0
    with pytest.raises(DeadlineError, match="would allow it in 5 s, but queue_timeout is 2 s"):
        await limiter.wait(2.0)

    assert store.booked == 0


def refuse(_: Rate) -> Any:
    """Be down."""
    raise ConnectionRefusedError


async def hang(_: Rate) -> Any:
    """Never answer."""
    await anyio.sleep_forever()


def lying(lie: Any) -> Callable[[Rate], Any]:
    """Return what gives *lie* in place of seconds."""
    return lambda _: lie


LIES: list[Any] = [math.nan, math.inf, -1.0, "1", None, True, 10**400]


@pytest.mark.parametrize("book", [refuse, hang, *map(lying, LIES)])
async def test_store_that_fails(
    book: Callable[[Rate], Any],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The client keeps to its own rate, logs it once, asks again after a minute, and heals."""
    monkeypatch.setattr(rate_limit, "_STORE_BOUND", 0.01)
    clock = ManualClock()
    store: Any = Store(clock)
    works, asked = store.book, list[Rate]()

    def broken(rate: Rate, **_: float) -> Any:
        asked.append(rate)
        return book(rate)

    store.book = broken
    limiter = RateLimiter(Rate(calls=1, per=1.0), clock, store)
    start = clock.now()
    for _ in range(4):
        await limiter.wait()
    assert clock.now() - start == pytest.approx(3.0)
    assert len(asked) == 1
    clock.advance(61.0)
    await limiter.wait()
    assert len(asked) == 2
    clock.advance(61.0)
    store.book = works
    await limiter.wait()

    assert store.booked == 1
    assert [one.levelname for one in caplog.records] == ["WARNING"]


@pytest.mark.parametrize(
    ("error", "held"),
    [
        (RateLimitedError("429", retry_after=7.0), [7.0]),
        (RateLimitedError("429", retry_after=700.0), [60.0]),
        (RateLimitedError("429"), []),
        (UnavailableError("503"), []),
    ],
)
async def test_pause_of_all(error: ServiceError, held: list[float]) -> None:
    """A pause that the service asks one for is told to the store, which holds all others."""
    told: list[float] = []

    class Holding(Store):
        async def hold(self, seconds: float) -> None:
            told.append(seconds)

    clock = ManualClock()
    await RateLimiter(Rate(), clock, Holding(clock)).hold(error)

    assert told == held


async def test_a_store_that_holds_nobody() -> None:
    """A store without a pause serves as well."""
    store: Any = object()
    error = RateLimitedError("429", retry_after=7.0)

    await RateLimiter(Rate(), ManualClock(), store).hold(error)
