"""Receipts and sales: windows of time from old to new, and the watermark."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from support.fake_shop import EPOCH, FakeShop, moment, receipt, sale
from support.sync_targets import Target

from digiseller_async import UnavailableError
from digiseller_async._kinds import KINDS
from digiseller_async._sync import run, windows

pytestmark = pytest.mark.anyio
MINUTES = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page have three rows, so that a window has thirty at most."""
    kinds = tuple(evolve(kind, page_size=3) for kind in KINDS)
    monkeypatch.setattr(run, "KINDS", kinds)
    monkeypatch.setattr(windows, "MOST_PAGES", 10)


class Windows:
    """Records which windows were asked for, and how far they were read."""

    def __init__(self, shop: FakeShop, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pages: list[tuple[str | None, str | None, int]] = []
        select = shop.rows

        def rows(_: FakeShop, name: str, sent: dict[str, Any]) -> Any:
            if name == "receipts":
                self.pages.append((sent.get("start"), sent.get("finish"), int(sent["page"])))
            return select(name, sent)

        monkeypatch.setattr(FakeShop, "rows", rows)


async def test_few_are_one_window(
    target: Target, shop: FakeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that is not deep is read once, page by page, and no request more."""
    shop.receipts = [receipt(one) for one in range(30)]
    windows = Windows(shop, monkeypatch)
    async with shop.client() as ds:
        report = await target.sync(ds, "receipts")

    assert windows.pages == [(None, None, page) for page in range(1, 11)]
    assert (report.new, report.total, report.watermark) == (30, 30, moment(29))
    assert target.keys("receipts") == list(range(30))


async def test_many_are_windows_from_old_to_new(
    target: Target, shop: FakeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deep list is cut into windows that touch; the first has no start, the last no end."""
    shop.receipts = [receipt(one) for one in range(200)]
    windows = Windows(shop, monkeypatch)
    async with shop.client() as ds:
        report = await target.sync(ds, "receipts")

    spans = list(dict.fromkeys((start, finish) for start, finish, _ in windows.pages[2:]))
    assert [page for *_, page in windows.pages[:2]] == [1, 67]
    assert spans[0][0] is spans[-1][1] is None
    assert [finish for _, finish in spans[:-1]] == [start for start, _ in spans[1:]]
    assert max(page for *_, page in windows.pages[2:]) <= 10
    assert target.keys("receipts") == list(range(200))
    assert (report.new, report.watermark) == (200, moment(199))


async def test_dense_times_are_halved(target: Target, shop: FakeShop) -> None:
    """Where most receipts lie in a few minutes of years, windows get as narrow as that needs."""
    shop.receipts = [
        *(receipt(one, one * 10_000) for one in range(20)),
        *(receipt(one, 200_000 + one / 60) for one in range(20, 120)),
        *(receipt(one, 900_000) for one in range(120, 160)),  # more at one moment than fit
        receipt(160, 910_000),
    ]
    async with shop.client() as ds:
        report = await target.sync(ds, "receipts")

    assert target.keys("receipts") == list(range(161))
    assert (report.new, report.watermark) == (161, moment(910_000))
    assert shop.requests["receipts"] < 300  # 54 pages, and a search for the moment


@pytest.mark.parametrize("deep", [False, True])
async def test_later_runs_begin_before_the_watermark(
    target: Target, shop: FakeShop, monkeypatch: pytest.MonkeyPatch, *, deep: bool
) -> None:
    """A later run reads from the watermark less the overlap, and sees what changed there."""
    shop.receipts = [receipt(one) for one in range(100)]
    async with shop.client() as ds:
        await target.sync(ds, "receipts")
        shop.receipts[50] = receipt(50, owner_id=5)
        shop.receipts[95] = receipt(95, owner_id=5)
        shop.receipts += [receipt(one) for one in range(100, 160 if deep else 105)]
        windows = Windows(shop, monkeypatch)
        report = await target.sync(ds, "receipts", overlap=10 * MINUTES)

    assert windows.pages[0][0] == moment(89).replace(tzinfo=None).isoformat(timespec="minutes")
    assert {start for start, *_ in windows.pages} - {None}
    assert (report.new, report.changed) == (60 if deep else 5, 1)
    owners = {row["account_operation_id"]: row["owner_id"] for row in target.rows("receipts")}
    assert (owners[50], owners[95]) == (None, 5)


async def test_watermark_never_goes_back(target: Target, shop: FakeShop) -> None:
    """The watermark is the newest moment ever seen, also when the newest receipt is no more."""
    shop.receipts = [receipt(one) for one in range(10)]
    async with shop.client() as ds:
        await target.sync(ds, "receipts")
        del shop.receipts[5:]
        report = await target.sync(ds, "receipts")

    assert report.watermark == moment(9)
    (row,) = target.execute("SELECT CAST(watermark AS TEXT) FROM sync_state")
    assert row[0].startswith("2026-01-01")


async def test_a_moment_in_the_future(target: Target, shop: FakeShop) -> None:
    """A receipt whose moment is in the future keeps no later run from what is new."""
    minutes = (dt.datetime.now(dt.UTC) - EPOCH) // MINUTES
    shop.receipts = [receipt(1, minutes), receipt(2, minutes + 10**7)]
    async with shop.client() as ds:
        await target.sync(ds, "receipts")
        shop.receipts.insert(1, receipt(3, minutes))
        report = await target.sync(ds, "receipts", overlap=60 * MINUTES)

    assert (report.new, report.watermark) == (1, moment(minutes + 10**7))


async def test_an_error_keeps_the_watermark(target: Target, shop: FakeShop) -> None:
    """A run that breaks off leaves the watermark at the last whole window, and the next goes on."""
    shop.receipts = [receipt(one) for one in range(200)]

    def fail(name: str, _: int) -> None:
        if name == "receipts" and shop.requests[name] > 40:
            raise ConnectionError

    async with shop.client() as ds:
        shop.before = fail
        with pytest.raises((UnavailableError, ConnectionError)):
            await target.sync(ds, "receipts")
        (row,) = target.execute("SELECT CAST(watermark AS TEXT) FROM sync_state")
        written = len(target.keys("receipts"))
        shop.before = lambda _name, _page: None
        report = await target.sync(ds, "receipts", overlap=MINUTES)

    assert 30 < written < 200
    assert row[0] < moment(199).astimezone(dt.UTC).isoformat()
    assert target.keys("receipts") == list(range(200))
    assert report.read < 200


async def test_since(target: Target, shop: FakeShop) -> None:
    """A first run reads from *since* on; later ones go on where it ended, whatever *since* says."""
    shop.receipts = [receipt(one * 1440, one * 1440) for one in range(10)]
    async with shop.client() as ds:
        first = await target.sync(ds, "receipts", since=moment(5 * 1440))
        later = await target.sync(ds, "receipts", since=moment(9 * 1440), overlap=2000 * MINUTES)
        earlier = await target.sync(ds, "receipts", since=EPOCH.date(), overlap=MINUTES)
        whole = await target.sync(ds, "receipts", since=EPOCH.date(), full=True)

    assert [one.read for one in (first, later, earlier, whole)] == [5, 2, 1, 10]


async def test_full_marks_gone(target: Target, shop: FakeShop) -> None:
    """Only a full run marks receipts as gone: those that no window has any more."""
    shop.receipts = [receipt(one) for one in range(100)]
    async with shop.client() as ds:
        await target.sync(ds, "receipts")
        del shop.receipts[3], shop.receipts[60]
        usual = await target.sync(ds, "receipts")
        full = await target.sync(ds, "receipts", full=True)

    assert (usual.gone, full.gone) == (0, 2)
    assert target.keys("receipts", gone=True) == [3, 61]


async def test_receipts_without_a_moment(target: Target, shop: FakeShop) -> None:
    """Receipts of which the service says no moment are kept, and move no watermark."""
    nothing: Any = None
    shop.receipts = [
        {"account_operation_id": one, "operation": {"id": one, "datetime": nothing}}
        for one in range(40)
    ]
    async with shop.client() as ds:
        report = await target.sync(ds, "receipts")

    assert (report.new, report.watermark, report.complete) == (40, None, True)


async def test_extreme_overlap(target: Target, shop: FakeShop) -> None:
    """An overlap that goes back before all time reads everything."""
    shop.receipts = [receipt(one) for one in range(10)]
    async with shop.client() as ds:
        await target.sync(ds, "receipts")
        report = await target.sync(ds, "receipts", overlap=dt.timedelta.max)

    assert report.read == 10


async def test_without_totals(target: Target, shop: FakeShop) -> None:
    """A service that says no totals is read in one window."""
    shop.receipts = [receipt(one) for one in range(40)]
    shop.has_totals = False
    async with shop.client() as ds:
        report = await target.sync(ds, "receipts")

    assert (report.read, report.total) == (40, None)


@pytest.mark.parametrize("loss", ["DROP TABLE receipts", "DELETE FROM receipts"])
async def test_rows_that_were_lost(target: Target, shop: FakeShop, loss: str) -> None:
    """Where the rows were dropped by hand, the watermark says nothing: all is read again."""
    shop.receipts = [receipt(one) for one in range(30)]
    async with shop.client() as ds:
        await target.sync(ds, "receipts")
        target.execute(loss)
        report = await target.sync(ds, "receipts", overlap=MINUTES)

    assert report.new == 30


async def test_windows_of_sales_touch_at_seconds(
    target: Target, shop: FakeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sales are read in windows of whole seconds, and each sale lies in one or in two."""
    shop.sales = [sale(one, one * 7.7) for one in range(200)]
    asked: list[tuple[str | None, str | None]] = []
    select = shop.rows

    def rows(_: FakeShop, name: str, sent: dict[str, Any]) -> Any:
        asked.append((sent.get("date_start"), sent.get("date_finish")))
        return select(name, sent)

    monkeypatch.setattr(FakeShop, "rows", rows)
    async with shop.client() as ds:
        report = await target.sync(ds, "sales")

    spans = list(dict.fromkeys(asked))[1:]
    assert [finish for _, finish in spans[:-1]] == [start for start, _ in spans[1:]]
    assert {len(start) for start, _ in spans if start} == {len("2026-01-01 12:00:00")}
    assert target.keys("sales") == list(range(200))
    assert (report.new, report.complete) == (200, True)


async def test_many_sales_in_a_second(target: Target, shop: FakeShop) -> None:
    """More sales in a second than a window should have are one window: none is narrower."""
    shop.sales = [
        *(sale(one, 0) for one in range(50)),
        *(sale(one, 60) for one in range(50, 90)),
        sale(90, 120),
    ]
    async with shop.client() as ds:
        report = await target.sync(ds, "sales")

    assert target.keys("sales") == list(range(91))
    assert report.complete
    assert shop.requests["seller-sells"] < 120  # 31 pages, and a search for the seconds


async def test_later_runs_of_sales(target: Target, shop: FakeShop) -> None:
    """A later run of sales sees what is new and what was given back; a full one what is gone."""
    shop.sales = [sale(one) for one in range(100)]
    async with shop.client() as ds:
        await target.sync(ds, "sales")
        shop.sales[95] = sale(95, returned=1)
        shop.sales.append(sale(100))
        del shop.sales[3]
        usual = await target.sync(ds, "sales", overlap=10 * MINUTES)
        full = await target.sync(ds, "sales", full=True)

    assert (usual.read, usual.new, usual.changed, usual.gone) == (12, 1, 1, 0)
    assert usual.watermark == moment(100)
    assert (full.new, full.changed, full.gone) == (0, 0, 1)
    assert target.keys("sales", gone=True) == [3]
