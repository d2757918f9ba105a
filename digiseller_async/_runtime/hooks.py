"""Call a user's function or coroutine function, whose failure must not become the call's."""

from __future__ import annotations

import asyncio
import inspect
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Generic, TypeVar

import anyio

from .._isolation import spawn, uncancelled
from .._logging import log
from .foreign_errors import from_first_foreign

T = TypeVar("T")

_PATIENCE = 5.0
_LONGEST_CHAIN = 20


async def result_of(value: Any) -> Any:
    """Return *value*, or what it gives if it is awaitable."""
    return await uncancelled(value) if inspect.isawaitable(value) else value


class Hook(Generic[T]):
    """Tells a user's function or coroutine function of values; what it raises is logged.

    A coroutine is awaited even if the caller is cancelled, but for 5 s at most. With *logs_once*
    only the first of its failures is logged: it is told of things so often that they would flood
    the log.
    """

    def __init__(
        self, name: str, function: Callable[[T], object] | None, *, logs_once: bool = False
    ) -> None:
        self._name = name
        self._function = function
        self._logs_once = logs_once
        self._is_quiet = False

    async def tell(self, values: Iterable[T]) -> None:
        """Tell of each of *values*; all of them together have 5 s."""
        if self._function is None:
            return
        with anyio.CancelScope(shield=True, deadline=anyio.current_time() + _PATIENCE) as scope:
            for value in values:
                returned = self._call(value)
                if inspect.isawaitable(returned):
                    await self._wait(returned)
        if scope.cancelled_caught and not self._is_quiet:
            self._is_quiet = self._logs_once
            text = "%s did not end within %g s, and was cancelled"
            log(logging.WARNING, text, self._name, _PATIENCE)

    def tell_without_waiting(self, value: T) -> None:
        """Tell of *value* where nothing can be awaited; a coroutine becomes a task, if it can."""
        returned = self._call(value)
        if not inspect.isawaitable(returned):
            return
        # Made before it is spawned: a coroutine that no event loop takes has to be closed.
        waiting = self._wait_at_most(returned)
        try:
            spawn(waiting)
        except Exception:  # noqa: BLE001  (each library says in its own way that it is not running)
            waiting.close()
            if inspect.iscoroutine(returned):
                returned.close()
            text = "%s is a coroutine function, and no event loop runs it"
            log(logging.WARNING, text, self._name)

    def _call(self, value: T) -> object:
        if self._function is None:
            return None
        ours = sys.exception()
        try:
            return self._function(value)
        # A function awaits nothing, so its caller's cancellation cannot be met in it.
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001  (of the user's)
            self._log(error, ours)
        return None

    async def _wait(self, returned: Awaitable[object]) -> None:
        ours = sys.exception()
        try:
            await result_of(returned)
        except Exception as error:  # noqa: BLE001  (of the user's function)
            self._log(error, ours)

    async def _wait_at_most(self, returned: Awaitable[object]) -> None:
        with anyio.move_on_after(_PATIENCE):
            await self._wait(returned)

    def _log(self, error: BaseException, ours: BaseException | None) -> None:
        # What is logged keeps the hook's own frames. Those before are ours, and the error that the
        # call is about to raise has ours too: their locals hold arguments and tokens.
        if self._is_quiet:
            return
        self._is_quiet = self._logs_once
        error = error.with_traceback(from_first_foreign(error.__traceback__))
        _detach(error, ours)
        log(logging.WARNING, "%s raised %s", self._name, type(error).__name__, raised=error)


def _detach(error: BaseException, ours: BaseException | None) -> None:
    """Take *ours* from the errors in whose handling *error* was raised."""
    link: BaseException | None = error
    for _ in range(_LONGEST_CHAIN):
        if link is None:
            return
        if link.__context__ is ours:
            link.__context__ = None
        link = link.__cause__ or link.__context__
