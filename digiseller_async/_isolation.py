"""Run work so that its caller's cancellation cannot leave it in a broken state.

httpcore's pool loses a slot for ever when asyncio cancels a task inside it (1,000 cancelled
requests left 20 of 20 slots dead). So on asyncio an exchange over a pool of the user's runs in a
child task, and the caller's cancellation becomes that of the child's cancel scope, which the pool
survives. Trio cancels by scopes anyway.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import copy_context
from copy import copy
from typing import Any, Generic, TypeVar

import anyio
import sniffio

from .errors import ClosedError, DigisellerError, FailureKind, with_context

T = TypeVar("T")
Work = Callable[[], Awaitable[T]]


def event_loop() -> object:
    """Return the running event loop, asyncio's or trio's, as the same object each time."""
    if sniffio.current_async_library() == "asyncio":
        return asyncio.get_running_loop()
    import trio  # noqa: PLC0415  (only there if the user runs on it)

    return trio.lowlevel.current_trio_token()


def cancellations() -> int:
    """Return how often asyncio was asked to cancel this task."""
    if sniffio.current_async_library() != "asyncio":
        return 0
    task = asyncio.current_task()
    return task.cancelling() if task is not None else 0


class OwnCancellationError(RuntimeError):
    """The user's code was cancelled, although nobody cancelled the task that awaits it."""


async def uncancelled(work: Awaitable[T]) -> T:
    """Return what the user's *work* gives.

    It may end with a cancellation that is its own, as when it awaits a task that was cancelled: for
    the caller that is an error like any other, and no reason to end.
    """
    before = cancellations()
    try:
        return await work
    except asyncio.CancelledError as error:
        if cancellations() > before:
            raise
        own = OwnCancellationError("it awaited something that was cancelled")
        raise own.with_traceback(error.__traceback__) from None


_TASKS: set[asyncio.Task[None]] = set()
"""asyncio itself keeps only weak references to tasks."""


def spawn(work: Coroutine[Any, Any, None]) -> None:
    """Run *work* as a task of its own in the running event loop, in a copy of this context."""
    if sniffio.current_async_library() == "asyncio":
        task = asyncio.get_running_loop().create_task(work)
        _TASKS.add(task)
        task.add_done_callback(_TASKS.discard)
        return
    import trio  # noqa: PLC0415  (only there if the user runs on it)

    async def run() -> None:
        await work

    trio.lowlevel.spawn_system_task(run, context=copy_context())


class Isolation:
    """Runs work under cancel scopes of its own, and can cancel all of it."""

    def __init__(self) -> None:
        self._scopes: set[anyio.CancelScope] = set()
        self.is_closed = False
        """Whether further work is refused."""

    async def run(self, work: Work[T], *, in_child_task: bool = True) -> T:
        """Run *work* to its end, or, when the caller is cancelled, to the end of its clean-up.

        Work with a connection of its own needs no child task: it closes that connection, and no
        other work depends on it.
        """
        if self.is_closed:
            raise ClosedError("the client is closed")
        scope = anyio.CancelScope()
        self._scopes.add(scope)
        try:
            if in_child_task and sniffio.current_async_library() == "asyncio":
                return await _run_in_child_task(scope, work)
            return await _run_in_scope(scope, work)
        finally:
            self._scopes.discard(scope)

    def close(self) -> None:
        """Cancel all work under way, and refuse further work."""
        self.is_closed = True
        for scope in self._scopes:
            scope.cancel()


async def _run_in_scope(scope: anyio.CancelScope, work: Work[T]) -> T:
    with scope:
        return await work()
    closed = ClosedError("the client was closed during the call")
    raise with_context(closed, kind=FailureKind.RESPONSE_LOST)


async def _run_in_child_task(scope: anyio.CancelScope, work: Work[T]) -> T:
    loop = asyncio.get_running_loop()
    # In its debug mode asyncio logs a task's result, and its error, as they are.
    results: list[T] = []
    errors: list[Exception] = []

    async def store_result() -> None:
        try:
            results.append(await _run_in_scope(scope, work))
        except Exception as error:  # noqa: BLE001  (it is raised again)
            errors.append(error)

    task = loop.create_task(store_result())
    done: asyncio.Future[None] = loop.create_future()
    task.add_done_callback(lambda _: None if done.done() else done.set_result(None))
    try:
        await done  # not the task: who awaits a task is cancelled together with it
    except asyncio.CancelledError:
        scope.cancel()
        await _wait_until_done(task)
        raise
    for error in errors:
        raise error
    task.result()  # that it was cancelled, if it was
    return results[0]


async def _wait_until_done(task: asyncio.Task[None]) -> None:
    with anyio.CancelScope(shield=True):
        while not task.done():
            try:
                await asyncio.wait((task,))
            except asyncio.CancelledError:  # a second one; the first will be raised anyway
                continue
    _ = task.cancelled() or task.exception()  # retrieved, so asyncio does not report it as lost


class SingleFlight(Generic[T]):
    """Work that is done once for all who wait for it, and that none of them can cancel."""

    def __init__(self, work: Work[T]) -> None:
        self._work = work
        self._scope = anyio.CancelScope()
        self._done = anyio.Event()
        self._result: T | None = None
        self._error: BaseException | None = None
        spawn(self._run())

    @property
    def is_done(self) -> bool:
        """Whether the work has ended."""
        return self._done.is_set()

    def stop(self) -> None:
        """Cancel the work, and do not wait until it has ended."""
        self._scope.cancel()

    async def _run(self) -> None:
        try:
            with self._scope:
                self._result = await self._work()
        except (Exception, KeyboardInterrupt, SystemExit) as error:  # noqa: BLE001  (raised again)
            self._error = error
        finally:
            self._done.set()

    async def wait(self) -> T | None:
        """Return the result, or raise the error; ``None`` if it was cancelled."""
        await self._done.wait()
        if isinstance(self._error, DigisellerError):
            raise copy(self._error)  # a copy for each: each gets the context of another call
        if self._error is not None:
            raise self._error
        return self._result

    async def cancel(self) -> None:
        """Cancel the work, and wait until it has ended."""
        self.stop()
        await self._done.wait()
