"""Lists on servers that move or lie while they are read, and what a walk over them gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import Factory, define, evolve

from digiseller_async import PaginationError, Report
from digiseller_async._response.payload import PageContent
from digiseller_async.pagination.checkpoint import Position
from digiseller_async.pagination.page import page_of
from digiseller_async.pagination.walk import PageWalk

Move = Callable[["MovingList"], None]
"""Changes the list between two requests."""


@define
class MovingList:
    """A list, newest first, of which each request may find another state."""

    rows: list[int]
    size: int
    moves: dict[int, Move] = Factory(dict[int, Move])
    """What happens before the request of a number, from 1."""
    always: Move | None = None
    """What happens before each request but the first."""
    answer: Callable[[MovingList, int], PageContent[int]] | None = None
    """Returns the page, if not as an honest server does."""
    requests: list[int] = Factory(list[int])
    totals: list[int] = Factory(list[int])
    """How many rows there were at each request."""
    stable: set[int] = Factory(set[int])
    """The rows that were there the whole time."""
    most: int = 0
    """How many rows there were at most."""
    _new: int = 1000

    def __attrs_post_init__(self) -> None:
        self.stable = set(self.rows)
        self.most = len(self.rows)

    @property
    def pages(self) -> int:
        """How many pages there were at most."""
        return max(1, -(-self.most // self.size))

    def insert(self, place: int, count: int = 1) -> None:
        """Add rows that were never there."""
        self._new += count
        self.rows[place:place] = range(self._new - count, self._new)
        self.most = max(self.most, len(self.rows))

    def delete(self, place: int, count: int = 1) -> None:
        """Remove rows for good."""
        self.stable.difference_update(self.rows[place : place + count])
        del self.rows[place : place + count]

    def ask(self, number: int) -> PageContent[int]:
        """Answer a request."""
        self.requests.append(number)
        move = self.moves.get(len(self.requests))
        if move is not None:
            move(self)
        if self.always is not None and len(self.requests) > 1:
            self.always(self)
        self.totals.append(len(self.rows))
        return self.page(number) if self.answer is None else self.answer(self, number)

    def page(self, number: int, **facts: Any) -> PageContent[int]:
        """Return the page as an honest server sends it, but for these *facts*."""
        first = (number - 1) * self.size
        total = len(self.rows)
        honest = PageContent(
            items=tuple(self.rows[first : first + self.size]),
            page=number,
            count=self.size,
            has_next_page=first + self.size < total,
            total_count=total,
            total_pages=-(-total // self.size),
        )
        return evolve(honest, **facts)


@define
class Walked:
    """What a walk gave."""

    items: list[int] = Factory(list[int])
    report: Report = Factory(Report)
    error: PaginationError | None = None

    @property
    def twice(self) -> int:
        """How many rows were given twice."""
        return len(self.items) - len(set(self.items))

    @property
    def is_told(self) -> bool:
        """Whether movements were reported."""
        return bool(self.report.drift)


def walk(
    server: MovingList,
    *,
    start: Position[int] | None = None,
    asked_size: int | None = None,
    most: int | None = None,
) -> Walked:
    """Read the list to its end, in a bounded number of requests."""
    walked = Walked()
    steps: PageWalk[int] = PageWalk(walked.report, start or Position(1))
    try:
        while steps.next is not None:
            content = server.ask(steps.next)
            limit = 3 * server.pages + 8 if most is None else most
            assert len(server.requests) <= limit, f"it goes on and on: {server.requests}"
            page = page_of(content, number=steps.next, size=asked_size or server.size)
            for batch in steps.add(page):
                walked.items += batch.cut().items
    except PaginationError as error:
        walked.error = error
    return walked
