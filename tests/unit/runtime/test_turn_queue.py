"""Which of the calls that wait a turn is given to."""

from __future__ import annotations

import math
from collections.abc import Sized
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from support.clocks import ManualClock

from digiseller_async import Digiseller, Rate
from digiseller_async._runtime.rate_limit import RateLimiter
from digiseller_async._runtime.turn_queue import TurnQueue

pytestmark = pytest.mark.anyio
NOW = 1000.0


@pytest.mark.parametrize(
    ("leaves_after", "durations", "chosen"),
    [
        ([math.inf, math.inf], [0.1], 0),
        ([0.1, 0.5], [], 0),
        ([0.1, 0.5, 0.9], [0.1], 1),
        ([0.1, 0.9, 0.5], [0.1], 1),
        ([0.1, 0.2, 0.3], [0.2], 0),
        ([0.1, math.inf], [60.0], 1),
        ([0.3, math.inf], [0.1, 0.1, 60.0], 0),
        ([0.3, math.inf], [60.0] * 9 + [0.1] * 5, 0),
    ],
)
async def test_choice(leaves_after: list[float], durations: list[float], chosen: int) -> None:
    """A turn goes to the first who will still be there after twice the median of the durations.

    If there is nobody, it goes to the first of all, so that none is lost.
    """
    queue = TurnQueue()
    places = [queue.enter(NOW + seconds) for seconds in leaves_after]
    for one in durations:
        queue.note_duration(one)
    queue.give_turn(NOW)

    assert [one.has_turn for one in places].index(True) == chosen
    assert len(queue) == len(places) - 1
    assert places[1 if chosen == 0 else 0].is_called.is_set()


async def test_leaving() -> None:
    """When the first leaves, the next one is called; one that has had its turn is gone already."""
    queue = TurnQueue()
    first, second = queue.enter(math.inf), queue.enter(math.inf)
    assert not second.is_called.is_set()
    queue.leave(first)
    assert second.is_called.is_set()
    queue.give_turn(NOW)
    queue.leave(second)

    assert len(queue) == 0


class SteppedClock(ManualClock):
    """A clock whose sleeps end when the test has let so much time go by."""

    async def sleep(self, seconds: float) -> None:
        """Wait until the time has come."""
        end = self.now() + seconds
        while self.now() < end - 1e-9:
            await anyio.lowlevel.checkpoint()


async def until_there_are(number: int, things: Sized) -> None:
    """Let other tasks run until there are so many *things*."""
    with anyio.fail_after(20):
        while len(things) != number:
            await anyio.lowlevel.checkpoint()


async def test_who_is_passed_over_keeps_the_place() -> None:
    """A call that a turn passed over takes the next one, if its caller is still there."""
    clock, gone = SteppedClock(), list[str]()
    limiter: Any = RateLimiter(Rate(calls=1, per=1.0), clock)
    limiter.note_duration(1.0)
    await limiter.wait()

    async def wait(name: str, patience: float) -> None:
        await limiter.wait(patience=patience)
        gone.append(name)

    async with anyio.create_task_group() as tasks:
        for number, (name, patience) in enumerate([("short", 1.5), ("long", 60.0)], 1):
            tasks.start_soon(wait, name, patience)
            await until_there_are(number, limiter._queue)
        for number in (1, 2):
            clock.advance(1.0)
            await until_there_are(number, gone)

    assert gone == ["long", "short"]


async def test_deadline_of_the_caller() -> None:
    """A turn passes over a call whose caller will not wait as long as the calls before took."""
    clock, answered = SteppedClock(), list[str]()

    def answer(_: httpx.Request) -> httpx.Response:
        clock.advance(600.0 if len(answered) == 1 else 0.0)
        return httpx.Response(200, json={"retval": 0, "content": {}})

    ds = Digiseller(
        token="TOKEN",
        rate=Rate(calls=1, per=1.0),
        transport=httpx.MockTransport(answer),
        clock=clock,
    )
    limiter: Any = vars(ds)["_pipeline"]._rate_limiter

    async def call(name: str, patience: float) -> None:
        with anyio.move_on_after(patience):
            await ds.account.balance()
            answered.append(name)

    async with ds, anyio.create_task_group() as tasks:
        await call("at once", math.inf)
        tasks.start_soon(call, "slow", math.inf)
        await until_there_are(1, limiter._queue)
        clock.advance(1.0)
        await until_there_are(2, answered)
        await call("at once", math.inf)
        for number, (name, patience) in enumerate([("short", 300.0), ("long", math.inf)], 1):
            tasks.start_soon(call, name, patience)
            await until_there_are(number, limiter._queue)
        for number in (4, 5):
            clock.advance(1.0)
            await until_there_are(number, answered)

    assert answered == ["at once", "slow", "at once", "long", "short"]
