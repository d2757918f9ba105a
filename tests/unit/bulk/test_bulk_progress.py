"""``on_progress`` is told of each outcome that is read, and replaces none by what it raises."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.lowlevel
import pytest
from support.bulk_service import BulkService, each, named, outcomes_of
from support.deadlines import DeadlineScopes

from digiseller_async import BulkCounts, BulkRun, bulk

pytestmark = pytest.mark.anyio
T = TypeVar("T")


@pytest.mark.parametrize("is_coroutine", [False, True])
async def test_told(*, is_coroutine: bool) -> None:
    """A function or a coroutine function is told of the counts, with each outcome."""
    told: list[BulkCounts] = []

    async def tell(counts: BulkCounts) -> None:
        await anyio.lowlevel.checkpoint()
        told.append(counts)

    service = BulkService()
    hook: Callable[[BulkCounts], object] = tell if is_coroutine else told.append
    async with service.client() as ds:
        calls = named("a", "refused", "lost")
        await outcomes_of(
            bulk(ds.templates.create, calls, key="name", concurrency=1, on_progress=hook)
        )

    assert len(told) == 3
    assert told[-1] == BulkCounts(ok=1, failed=1, unknown=1, total=3)
    assert [one.left for one in told] == sorted((one.left for one in told), reverse=True)


async def test_no_length() -> None:
    """Without a length the calls that were read are counted, and there is no total."""
    service, told = BulkService(), list[BulkCounts]()
    async with service.client() as ds:
        calls = each(named("a", "b"))
        await outcomes_of(bulk(ds.templates.create, calls, key="name", on_progress=told.append))

    assert told[-1] == BulkCounts(ok=2)


async def outcomes_in(run: BulkRun[T]) -> list[object]:
    """Return the keys of the outcomes of a run that is entered."""
    return [one.key async for one in run]


def fail(_: object) -> None:
    """Raise."""
    raise LookupError("mine")


async def fail_later(_: object) -> None:
    """Raise, later."""
    await anyio.lowlevel.checkpoint()
    raise LookupError("mine")


@pytest.mark.parametrize("hook", [fail, fail_later])
async def test_what_it_raises(
    hook: Callable[[BulkCounts], object], caplog: pytest.LogCaptureFixture
) -> None:
    """What it raises is logged once, and every outcome comes."""
    service = BulkService()
    async with service.client() as ds:
        calls = named(*map(str, range(20)))
        run = bulk(ds.templates.create, calls, key="name", on_progress=hook)
        assert len(await outcomes_of(run)) == 20

    (record,) = [one for one in caplog.records if "on_progress" in one.getMessage()]
    assert record.getMessage() == "on_progress raised LookupError"
    assert record.levelno == logging.WARNING


async def test_one_that_does_not_end(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One that does not end is cancelled after its time, which is logged once."""
    scopes, service = DeadlineScopes(monkeypatch), BulkService()

    async def hang(_: object) -> None:
        scopes.expire()
        await anyio.sleep_forever()

    async with service.client(timeout=600) as ds:
        calls = named("a", "b")
        run = bulk(ds.templates.create, calls, key="name", concurrency=1, on_progress=hang)
        assert list(await outcomes_of(run)) == ["a", "b"]

    (record,) = [one for one in caplog.records if "on_progress" in one.getMessage()]
    assert record.getMessage() == "on_progress did not end within 5 s, and was cancelled"


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_cancelled_meanwhile() -> None:
    """A reader who is cancelled while it is told loses no outcome."""
    service, reader = BulkService(), list[asyncio.Task[object]]()

    async def cancel(_: object) -> None:
        if reader:
            reader.pop().cancel()
            await asyncio.sleep(0)

    async with service.client() as ds:
        run = bulk(ds.templates.create, named("a"), key="name", on_progress=cancel)
        async with run:
            reader.append(asyncio.ensure_future(outcomes_in(run)))
            with pytest.raises(asyncio.CancelledError):
                await reader[0]
            assert await outcomes_in(run) == ["a"]
