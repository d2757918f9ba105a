"""Run the work on one file in threads, and none of it after its call is over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from inspect import isawaitable
from threading import Lock
from typing import Any

from anyio.to_thread import run_sync

from .._isolation import Isolation


async def run_in_thread(
    work: Callable[..., Any], *args: object, abandon_on_cancel: bool = False
) -> Any:
    """Return what *work* returns in a thread, or what that gives if it is awaitable."""
    # In a tuple: trio refuses a coroutine as what a thread returns.
    (found,) = await run_sync(lambda: (work(*args),), abandon_on_cancel=abandon_on_cancel)
    return await found if isawaitable(found) else found


class FileThread:
    """Runs the work on a file: one step at a time, in a thread, until it is stopped.

    asyncio's own cancellation does not wait for a thread, which could move, or write, a file that
    is another call's by then. So a child task waits for it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_stopped = False

    async def run(self, work: Callable[..., Any], *args: object) -> Any:
        """Return what *work* returns in a thread; who is cancelled waits for its end."""
        return await Isolation().run(partial(run_in_thread, self.run_here, work, *args))

    def run_here(self, work: Callable[..., Any], *args: object) -> Any:
        """Return what *work* returns in this thread; ``b""``, without any work, once stopped."""
        with self._lock:
            return b"" if self._is_stopped else work(*args)

    def stop(self) -> None:
        """Let no other step begin; one is under way only if the call's coroutine was closed."""
        with self._lock:
            self._is_stopped = True
