"""A run ends by itself, by what would end each call, or when its block is left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import TypeVar

import anyio
import anyio.lowlevel
import pytest
from support.bulk_service import BulkService, named, outcomes_of, turns

from digiseller_async import (
    AccessDeniedError,
    AuthenticationError,
    BulkCounts,
    BulkOutcome,
    BulkRun,
    ClosedError,
    ConfigurationError,
    DigisellerError,
    OutcomeUnknownError,
    bulk,
)
from digiseller_async.models import CommissionTemplate

pytestmark = pytest.mark.anyio
T = TypeVar("T")


async def read_into(run: BulkRun[T], found: list[BulkOutcome[T]]) -> None:
    """Enter *run*, and put its outcomes into *found*."""
    async with run:
        await read_on(run, found)


async def read_on(run: BulkRun[T], found: list[BulkOutcome[T]]) -> None:
    """Put the outcomes of *run* into *found*, as many as come before an error."""
    async for one in run:
        found.append(one)  # noqa: PERF401  (an error may come between)


def keys_of(found: list[BulkOutcome[T]]) -> list[str]:
    """Return the keys of outcomes."""
    return [str(one.key) for one in found]


@pytest.mark.parametrize(
    ("name", "error"), [("denied", AccessDeniedError), ("unauthorized", AuthenticationError)]
)
async def test_what_ends_each_call(name: str, error: type[DigisellerError]) -> None:
    """A key that is refused ends the run: those under way give their outcomes, others are left."""
    service, found = BulkService(), list[BulkOutcome[CommissionTemplate]]()
    async with service.client() as ds:
        calls = named("held 1", "a", name, "b", "c", "d")
        run = bulk(ds.templates.create, calls, key="name", concurrency=2)
        async with anyio.create_task_group() as tasks:

            async def read() -> None:
                with pytest.raises(error):
                    await read_into(run, found)

            tasks.start_soon(read)
            await turns()
            service.let_go.set()

    assert keys_of(found) == ["a", "held 1"]
    assert service.sent == {"held 1": 1, "a": 1, name: 1}
    assert run.counts == BulkCounts(ok=2, left=4, total=6)


async def test_refused_after_a_doubt() -> None:
    """A call that may have taken effect before its key was refused is unknown, and not left."""
    service, found = BulkService(), list[BulkOutcome[CommissionTemplate]]()
    service.words = ["lost", "unauthorized"]
    async with service.client() as ds:
        calls = [{"template_id": 1, "name": "a"}, {"template_id": 2, "name": "b"}]
        run = bulk(ds.templates.update, calls, key="template_id", concurrency=1)
        with pytest.raises(AuthenticationError):
            await read_into(run, found)

    assert [(one.key, one.state) for one in found] == [(1, "unknown")]
    assert run.counts == BulkCounts(unknown=1, left=1, total=2)


async def test_closed_client() -> None:
    """Calls of a client that was closed are left."""
    service, found = BulkService(), list[BulkOutcome[CommissionTemplate]]()
    async with service.client() as ds:
        run = bulk(ds.templates.create, named("a", "b", "c"), key="name", concurrency=1)
        async with run:
            found.append(await anext(run))
            await ds.aclose()
            with pytest.raises(ClosedError, match="the client is closed"):
                await read_on(run, found)
            with pytest.raises(ClosedError, match="the client is closed"):
                await anext(run)

    assert keys_of(found)[0] == "a"
    assert run.counts.left == 3 - len(found)


async def test_no_credentials() -> None:
    """A client without credentials ends the run at its first call."""
    service = BulkService()
    async with service.client(token=None) as ds:
        run = bulk(ds.templates.create, named("a", "b"), key="name")
        with pytest.raises(ConfigurationError, match="needs credentials"):
            await outcomes_of(run)

    assert run.counts == BulkCounts(left=2, total=2)


async def test_error_of_the_iterable() -> None:
    """An error of the iterable comes after the outcomes of the calls that it gave, as itself."""
    service, found = BulkService(), list[BulkOutcome[CommissionTemplate]]()

    def calls() -> Iterator[dict[str, object]]:
        yield {"name": "a"}
        yield {"name": "b"}
        raise LookupError("no more")

    async with service.client() as ds:
        with pytest.raises(LookupError, match="no more"):
            await read_into(bulk(ds.templates.create, calls(), key="name"), found)

    assert sorted(keys_of(found)) == ["a", "b"]


async def test_leaving_early() -> None:
    """After the block was left no call starts; those under way end, and can be read after it."""
    service = BulkService()
    calls = named("a", *(f"held {number}" for number in range(30)))
    async with service.client() as ds:
        async with bulk(ds.templates.create, calls, key="name", concurrency=3) as run:
            async for one in run:
                assert one.key == "a"
                break
            await turns()
            service.let_go.set()
        sent = sum(service.sent.values())
        rest = [one.key async for one in run]

    assert sent == 1 + len(rest)
    assert sent <= 1 + 2 * 3
    assert run.counts == BulkCounts(ok=sent, left=31 - sent, total=31)


async def test_an_error_of_the_body() -> None:
    """An error of the block itself comes out as itself, when the calls under way have ended."""
    service = BulkService()
    calls = named("a", "held 1", "held 2")
    async with service.client() as ds:
        run = bulk(ds.templates.create, calls, key="name", concurrency=2)

        async def read() -> None:
            async with run:
                await anext(run)
                await turns()
                service.let_go.set()
                raise LookupError("mine")

        with pytest.raises(LookupError, match="mine"):
            await read()

    assert (service.under_way, run.counts.left) == (0, 0)


async def test_nothing_read() -> None:
    """A run that nobody reads makes no call."""
    service = BulkService()
    async with service.client() as ds:
        async with bulk(ds.templates.create, named("a"), key="name") as run:
            await turns()
        assert [one async for one in run] == []

    assert service.sent == {}
    assert run.counts == BulkCounts(left=1, total=1)


async def test_cancelled() -> None:
    """A cancellation ends the calls under way, too."""
    service = BulkService()
    async with service.client() as ds:
        run = bulk(ds.templates.create, named("held 1", "held 2"), key="name")
        with anyio.CancelScope() as scope:
            async with run:
                scope.cancel()
                await anext(run)

    assert scope.cancelled_caught
    assert (service.under_way, run.counts.left) == (0, 2)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_cancelled_by_asyncio() -> None:
    """The cancellation of asyncio itself ends the calls under way, and comes out as itself."""
    service = BulkService()
    async with service.client() as ds:
        run = bulk(ds.templates.create, named("held 1", "held 2"), key="name")
        task = asyncio.ensure_future(outcomes_of(run))
        await turns()
        assert service.under_way == 2
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert (service.under_way, run.counts.left) == (0, 2)


async def test_cancelled_while_it_waits_to_leave() -> None:
    """A cancellation that comes while the calls under way are waited for ends them."""
    service = BulkService()
    async with service.client() as ds:
        run = bulk(ds.templates.create, named("a", "held 1"), key="name")

        leaves = anyio.Event()

        async def read_one() -> None:
            async with run:
                await anext(run)
                while service.under_way != 1:  # the other call may begin later
                    await anyio.lowlevel.checkpoint()
                leaves.set()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read_one)
            await leaves.wait()
            await turns()
            tasks.cancel_scope.cancel()

    assert (service.under_way, run.counts.left) == (0, 1)


async def test_leaving_while_the_iterable_waits() -> None:
    """Leaving the block does not wait for a call that the iterable has not given so far."""
    service, ended = BulkService(), list[str]()

    async def calls() -> AsyncIterator[dict[str, object]]:
        try:
            yield {"name": "a"}
            await anyio.sleep_forever()
        finally:
            ended.append("iterable")

    async with service.client() as ds, bulk(ds.templates.create, calls(), key="name") as run:
        assert (await anext(run)).key == "a"
        await turns()

    assert ended == ["iterable"]


async def test_an_outcome_is_lost_by_no_cancellation() -> None:
    """Waiting for an outcome can be cancelled, and goes on."""
    service = BulkService()
    calls = named("held 1")
    async with service.client() as ds, bulk(ds.templates.create, calls, key="name") as run:
        with anyio.CancelScope() as scope:
            scope.cancel()
            await anext(run)
        service.let_go.set()
        assert [one.key async for one in run] == ["held 1"]


async def test_several_readers() -> None:
    """Several tasks may read one run: each outcome goes to one of them."""
    service, found = BulkService(), list[str]()
    calls = named(*map(str, range(40)))
    async with service.client() as ds, bulk(ds.templates.create, calls, key="name") as run:

        async def read() -> None:
            async for one in run:
                found.append(str(one.key))
                await anyio.lowlevel.checkpoint()

        async with anyio.create_task_group() as tasks:
            for _ in range(3):
                tasks.start_soon(read)

    assert sorted(found, key=int) == [str(number) for number in range(40)]


async def test_entered_once() -> None:
    """A run is read in its block, and entered once."""
    service = BulkService()
    async with service.client() as ds:
        run = bulk(ds.templates.create, named("a"), key="name")
        with pytest.raises(ClosedError, match="inside of its `async with` block"):
            await anext(run)
        await outcomes_of(run)
        with pytest.raises(ClosedError, match=r"entered before; call bulk\(\) again"):
            await outcomes_of(run)


async def test_unknown_after_the_client_was_closed() -> None:
    """A call that was under way when the client was closed is unknown."""
    service = BulkService()
    found: list[BulkOutcome[CommissionTemplate]] = []
    async with service.client() as ds, anyio.create_task_group() as tasks:
        run = bulk(ds.templates.create, named("held 1"), key="name")
        tasks.start_soon(read_into, run, found)
        await turns()
        await ds.aclose()

    assert found[0].state == "unknown"
    assert isinstance(found[0].error, OutcomeUnknownError)
