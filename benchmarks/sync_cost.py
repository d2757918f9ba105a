"""Measure what it costs to keep receipts in a database, against the same walk without one.

Wall-clock time: a page is written while the next is fetched. The sandbox has a process of its own.
PostgreSQL is measured if a server lets user postgres in on its standard port.
"""

import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from digiseller_async import Digiseller, Store
from digiseller_async.sync import KindReport, sync

from ._result import Bound, Effort, Result, ratios
from ._servers import KEY, SELLER, opened
from ._worker import Measured, Worker, serve_requests
from .memory import LEVEL, kib

PAGE = 1000
NIGHT = 3_000
SERVER = "postgresql+psycopg://postgres@127.0.0.1/postgres"
SCHEMA = "digiseller_bench"
WALK, SQLITE, POSTGRESQL = range(3)


def measure(effort: Effort) -> tuple[Result, ...]:
    """Measure the cost of both databases, of a night, and the memory."""
    rounds = min(effort.rounds, 5)
    return (*costs(effort, rounds), *nights(effort, rounds), *memory(effort))


def costs(effort: Effort, rounds: int) -> list[Result]:
    """Compare syncs into new databases with the walk alone."""
    receipts = effort.pick(100_000, 20_000)
    ways = {"SQLite": (SQLITE, 2.0)}
    if has_postgresql():
        ways["PostgreSQL"] = (POSTGRESQL, 2.3)
    sandbox, url = opened(receipts)
    times: list[list[float]] = []
    with sandbox, Worker("sync_cost:timed", url) as worker:
        for _ in range(rounds + 1):
            wanted = (WALK, *(way for way, _ in ways.values()))
            times.append([worker.ask(way=way)["seconds"] for way in wanted])
    walks, *others = zip(*times[1:], strict=True)  # the first round warms up
    return [
        Result.of_median(
            f"sync, {name}",
            f"{receipts:,} receipts into {name} / the same walk without a store",
            ratios(others[way - 1], walks),
            bound=Bound(value=bound),
        )
        for name, (way, bound) in ways.items()
    ]


def nights(effort: Effort, rounds: int) -> list[Result]:
    """Compare a night's rows into a large table with the same into a small one."""
    large = effort.pick(300_000, 30_000)
    sandbox, url = opened(large + NIGHT)
    with sandbox, Worker("sync_cost:night", url, str(large)) as worker:
        times = [
            (worker.ask(rows=large)["seconds"], worker.ask(rows=NIGHT)["seconds"])
            for _ in range(rounds)
        ]
    big, small = zip(*times, strict=True)
    return [
        Result.of_median(
            "sync, night",
            f"{NIGHT:,} new rows into a table of {large:,} / into one of {NIGHT:,}",
            ratios(big, small),
            bound=Bound(value=1.2),
        )
    ]


def memory(effort: Effort) -> list[Result]:
    """Compare how memory grows with a store and without."""
    receipts = effort.pick(1_000_000, 100_000)
    sandbox, url = opened(receipts)
    with sandbox:
        grown: list[float] = []
        for way in (SQLITE, WALK):
            with Worker("sync_cost:grown", url) as worker:
                grown.append(worker.ask(way=way)["kib"] / 1024)
    above = grown[0] - grown[1]
    return [
        Result.of_median(
            "sync, memory",
            f"growth from {LEVEL:,} to {receipts:,} receipts into SQLite, above the walk's own",
            [above],
            bound=Bound(value=16.0),
            unit=" MiB",
            notes=(f"with a store {grown[0]:.1f} MiB, without {grown[1]:.1f} MiB",),
        )
    ]


def has_postgresql() -> bool:
    """Return whether there is a server to measure."""
    try:
        with sa.create_engine(SERVER).connect():
            return True
    except (SQLAlchemyError, ImportError):
        return False


@contextmanager
def store_of(way: int) -> Generator[Store, None, None]:
    """Give an empty store."""
    if way == SQLITE:
        with tempfile.TemporaryDirectory() as folder, Store(f"{folder}/shop.db") as store:
            yield store
        return
    engine = sa.create_engine(SERVER)
    try:
        yield Store(engine, schema=SCHEMA)
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        engine.dispose()


def client(url: str) -> Digiseller:
    """Return a client of the sandbox at *url*."""
    return Digiseller(SELLER, KEY, base_url=url, rate=None)


async def timed(url: str) -> None:
    """Measure the walk, or a sync into an empty database, in seconds."""
    async with client(url) as ds:

        async def measure(way: int) -> Measured:
            if way == WALK:
                began = perf_counter()
                async for _ in ds.account.receipts(page_size=PAGE):
                    pass
                return {"seconds": perf_counter() - began}
            with store_of(way) as store:
                began = perf_counter()
                await sync(ds, store, "receipts")
                return {"seconds": perf_counter() - began}

        await serve_requests(measure)


async def night(url: str, large: str) -> None:
    """Measure a sync of the newest rows into a table of some rows before them, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        async with client(url) as ds:
            paths = {int(large): Path(folder) / "large.db", NIGHT: Path(folder) / "small.db"}
            for rows, path in paths.items():
                with Store(path) as store:
                    await sync(ds, store, "receipts")
                with closing(sqlite3.connect(path, isolation_level=None)) as database:
                    keep_only(database, rows + NIGHT)

            async def measure(rows: int) -> Measured:
                with closing(sqlite3.connect(paths[rows], isolation_level=None)) as database:
                    forget_a_night(database)
                with Store(paths[rows]) as store:
                    began = perf_counter()
                    report = await sync(ds, store, "receipts", overlap=timedelta())
                    seconds = perf_counter() - began
                if report.kinds["receipts"].new != NIGHT:
                    raise RuntimeError("the night was not what the figure says")
                return {"seconds": seconds}

            await serve_requests(measure)


def keep_only(database: sqlite3.Connection, rows: int) -> None:
    """Keep only the newest *rows*."""
    database.execute(
        "DELETE FROM receipts WHERE account_operation_id NOT IN (SELECT account_operation_id FROM "
        "receipts ORDER BY operation_datetime DESC, account_operation_id DESC LIMIT ?)",
        (rows,),
    )
    database.execute("VACUUM")


def forget_a_night(database: sqlite3.Connection) -> None:
    """Put the table back to before the newest rows."""
    database.execute(
        "DELETE FROM receipts WHERE account_operation_id IN (SELECT account_operation_id FROM "
        "receipts ORDER BY operation_datetime DESC, account_operation_id DESC LIMIT ?)",
        (NIGHT,),
    )
    database.execute(
        "UPDATE sync_state SET watermark = (SELECT max(operation_datetime) FROM receipts)"
    )
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def grown(url: str) -> None:
    """Measure how the resident memory grows from the first rows to its peak, in KiB."""
    await serve_requests(partial(grow, url))


async def grow(url: str, way: int) -> Measured:
    """Walk, or synchronize, all of the list."""
    level = 0

    def note(count: int) -> None:
        nonlocal level
        if count >= LEVEL and not level:
            level = kib("VmRSS")

    def tell(report: KindReport) -> None:
        note(report.read)

    async with client(url) as ds:
        if way == WALK:
            count = 0
            async for _ in ds.account.receipts(page_size=PAGE):
                count += 1
                note(count)
        else:
            with store_of(way) as store:
                await sync(ds, store, "receipts", on_progress=tell)
    return {"kib": kib("VmHWM") - level}
