"""Pacing: what is booked, who waits, and for how long."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.clocks import ManualClock

from digiseller_async import ConfigurationError, Rate
from digiseller_async._runtime.rate_limit import RateLimiter, reserve


def moments(rate: Rate, arrivals: list[float]) -> list[float]:
    """Return when calls go that arrive so."""
    free_at = 0.0
    gone: list[float] = []
    for now in arrivals:
        wait, free_at = reserve(free_at, now, rate)
        gone.append(now + wait)
    return gone


RATES = st.builds(Rate, calls=st.integers(1, 20), per=st.sampled_from([0.5, 1.0, 60.0]))
ARRIVALS = st.lists(st.floats(0.0, 30.0), min_size=1, max_size=60).map(sorted)


@pytest.mark.parametrize(
    ("calls", "arrivals", "gone"),
    [
        (1, [10.0, 10.0, 10.0], [10.0, 11.0, 12.0]),
        (2, [10.0, 10.0, 10.0, 10.0], [10.0, 10.0, 10.5, 11.0]),
        (4, [10.0] * 6, [10.0, 10.0, 10.0, 10.0, 10.25, 10.5]),
        (2, [10.0, 10.0, 20.0, 20.0, 20.0], [10.0, 10.0, 20.0, 20.0, 20.5]),
        (2, [10.0, 10.5, 11.0, 11.5], [10.0, 10.5, 11.0, 11.5]),
    ],
)
def test_booking(calls: int, arrivals: list[float], gone: list[float]) -> None:
    """After a pause so many calls go at once, and then one a step."""
    assert moments(Rate(calls=calls, per=1.0), arrivals) == pytest.approx(gone)


@given(RATES, ARRIVALS)
def test_order_and_average(rate: Rate, arrivals: list[float]) -> None:
    """Nobody is let in before an earlier one, and n calls take n - calls steps at least."""
    gone = moments(rate, arrivals)
    step = rate.per / rate.calls

    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(gone))
    assert all(at >= came for came, at in zip(arrivals, gone, strict=True))
    for first in range(len(gone)):
        for last in range(first + rate.calls, len(gone)):
            calls = last - first + 1
            assert gone[last] - gone[first] >= (calls - rate.calls) * step - 1e-6


@given(RATES, st.floats(0.0, 1e6))
def test_no_needless_wait(rate: Rate, now: float) -> None:
    """The first calls after a pause, as many as the rate says, do not wait."""
    gone = moments(rate, [now] * rate.calls)

    assert gone == pytest.approx([now] * rate.calls)


def test_any_period() -> None:
    """After an idle pause *calls* go at once; no period sees more than twice as many."""
    gone = moments(Rate(calls=10, per=1.0), [5.0] * 40)

    assert sum(at == 5.0 for at in gone) == 10
    assert max(sum(start <= at < start + 1.0 for at in gone) for start in gone) <= 20
    assert gone[-1] == pytest.approx(5.0 + 3.0)


@pytest.mark.parametrize("wrong", [{"calls": 0}, {"calls": 2.0}, {"per": 0.0}, {"per": -1}])
def test_wrong_settings(wrong: dict[str, Any]) -> None:
    """A rate that makes no sense is refused by name."""
    with pytest.raises(ConfigurationError, match=f"Rate.{next(iter(wrong))} must be"):
        Rate(**wrong)


@pytest.mark.anyio
async def test_waiting() -> None:
    """A paced call waits as long as was booked; without a rate none waits."""
    clock = ManualClock()
    start = clock.now()
    limiter = RateLimiter(Rate(calls=2, per=1.0), clock)
    gone: list[float] = []
    for _ in range(4):
        await limiter.wait()
        gone.append(clock.now() - start)
    free = RateLimiter(None, clock)
    for _ in range(100):
        await free.wait()

    assert gone == pytest.approx([0.0, 0.0, 0.5, 1.0])
    assert clock.now() - start == pytest.approx(1.0)


@pytest.mark.anyio
async def test_waiting_together() -> None:
    """Calls that wait at the same time are booked one behind the other."""
    slept: list[float] = []

    class Clock(ManualClock):
        async def sleep(self, seconds: float) -> None:
            slept.append(seconds)
            await anyio.lowlevel.checkpoint()

    limiter = RateLimiter(Rate(calls=1, per=1.0), Clock())
    async with anyio.create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(limiter.wait)

    assert sorted(slept) == pytest.approx([1.0, 2.0, 3.0])


@pytest.mark.anyio
async def test_shared_rate() -> None:
    """With a store, the store books, and its wish is waited for."""

    class Store:
        def __init__(self) -> None:
            self.booked: list[Rate] = []

        async def book(self, rate: Rate, **_: float) -> float:
            self.booked.append(rate)
            return float(len(self.booked) - 1)

        async def hold(self, seconds: float) -> None:
            """Do nothing: no test of this store asks for a pause."""

    store, clock, rate = Store(), ManualClock(), Rate(calls=3, per=2.0)
    start = clock.now()
    limiters = [RateLimiter(rate, clock, store) for _ in range(2)]
    for limiter in (*limiters, *limiters):
        await limiter.wait()

    assert store.booked == [rate] * 4
    assert clock.now() - start == pytest.approx(0 + 1 + 2 + 3)
