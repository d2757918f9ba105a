"""Make calls, a bounded number at once, and give their outcomes as they come."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

import anyio
from anyio.abc import TaskGroup

from .._runtime.hooks import Hook
from ..errors import ClosedError
from .call_maker import CallMaker, Made
from .journal import Journal
from .outcome import BulkCounts, BulkOutcome
from .source import CallSource

T = TypeVar("T")


class BulkRun(Generic[T]):
    """The calls of `bulk`: enter it with ``async with``, and read it with ``async for``."""

    def __init__(
        self,
        source: CallSource,
        maker: CallMaker[T],
        *,
        concurrency: int,
        journal: Journal | None,
        on_progress: Callable[[BulkCounts], object] | None,
    ) -> None:
        self._source = source
        self._maker = maker
        self._concurrency = concurrency
        self._journal = journal
        self._on_progress = Hook("on_progress", on_progress, logs_once=True)
        self._tasks: TaskGroup | None = None
        self._has_started = self._is_left = False
        self._running = 0
        self._ready: deque[BulkOutcome[T]] = deque()
        # As many are made as may be, and as many outcomes wait to be read.
        self._places = anyio.Semaphore(2 * concurrency)
        self._changed = anyio.Event()
        self._failure: Exception | None = None
        self._numbers = dict.fromkeys(("ok", "failed", "unknown", "earlier"), 0)

    @property
    def counts(self) -> BulkCounts:
        """How many calls have which outcome so far, whether it was read or not."""
        found, total = self._numbers, self._source.total
        told = found["ok"] + found["failed"] + found["unknown"]
        return BulkCounts(**found, left=max(total or 0, self._source.count) - told, total=total)

    async def __aenter__(self) -> Self:
        if self._tasks is not None:
            raise ClosedError("this run was entered before; call bulk() again")
        self._tasks = anyio.create_task_group()
        if self._journal is not None:
            await self._journal.open()
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        tasks = self._group
        self._stop()
        if kind is not None and not issubclass(kind, Exception):  # cancelled, or Ctrl-C
            tasks.cancel_scope.cancel()
        self._is_left = True
        try:
            # The group is not shown the caller's error: it would come back wrapped in a group.
            await tasks.__aexit__(None, None, None)
        except BaseException:
            await self._close_journal(is_clean=False)
            raise
        await self._close_journal(is_clean=kind is None)

    async def _close_journal(self, *, is_clean: bool) -> None:
        try:
            if self._journal is not None:
                await self._journal.aclose()
        except OSError:
            if is_clean:
                raise

    @property
    def _group(self) -> TaskGroup:
        if self._tasks is None:
            raise ClosedError("bulk() is read inside of its `async with` block")
        return self._tasks

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> BulkOutcome[T]:
        tasks = self._group
        if not (self._has_started or self._is_left):
            self._has_started = True
            self._start_worker(tasks)
        while not self._ready:
            if not self._running:
                self._raise_failure()
                raise StopAsyncIteration
            await self._changed.wait()
        outcome = self._ready.popleft()
        try:
            await self._on_progress.tell((self.counts,))
        except BaseException:
            self._ready.appendleft(outcome)
            raise
        self._places.release()
        return outcome

    def _raise_failure(self) -> None:
        if self._failure is not None and not self._is_left:
            raise self._failure

    def _start_worker(self, tasks: TaskGroup) -> None:
        self._running += 1
        tasks.start_soon(self._work, tasks)

    async def _work(self, tasks: TaskGroup) -> None:
        """Make calls, one after the other, until there are no more or the run is stopped."""
        try:
            while True:
                await self._places.acquire()
                given = await self._source.next()
                if given is None:
                    return
                # One after the other: a thousand that begin at once would block the event loop.
                if self._running < self._concurrency:
                    self._start_worker(tasks)
                self._take(await self._maker.make(given))
        except Exception as error:  # noqa: BLE001  (of the user's iterable)
            self._fail(error)
        finally:
            self._running -= 1
            self._tell_change()

    def _take(self, made: Made[T]) -> None:
        if made.ends is not None:
            self._fail(made.ends)
        if made.outcome is not None:
            self._numbers[made.outcome.state] += 1
            self._numbers["earlier"] += made.outcome.earlier
            self._ready.append(made.outcome)
            self._tell_change()

    def _fail(self, error: Exception) -> None:
        self._failure = self._failure or error
        self._stop()

    def _stop(self) -> None:
        """Start no further call."""
        self._source.close()
        for _ in range(self._running):
            self._places.release()  # for those that wait until an outcome is read

    def _tell_change(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()
