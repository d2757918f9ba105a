"""Work in isolation: cancelled in good order, with nothing left behind."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable

import anyio
import anyio.lowlevel
import pytest

from digiseller_async import ClosedError
from digiseller_async._isolation import Isolation


async def isolated(work: Callable[[], Awaitable[int]]) -> int:
    """Run *work* in an isolation of its own."""
    return await Isolation().run(work)


Cancel = Callable[["asyncio.Task[int]"], Awaitable[None]]


class Exchange:
    """Work that takes some turns, and some more to clean up; it knows how it ended."""

    def __init__(self, turns: int = 5, clean_up: int = 3) -> None:
        self.turns = turns
        self.clean_up = clean_up
        self.started = self.finished = self.cleaned = False

    async def __call__(self) -> int:
        """Work, and clean up, also when cancelled."""
        self.started = True
        try:
            for _ in range(self.turns):
                await anyio.lowlevel.checkpoint()
            self.finished = True
            return 7
        finally:
            with anyio.CancelScope(shield=True):
                for _ in range(self.clean_up):
                    await anyio.lowlevel.checkpoint()
            self.cleaned = True


async def once(task: asyncio.Task[int]) -> None:
    """Cancel once."""
    task.cancel()


async def again_and_again(task: asyncio.Task[int]) -> None:
    """Cancel in each turn of the loop."""
    while not task.done():
        task.cancel()
        await asyncio.sleep(0)


async def twice_at_once(task: asyncio.Task[int]) -> None:
    """Cancel twice in one turn."""
    task.cancel()
    task.cancel()


@pytest.mark.anyio
async def test_result_and_error() -> None:
    """Isolated work gives its result, or its own error."""

    async def fail() -> int:
        await anyio.lowlevel.checkpoint()
        raise ZeroDivisionError

    assert await isolated(Exchange()) == 7
    with pytest.raises(ZeroDivisionError):
        await isolated(fail)


@pytest.mark.asyncio
@pytest.mark.parametrize("cancel", [once, twice_at_once, again_and_again])
@pytest.mark.parametrize("after", range(8))
async def test_native_cancel(cancel: Cancel, after: int) -> None:
    """However and whenever asyncio cancels the caller, the work is over when the caller is."""
    before = asyncio.all_tasks()
    work = Exchange()
    task = asyncio.create_task(isolated(work))
    for _ in range(after):
        await asyncio.sleep(0)
    await cancel(task)
    await asyncio.wait([task])

    assert task.cancelled()
    assert work.started == work.cleaned
    assert asyncio.all_tasks() == before


@pytest.mark.asyncio
async def test_cancelled_before_its_start() -> None:
    """A caller who is cancelled before the first turn never starts the work."""
    work = Exchange()
    task = asyncio.create_task(isolated(work))
    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    assert not work.started


@pytest.mark.asyncio
async def test_cancelled_as_the_work_starts() -> None:
    """Work whose caller is cancelled in its first turn does nothing but clean up."""
    work = Exchange()
    task = asyncio.create_task(isolated(work))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    assert not work.finished


@pytest.mark.asyncio
async def test_asyncio_timeout() -> None:
    """``asyncio.timeout`` gives its TimeoutError after the clean-up, and no cancellation stays."""
    work = Exchange(turns=10**9)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await isolated(work)
    task = asyncio.current_task()

    assert task is not None
    assert task.cancelling() == 0
    assert work.cleaned


@pytest.mark.anyio
async def test_cancel_scope() -> None:
    """An anyio scope that is cancelled ends the work after its clean-up, and swallows the rest."""
    work = Exchange(turns=10**9)
    with anyio.move_on_after(0.01) as scope:
        await isolated(work)

    assert scope.cancelled_caught
    assert work.cleaned
    await anyio.lowlevel.checkpoint()  # nothing of the cancellation is left


@pytest.mark.anyio
async def test_cancelled_group() -> None:
    """Work in a task group that is cancelled is cleaned up when the group is over."""
    works = [Exchange(turns=10**9) for _ in range(20)]
    async with anyio.create_task_group() as tasks:
        for work in works:
            tasks.start_soon(isolated, work)
        await anyio.sleep(0.01)
        tasks.cancel_scope.cancel()

    assert all(work.started and work.cleaned for work in works)


@pytest.mark.asyncio
async def test_error_while_cancelled() -> None:
    """Work that fails while its caller is cancelled makes no noise about it."""
    noise: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: noise.append(context))

    async def fail_when_cancelled() -> int:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise ZeroDivisionError from None
        return 7

    task = asyncio.create_task(isolated(fail_when_cancelled))
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    cancelled = task.cancelled()
    del task
    gc.collect()
    await asyncio.sleep(0)

    assert cancelled
    assert noise == []


@pytest.mark.asyncio
async def test_work_that_others_cancel() -> None:
    """Work whose own task is cancelled from outside, as at a loop's end, cancels its caller."""
    before = asyncio.all_tasks()
    task = asyncio.create_task(isolated(Exchange(turns=10**9)))
    for _ in range(3):
        await asyncio.sleep(0)
    for child in asyncio.all_tasks() - before - {task}:
        child.cancel()
    await asyncio.wait([task])

    assert task.cancelled()


@pytest.mark.anyio
async def test_work_after_the_end() -> None:
    """An isolation that has ended refuses further work."""
    isolation = Isolation()
    isolation.close()
    with pytest.raises(ClosedError, match="is closed"):
        await isolation.run(anyio.lowlevel.checkpoint)
