"""One run at a time writes a kind of a seller, whatever became of the others."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from support.fake_shop import FakeShop, product
from support.sync_targets import Target

import digiseller_async
from digiseller_async import StoreError
from digiseller_async._sync._database.engines import create_file
from digiseller_async._sync._database.locks import file_lock
from digiseller_async._sync.store import LAYOUTS, database_of

ROOT = Path(digiseller_async.__file__).parent.parent
HOLDER = """
import sys
from digiseller_async import Store
from digiseller_async._sync.store import LAYOUTS, database_of
store = Store(sys.argv[1], schema=sys.argv[2] or None)
with database_of(store).session(LAYOUTS["products"], 12126):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(target: Target) -> subprocess.Popen[str]:
    """Start a process that holds the lock of the products of the seller."""
    process = subprocess.Popen(  # noqa: S603  (our own program)
        [sys.executable, "-c", HOLDER, target.url, target.schema or ""],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.anyio
async def test_another_process(target: Target, shop: FakeShop) -> None:
    """A second run is refused while another process has the lock, and not after its kill -9."""
    shop.products = [product(1)]
    with holder(target) as process:
        async with shop.client() as ds:
            with pytest.raises(StoreError, match=r"^products of seller 12126 are being synchron"):
                await target.sync(ds, "products")
            assert not shop.requests
            offers = await target.sync(ds, "offers")  # another kind
            process.kill()
            process.wait()
            report = await target.sync(ds, "products")

    assert offers.complete
    assert report.new == 1


@pytest.mark.anyio
async def test_within_a_process(target: Target, shop: FakeShop) -> None:
    """Within a process, too, a second run of a kind is refused, and another seller's is not."""
    layout = LAYOUTS["products"]
    shop.products = [product(1)]
    with target.store() as store, database_of(store).session(layout, shop.seller_id):
        async with shop.client() as ds, FakeShop(seller_id=5).client() as other:
            with pytest.raises(StoreError, match="another run"):
                await target.sync(ds, "products")
            assert (await target.sync(other, "products")).complete
    async with shop.client() as ds:
        assert (await target.sync(ds, "products")).complete


def test_a_lock_survives_its_neighbours(sqlite: Target, shop: FakeShop) -> None:
    """A lock that a process holds stays, also when the process releases another one beside it."""
    with sqlite.store() as store, ExitStack() as stack:
        stack.enter_context(database_of(store).session(LAYOUTS["products"], shop.seller_id))
        with database_of(store).session(LAYOUTS["offers"], shop.seller_id):
            pass
        process = subprocess.run(  # noqa: S603  (our own program)
            [sys.executable, "-c", HOLDER, sqlite.url, ""],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert "are being synchronized by another run" in process.stderr


def test_a_lock_file_that_cannot_be(tmp_path: Path) -> None:
    """A lock file that cannot be opened is an error that names it."""
    (tmp_path / "shop.db-sync").mkdir()

    with pytest.raises(StoreError, match=r"^cannot lock .*shop\.db-sync: "):
        file_lock(tmp_path / "shop.db", "anything").__enter__()


def test_tables_made_at_once(target: Target) -> None:
    """Processes that start at once on an empty database do not collide."""
    program = HOLDER.replace("12126", "int(sys.argv[3])")
    processes = [
        subprocess.Popen(  # noqa: S603  (our own program)
            [sys.executable, "-c", program, target.url, target.schema or "", str(seller)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seller in range(1, 5)
    ]
    ended = [process.communicate() for process in processes]

    assert ended == [("held\n", "")] * 4


def test_locks_of_sqlite_stay(sqlite: Target) -> None:
    """A new session releases no lock that SQLite holds for another connection of the process.

    The system releases all locks of a process on a file when it closes any descriptor of it.
    """
    writer = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0)"
    with closing(sqlite3.connect(sqlite.url, isolation_level=None)) as other:
        other.execute("CREATE TABLE mine (id INTEGER)")
        other.execute("BEGIN IMMEDIATE")
        create_file(Path(sqlite.url))
        done = subprocess.run(  # noqa: S603  (our own program)
            [sys.executable, "-c", f"{writer}.execute('BEGIN IMMEDIATE')", sqlite.url],
            capture_output=True,
            text=True,
            check=False,
        )

    assert "database is locked" in done.stderr
