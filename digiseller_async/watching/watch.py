"""Give each new row of a list once, as it comes: read again and again what is new."""

from __future__ import annotations

import datetime as dt
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Generic, TypeVar

from attrs import frozen

from .._clock import Clock
from .._logging import log
from ..errors import (
    ArgumentError,
    DeadlineError,
    DigisellerError,
    FailureKind,
    PaginationError,
    failure_kind,
    with_context,
)
from .position import WatchPosition, position_of

T = TypeVar("T")
_LONGEST_PAUSE = 300.0
_PASSES = frozenset(
    {
        FailureKind.NOT_SENT,
        FailureKind.RATE_LIMITED,
        FailureKind.BAD_RESPONSE,
        FailureKind.RESPONSE_LOST,
    }
)
"""The failures that pass: a watch outlives them."""


@frozen(kw_only=True)
class Watched(Generic[T]):
    """What is watched: how it is read, and how its rows are told from each other."""

    read: Callable[[dt.datetime], Awaitable[list[T]]]
    """Returns the rows from a moment on, in any order."""
    row_id: Callable[[T], int]
    moment: Callable[[T], dt.datetime | None]
    key: Callable[[], str]
    """Names it: the operation, and digests of the arguments and of whose list it is."""
    clock: Clock
    every: float
    """The seconds from one reading to the next."""


class Watch(AsyncIterator[T]):
    """What is new in a list, as it comes: ``async for row in watch``; it does not end by itself.

    Each row is given once, in the order of time as far as it is known when it comes. The list is
    read again *every* so many seconds, and an *overlap* back, for rows that come late. While the
    service cannot be reached it is asked less and less often, up to every five minutes, and each
    failure is logged as a warning by the logger ``digiseller_async``; what does not pass by itself,
    as a refused key, is raised, with a `checkpoint`.

    To go on in another process, keep `checkpoint()` after each row that was dealt with, and pass it
    to `resume`. A row that was given and not dealt with when a process ended is given again if its
    checkpoint was not kept.
    """

    def __init__(self, watched: Watched[T], position: WatchPosition) -> None:
        self._watched = watched
        self._position = position
        self._pending: deque[tuple[int, dt.datetime | None, T]] = deque()
        self._next_reading = watched.clock.now()
        self._failures = 0
        self._is_reading = False

    def __repr__(self) -> str:
        operation, newest = self._watched.key().partition("#")[0], self._position.newest
        return f"<Watch of {operation} since {newest:%Y-%m-%d %H:%M:%S%z}>"

    def checkpoint(self) -> dict[str, Any]:
        """Return where it is: just after the row that it gave last; JSON can hold it."""
        return self._position.checkpoint(self._watched.key())

    def resume(self, checkpoint: Mapping[str, Any]) -> Watch[T]:
        """Return the same watch from *checkpoint* on, which may come from another process.

        Raises `ArgumentError` if it is of another list, of other arguments, or of another seller.
        """
        overlap = self._position.overlap
        return Watch(self._watched, position_of(checkpoint, self._watched.key(), overlap))

    async def __anext__(self) -> T:
        """Return the next new row, and wait until there is one."""
        if self._is_reading:
            raise ArgumentError(
                "this watch is being read by another task; give each task a watch of its own, or "
                "pass the rows on from one task"
            )
        self._is_reading = True
        try:
            while not self._pending:
                await self._read()
        finally:
            self._is_reading = False
        row_id, moment, row = self._pending.popleft()
        self._position.give(row_id, moment)
        return row

    async def _read(self) -> None:
        watched = self._watched
        await watched.clock.sleep(max(0.0, self._next_reading - watched.clock.now()))
        self._next_reading = watched.clock.now() + watched.every
        self._position.forget()
        try:
            rows = await watched.read(self._position.start)
        except DigisellerError as error:
            self._pass_over(error)
            return
        self._failures = 0
        new = {watched.row_id(row): row for row in rows}
        found = [
            (row_id, moment, row)
            for row_id, row in new.items()
            if self._position.is_new(row_id, moment := watched.moment(row))
        ]
        newest = self._position.newest
        self._pending.extend(sorted(found, key=lambda one: (one[1] or newest, one[0])))

    def _pass_over(self, error: DigisellerError) -> None:
        """Ask later, if the failure may pass; raise it otherwise."""
        passes = isinstance(error, DeadlineError | PaginationError)
        if not passes and failure_kind(error) not in _PASSES:
            raise with_context(error, checkpoint=self.checkpoint()) from None
        pause = max(
            self._watched.every, min(self._watched.every * 2**self._failures, _LONGEST_PAUSE)
        )
        self._failures = min(self._failures + 1, 16)
        self._next_reading = self._watched.clock.now() + pause
        log(logging.WARNING, "%s; the watch goes on in %g s", error, pause)
