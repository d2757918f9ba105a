"""Pacing that adapts: slower when the service complains, slowly back, fair to all who wait."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import anyio
import anyio.lowlevel
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.clocks import ManualClock

from digiseller_async import (
    AccessDeniedError,
    DeadlineError,
    Digiseller,
    DigisellerError,
    Rate,
    RateLimitedError,
    RejectedError,
    Retry,
    ServiceError,
    UnavailableError,
)
from digiseller_async._runtime.rate_limit import RateLimiter, Slowdown, reserve

RATE = Rate(calls=4, per=1.0)
EMPTY: dict[str, object] = {"retval": 0, "content": {}}
LIMITED, OVERLOADED = RateLimitedError("429"), UnavailableError("503")


class Timeline(ManualClock):
    """A clock that somebody sets, and on which many sleep at once; they wake in order."""

    def __init__(self, now: float = 1000.0) -> None:
        super().__init__(now)
        self._asleep: list[tuple[float, int, anyio.Event]] = []

    async def sleep(self, seconds: float) -> None:
        """Sleep until the clock was set to that time."""
        event = anyio.Event()
        self._asleep.append((self.now() + seconds, len(self._asleep), event))
        self._asleep.sort(key=lambda one: one[0])
        await event.wait()

    async def run(self, seconds: float) -> None:
        """Let time go by, and wake those whose time has come."""
        end = self.now() + seconds
        await anyio.wait_all_tasks_blocked()
        while self._asleep and self._asleep[0][0] <= end:
            at, _, event = self._asleep.pop(0)
            self.advance(max(0.0, at - self.now()))
            event.set()
            await anyio.wait_all_tasks_blocked()
        self.advance(end - self.now())


class Callers:
    """Calls that wait for their turn, and when each of them got it."""

    def __init__(self, limiter: RateLimiter, clock: Timeline) -> None:
        self.limiter = limiter
        self.clock = clock
        self.gone: dict[int, float] = {}
        self._start = clock.now()

    async def call(self, number: int) -> None:
        """Wait for a turn, and note it."""
        await self.limiter.wait()
        self.gone[number] = self.clock.now() - self._start


def steps(limiter: RateLimiter, clock: ManualClock) -> Callable[[], float]:
    """Return what tells how long the next call has to wait, long after the last."""

    def step() -> float:
        clock.advance(1e6)
        now = clock.now()
        slowdown: Slowdown = vars(limiter)["_slowdown"]
        _, first = reserve(-math.inf, now, RATE, slowdown.factor)
        return first - now

    return step


@pytest.mark.parametrize(
    ("error", "most"),
    [
        (LIMITED, 16.0),
        (OVERLOADED, 4.0),
        (RejectedError("no"), 1.0),
        (AccessDeniedError("no"), 1.0),
        (ServiceError("404"), 1.0),
    ],
)
def test_slower(error: ServiceError, most: float) -> None:
    """Each complaint of the load halves the slowdown, down to a bound; a mere no does not."""
    slowdown, seen = Slowdown(), [1.0]
    for second in range(7):
        slowdown = slowdown.after_error(error, 10.0 * second, RATE)
        seen.append(slowdown.factor)

    assert seen == [min(most, 2.0**times) for times in range(8)]


def test_overload_does_not_quicken() -> None:
    """A client that goes slowly for the limit's sake goes no faster for an overload's."""
    slowdown = Slowdown(factor=16.0, since=0.0)

    assert slowdown.after_error(OVERLOADED, 100.0, RATE) == slowdown


@pytest.mark.parametrize(("apart", "factor"), [(0.0, 2.0), (0.99, 2.0), (1.0, 4.0)])
def test_one_complaint(apart: float, factor: float) -> None:
    """What comes within one period is one complaint, however many calls meet it."""
    slowdown = Slowdown()
    for _ in range(10):
        slowdown = slowdown.after_error(LIMITED, 50.0, RATE)
    slowdown = slowdown.after_error(LIMITED, 50.0 + apart, RATE)

    assert slowdown.factor == factor


def test_slow_recovery() -> None:
    """One complaint takes a dozen successes to forget; then the slowdown is what it was."""
    slowdown = Slowdown().after_error(LIMITED, 0.0, RATE)
    seen = [slowdown.factor]
    while slowdown.factor > 1.0:
        slowdown = slowdown.after_success()
        seen.append(slowdown.factor)

    assert 10 <= len(seen) <= 20
    assert all(1.0 <= later < earlier for earlier, later in pairwise(seen))
    assert slowdown.after_success().factor == 1.0


@given(
    factor=st.floats(1.0, 16.0, exclude_min=True),
    calls=st.integers(1, 20),
    count=st.integers(1, 30),
)
def test_no_burst_while_slow(factor: float, calls: int, count: int) -> None:
    """As long as the slowdown is slower than the rate, calls go one by one, so much apart."""
    rate, free_at, now = Rate(calls=calls, per=1.0), -math.inf, 500.0
    gone: list[float] = []
    for _ in range(count):
        wait, free_at = reserve(free_at, now, rate, factor)
        gone.append(now + wait)

    assert gone == pytest.approx([now + factor / calls * place for place in range(count)])


@pytest.mark.anyio
async def test_slower_and_back() -> None:
    """A limiter goes slower after a complaint, and with successes back to its rate."""
    clock = ManualClock()
    limiter = RateLimiter(RATE, clock)
    step = steps(limiter, clock)
    seen = [step()]
    for _ in range(2):
        limiter.penalize(OVERLOADED)
        seen.append(step())
    for _ in range(40):
        limiter.recover()
    seen.append(step())

    assert seen == [0.25, 0.5, 1.0, 0.25]


@pytest.mark.anyio
async def test_waits_while_slow() -> None:
    """Calls of a slowed limiter really wait longer."""
    clock = ManualClock()
    start, limiter = clock.now(), RateLimiter(RATE, clock)
    limiter.penalize(LIMITED)
    for _ in range(3):
        await limiter.wait()

    assert clock.now() - start == pytest.approx(2 * 0.5)


@pytest.mark.anyio
@pytest.mark.parametrize(("wish", "held"), [(7.0, 7.0), (60.0, 60.0), (1e9, 60.0), (None, 0.0)])
async def test_hold(wish: float | None, held: float) -> None:
    """``Retry-After`` holds all callers, those who come later and for a minute at most."""
    clock = ManualClock()
    start, limiter = clock.now(), RateLimiter(RATE, clock)
    limiter.penalize(RateLimitedError("429", retry_after=wish))
    await limiter.wait()

    assert clock.now() - start == pytest.approx(held)


@pytest.mark.anyio
async def test_hold_after_recovery() -> None:
    """Successes of calls that were under way do not end the service's wish."""
    clock = ManualClock()
    start, limiter = clock.now(), RateLimiter(RATE, clock)
    limiter.penalize(RateLimitedError("429", retry_after=7.0))
    for _ in range(100):
        limiter.recover()
    await limiter.wait()

    assert clock.now() - start == pytest.approx(7.0)


@pytest.mark.anyio
async def test_hold_is_not_summed() -> None:
    """Many calls that meet the same wish are held for it once; a later wish counts from then."""
    clock = ManualClock()
    start, limiter = clock.now(), RateLimiter(RATE, clock)
    for _ in range(20):
        limiter.penalize(RateLimitedError("429", retry_after=7.0))
    clock.advance(2.0)
    limiter.penalize(RateLimitedError("429", retry_after=7.0))
    limiter.penalize(RateLimitedError("429", retry_after=1.0))
    await limiter.wait()

    assert clock.now() - start == pytest.approx(9.0)


@pytest.mark.anyio
async def test_fairness() -> None:
    """None is overtaken, also not by those who come after the service asked for patience."""
    clock = Timeline()
    limiter = RateLimiter(Rate(calls=1, per=1.0), clock)
    callers = Callers(limiter, clock)
    async with anyio.create_task_group() as tasks:
        for number in range(4):
            tasks.start_soon(callers.call, number)
            await anyio.wait_all_tasks_blocked()
        await clock.run(1.5)
        assert sorted(callers.gone) == [0, 1]
        limiter.penalize(RateLimitedError("429", retry_after=10.0))
        for number in range(4, 6):
            tasks.start_soon(callers.call, number)
            await anyio.wait_all_tasks_blocked()
        await clock.run(100.0)

    assert list(callers.gone) == sorted(callers.gone)
    assert all(callers.gone[number] >= 11.5 for number in range(2, 6))
    assert all(
        callers.gone[later] - callers.gone[earlier] >= 1.0 for earlier, later in pairwise(range(6))
    )


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("held", "error", "why"),
    [
        (10.0, RateLimitedError, "asked for a pause, which lasts for 9 s more, but queue_timeout"),
        (4.5, DeadlineError, "would allow it in 4.5 s, but queue_timeout is 5 s, of which 4 s"),
    ],
)
async def test_held_past_the_deadline(held: float, error: type[Exception], why: str) -> None:
    """A call that waits already, and would now wait past its time, is told so when it wakes."""
    clock = Timeline()
    limiter = RateLimiter(Rate(calls=1, per=1.0), clock)
    await limiter.wait()
    async with anyio.create_task_group() as tasks:

        async def hurried() -> None:
            with pytest.raises(error, match=why):
                await limiter.wait(5.0)

        tasks.start_soon(hurried)
        await anyio.wait_all_tasks_blocked()
        limiter.penalize(RateLimitedError("429", retry_after=held))
        await clock.run(1.0)


@pytest.mark.anyio
@pytest.mark.parametrize("held", [False, True])
async def test_never_past_the_deadline(*, held: bool) -> None:
    """A call whose turn would come too late is told at once, and takes nobody's turn."""
    clock = ManualClock()
    start, limiter = clock.now(), RateLimiter(Rate(calls=1, per=3.0), clock)
    await limiter.wait()
    if held:
        limiter.penalize(RateLimitedError("429", retry_after=3.0))
    for left in (0.5, 3.0):
        with pytest.raises(DigisellerError, match=r"not sent: .* but queue_timeout is") as caught:
            await limiter.wait(left)
        pauses = held and left < 3.0
        assert type(caught.value) is (RateLimitedError if pauses else DeadlineError)
    told = clock.now() - start
    await limiter.wait(20.0)

    assert told == 0.0
    assert clock.now() - start == pytest.approx(6.0 if held else 3.0)


@pytest.mark.anyio
async def test_no_rate() -> None:
    """Without a rate nothing is paced, whatever the service complains of."""
    clock = ManualClock()
    start, limiter = clock.now(), RateLimiter(None, clock)
    limiter.penalize(RateLimitedError("429", retry_after=50.0))
    limiter.penalize(OVERLOADED)
    limiter.recover()
    for _ in range(100):
        await limiter.wait(0.0)

    assert clock.now() == start


@pytest.mark.anyio
async def test_a_clock_with_another_zero() -> None:
    """A clock's zero means nothing: the first call does not wait by any clock."""
    clock = ManualClock(now=-1e6)
    await RateLimiter(RATE, clock).wait(0.001)

    assert clock.now() == -1e6


class Store:
    """A rate that several clients share: it books, and tells how long to wait."""

    def __init__(self, *waits: float) -> None:
        self.booked: list[Rate] = []
        self._waits = list(waits)

    async def book(self, rate: Rate, **_: float) -> float:
        """Book the next call."""
        await anyio.lowlevel.checkpoint()
        self.booked.append(rate)
        return self._waits.pop(0) if self._waits else 0.0

    async def hold(self, seconds: float) -> None:
        """Do nothing: no test of this store asks for a pause."""


@pytest.mark.anyio
async def test_slower_with_a_store() -> None:
    """With a store the slower rate is passed on, and the usual one when all is well again."""
    clock, store = ManualClock(), Store()
    limiter = RateLimiter(RATE, clock, store)
    await limiter.wait()
    limiter.penalize(OVERLOADED)
    await limiter.wait()
    for _ in range(40):
        limiter.recover()
    await limiter.wait()

    assert store.booked == [RATE, Rate(calls=4, per=2.0), RATE]


@pytest.mark.anyio
@pytest.mark.parametrize(("booked", "waited"), [(0.0, 7.0), (9.0, 9.0)])
async def test_hold_with_a_store(booked: float, waited: float) -> None:
    """With a store, too, ``Retry-After`` holds this client's callers."""
    clock = ManualClock()
    start, limiter = clock.now(), RateLimiter(RATE, clock, Store(booked))
    limiter.penalize(RateLimitedError("429", retry_after=7.0))
    limiter.penalize(RateLimitedError("429", retry_after=1.0))
    await limiter.wait()

    assert clock.now() - start == pytest.approx(waited)


@pytest.mark.anyio
async def test_a_store_past_the_deadline() -> None:
    """A store's wish that is longer than a call's time is told at once."""
    clock = ManualClock()
    start, limiter = clock.now(), RateLimiter(RATE, clock, Store(5.0))
    with pytest.raises(DeadlineError, match="would allow it in 5 s, but queue_timeout is 4 s"):
        await limiter.wait(4.0)

    assert clock.now() == start


def client(clock: ManualClock, *replies: httpx.Response) -> Digiseller:
    """Return a paced client that is answered so, the last reply for ever."""
    left = list(replies)
    transport = httpx.MockTransport(lambda _: left.pop(0) if len(left) > 1 else left[0])
    return Digiseller(
        token="T", rate=RATE, retry=Retry(attempts=1), clock=clock, transport=transport
    )


@pytest.mark.anyio
async def test_a_client_is_held() -> None:
    """A client that is answered 429 holds its further calls for as long as the service asks."""
    clock = ManualClock()
    start = clock.now()
    limited = httpx.Response(429, headers={"Retry-After": "7"})
    async with client(clock, limited, httpx.Response(200, json=EMPTY)) as ds:
        with pytest.raises(RateLimitedError):
            await ds.account.balance()
        held = clock.now() - start
        await ds.account.balance()

    assert held == 0.0
    assert 7.0 <= clock.now() - start <= 7.5


@pytest.mark.anyio
async def test_a_client_goes_slower_and_back() -> None:
    """A client that meets an overload goes slower, and after many good answers as before."""
    clock = ManualClock()
    async with client(clock, httpx.Response(503), httpx.Response(200, json=EMPTY)) as ds:
        with pytest.raises(UnavailableError):
            await ds.account.balance()
        pauses: list[float] = []
        for _ in range(30):
            before = clock.now()
            await ds.account.balance()
            pauses.append(clock.now() - before)

    assert pauses[0] == pytest.approx(0.25)  # booked at the rate, before the overload
    assert pauses[1] == pytest.approx(0.5)
    assert pauses[1] > pauses[5] > pauses[10] > 0.25
    assert 0.0 in pauses[14:], "with its burst, as after a rest"
