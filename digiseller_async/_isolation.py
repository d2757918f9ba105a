"""Work in, its result out, from a task that the caller's cancellation reaches only in good order.

httpcore's pool loses a slot for ever when asyncio cancels a task inside it (1,000 cancelled
requests left 20 of 20 slots dead). So on asyncio an exchange over a pool of the user's runs in a
child task, and the caller's cancellation becomes that of the child's cancel scope, which the pool
survives. Trio cancels by scopes anyway.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from copy import copy
from typing import Generic, TypeVar

import anyio
import sniffio

from .errors import ClosedError, DigisellerError, Fault

T = TypeVar("T")
Work = Callable[[], Awaitable[T]]


def event_loop() -> object:
    """Return the running event loop, asyncio's or trio's, as the same object each time."""
    if sniffio.current_async_library() == "asyncio":
        return asyncio.get_running_loop()
    import trio  # noqa: PLC0415  (only there if the user runs on it)

    return trio.lowlevel.current_trio_token()


class Isolation:
    """Runs work apart from its callers' cancellation, and can end all of it."""

    def __init__(self) -> None:
        self._scopes: set[anyio.CancelScope] = set()
        self.ended = False
        """Whether work is let in no more."""

    async def run(self, work: Work[T], *, apart: bool = True) -> T:
        """Run *work* to its end, or, when the caller is cancelled, to the end of its clean-up.

        What has a connection for itself need not run *apart*: it closes that one, and harms nobody.
        """
        if self.ended:
            raise ClosedError("the client is closed")
        scope = anyio.CancelScope()
        self._scopes.add(scope)
        try:
            if apart and sniffio.current_async_library() == "asyncio":
                return await _apart(scope, work)
            return await _within(scope, work)
        finally:
            self._scopes.discard(scope)

    def end(self) -> None:
        """Cancel all work under way, and let none in any more."""
        self.ended = True
        for scope in self._scopes:
            scope.cancel()


async def _within(scope: anyio.CancelScope, work: Work[T]) -> T:
    with scope:
        return await work()
    raise ClosedError("the client was closed meanwhile", fault=Fault.LOST)


async def _apart(scope: anyio.CancelScope, work: Work[T]) -> T:
    loop = asyncio.get_running_loop()
    # In its debug mode asyncio logs a task's result, and its error, as they are.
    results: list[T] = []
    errors: list[Exception] = []

    async def quietly() -> None:
        try:
            results.append(await _within(scope, work))
        except Exception as error:  # noqa: BLE001  (it is raised again)
            errors.append(error)

    task = loop.create_task(quietly())
    ended: asyncio.Future[None] = loop.create_future()
    task.add_done_callback(lambda _: None if ended.done() else ended.set_result(None))
    try:
        await ended  # not the task: who awaits a task is cancelled together with it
    except asyncio.CancelledError:
        scope.cancel()
        await _end_of(task)
        raise
    for error in errors:
        raise error
    task.result()  # that it was cancelled, if it was
    return results[0]


async def _end_of(task: asyncio.Task[None]) -> None:
    with anyio.CancelScope(shield=True):
        while not task.done():
            try:
                await asyncio.wait((task,))
            except asyncio.CancelledError:  # a second one; the first is on its way already
                continue
    _ = task.cancelled() or task.exception()  # seen, so asyncio does not report it as lost


class SingleFlight(Generic[T]):
    """Work that several callers wait for, and that none of them can cancel."""

    def __init__(self, work: Work[T]) -> None:
        self._work = work
        self._scope = anyio.CancelScope()
        self._landed = anyio.Event()
        self._result: T | None = None
        self._error: Exception | None = None
        if sniffio.current_async_library() == "asyncio":
            self._task: object = asyncio.get_running_loop().create_task(self._fly())
        else:
            import trio  # noqa: PLC0415  (only there if the user runs on it)

            self._task = trio.lowlevel.spawn_system_task(self._fly)

    @property
    def over(self) -> bool:
        """Whether it has landed."""
        return self._landed.is_set()

    async def _fly(self) -> None:
        try:
            with self._scope:
                self._result = await self._work()
        except Exception as error:  # noqa: BLE001  (it is raised again, in each who waits)
            self._error = error
        finally:
            self._landed.set()

    async def wait(self) -> T | None:
        """Return the result, or raise the error; ``None`` if the flight was called off."""
        await self._landed.wait()
        if isinstance(self._error, DigisellerError):
            raise copy(self._error)  # its own for each: they note on it which call it ended
        if self._error is not None:
            raise self._error
        return self._result

    async def cancel(self) -> None:
        """Call it off, and wait until it is over."""
        self._scope.cancel()
        await self._landed.wait()
