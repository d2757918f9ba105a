"""A plan says what a run would take, checks each call, and sends nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from support.bulk_service import BulkService, each, named

from digiseller_async import (
    ArgumentError,
    ClosedError,
    ConfigurationError,
    Plan,
    Rate,
    bulk_plan,
)

pytestmark = pytest.mark.anyio


async def test_what_it_would_take() -> None:
    """A plan counts requests, names the permission, and tells what the rate limit allows."""
    service = BulkService()
    async with service.client(rate=Rate(calls=10, per=2.0)) as ds:
        found = await bulk_plan(ds.templates.create, named(*map(str, range(60))))

    assert found == Plan(
        requests=60, seconds=10.0, permissions=frozenset({"[ Comission templates ]: Create"})
    )
    assert service.sent == {}


@pytest.mark.parametrize(
    ("rate", "count", "seconds"),
    [(None, 100, 0.0), (Rate(), 10, 0.0), (Rate(), 11, 0.1), (Rate(calls=1, per=5), 3, 10.0)],
)
async def test_seconds(rate: Rate | None, count: int, seconds: float) -> None:
    """As many calls as the rate allows go at once, and the others one after the other."""
    async with BulkService().client(rate=rate) as ds:
        found = await bulk_plan(ds.account.balance, [dict[str, object]()] * count)

    assert found.seconds == pytest.approx(seconds)
    assert found.permissions == {"[ Operations ]: Getting balance"}


async def test_several_requests_a_call() -> None:
    """A call that is sent in parts counts as many requests."""
    async with BulkService().client() as ds:
        found = await bulk_plan(ds.products.by_ids, [{"ids": range(1, 4001)}, {"ids": [1]}])

    assert found.requests == 4


async def test_no_permission() -> None:
    """An operation that needs no permission names none."""
    async with BulkService().client(token=None) as ds:
        found = await bulk_plan(ds.catalog.categories, [{}])

    assert found == Plan(requests=1)


async def test_refused() -> None:
    """A call that could not be sent is told with its number and what is wrong with it."""
    calls: list[Any] = [{"name": "a"}, {"name": 5}, 7, {"nam": "a"}, {"name": "b"}]
    async with BulkService().client() as ds:
        found = await bulk_plan(ds.templates.create, each(calls))

    assert found.requests == 2
    assert [(number, str(error)) for number, error in found.refused] == [
        (2, "templates.create: name must be a str, not 5"),
        (3, "call 3 must be a mapping of arguments, not 7"),
        (4, "templates.create: there is no argument 'nam'; the arguments are name"),
    ]
    assert {type(error) for _, error in found.refused} == {ArgumentError}


async def test_others_have_their_turns() -> None:
    """Other tasks run while many calls are checked."""
    turns, ended = [0], anyio.Event()

    async def count_turns() -> None:
        while not ended.is_set():
            turns[0] += 1
            await anyio.lowlevel.checkpoint()

    async with BulkService().client() as ds, anyio.create_task_group() as tasks:
        tasks.start_soon(count_turns)
        await bulk_plan(ds.templates.create, named(*map(str, range(1000))))
        ended.set()

    assert turns[0] >= 9


async def test_what_would_end_each_call() -> None:
    """A client that cannot make a call says so at once."""
    async with BulkService().client(token=None) as ds:
        with pytest.raises(ConfigurationError, match="needs credentials"):
            await bulk_plan(ds.templates.create, named("a"))
    with pytest.raises(ClosedError, match="the client is closed"):
        await bulk_plan(ds.templates.create, named("a"))


async def test_error_of_the_iterable() -> None:
    """An error of the iterable is raised as itself."""

    async def calls() -> AsyncIterator[Mapping[str, object]]:
        yield {"name": "a"}
        raise LookupError("no more")

    async with BulkService().client() as ds:
        with pytest.raises(LookupError, match="no more"):
            await bulk_plan(ds.templates.create, calls())


async def test_no_operation() -> None:
    """What is no operation is refused as `bulk` refuses it."""
    anything: Callable[..., Any] = print
    with pytest.raises(ArgumentError, match="operation must be a method of a client's group"):
        await bulk_plan(anything, [])
