"""One flight for all: nobody who waits can cancel it, and each gets what came of it."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress

import anyio
import pytest

from digiseller_async import AuthenticationError, DigisellerError
from digiseller_async._isolation import SingleFlight
from digiseller_async.errors import with_context


class Work:
    """Work that goes on until it is let go."""

    def __init__(self, error: Exception | None = None) -> None:
        self.gate = anyio.Event()
        self.error = error
        self.started = 0
        self.over = False

    async def __call__(self) -> str:
        """Wait, and then succeed or fail."""
        self.started += 1
        try:
            await self.gate.wait()
            if self.error is not None:
                raise self.error
            return "landed"
        finally:
            self.over = True


@pytest.mark.anyio
async def test_a_hundred_waiters() -> None:
    """A hundred who wait get the one result of work that was done once."""
    work = Work()
    flight = SingleFlight(work)
    found: list[str | None] = []

    async def wait() -> None:
        found.append(await flight.wait())

    async with anyio.create_task_group() as tasks:
        for _ in range(100):
            tasks.start_soon(wait)
        await anyio.wait_all_tasks_blocked()
        assert not flight.is_done
        work.gate.set()

    assert found == ["landed"] * 100
    assert work.started == 1
    assert flight.is_done
    assert await flight.wait() == "landed"


@pytest.mark.anyio
async def test_errors_are_separate() -> None:
    """Each who waits gets an error of its own, with the same facts, so that notes do not mix."""
    work = Work(AuthenticationError("the sign-in was refused", retval=-1, status=200))
    flight = SingleFlight(work)
    errors: list[DigisellerError] = []

    async def wait(operation: str) -> None:
        try:
            await flight.wait()
        except AuthenticationError as error:
            errors.append(with_context(error, operation=operation))

    async with anyio.create_task_group() as tasks:
        for number in range(5):
            tasks.start_soon(wait, f"group.{number}")
        work.gate.set()

    assert len({id(error) for error in errors}) == 5
    assert {error.operation for error in errors} == {f"group.{number}" for number in range(5)}
    assert {(error.retval, error.status, error.message) for error in errors} == {
        (-1, 200, "the sign-in was refused")
    }


@pytest.mark.anyio
async def test_a_waiter_that_is_cancelled() -> None:
    """Whoever is cancelled, also the one who started it: the flight goes on for the others."""
    work = Work()
    flight: list[SingleFlight[str]] = []

    async def start(scope: anyio.CancelScope) -> None:
        with scope:
            flight.append(SingleFlight(work))
            await flight[0].wait()

    async with anyio.create_task_group() as tasks:
        scope = anyio.CancelScope()
        tasks.start_soon(start, scope)
        await anyio.wait_all_tasks_blocked()
        scope.cancel()
        await anyio.wait_all_tasks_blocked()
        work.gate.set()

        assert await flight[0].wait() == "landed"


@pytest.mark.anyio
@pytest.mark.parametrize("started", [False, True])
async def test_calling_off(*, started: bool) -> None:
    """A flight that is called off, also before its start, is over, and gives None."""
    work = Work()
    flight = SingleFlight(work)
    if started:
        await anyio.wait_all_tasks_blocked()
    await flight.cancel()
    await flight.cancel()

    assert flight.is_done
    assert await flight.wait() is None
    assert work.over is bool(work.started)


@pytest.mark.asyncio
async def test_errors_that_nobody_waits_for() -> None:
    """A flight that fails alone makes no noise, and leaves no task."""
    noise: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: noise.append(context))
    before = asyncio.all_tasks()
    work = Work(ZeroDivisionError())
    flight = SingleFlight(work)
    work.gate.set()
    for _ in range(5):
        await asyncio.sleep(0)
    assert flight.is_done
    assert asyncio.all_tasks() == before
    del flight
    gc.collect()
    await asyncio.sleep(0)

    assert noise == []


@pytest.mark.asyncio
async def test_native_cancels() -> None:
    """Ninety-nine of a hundred waiting tasks may be cancelled by asyncio; one is enough to land."""
    work = Work()
    flight = SingleFlight(work)
    tasks = [asyncio.create_task(flight.wait()) for _ in range(100)]
    await asyncio.sleep(0)
    for task in tasks[:-1]:
        task.cancel()
    await asyncio.sleep(0)
    work.gate.set()

    assert await tasks[-1] == "landed"
    assert all(task.cancelled() for task in tasks[:-1])


class Stubborn(Exception):  # noqa: N818 (as others name theirs)
    """An error that cannot be copied, as some of other packages."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"{host}:{port} does not answer")


@pytest.mark.anyio
async def test_unforeseen_errors() -> None:
    """An unforeseen error of the work, say of a token store, reaches those who wait as itself."""
    work = Work(Stubborn("redis", 6379))
    work.gate.set()

    with pytest.raises(Stubborn, match="does not answer"):
        await SingleFlight(work).wait()


@pytest.mark.anyio
async def test_where_an_unforeseen_error_was() -> None:
    """An unforeseen error still tells where it was raised."""
    work = Work(ZeroDivisionError())
    work.gate.set()
    flight = SingleFlight(work)
    lines: list[str] = []
    try:
        await flight.wait()
    except ZeroDivisionError as error:
        trace = error.__traceback__
        while trace is not None:
            lines.append(trace.tb_frame.f_code.co_qualname)
            trace = trace.tb_next

    assert "Work.__call__" in lines


@pytest.mark.anyio
async def test_a_second_flight() -> None:
    """A flight is one: work for another flight starts anew."""
    work = Work(ZeroDivisionError())
    work.gate.set()
    for _ in range(2):
        with suppress(ZeroDivisionError):
            await SingleFlight(work).wait()

    assert work.started == 2
