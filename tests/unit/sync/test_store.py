"""Stores: what they take, and databases that do not fit."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from support.fake_shop import FakeShop, product
from support.sync_targets import Target

from digiseller_async import ConfigurationError, StoreError
from digiseller_async.sync import Store, sync

pytestmark = pytest.mark.anyio
PASSWORD = "s3cret"


@pytest.mark.parametrize(
    ("target", "schema", "why"),
    [
        ("postgresql://u@host/db", None, r"names no driver: write postgresql\+psycopg://"),
        ("postgresql+asyncpg://u@host/db", None, r"\+asyncpg"),
        ("postgresql+nonsense://u@host/db", None, "no driver is known by 'postgresql.nonsense'"),
        ("sqlite+aiosqlite:///x.db", None, r"\+aiosqlite is not installed .*: write sqlite:///"),
        ("mysql://u@host/db", None, "must be SQLite or PostgreSQL, not mysql"),
        ("sqlite://", None, "in memory would be lost"),
        ("sqlite:///:memory:", None, "in memory would be lost"),
        ("sqlite:///file:x?mode=memory&uri=true", None, "in memory would be lost"),
        ("shop.db", "public", "SQLite has no schemas"),
        (f"://{PASSWORD}@", None, "cannot be read"),
        (f"postgresql+psycopg://u:{PASSWORD}@host:port/db", None, "cannot be read"),
    ],
)
def test_refused_targets(target: str, schema: str | None, why: str) -> None:
    """A target that cannot be used is refused in one sentence, without its password."""
    with pytest.raises(ConfigurationError, match=why) as caught:
        Store(target, schema=schema)

    assert PASSWORD not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("target", [None, 5, b"shop.db"])
def test_no_target(target: Any) -> None:
    """What names no database is refused by its type, and no file is made of it."""
    with pytest.raises(ConfigurationError, match=f"not {type(target).__name__}"):
        Store(target)


def test_engine_of_another_driver() -> None:
    """An engine has to be of a driver that the store knows."""

    class Other:
        name, driver = "sqlite", "aiosqlite"

    engine = sa.create_engine("sqlite:///x.db")
    engine.dialect = Other()  # type: ignore[assignment]

    with pytest.raises(ConfigurationError, match=r"not sqlite\+aiosqlite"):
        Store(engine)


def test_without_sqlalchemy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without SQLAlchemy a store says what to install."""
    for name in [one for one in sys.modules if "_sync._database" in one]:
        monkeypatch.delitem(sys.modules, name)
    missing: Any = None
    monkeypatch.setitem(sys.modules, "sqlalchemy", missing)

    with pytest.raises(ConfigurationError, match=r'pip install "digiseller-async\[sync\]"$'):
        Store("shop.db")


def test_another_missing_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another module that is missing is no matter of the extra."""
    for name in [one for one in sys.modules if "_sync._database" in one]:
        monkeypatch.delitem(sys.modules, name)
    missing: Any = None
    monkeypatch.setitem(sys.modules, "digiseller_async._sync._database.opening", missing)

    with pytest.raises(ModuleNotFoundError, match="opening"):
        Store("shop.db")


def test_repr(tmp_path: Path) -> None:
    """A store shows the file, or the server, and no password, wherever it is in the URL."""
    url = f"postgresql+psycopg://u:{PASSWORD}@host/db?password={PASSWORD}"

    assert repr(Store(tmp_path / "shop.db")) == f"<Store in {tmp_path / 'shop.db'}>"
    assert repr(Store(url)) == "<Store in PostgreSQL database db at host>"


async def test_path_and_url_are_one(
    sqlite: Target, shop: FakeShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path, a Path, a URL and an engine name the same database; the engine stays the user's."""
    shop.products = [product(1)]
    engine = sa.create_engine(f"sqlite:///{sqlite.url}")
    closed: list[sa.Engine] = []
    monkeypatch.setattr(engine, "dispose", lambda: closed.append(engine))
    new: list[int] = []
    async with shop.client() as ds:
        for one in (sqlite.url, Path(sqlite.url), f"sqlite:///{sqlite.url}", engine):
            with Store(one) as store:
                new.append((await sync(ds, store, "products")).kinds["products"].new)

    assert new == [1, 0, 0, 0]
    assert closed == []


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
async def test_the_file_is_the_owners(sqlite: Target, shop: FakeShop) -> None:
    """A new SQLite file is for its owner only."""
    async with shop.client() as ds:
        await sqlite.sync(ds, "products")

    for path in Path(sqlite.url).parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def refusal(target: Target, shop: FakeShop, kind: str = "products") -> str:
    """Return why a sync into *target* is refused; nothing is sent."""
    shop.requests.clear()
    async with shop.client() as ds:
        with pytest.raises(StoreError) as caught:
            await target.sync(ds, kind)
    assert not shop.requests
    assert "\n" not in str(caught.value)
    return str(caught.value)


async def test_a_folder_that_is_not_there(shop: FakeShop, tmp_path: Path) -> None:
    """A file in a folder that does not exist is an error that names it."""
    path = tmp_path / "nowhere" / "shop.db"

    assert (
        await refusal(Target(str(path)), shop) == f"cannot create {path}: No such file or directory"
    )


async def test_no_database(shop: FakeShop, tmp_path: Path) -> None:
    """A file that is no database is left as it is."""
    path = tmp_path / "notes.txt"
    path.write_text("my notes, more than a few words of them" * 9)

    assert "file is not a database" in await refusal(Target(str(path)), shop)
    assert path.read_text().startswith("my notes")


async def test_no_server(shop: FakeShop) -> None:
    """A server that does not answer is an error without the password."""
    target = Target(f"postgresql+psycopg://u:{PASSWORD}@127.0.0.1:1/db")

    why = await refusal(target, shop)

    assert "cannot be used" in why
    assert PASSWORD not in why


def prepare(target: Target) -> None:
    """Create the target's schema, if it has one."""
    if target.schema:
        target.execute(f"CREATE SCHEMA {target.schema}")


async def test_tables_of_another_program(target: Target, shop: FakeShop) -> None:
    """A table of our name that another program made is refused, and nothing is created."""
    prepare(target)
    target.execute("CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT)")

    assert "the table products was made by another program" in await refusal(target, shop)
    with pytest.raises(DBAPIError):
        target.execute("SELECT * FROM sync_state")


async def test_a_view_of_our_name(target: Target, shop: FakeShop) -> None:
    """A view in the place of a table is refused, too."""
    prepare(target)
    target.execute("CREATE VIEW products AS SELECT 1 AS seller")

    assert "the table products was made by another program" in await refusal(target, shop)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("ALTER TABLE products DROP COLUMN digest", "made by another program"),
        ("ALTER TABLE products ADD COLUMN mine TEXT NOT NULL DEFAULT 'x'", ""),
        ("ALTER TABLE products ADD COLUMN mine TEXT", ""),
    ],
)
async def test_columns_changed_by_hand(
    target: Target, shop: FakeShop, change: str, why: str
) -> None:
    """Columns of the user's own are left alone; a table without ours is refused."""
    shop.products = [product(1)]
    async with shop.client() as ds:
        await target.sync(ds, "products")
        target.execute(change)
        if not why:
            report = await target.sync(ds, "products")
            assert (report.unchanged, report.complete) == (1, True)
    if why:
        assert why in await refusal(target, shop)


async def test_types_changed_by_hand(target: Target, shop: FakeShop) -> None:
    """A column of another type, another key, or a column that must be filled is refused."""
    async with shop.client() as ds:
        await target.sync(ds, "products")
    (made,) = (
        target.execute("SELECT sql FROM sqlite_master WHERE name = 'products'")
        if target.is_sqlite
        else [("",)]
    )
    if target.is_sqlite:
        sql: str = made[0]
        target.execute("DROP TABLE products", sql.replace("price TEXT", "price REAL", 1))
        assert "its column price is REAL, not TEXT" in await refusal(target, shop)
        target.execute("DROP TABLE products", sql.replace("price TEXT", "price", 1))
        assert "its column price is unknown, not TEXT" in await refusal(target, shop)
        target.execute(
            "DROP TABLE products", sql.replace("PRIMARY KEY (seller, id_goods)", "CHECK (1)")
        )
        assert "its key is (), not (seller, id_goods)" in await refusal(target, shop)
        target.execute(
            "DROP TABLE products", sql.replace("gone TEXT", "gone TEXT, mine TEXT NOT NULL")
        )
    else:
        change = "ALTER TABLE products ALTER COLUMN price TYPE "
        target.execute(f"{change} DOUBLE PRECISION")
        assert "its column price is DOUBLE PRECISION, not NUMERIC" in await refusal(target, shop)
        target.execute(f"{change} NUMERIC", "ALTER TABLE products DROP CONSTRAINT products_pkey")
        assert "its key is (), not (seller, id_goods)" in await refusal(target, shop)
        target.execute(
            "ALTER TABLE products ADD PRIMARY KEY (seller, id_goods)",
            "ALTER TABLE products ADD COLUMN mine TEXT NOT NULL",
        )
    assert "its column mine must not be empty" in await refusal(target, shop)


async def test_a_watermark_changed_by_hand(sqlite: Target, shop: FakeShop) -> None:
    """A watermark that is no moment is refused, with what to do."""
    shop.offers = [{"product_id": 1, "last_change": "2026-11-01T12:00:00"}]
    async with shop.client() as ds:
        await sqlite.sync(ds, "offers")
    sqlite.execute("UPDATE sync_state SET watermark = 'yesterday'")

    async with shop.client() as ds:
        with pytest.raises(StoreError, match=r"the watermark of offers is no moment; delete"):
            await sqlite.sync(ds, "offers")


async def test_new_columns(target: Target, shop: FakeShop) -> None:
    """A column that the table lacks is added, and its values come with the next run."""
    shop.products = [product(1, info_goods="text"), product(2)]
    async with shop.client() as ds:
        await target.sync(ds, "products")
        target.execute("ALTER TABLE products DROP COLUMN info_goods")
        report = await target.sync(ds, "products")

    assert (report.changed, report.unchanged) == (2, 0)
    assert [row["info_goods"] for row in target.rows("products")] == ["text", None]


async def test_an_older_program_goes_on(target: Target, shop: FakeShop) -> None:
    """A program that does not know a column goes on beside one that does."""
    shop.products = [product(1)]
    async with shop.client() as ds:
        await target.sync(ds, "products")
        target.execute("ALTER TABLE products ADD COLUMN from_the_future BIGINT")
        target.execute("UPDATE products SET from_the_future = 5")
        shop.products = [product(1, price="9.00"), product(2)]
        report = await target.sync(ds, "products")

    assert (report.new, report.changed) == (1, 1)
    kept = target.execute("SELECT from_the_future FROM products ORDER BY id_goods")
    assert [one[0] for one in kept] == [5, None]


@pytest.mark.parametrize("change", ["RENAME TO renamed", "DROP COLUMN price"])
async def test_an_error_midway_says_no_values(target: Target, shop: FakeShop, change: str) -> None:
    """What a database refuses while rows are written is a StoreError that quotes none of them."""
    shop.products = [product(1, name_goods="a private name")]
    async with shop.client() as ds:
        await target.sync(ds, "products")
        shop.products = [product(1, name_goods="another private name")]

        def drop(_name: str, _page: int) -> None:
            target.execute(f"ALTER TABLE products {change}")

        shop.before = drop
        with pytest.raises(StoreError) as caught:
            await target.sync(ds, "products")

    assert "cannot be used: " in str(caught.value)
    assert "private" not in str(caught.value)


def begin(connection: sa.Connection) -> None:
    """Begin a transaction of SQLite's."""
    connection.exec_driver_sql("BEGIN")


async def test_an_engine_that_begins_by_itself(sqlite: Target, shop: FakeShop) -> None:
    """An engine of the user's may begin its transactions as SQLAlchemy's documentation advises."""
    shop.products = [product(1)]
    engine = sa.create_engine(f"sqlite:///{sqlite.url}")
    event.listen(engine, "begin", begin)
    async with shop.client() as ds:
        report = await sync(ds, Store(engine), "products")
    engine.dispose()

    assert report.kinds["products"].new == 1
