"""Each call has one outcome: its state, in the order in which calls end, a few calls at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from support.bulk_service import BulkService, each, named, outcomes_of, states_of, turns

from digiseller_async import (
    AccessDeniedError,
    ArgumentError,
    BulkCounts,
    Digiseller,
    DigisellerError,
    OutcomeUnknownError,
    PartialSuccessError,
    RejectedError,
    Task,
    bulk,
)

pytestmark = pytest.mark.anyio


async def test_ok() -> None:
    """An outcome has the call's key, arguments and value."""
    service = BulkService()
    async with service.client() as ds:
        found = await outcomes_of(bulk(ds.templates.create, named("a", "b"), key="name"))

    assert service.sent == {"a": 1, "b": 1}
    one = found["a"]
    assert one.value is not None
    assert (one.key, one.arguments, one.state, one.error) == ("a", {"name": "a"}, "ok", None)
    assert (one.value.id, one.earlier) == (7, False)


@pytest.mark.parametrize(
    ("name", "state", "error"),
    [
        ("refused", "failed", RejectedError),
        ("firewall", "failed", AccessDeniedError),
        ("lost", "unknown", OutcomeUnknownError),
        ("x" * 300_000, "ok", None),
    ],
)
async def test_states(name: str, state: str, error: type[DigisellerError] | None) -> None:
    """What a call raises is its outcome, and ends no other call."""
    service = BulkService()
    async with service.client() as ds:
        calls = named("a", name, "b")
        found = await outcomes_of(bulk(ds.templates.create, calls, key="name", concurrency=1))

    assert [one.state for one in found.values()] == ["ok", state, "ok"]
    found_error = found[name].error
    assert isinstance(found_error, error or type(None))
    assert found_error is None or found_error.__traceback__ is None
    assert found[name].value is None or error is None


async def test_a_part() -> None:
    """A call of which a part was done has failed, and its error says what was done."""
    service = BulkService()
    async with service.client() as ds:
        calls = [{"product_id": 1, "texts": ["part 1", "part 2"]}]
        (one,) = (await outcomes_of(bulk(ds.content.add_text, calls, key="product_id"))).values()

    assert one.state == "failed"
    assert isinstance(one.error, PartialSuccessError)
    assert (one.error.happened, [part.content_id for part in one.error.result]) == ("yes", [1])


async def test_order_of_completion() -> None:
    """Outcomes come in the order in which calls end."""
    service = BulkService()
    calls = named("held", "a", "b")
    async with service.client() as ds, bulk(ds.templates.create, calls, key="name") as run:
        found = [(await anext(run)).key, (await anext(run)).key]
        service.let_go.set()
        found += [one.key async for one in run]

    assert found == ["a", "b", "held"]


@pytest.mark.parametrize("concurrency", [1, 3, 8])
async def test_concurrency(concurrency: int) -> None:
    """As many calls are made at once as is asked for, and never more."""
    service = BulkService()
    calls = named(*(f"held {number}" for number in range(30)))
    async with service.client() as ds:
        run = bulk(ds.templates.create, calls, key="name", concurrency=concurrency)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(outcomes_of, run)
            await turns()
            assert service.under_way == concurrency
            service.let_go.set()

    assert run.counts.ok == 30
    assert service.most == concurrency


async def test_read_ahead_is_bounded() -> None:
    """Calls are read when they can be made, and no further while nobody reads the outcomes."""
    service, given = BulkService(), list[int]()

    def calls() -> Iterator[dict[str, object]]:
        for number in range(100_000):
            given.append(number)
            yield {"name": str(number)}

    async with service.client() as ds:
        async with bulk(ds.templates.create, calls(), key="name", concurrency=2) as run:
            await turns()
            assert given == []
            await anext(run)
            await turns()
            assert len(given) == sum(service.sent.values()) == 5
            await anext(run)
            await turns()
            assert len(given) == 6
        assert run.counts == BulkCounts(ok=6)


async def test_no_more_tasks_than_calls() -> None:
    """A concurrency far above the number of calls costs nothing."""
    service = BulkService()
    async with service.client() as ds:
        run = bulk(ds.templates.create, named("a"), key="name", concurrency=10**9)
        assert await states_of(run) == {"a": "ok"}


async def test_async_iterable() -> None:
    """Calls may come from an async iterable, which is read by one at a time."""
    service = BulkService()
    async with service.client() as ds:
        calls = each(named(*map(str, range(20))))
        found = await states_of(bulk(ds.templates.create, calls, key="name"))

    assert found == {str(number): "ok" for number in range(20)}


async def test_arguments_are_a_copy() -> None:
    """A source may give the same dict again and again, with other values."""
    service, one = BulkService(), dict[str, object]()

    def calls() -> Iterator[dict[str, object]]:
        for number in range(9):
            one["name"] = f"{number}"
            yield one

    async with service.client() as ds:
        found = await outcomes_of(bulk(ds.templates.create, calls(), key="name"))

    assert {key: dict(one.arguments) for key, one in found.items()} == {
        str(number): {"name": str(number)} for number in range(9)
    }


async def test_arguments_that_can_be_read_once() -> None:
    """An argument that is an iterator is read once, and sent."""
    service = BulkService()
    async with service.client() as ds:
        calls = [{"product_id": 1, "texts": iter(["a"])}]
        assert await states_of(bulk(ds.content.add_text, calls, key="product_id")) == {1: "ok"}

    assert service.sent == {"a": 1}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"name": 5}, "name must be a str, not 5"),
        ({"name": "a", "nam": "b"}, "there is no argument 'nam'; the arguments are name"),
        ({}, r"key of call 2 cannot be read: 'name'"),
        ({"name": 2.5}, r"key of call 2 must be a str or an int, not 2\.5"),
        ({"name": True}, r"key of call 2 must be a str or an int, not True"),
        ({"name": "first"}, "key 'first' of call 2 is that of call 1, too"),
        (5, "call 2 must be a mapping of arguments, not 5"),
    ],
)
async def test_bad_calls(call: Any, message: str) -> None:
    """A call that cannot be made fails by its number or argument, and ends no other."""
    service = BulkService()
    calls = [{"name": "first"}, call, {"name": "last"}]
    async with (
        service.client() as ds,
        bulk(ds.templates.create, calls, key="name", concurrency=1) as run,
    ):
        found = [one async for one in run]

    assert [one.state for one in found] == ["ok", "failed", "ok"]
    assert service.sent == {"first": 1, "last": 1}
    assert isinstance(found[1].error, ArgumentError)
    assert re.search(message, str(found[1].error))


async def test_missing_argument() -> None:
    """A call without an argument that is needed fails by the name of that."""
    service = BulkService()
    async with service.client() as ds:
        (one,) = (
            await outcomes_of(bulk(ds.templates.update, [{"name": "a"}], key="name"))
        ).values()

    assert isinstance(one.error, ArgumentError)
    assert str(one.error) == "templates.update: template_id is required"


async def test_key_function() -> None:
    """A key may be a function's; one that raises fails its call only, with the error as cause."""
    service = BulkService()

    def key(arguments: Any) -> int:
        return 10 // int(arguments["template_id"])

    calls = [{"template_id": number, "name": "a"} for number in (0, 2, 5)]
    async with service.client() as ds:
        found = await outcomes_of(bulk(ds.templates.update, calls, key=key))

    assert {one.key: one.state for one in found.values()} == {None: "failed", 5: "ok", 2: "ok"}
    failed = found[None].error
    assert str(failed) == "key of call 1 cannot be read: ZeroDivisionError"
    assert isinstance(failed, ArgumentError)
    assert isinstance(failed.__cause__, ZeroDivisionError)


async def test_error_of_an_argument() -> None:
    """An argument that raises while it is read fails its call, which is not sent."""
    service = BulkService()

    def broken() -> Iterator[str]:
        yield "a"
        raise RuntimeError("no more")

    calls = [{"product_id": 1, "texts": broken()}]
    async with service.client() as ds:
        (one,) = (await outcomes_of(bulk(ds.content.add_text, calls, key="product_id"))).values()

    assert (one.state, str(one.error), service.sent) == ("failed", "no more", {})


async def test_foreign_error_before_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of another class that comes before the call is sent leaves no doubt."""
    service = BulkService()
    async with service.client() as ds:
        monkeypatch.setattr(vars(ds)["_pipeline"], "_token", _raise)
        found = await outcomes_of(bulk(ds.templates.create, named("a"), key="name"))

    assert (found["a"].state, str(found["a"].error)) == ("failed", "of another class")


@pytest.mark.parametrize(
    ("operation", "state", "why"),
    [
        ("create", "unknown", "LookupError ended the call after it was sent"),
        ("balance", "failed", "of another class"),
    ],
)
async def test_foreign_error_after_sending(
    operation: str, state: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of another class that comes later leaves it open, unless the call only reads."""
    async with BulkService().client() as ds:
        monkeypatch.setattr(vars(ds)["_pipeline"], "_interpret_and_decode", _raise)
        if operation == "create":
            found: Any = await outcomes_of(bulk(ds.templates.create, named("a"), key="name"))
        else:
            found = await outcomes_of(bulk(ds.account.balance, [{}], key=lambda _: "a"))

    assert found["a"].state == state
    assert why in str(found["a"].error)


async def _raise(*_: object) -> Any:
    await anyio.lowlevel.checkpoint()
    raise LookupError("of another class")


async def test_task() -> None:
    """The value of a call that starts a task is the task, which can be waited for."""
    service, paths = BulkService(), list[str]()

    async def handle(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.path)
        if len(paths) == 1:
            return httpx.Response(200, text="74abddce-2f87-5449-b211-80118a59ee01")
        return httpx.Response(200, json={"TaskId": "74", "Status": 3, "SuccessCount": 1})

    async with service.client(transport=httpx.MockTransport(handle)) as ds:
        calls = [{"products": [1], "new_status": "disabled"}]
        found = await outcomes_of(bulk(ds.products.set_status, calls, key=lambda _: 1))
        task = found[1].value
        assert isinstance(task, Task)
        assert (await task.wait()).is_done


async def test_several_requests() -> None:
    """The value of a call that is sent in parts is that of all parts."""
    sent: list[int] = []

    async def handle(request: httpx.Request) -> httpx.Response:
        ids = [int(one) for one in (await request.aread()).decode().split("[")[1][:-2].split(",")]
        sent.append(len(ids))
        rows = [{"id": one, "name": "a", "price_usd": "1.50"} for one in ids]
        return httpx.Response(200, json=rows)

    async with BulkService().client(transport=httpx.MockTransport(handle)) as ds:
        calls = [{"ids": list(range(1, 4001))}]
        found = await outcomes_of(bulk(ds.products.by_ids, calls, key=lambda _: 1))

    assert sent == [1999, 1999, 2]
    assert found[1].value is not None
    assert [one.id for one in found[1].value] == list(range(1, 4001))


async def test_settings_of_a_view() -> None:
    """The calls go with the settings of the view whose operation is given."""
    formats: list[str] = []

    async def handle(request: httpx.Request) -> httpx.Response:
        formats.append(request.headers["accept"])
        return httpx.Response(200, content=b"<a><retval>0</retval></a>")

    async with BulkService().client(transport=httpx.MockTransport(handle)) as ds:
        in_xml: Digiseller = ds.with_options(format="xml")
        price = {"price": Decimal("9.99"), "currency": "USD"}
        calls = [{"product_id": 1, "price": price}]
        await outcomes_of(bulk(in_xml.products.edit_base, calls, key="product_id"))

    assert formats
    assert all("xml" in one for one in formats)
