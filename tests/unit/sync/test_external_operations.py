"""External operations: from old to new at first, later back to the overlap."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from support.fake_shop import FakeShop, external, moment
from support.sync_targets import Target

from digiseller_async._kinds import KINDS
from digiseller_async._sync import run

pytestmark = pytest.mark.anyio
KIND = "external-operations"
MINUTES = dt.timedelta(minutes=1)


class StoppedError(Exception):
    """Ends a run midway."""


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page have three rows."""
    kinds = tuple(evolve(kind, page_size=3) for kind in KINDS)
    monkeypatch.setattr(run, "KINDS", kinds)


def stop_after(read: int) -> Any:
    """Return a function that ends a run when so many rows have been written."""

    def tell(report: Any) -> None:
        if report.read >= read:
            raise StoppedError

    return tell


async def test_first_and_later_runs(target: Target, shop: FakeShop) -> None:
    """The first run reads all; later ones from the newest back to the overlap, and not further."""
    shop.external = [external(one) for one in range(60)]
    async with shop.client() as ds:
        first = await target.sync(ds, KIND)
        asked = shop.requests["external"]
        shop.external[50] = external(50, payment_status="refund")
        shop.external += [external(60), external(61)]
        later = await target.sync(ds, KIND, overlap=12 * MINUTES)

    assert (first.new, first.total, first.watermark) == (60, 60, moment(59))
    assert asked == 20
    assert (later.new, later.changed, later.watermark) == (2, 1, moment(61))
    assert shop.requests["external"] - asked == 6
    assert target.keys(KIND) == list(range(62))


async def test_first_run_is_resumed(target: Target, shop: FakeShop) -> None:
    """A first run that was cut off goes on at the page that it wrote last."""
    shop.external = [external(one) for one in range(60)]
    async with shop.client() as ds:
        with pytest.raises(StoppedError):
            await target.sync(ds, KIND, on_progress=stop_after(30))
        shop.external.append(external(60))
        report = await target.sync(ds, KIND)

    assert (report.read, report.new, report.unchanged) == (34, 31, 3)
    assert target.keys(KIND) == list(range(61))
    assert target.execute("SELECT checkpoint FROM sync_state") == [(None,)]


async def test_stopped_on_the_first_page(target: Target, shop: FakeShop) -> None:
    """A first run that was cut off on its first page has no watermark, so the next reads all."""
    shop.external = [external(one) for one in range(60)]
    async with shop.client() as ds:
        with pytest.raises(StoppedError):
            await target.sync(ds, KIND, on_progress=stop_after(1))
        report = await target.sync(ds, KIND)

    assert report.read == 60
    assert target.keys(KIND) == list(range(60))


@pytest.mark.parametrize("checkpoint", ["no JSON", '{"list": "account.receipts#1"}'])
async def test_a_checkpoint_that_does_not_fit(
    target: Target, shop: FakeShop, checkpoint: str
) -> None:
    """A checkpoint of another list, or a damaged one, is passed over: everything is read."""
    shop.external = [external(one) for one in range(9)]
    async with shop.client() as ds:
        await target.sync(ds, KIND)
        target.execute(f"UPDATE sync_state SET checkpoint = '{checkpoint}'")  # noqa: S608
        report = await target.sync(ds, KIND)

    assert (report.read, report.unchanged) == (9, 9)


async def test_since(target: Target, shop: FakeShop) -> None:
    """With *since* a first run reads back to it, and no further than that page."""
    shop.external = [external(one) for one in range(60)]
    async with shop.client() as ds:
        report = await target.sync(ds, KIND, since=moment(50))

    assert target.keys(KIND) == list(range(48, 60))
    assert report.watermark == moment(59)


async def test_full_marks_gone(target: Target, shop: FakeShop) -> None:
    """Only a full run marks operations as gone; it saves no place to go on at."""
    shop.external = [external(one) for one in range(30)]
    async with shop.client() as ds:
        await target.sync(ds, KIND)
        del shop.external[4]
        usual = await target.sync(ds, KIND)
        with pytest.raises(StoppedError):
            await target.sync(ds, KIND, full=True, on_progress=stop_after(10))
        saved = target.execute("SELECT checkpoint FROM sync_state")
        full = await target.sync(ds, KIND, full=True)

    assert (usual.gone, full.gone) == (0, 1)
    assert saved == [(None,)]
    assert target.keys(KIND, gone=True) == [4]


async def test_operations_without_a_date(target: Target, shop: FakeShop) -> None:
    """Operations without a date are kept, and do not end a run that goes back in time."""
    shop.external = [external(one) for one in range(12)]
    shop.external[10] = external(10, date=None)
    async with shop.client() as ds:
        await target.sync(ds, KIND)
        report = await target.sync(ds, KIND, overlap=5 * MINUTES)

    assert (report.unchanged, report.watermark) == (9, moment(11))
