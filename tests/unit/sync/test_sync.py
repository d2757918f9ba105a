"""The function, the module that is called like it, and what they refuse."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from support.fake_shop import FakeShop, product, receipt
from support.sync_targets import Target

import digiseller_async
from digiseller_async import ArgumentError, ConfigurationError, Digiseller, Store, UnavailableError
from digiseller_async.sync import ALL, KindReport, SyncReport, sync

pytestmark = pytest.mark.anyio
ROOT = Path(digiseller_async.__file__).parent.parent


def is_empty(folder: Path) -> bool:
    """Return whether there is nothing in *folder*."""
    return not list(folder.iterdir())


async def test_both_imports(sqlite: Target, shop: FakeShop) -> None:
    """``from digiseller_async import sync`` gives what can be called like the function in it."""
    module: Any = digiseller_async.sync
    shop.products = [product(1)]
    async with shop.client() as ds:
        with sqlite.store() as store:
            one = await sync(ds, store, ["products"])
            other = await digiseller_async.sync(ds, store, ["products"])

    assert isinstance(one, SyncReport)
    assert (one.kinds["products"].new, other.kinds["products"].unchanged) == (1, 1)
    assert (module.sync, module.Store) == (sync, Store)


@pytest.mark.parametrize(
    "imports",
    [
        "from digiseller_async.sync import Store, SyncReport, sync",
        "from digiseller_async import Store, SyncReport, sync",
        "import digiseller_async.sync as module; sync, Store = module.sync, module.Store",
        "from digiseller_async import Store; from digiseller_async import sync",
        "from digiseller_async.sync import Store; from digiseller_async import sync",
    ],
)
def test_imports_in_any_order(imports: str) -> None:
    """Each way to import gives something to call, and none loads SQLAlchemy."""
    program = f"{imports}\nassert callable(sync)\nimport sys\nprint('sqlalchemy' in sys.modules)"
    done = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("False\n", "")


async def test_all_kinds(target: Target, shop: FakeShop) -> None:
    """Without kinds all are read, in their order, and the order given does not matter."""
    shop.receipts, shop.products, shop.templates = [receipt(1)], [product(1)], {1: [{"id": 1}]}
    async with shop.client() as ds:
        with target.store() as store:
            report = await sync(ds, store)
            two = await sync(ds, store, ("offers", "receipts"))
            (one,) = (await sync(ds, store, "offers")).kinds

    assert tuple(report.kinds) == ALL
    assert all(kind.complete for kind in report.kinds.values())
    assert tuple(two.kinds) == ("receipts", "offers")
    assert one == "offers"


async def test_progress(target: Target, shop: FakeShop) -> None:
    """The function that is told of progress sees each page, and may be a coroutine function."""
    shop.products = [product(one) for one in range(1500)]
    seen: list[tuple[str, int, int | None, bool]] = []

    async def tell(report: KindReport) -> None:
        await anyio.lowlevel.checkpoint()
        seen.append((report.name, report.read, report.total, report.complete))

    async with shop.client() as ds:
        await target.sync(ds, "products", on_progress=tell)

    assert seen == [
        ("products", 1000, 1500, False),
        ("products", 1500, 1500, False),
        ("products", 1500, 1500, True),
    ]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"kinds": ["receipt"]}, "kinds has 'receipt', which is none of receipts, external-"),
        ({"kinds": [5]}, "kinds has '5'"),
        ({"since": dt.date(9999, 1, 1)}, "since is in the future: 9999-01-01"),
        ({"since": dt.datetime(9999, 1, 1, tzinfo=dt.UTC)}, "since is in the future"),
        ({"since": dt.datetime(2026, 1, 1)}, "since must have a time zone"),  # noqa: DTZ001
        ({"since": "yesterday"}, "since must be a date or a datetime, not str"),
        ({"overlap": 5}, "overlap must be a timedelta of at least nothing"),
        ({"overlap": dt.timedelta(-1)}, "overlap must be a timedelta of at least nothing"),
    ],
)
async def test_refused_arguments(
    sqlite: Target, shop: FakeShop, tmp_path: Path, arguments: dict[str, Any], why: str
) -> None:
    """An argument that is not valid is refused before anything is sent or written."""
    async with shop.client() as ds:
        with sqlite.store() as store, pytest.raises(ArgumentError) as caught:
            await sync(ds, store, **arguments)

    assert why in str(caught.value)
    assert caught.value.parameter == next(iter(arguments))
    assert not shop.requests
    assert is_empty(tmp_path)


async def test_refused_client_and_store(sqlite: Target, shop: FakeShop) -> None:
    """The client has to know its seller, and the store has to be one."""
    wrong: Any = sqlite.url
    async with Digiseller(token="T", transport=shop) as ds:
        with sqlite.store() as store, pytest.raises(ConfigurationError, match="its seller_id"):
            await sync(ds, store)
    async with shop.client() as ds:
        with pytest.raises(ConfigurationError, match="store must be a Store, not str"):
            await sync(ds, wrong)


async def test_pages_before_an_error_are_kept(target: Target, shop: FakeShop) -> None:
    """What was read before an error is in the table, and the error leaves the run."""
    shop.products = [product(one) for one in range(5000)]

    def fail(_: str, page: int) -> None:
        if page == 4:
            raise ConnectionError

    shop.before = fail
    async with shop.client() as ds:
        with pytest.raises((UnavailableError, ConnectionError)):
            await target.sync(ds, "products")

    assert len(target.keys("products")) == 3000


@pytest.mark.parametrize("page", [1, 2, 3])
async def test_cancelled(target: Target, shop: FakeShop, page: int) -> None:
    """A run that is cancelled leaves whole pages and no lock, and the next one completes it."""
    shop.products = [product(one) for one in range(3000)]
    scope = anyio.CancelScope()

    def cancel(report: KindReport) -> None:
        if report.read == page * 1000:
            scope.cancel()

    async with shop.client() as ds:
        with scope:
            await target.sync(ds, "products", on_progress=cancel)
        written = len(target.keys("products"))
        report = await target.sync(ds, "products")

    assert written % 1000 == 0
    assert written >= page * 1000
    assert (report.read, report.complete) == (3000, True)
    assert target.keys("products") == list(range(3000))


def test_tables(target: Target) -> None:
    """A store shows its tables by kind."""
    with target.store() as store:
        names = {kind: table.name for kind, table in store.tables.items()}

    assert tuple(names) == ALL
    assert names["external-operations"] == "external_operations"
