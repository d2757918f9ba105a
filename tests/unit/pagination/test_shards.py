"""Shards: parts of a list that other processes read, and that together are the whole list."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from itertools import chain, pairwise
from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from support.clients import client_of
from support.fake_list import FakeList, list_key

from digiseller_async import ArgumentError, Digiseller, Paginator, Shard
from digiseller_async.models.account import ReceiptType
from digiseller_async.sandbox import Sandbox

pytestmark = pytest.mark.anyio
HOUR = dt.timedelta(hours=1)
LONG = dt.timedelta(days=100)


def carried(shard: Shard) -> Shard:
    """Carry a shard to another process, in both ways."""
    again = Shard.from_dict(json.loads(json.dumps(shard.to_dict())))
    assert again == shard == pickle.loads(pickle.dumps(shard))  # noqa: S301 (our own)
    assert hash(again) == hash(shard)
    return again


async def ids(ds: Digiseller, shards: list[Shard]) -> list[list[int]]:
    """Return what each shard reads."""
    return [[one.account_operation_id async for one in carried(shard).open(ds)] for shard in shards]


@pytest.mark.parametrize(
    ("arguments", "requests"),
    [
        ({}, 2),
        ({"types": ["product_sales", ReceiptType.REFUND]}, 2),
        ({"types": ("product_sales",)}, 2),
        ({"start": dt.date(2026, 1, 1)}, 1),
        ({"start": dt.datetime(2020, 1, 1, tzinfo=dt.UTC), "types": ("refund",)}, 1),
        ({"finish": dt.date(2100, 1, 1)}, 2),
        ({"finish": dt.datetime(2100, 1, 1, tzinfo=dt.UTC), "start": dt.date(2090, 1, 1)}, 0),
    ],
)
async def test_windows_of_time(arguments: dict[str, Any], requests: int) -> None:
    """Windows of time are the whole list, none has a row of another, and few requests are made."""
    async with Sandbox(receipts=200) as box, client_of(box) as ds:
        # An iterator is used up by the first who reads it.
        given = {**arguments}
        if "types" in given:
            given["types"] = iter(given["types"])
        receipts = ds.account.receipts(page_size=30, **given)
        shards = await receipts.shards(
            by=HOUR if arguments.get("finish") is None and "start" not in arguments else LONG
        )
        assert box.requests["account.receipts"] == requests
        whole = [one.account_operation_id async for one in receipts]
        parts = await ids(ds, shards)

    assert len(shards) > 3
    assert [one for part in reversed(parts) for one in part] == whole


async def test_windows_touch() -> None:
    """A window ends a millisecond before the next; the outer ones are as open as the list."""
    async with Sandbox(receipts=50) as box, client_of(box) as ds:
        open_ended = await ds.account.receipts().shards(by=HOUR)
        start, finish = dt.date(2026, 10, 1), dt.date(2026, 10, 3)
        closed = await ds.account.receipts(start=start, finish=finish).shards(
            by=dt.timedelta(days=1)
        )

    windows = [dict(one.arguments) for one in open_ended]
    assert "start" not in windows[0]
    assert "finish" not in windows[-1]
    for before, after in pairwise(windows):
        finished, started = (
            dt.datetime.fromisoformat(one) for one in (before["finish"], after["start"])
        )
        assert started - finished == dt.timedelta(milliseconds=1)
    assert [dict(one.arguments) for one in closed] == [
        {"start": "2026-10-01", "finish": "2026-10-01T20:59:59.999000+00:00"},
        {"start": "2026-10-01T21:00:00+00:00", "finish": "2026-10-02T20:59:59.999000+00:00"},
        {"start": "2026-10-02T21:00:00+00:00", "finish": "2026-10-03"},
    ]


async def test_windows_of_whole_seconds() -> None:
    """Windows of a list that goes by seconds end a second before the next, and have each row."""
    async with Sandbox() as box, client_of(box) as ds:
        whole = [one.invoice_id async for one in ds.sales.list()]
        shards = await ds.sales.list().shards(by=dt.timedelta(hours=5, milliseconds=7))
        parts = [[one.invoice_id async for one in shard.open(ds)] for shard in shards]
        with pytest.raises(ArgumentError, match="by must be a timedelta of at least a second"):
            await ds.sales.list().shards(by=dt.timedelta(milliseconds=999))

    assert sorted(one for part in parts for one in part) == sorted(whole)
    assert len(whole) == 60
    for before, after in pairwise(dict(one.arguments) for one in shards):
        finished, started = (
            dt.datetime.fromisoformat(one) for one in (before["date_finish"], after["date_start"])
        )
        assert started - finished == dt.timedelta(seconds=1)
        assert started.microsecond == 0


async def test_a_window_of_one_list() -> None:
    """A list that has no row yet is one shard, and so is one that fits into a window."""
    async with Sandbox(receipts=0) as box, client_of(box) as ds:
        assert len(await ds.account.receipts().shards(by=HOUR)) == 1
    async with Sandbox(receipts=2) as box, client_of(box) as ds:
        shards = await ds.account.receipts().shards(by=dt.timedelta(days=365))
        assert [len(part) for part in await ids(ds, shards)] == [2]


@pytest.mark.parametrize(("receipts", "sizes"), [(250, [60, 60, 60, 60, 10]), (60, [60]), (0, [0])])
async def test_pages(receipts: int, sizes: list[int]) -> None:
    """Shards of so many pages are the whole list, and finding them takes one request."""
    async with Sandbox(receipts=receipts) as box, client_of(box) as ds:
        listed = ds.account.receipts(page_size=20)
        shards = await listed.shards(pages=3)
        assert box.requests["account.receipts"] == 1
        whole = [one.account_operation_id async for one in listed]
        parts = await ids(ds, shards)

    assert [len(part) for part in parts] == sizes
    assert list(chain(*parts)) == whole
    assert shards[-1].last_page is None


async def test_resumed_shards() -> None:
    """A shard is resumed where it was left, and ends where it ends."""
    async with Sandbox(receipts=250) as box, client_of(box) as ds:
        listed = ds.account.receipts(page_size=20)
        _, second, *_ = await listed.shards(pages=3)
        whole = [one.account_operation_id async for one in listed]
        items = aiter(second.open(ds))
        found = [(await anext(items)).account_operation_id for _ in range(25)]
        rest = carried(second).open(ds).resume(items.checkpoint())
        found += [one.account_operation_id async for one in rest]
        done = second.open(ds).resume(rest.checkpoint())
        assert await done.all() == []

    assert found == whole[60:120]


async def test_other_lists() -> None:
    """Every list is divided by pages; one that knows no start and finish not by time."""
    async with Sandbox(offers=25) as box, client_of(box) as ds:
        offers = ds.offers.list(page_size=10, only_in_stock=False)
        shards = await offers.shards(pages=1)
        parts = [await carried(shard).open(ds).all() for shard in shards]
        assert list(chain(*parts)) == await offers.all()
        with pytest.raises(ArgumentError, match=r"offers.list cannot be read by time") as caught:
            await offers.shards(by=HOUR)
    assert caught.value.parameter == "by"


async def test_no_secret() -> None:
    """Neither a key nor a token is in a shard, in any of its forms; and it is frozen."""
    async with Sandbox(receipts=25) as box, client_of(box) as ds:
        (shard,) = await ds.account.receipts().shards(pages=5)
        shown = f"{shard!r} {shard.to_dict()} {pickle.dumps(shard)!r}"

    assert box.api_key not in shown
    assert "token" not in shown
    with pytest.raises(FrozenInstanceError):
        shard.page = 2  # type: ignore[misc] # that is the point


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({}, "by or pages"),
        ({"by": HOUR, "pages": 2}, "by or pages"),
        ({"by": dt.timedelta(0)}, "by must be a timedelta of at least a millisecond"),
        ({"by": 5}, "by must be a timedelta"),
        ({"by": dt.timedelta(milliseconds=1)}, "by is too small"),
        ({"pages": 0}, "pages must be a whole number"),
        ({"pages": True}, "pages must be a whole number"),
    ],
)
async def test_wrong_arguments(wrong: dict[str, Any], words: str) -> None:
    """What a list cannot be divided by is refused by name."""
    async with Sandbox(receipts=25) as box, client_of(box) as ds:
        with pytest.raises(ArgumentError, match=words):
            await ds.account.receipts().shards(**wrong)


async def test_secret_arguments() -> None:
    """A list with a secret argument is not divided, as its shards would hold it."""
    async with Sandbox() as box, client_of(box) as ds:
        assert len(await ds.chats.list(page_size=5).shards(pages=2)) == 2
        with pytest.raises(ArgumentError, match="with email cannot be divided") as caught:
            await ds.chats.list(email="a@example.com").shards(pages=2)

    assert caught.value.parameter == "email"
    assert "example" not in str(caught.value)


async def test_no_whole_list() -> None:
    """A part of a list, or one that does not say how many pages it has, is not divided."""
    async with Sandbox(receipts=25) as box, client_of(box) as ds:
        receipts = ds.account.receipts()
        for part in (receipts.limit(3), ds.account.receipts(page=2)):
            with pytest.raises(ArgumentError, match="of a whole list"):
                await part.shards(pages=1)
        source: Any = vars(receipts)["_source"]
    rows = FakeList(range(25), totals=False)
    with pytest.raises(ArgumentError, match="does not say how many pages"):
        await Paginator(rows.fetch, key=list_key, source=source).shards(pages=1)
    with pytest.raises(ArgumentError, match="of a whole list"):
        await Paginator(rows.fetch, key=list_key).shards(pages=1)


@pytest.fixture
def form() -> dict[str, Any]:
    """Return the form of a good shard."""
    return {
        "version": 1,
        "operation": "account.receipts",
        "arguments": {"types": ["refund"], "start": "2026-01-01"},
        "page_size": 10,
        "page": 1,
        "last_page": None,
        "owner": "",
    }


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"version": 2}, "of version 2; this package reads version 1"),
        ({"version": "1"}, "of version str; this package reads version 1"),
        ({"operation": "account.sales"}, "of 'account.sales', which is no list"),
        ({"operation": "account.balance"}, "of 'account.balance', which is no list"),
        ({"operation": "content.delete"}, "of 'content.delete', which is no list"),
        ({"operation": "sell.receipts"}, "which is no list"),
        ({"operation": None}, "is damaged"),
        ({"owner": None}, "is damaged"),
        ({"arguments": []}, "is damaged"),
        ({"arguments": {"colour": "red"}}, "arguments are not those of account.receipts"),
        ({"arguments": {"start": "soon"}}, "arguments are not those of account.receipts"),
        ({"arguments": {"types": None}}, "arguments are not those of account.receipts"),
        ({"arguments": {"start": 1.5}}, "arguments are not those of account.receipts"),
        ({"page_size": "10"}, "is damaged"),
        ({"page": 0}, "is damaged"),
        ({"last_page": 0}, "is damaged"),
    ],
)
def test_wrong_forms(form: dict[str, Any], wrong: dict[str, Any], words: str) -> None:
    """A shard of another version, of no list, or a damaged one is refused by name."""
    assert Shard.from_dict(form).to_dict() == form
    with pytest.raises(ArgumentError, match=f"^shard .*{words}") as caught:
        Shard.from_dict({**form, **wrong})
    assert caught.value.parameter == "shard"


@pytest.mark.parametrize("wrong", [None, [], {}, {"page": 1}])
def test_no_form(wrong: Any) -> None:
    """What is no shard at all is refused as an argument."""
    with pytest.raises(ArgumentError, match=r"must be what Shard\.to_dict"):
        Shard.from_dict(wrong)


async def test_shards_of_others() -> None:
    """A shard of another seller, or of a call that is no list, is refused before it is sent."""
    async with Sandbox(receipts=25) as box, client_of(box) as ds:
        (shard,) = await ds.account.receipts().shards(pages=5)
        async with client_of(box, seller_id=box.seller_id + 1) as other:
            with pytest.raises(ArgumentError, match="of another seller, or of another base_url"):
                shard.open(other)
        with pytest.raises(ArgumentError, match="no list of this package"):
            evolve(shard, operation="content.delete").open(ds)
        assert sum(box.requests.values()) == 2  # the sign-in, and a page
