"""Fakes for the tests of pages and patience: clocks that do not wait, lists without a service."""

from __future__ import annotations

from collections.abc import AsyncIterable, Sequence
from typing import Any

import anyio
import anyio.lowlevel

from digiseller_async import Digiseller, Page, Retry, Token
from digiseller_async._response.structure import PageContent
from digiseller_async.pagination.walk import cut
from digiseller_async.sandbox import Sandbox

QUICK = Retry(base=0.001, cap=0.001)


def KEY() -> str:  # noqa: N802 (a constant, as far as the tests go)
    """Return what a checkpoint knows the tests' list by."""
    return "list#1"


async def collect(items: AsyncIterable[int], found: list[int]) -> None:
    """Put item after item into *found*, so that those before an error are there."""
    async for item in items:
        found.append(item)  # noqa: PERF401 (extend would lose them)


class LoopClock:
    """The event loop's time, a wall clock of one's own, and a sleep that only takes notes."""

    def __init__(self, wall: float = 1_767_225_600.0) -> None:
        self.time = wall
        self.slept: list[float] = []

    def now(self) -> float:
        """Return the event loop's time: deadlines are measured by it."""
        return anyio.current_time()

    def wall(self) -> float:
        """Return the wall clock's time."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Note the wish, and go on."""
        self.slept.append(seconds)
        await anyio.lowlevel.checkpoint()


class SetClock:
    """A clock that stands still until somebody sets it; sleeping sets it."""

    def __init__(self, now: float = 1000.0, wall: float = 1_767_225_600.0) -> None:
        self._now = now
        self._wall = wall

    def now(self) -> float:
        """Return the seconds that only grow."""
        return self._now

    def wall(self) -> float:
        """Return Unix time."""
        return self._wall

    def pass_by(self, seconds: float) -> None:
        """Let time go by."""
        self._now += seconds
        self._wall += seconds

    def turn(self, seconds: float) -> None:
        """Set the wall clock to another time, as its owner may."""
        self._wall += seconds

    async def sleep(self, seconds: float) -> None:
        """Let time go by at once."""
        await anyio.lowlevel.checkpoint()
        self.pass_by(seconds)


class Rows:
    """A list on a server: what is on page *number*; it counts what it was asked."""

    def __init__(self, rows: Sequence[int], size: int = 10, *, totals: bool = True) -> None:
        self.rows = list(rows)
        self.size = size
        self.totals = totals
        self.asked: list[int] = []

    def content(self, number: int) -> PageContent[int]:
        """Return the page as an honest server sends it."""
        first = (number - 1) * self.size
        total = len(self.rows)
        return PageContent(
            items=tuple(self.rows[first : first + self.size]),
            page=number,
            count=self.size,
            has_next_page=first + self.size < total,
            total_count=total if self.totals else None,
            total_pages=-(-total // self.size) if self.totals else None,
        )

    async def fetch(self, number: int) -> Page[int]:
        """Return the page, as the client reads it."""
        self.asked.append(number)
        await anyio.lowlevel.checkpoint()
        return cut(self.content(number), number=number, size=self.size)


def client_of(box: Sandbox, **settings: Any) -> Digiseller:
    """Return an unpaced and quick client of the sandbox."""
    usual: dict[str, Any] = {
        "seller_id": box.seller_id,
        "api_key": box.api_key,
        "base_url": box.url,
        "rate": None,
        "retry": QUICK,
    }
    return Digiseller(**(usual | settings))


class Shelf:
    """A token store in memory."""

    def __init__(self, token: Token | None = None) -> None:
        self.token = token
        self.loads = self.saves = 0

    async def load(self) -> Token | None:
        """Return the token."""
        self.loads += 1
        return self.token

    async def save(self, token: Token) -> None:
        """Keep the token."""
        self.saves += 1
        self.token = token


def open_connections(box: Sandbox) -> int:
    """Return how many connections the sandbox has now."""
    state: Any = vars(box)["_state"]
    return len(state.connections._open)


def forget_faults(box: Sandbox) -> None:
    """Inject none of the faults that are still planned."""
    state: Any = vars(box)["_state"]
    state.faults._queue.clear()


async def until(box: Sandbox, operation: str, times: int = 1) -> None:
    """Wait until the sandbox, which runs in another thread, was asked so often."""
    while box.requests[operation] < times:  # noqa: ASYNC110 (an Event is of one thread)
        await anyio.sleep(0.001)
