"""A call is cancelled wherever it waits, in any way: the client goes on, and what is said holds."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint
from attrs import frozen
from support.await_points import (
    Brake,
    Clock,
    Measured,
    RateShelf,
    Service,
    TokenShelf,
    pieces,
    serving,
    stop_connecting,
    stop_judging,
)

from digiseller_async import Digiseller, Outcome, Rate, Retry

Ask = Callable[[], Coroutine[Any, Any, None]]
pytestmark = pytest.mark.anyio


@frozen
class Point:
    """Where a call waits: what comes before, how it is asked, and if its cancellation is told."""

    place: str
    told: bool
    before: str = ""
    operation: str = "templates.create"


POINTS = {
    "a place in the queue": Point("", told=False, before="full"),
    "its turn": Point("sleep", told=False, before="paced"),
    "the store of the rate": Point("book", told=False),
    "a token from the store": Point("load", told=False),
    "a token to be stored": Point("save", told=False),
    "a sign-in under way": Point("sign-in", told=False),
    "opening a file": Point("tell", told=False, operation="content.add_file"),
    "an archive to be whole": Point("archive", told=False, operation="content.add_files"),
    "connecting": Point("connect", told=False),
    "a file to be sent": Point("stream", told=True, operation="content.update_file"),
    "sending the body": Point("sending", told=True, operation="templates.create, long"),
    "the headers": Point("headers", told=True),
    "the body": Point("body", told=True),
    "a slice of the answer": Point("slice", told=True),
    "the next attempt in doubt": Point(
        "sleep", told=True, before="503", operation="templates.update"
    ),
    "the next attempt": Point("sleep", told=False, before="429"),
    "the headers of a question": Point("headers", told=False, operation="account.receipts"),
}


def asking(ds: Digiseller, operation: str, brake: Brake) -> Ask:
    """Return what asks *ds* for *operation*."""
    stream = pieces(brake, "stream")
    calls: dict[str, Callable[[], Awaitable[Any]]] = {
        "templates.create": lambda: ds.templates.create(name="x"),
        "templates.create, long": lambda: ds.templates.create(name="x" * 20_000_000),
        "templates.update": lambda: ds.templates.update(1, name="x"),
        "content.add_file": lambda: ds.content.add_file(1, file=Measured(brake)),
        "content.add_files": lambda: ds.content.add_files(
            1, archive=pieces(brake, "archive"), count=1
        ),
        "content.update_file": lambda: ds.content.update_file(content_id=2, file=("x.txt", stream)),
        "account.receipts": lambda: ds.account.receipts().first_page(),
    }

    async def ask() -> None:
        await calls[operation]()

    return ask


async def by_scope(ask: Ask, brake: Brake) -> None:
    """Cancel a scope around the call."""
    async with anyio.create_task_group() as tasks:
        scope = anyio.CancelScope()

        async def within() -> None:
            with scope:
                await ask()

        tasks.start_soon(within)
        await brake.blocked()
        scope.cancel()
        await anyio.wait_all_tasks_blocked()
        brake.release()


async def by_deadline(ask: Ask, brake: Brake) -> None:
    """Let the time of a scope around the call run out."""
    async with anyio.create_task_group() as tasks:
        scope = anyio.CancelScope()

        async def within() -> None:
            with scope:
                await ask()

        tasks.start_soon(within)
        await brake.blocked()
        scope.deadline = anyio.current_time()
        while not scope.cancel_called:
            await checkpoint()
        await anyio.wait_all_tasks_blocked()
        brake.release()


async def by_group(ask: Ask, brake: Brake) -> None:
    """Let a neighbour in a task group fail."""

    async def fail() -> None:
        raise ZeroDivisionError

    async with anyio.create_task_group() as outer:

        async def both() -> None:
            with suppress(ExceptionGroup):
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(ask)
                    await brake.blocked()
                    tasks.start_soon(fail)

        outer.start_soon(both)
        await brake.blocked()
        for _ in range(5):
            await checkpoint()
        await anyio.wait_all_tasks_blocked()
        brake.release()


async def by_task(ask: Ask, brake: Brake) -> None:
    """Cancel the task of asyncio's, twice as an impatient user would."""
    task = asyncio.ensure_future(ask())
    await brake.blocked()
    task.cancel()
    await checkpoint()
    task.cancel()
    await anyio.wait_all_tasks_blocked()
    brake.release()
    with suppress(asyncio.CancelledError):
        await task


async def by_timeout(ask: Ask, brake: Brake) -> None:
    """Let asyncio's timeout run out."""
    limits: list[asyncio.Timeout] = []

    async def hurried() -> None:
        async with asyncio.timeout(None) as limit:
            limits.append(limit)
            await ask()

    task = asyncio.create_task(hurried())
    await brake.blocked()
    limits[0].reschedule(asyncio.get_running_loop().time())
    for _ in range(5):
        await checkpoint()
    await anyio.wait_all_tasks_blocked()
    brake.release()
    with suppress(TimeoutError):
        await task


Pattern = Callable[[Ask, Brake], Awaitable[None]]
PATTERNS: list[Pattern] = [by_scope, by_deadline, by_group]
NATIVE: list[Pattern] = [by_task, by_timeout]
LANES = [
    pytest.param(backend, pattern, id=f"{backend}-{pattern.__name__}")
    for backend, patterns in (("asyncio", PATTERNS + NATIVE), ("trio", PATTERNS))
    for pattern in patterns
]


async def prepare(ds: Digiseller, service: Service, point: Point) -> None:
    """Do what comes before."""
    if point.place in ("load", "save", "sign-in", "book"):
        return  # it is met at the first call
    await ds.account.balance()
    if point.before.isdigit():
        service.statuses = [f"{point.before} Trouble".encode()]
    if point.place == "connect":
        transport: Any = vars(ds)["_pipeline"]._transport
        await transport._idle.pop().aclose()


@asynccontextmanager
async def occupied(ds: Digiseller, *, full: bool) -> AsyncGenerator[None, None]:
    """Take the only place, if it should be full."""
    if not full:
        yield
        return
    async with vars(ds)["_pipeline"]._admission.slots():
        yield


def client(url: str, brake: Brake, point: Point, outcomes: list[Outcome]) -> Digiseller:
    """Return a client with one place, and with everything at which a call can wait."""
    more: dict[str, Any] = {"rate": None}
    if point.before == "paced":
        more = {"rate": Rate(calls=1, per=1.0)}
    if point.place == "book":
        more = {"rate_store": RateShelf(brake)}
    return Digiseller(
        1,
        "KEY-SECRET",
        base_url=url,
        max_connections=1,
        retry=Retry(attempts=2),
        clock=Clock(brake),
        token_store=TokenShelf(brake),
        on_outcome=outcomes.append,
        **more,
    )


def places(ds: Digiseller) -> int:
    """Return how many places are free."""
    pipeline: Any = vars(ds)["_pipeline"]
    slots: anyio.Semaphore = pipeline._admission.slots()
    return slots.value


def exchanges(ds: Digiseller) -> int:
    """Return how many exchanges are under way."""
    return len(vars(ds)["_pipeline"]._transport._isolation._scopes)


async def noting(ask: Ask, ends: list[str]) -> None:
    """Ask, and note how that ended."""
    try:
        await ask()
    except BaseException as error:
        ends.append(type(error).__name__)
        raise
    ends.append("answered")


@pytest.mark.parametrize(("anyio_backend", "pattern"), LANES)
@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
async def test_cancelled(point: Point, pattern: Pattern, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cancelled call leaves nothing behind, and is told of if it may have taken effect."""
    brake, outcomes, ends = Brake(), list[Outcome](), list[str]()
    stop_connecting(brake, monkeypatch)
    stop_judging(brake, monkeypatch)
    service = Service(brake)
    async with serving(service) as url, client(url, brake, point, outcomes) as ds:
        await prepare(ds, service, point)
        brake.place = point.place
        async with occupied(ds, full=point.before == "full"):
            await pattern(partial(noting, asking(ds, point.operation, brake), ends), brake)

        assert ends in (["CancelledError"], ["Cancelled"])
        assert places(ds) == 1
        with anyio.fail_after(20):
            for _ in range(3):
                await ds.account.balance()
        assert (places(ds), exchanges(ds)) == (1, 0)
    told = [(one.operation, one.cancelled, one.error) for one in outcomes]
    name = point.operation.partition(",")[0]
    assert told == ([(name, True, None)] if point.told else [])
    gc.collect()  # what was left open would warn
