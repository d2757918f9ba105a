"""Checkpoints: stop anywhere, go on there, in another process too."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.clients import client_of
from support.fake_list import FakeList, collect, list_key

from digiseller_async import ArgumentError, DigisellerError, Page, Paginator, UnavailableError
from digiseller_async.sandbox import Sandbox

WHOLE: dict[str, Any] = {"list": "list#1", "page": 1, "given": 0, "total": None, "rows": []}


def carried(checkpoint: Any) -> Any:
    """Carry a checkpoint to another process."""
    return json.loads(json.dumps(checkpoint))


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(0, 40),
    size=st.integers(1, 7),
    stops=st.lists(st.integers(0, 12), max_size=4),
    limit=st.none() | st.integers(0, 45),
    backend=st.sampled_from(["asyncio", "trio"]),
)
def test_stop_anywhere(
    count: int, size: int, stops: list[int], limit: int | None, backend: str
) -> None:
    """Stopped anywhere and resumed in a new paginator, again and again, a list is read once."""

    async def read() -> list[int]:
        found: list[int] = []

        def fresh() -> Paginator[int]:
            listed = Paginator(FakeList(range(count), size).fetch, key=list_key)
            return listed if limit is None else listed.limit(limit - len(found))

        listed = fresh()
        for stop in stops:
            items = aiter(listed)
            for _ in range(stop):
                with suppress(StopAsyncIteration):
                    found.append(await anext(items))
            listed = fresh().resume(carried(listed.checkpoint()))
        return found + await listed.all()

    assert anyio.run(read, backend=backend) == list(range(count))[:limit]


@pytest.mark.anyio
async def test_checkpoint_of_pages() -> None:
    """After a page from ``pages``, a checkpoint is behind the page's last item."""
    rows = FakeList(range(25))
    listed = Paginator(rows.fetch, key=list_key)
    async for _ in listed.pages():
        break

    assert await listed.resume(carried(listed.checkpoint())).all() == rows.rows[10:]


@pytest.mark.anyio
async def test_checkpoint_before_and_after() -> None:
    """Before its first item a checkpoint is the start; after the last one nothing is left."""
    listed = Paginator(FakeList(range(5)).fetch, key=list_key)

    assert listed.checkpoint() == WHOLE
    assert len(await listed.all()) == 5
    assert await listed.resume(listed.checkpoint()).all() == []


@pytest.mark.anyio
async def test_first_is_no_iteration() -> None:
    """``first``, ``first_page`` and ``total`` do not move the checkpoint."""
    listed = Paginator(FakeList(range(25), totals=False).fetch, key=list_key)
    items = aiter(listed)
    for _ in range(12):
        await anext(items)
    before = listed.checkpoint()
    await listed.first()
    await listed.first_page()
    await listed.total()

    place = {"list": "list#1", "page": 2, "given": 2, "total": None}
    assert {name: before[name] for name in place} == place
    assert listed.checkpoint() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"list": "list#2"},
        {"list": None},
        {"page": 0},
        {"page": True},
        {"page": "1"},
        {"page": None},
        {"given": -1},
        {"given": 1.5},
        {"left": -1},
        {"left": "all"},
        {"total": 1.5},
        {"rows": None},
        {"rows": [1]},
        {"rows": ["0" * 12] * 9},
    ],
)
def test_wrong_checkpoints(wrong: dict[str, Any]) -> None:
    """A checkpoint of another list, or a broken one, is refused."""
    listed = Paginator(FakeList(()).fetch, key=list_key)

    with pytest.raises(ArgumentError, match=r"^checkpoint (is|must be)") as caught:
        listed.resume(WHOLE | wrong)
    assert caught.value.parameter == "checkpoint"


@pytest.mark.anyio
async def test_checkpoint_of_other_questions() -> None:
    """A checkpoint is refused by another operation, by other filters, by another page size."""
    async with Sandbox() as box, client_of(box) as ds:
        checkpoint = ds.account.receipts(types=["refund"], page_size=10).checkpoint()
        resumed = ds.account.receipts(types=["refund"], page_size=10, page=3).resume(checkpoint)
        assert (await resumed.first_page()).number == 1

        for other in (ds.account.receipts(page_size=10), ds.account.receipts(types=["refund"])):
            with pytest.raises(ArgumentError, match="with other filters or another page_size"):
                other.resume(checkpoint)
        with pytest.raises(ArgumentError, match=r"of another list \('account.receipts'\), not of"):
            ds.account.external_operations(page_size=10).resume(checkpoint)


class Flaky(FakeList):
    """Rows on a server that fails at the requests whose number is given, once each."""

    def __init__(self, count: int, failures: set[int]) -> None:
        super().__init__(range(count), 3)
        self.failures = failures

    async def fetch(self, number: int) -> Page[int]:
        """Fail, or return the page."""
        page = await super().fetch(number)
        if len(self.asked) in self.failures:
            raise UnavailableError("down")
        return page


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(0, 30),
    failures=st.sets(st.integers(1, 12)),
    again=st.sampled_from(["resume", "same iterator", "pages"]),
    backend=st.sampled_from(["asyncio", "trio"]),
)
def test_errors_carry_checkpoints(count: int, failures: set[int], again: str, backend: str) -> None:
    """After an error, its checkpoint or the same iterator goes on without loss or repetition."""

    async def read() -> list[int]:
        rows = Flaky(count, failures)
        listed = Paginator(rows.fetch, key=list_key)
        items, pages = aiter(listed), listed.pages()
        found: list[int] = []
        while True:
            try:
                if again == "pages":
                    async for page in pages:
                        found += page.items
                else:
                    await collect(items, found)
            except DigisellerError as error:
                if again == "resume":
                    items = aiter(listed.resume(carried(error.checkpoint)))
            else:
                return found

    assert anyio.run(read, backend=backend) == list(range(count))


@pytest.mark.anyio
async def test_trouble_in_the_middle() -> None:
    """A call that fails in the middle of a list says where to go on, and there it goes on."""
    async with Sandbox(receipts=25) as box, client_of(box) as ds:
        found: list[int] = []
        receipts = ds.account.receipts(page_size=10)

        async def read() -> None:
            async for receipt in receipts:
                found.append(receipt.account_operation_id)
                if len(found) == 10:
                    box.inject("server_error", operation="account.receipts", times=3)

        with pytest.raises(UnavailableError) as caught:
            await read()
        error = caught.value
        assert (error.operation, error.attempts, error.status) == ("account.receipts", 3, 500)
        assert error.checkpoint == receipts.checkpoint()

        again = ds.account.receipts(page_size=10).resume(carried(error.checkpoint))
        found += [receipt.account_operation_id async for receipt in again]
        whole = [one.account_operation_id async for one in ds.account.receipts(page_size=50)]

    assert found == whole


@pytest.mark.anyio
async def test_list_that_shrank_between() -> None:
    """Rows that are passed over because the list shrank before it was resumed are drift."""
    rows = FakeList(range(25))
    listed = Paginator(rows.fetch, key=list_key)
    async for item in listed:
        if item == 14:
            break
    rows.rows = rows.rows[3:]
    resumed = listed.resume(carried(listed.checkpoint()))

    assert await resumed.all() == list(range(15, 25))
    assert resumed.report.drift


@pytest.mark.parametrize("wrong", [None, "list#1", []])
def test_checkpoint_of_no_kind(wrong: Any) -> None:
    """What is no checkpoint at all is refused as an argument."""
    with pytest.raises(ArgumentError):
        Paginator(FakeList(()).fetch, key=list_key).resume(wrong)
