"""A watch gives each new row once, in order, across restarts, late rows and outages."""

from __future__ import annotations

import datetime as dt
import json
import logging
import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import anyio
import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from digiseller_async import (
    AccessDeniedError,
    ArgumentError,
    DeadlineError,
    DigisellerError,
    NotSentError,
    PaginationError,
    RateLimitedError,
    UnavailableError,
    UnexpectedReplyError,
)
from digiseller_async._wire import ResponseLost
from digiseller_async.watching import Watch
from digiseller_async.watching.position import WatchPosition
from digiseller_async.watching.watch import Watched

START = dt.datetime(2026, 11, 27, 0, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@frozen
class Row:
    """A row of a watched list."""

    id: int
    moment: dt.datetime | None


class SimulatedClock:
    """A clock whose sleep lets its time go by, and something happen meanwhile."""

    def __init__(self, happen: Callable[[dt.datetime], None] = lambda _: None) -> None:
        self.seconds = 0.0
        self.happen = happen

    def now(self) -> float:
        """Return the seconds since the start."""
        return self.seconds

    def wall(self) -> float:
        """Return the moment, as Unix time."""
        return START.timestamp() + self.seconds

    async def sleep(self, seconds: float) -> None:
        """Let *seconds* go by."""
        self.seconds += seconds
        self.happen(START + dt.timedelta(seconds=self.seconds))
        await anyio.lowlevel.checkpoint()


class Service:
    """A list of rows, each of which can be seen from some moment on."""

    def __init__(self, rows: Sequence[tuple[Row, float]] = ()) -> None:
        self.rows = rows
        self.clock = SimulatedClock()
        self.failures: list[DigisellerError] = []
        self.asked: list[tuple[float, dt.datetime]] = []

    async def read(self, since: dt.datetime) -> list[Row]:
        """Return what can be seen, in no order."""
        self.asked.append((self.clock.seconds, since))
        if self.failures:
            raise self.failures.pop(0)
        found = [
            row
            for row, seen in self.rows
            if seen <= self.clock.seconds and (row.moment is None or row.moment >= since)
        ]
        random.Random(len(self.asked)).shuffle(found)  # noqa: S311 (no secret)
        return found

    def watch(self, *, every: float = 30.0, overlap: dt.timedelta = HOUR) -> Watch[Row]:
        """Return a watch of the list from the start on."""
        watched = Watched[Row](
            read=self.read,
            row_id=lambda row: row.id,
            moment=lambda row: row.moment,
            key=lambda: "sales.watch#1@me",
            clock=self.clock,
            every=every,
        )
        return Watch(watched, WatchPosition(START, overlap, START))


async def take(watch: Watch[Row], count: int) -> list[int]:
    """Return the ids of the next rows."""
    return [(await anext(watch)).id for _ in range(count)]


def at(seconds: float) -> dt.datetime:
    """Return the moment so many seconds after the start."""
    return START + dt.timedelta(seconds=seconds)


def run_day(every: float, restart_every: int, sales: Sequence[tuple[Row, float]]) -> list[int]:
    """Return what a bot is given that is restarted all the time, from its stored checkpoints."""
    service, found = Service(sales), list[int]()

    async def bot() -> None:
        stored: str | None = None
        while len(found) < len(sales):
            watch = service.watch(every=every)
            if stored is not None:
                watch = watch.resume(json.loads(stored))
            for _ in range(min(restart_every, len(sales) - len(found))):
                found.append((await anext(watch)).id)
                stored = json.dumps(watch.checkpoint())

    anyio.run(bot)
    return found


def test_a_day_of_sales() -> None:
    """In a day with a sale every 10 s, 24 restarts and late rows, each sale comes exactly once."""
    sales = [
        (Row(number, at(number * 10)), number * 10 + (1800 if number % 50 == 49 else 0))
        for number in range(8640)
    ]
    found = run_day(30.0, 360, sales)

    assert sorted(found) == list(range(8640))
    on_time = [one for one in found if one % 50 != 49]
    assert on_time == sorted(on_time)


@settings(max_examples=60)
@given(
    gaps=st.lists(st.integers(0, 2000), min_size=1, max_size=40),
    delays=st.lists(st.integers(0, 3000), min_size=40, max_size=40),
    every=st.floats(1, 500),
    restart_every=st.integers(1, 10),
)
def test_each_row_once(
    gaps: list[int], delays: list[int], every: float, restart_every: int
) -> None:
    """Whatever comes when, no later than the overlap: each row is given exactly once."""
    moment, sales = 0, list[tuple[Row, float]]()
    for number, (gap, delay) in enumerate(zip(gaps, delays, strict=False)):
        moment += gap
        sales.append((Row(number, at(moment)), moment + delay))

    assert sorted(run_day(every, restart_every, sales)) == list(range(len(sales)))


def test_readings_are_paced() -> None:
    """The list is read at once, then every so many seconds, from the overlap before the newest."""
    service = Service([(Row(1, at(7000)), 7000), (Row(2, at(7100)), 7100)])

    assert anyio.run(take, service.watch(every=1000, overlap=HOUR), 2) == [1, 2]
    assert [seconds for seconds, _ in service.asked] == [1000.0 * one for one in range(9)]
    assert service.asked[-2][1] == START
    assert service.asked[-1][1] == at(7000) - HOUR


def test_nothing_from_before() -> None:
    """Rows from before the start are not given; those without a moment are."""
    rows = [(Row(1, at(-1)), 0.0), (Row(2, at(0)), 0.0), (Row(3, None), 0.0), (Row(4, at(5)), 5.0)]
    watch = Service(rows).watch()

    assert anyio.run(take, watch, 3) == [2, 3, 4]
    assert watch.checkpoint()["given"] == [2, 3, 4]
    assert repr(watch) == "<Watch of sales.watch since 2026-11-27 00:00:05+0000>"


@pytest.mark.parametrize(
    "error",
    [
        NotSentError("no connection"),
        UnavailableError("down"),
        RateLimitedError("slowly"),
        UnexpectedReplyError("broken"),
        ResponseLost("lost"),
        DeadlineError("late"),
        PaginationError("odd"),
    ],
)
def test_outages_pass(error: DigisellerError, caplog: pytest.LogCaptureFixture) -> None:
    """A failure that passes is logged, and asked after less and less often."""
    service = Service([(Row(1, at(0)), 0.0)])
    service.failures = [error] * 6

    with caplog.at_level(logging.WARNING, "digiseller_async"):
        assert anyio.run(take, service.watch(every=20), 1) == [1]
    seconds = [one for one, _ in service.asked]
    pauses = [later - earlier for earlier, later in pairwise(seconds)]
    assert pauses == [20, 40, 80, 160, 300, 300]
    assert caplog.messages[0] == f"{error}; the watch goes on in 20 s"


def test_rare_readings_do_not_become_more_frequent() -> None:
    """A watch that reads every hour does not read more often while the service is down."""
    service = Service([(Row(1, at(0)), 0.0)])
    service.failures = [UnavailableError("down")]

    anyio.run(take, service.watch(every=3600), 1)

    assert [one for one, _ in service.asked] == [0, 3600]


def test_what_does_not_pass_is_raised() -> None:
    """A missing permission ends the watch, with a checkpoint from which it can go on."""
    service = Service([(Row(1, at(0)), 0.0), (Row(2, at(50)), 50.0)])
    watch = service.watch()
    anyio.run(take, watch, 1)
    service.failures = [AccessDeniedError("no")]

    with pytest.raises(AccessDeniedError) as caught:
        anyio.run(take, watch, 1)
    assert caught.value.checkpoint is not None
    assert anyio.run(take, service.watch().resume(caught.value.checkpoint), 1) == [2]


def test_two_tasks() -> None:
    """A watch that two tasks read says so."""
    watch = Service().watch()

    async def both() -> None:
        with anyio.move_on_after(1):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(take, watch, 1)
                tasks.start_soon(take, watch, 1)

    with pytest.raises(ExceptionGroup) as caught:
        anyio.run(both)
    assert caught.group_contains(ArgumentError, match="being read by another task")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"list": "sales.watch#2@me"}, "with other filters"),
        ({"list": "sales.watch#1@you"}, "of another seller"),
        ({"list": "chats.watch#1@me"}, "of another list"),
        ({"since": "yesterday"}, "is damaged"),
        ({"since": "2026-11-27T00:00:00"}, "is damaged"),
        ({"newest": None}, "is damaged"),
        ({"given": {}}, "is damaged"),
        ({"given": ["1"]}, "is damaged"),
    ],
)
def test_odd_checkpoints(change: dict[str, Any], words: str) -> None:
    """A checkpoint of something else, or one that was changed, is refused."""
    watch = Service().watch()

    with pytest.raises(ArgumentError, match=words):
        watch.resume({**watch.checkpoint(), **change})


def test_no_checkpoint() -> None:
    """What is no checkpoint at all is refused."""
    odds: list[Any] = [{}, None, 5]
    for odd in odds:
        with pytest.raises(ArgumentError, match=r"must be what Watch.checkpoint\(\) gave"):
            Service().watch().resume(odd)
