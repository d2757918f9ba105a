"""Write the rows of one kind of one seller, together with how far the run is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from ...errors import StoreError
from ..columns import Layout
from ..rows import Row, RowMaker, Value, moment_text
from ..session import Absent, Counts, State
from .dialects import DIALECTS
from .engines import POSTGRESQL, SQLITE, create_file, database_errors, name_of, path_of
from .locks import advisory_lock, file_lock
from .statements import statements_for
from .tables import STATE
from .upkeep import prepare_tables

# All names are our own, and quoted: values are always bound.
# ruff: noqa: S608


_SETTINGS = {
    SQLITE: (
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = NORMAL",
        "PRAGMA wal_autocheckpoint = 4000",
    ),
    POSTGRESQL: (
        # A crash of the server may take the last transactions, rows and state together.
        "SET synchronous_commit = off",
        # Planned for few keys, a statement goes by the index, however large the table is.
        "SET plan_cache_mode = force_generic_plan",
    ),
}


@frozen(kw_only=True)
class Database:
    """An engine, and the tables that are ours."""

    engine: Engine
    schema: str | None
    tables: dict[str, sa.Table]
    state: sa.Table

    @property
    def name(self) -> str:
        """What errors call it."""
        return name_of(self.engine)

    @contextmanager
    def session(self, layout: Layout, seller: int) -> Generator[DatabaseSession, None, None]:
        """Give the only session of a kind of a seller, with tables that fit.

        Raises `StoreError`.
        """
        name = f"{layout.kind.name} of seller {seller}"
        with database_errors(self.engine):
            path = path_of(self.engine)
            if path is not None:
                create_file(path)
            with self._connected() as connection:
                table = self.tables[layout.kind.name]
                prepare_tables(connection, (self.state, table), self.schema)
                lock = (
                    advisory_lock(connection, self.schema, name)
                    if path is None
                    else file_lock(path, name)
                )
                with lock:
                    yield DatabaseSession(
                        connection,
                        layout=layout,
                        table=table,
                        state_table=self.state,
                        seller=seller,
                    )

    @contextmanager
    def _connected(self) -> Generator[Connection, None, None]:
        is_sqlite = self.engine.dialect.name == SQLITE
        # Whatever the engine does elsewhere: here rows and state are one transaction.
        level = "SERIALIZABLE" if is_sqlite else "READ COMMITTED"
        with self.engine.connect().execution_options(isolation_level=level) as connection:
            # Closed at the end and not kept: with it go its locks and its temporary table.
            connection.detach()
            raw: Any = connection.connection.dbapi_connection
            for setting in _SETTINGS[self.engine.dialect.name]:
                raw.execute(setting)
            raw.commit()
            yield connection


class DatabaseSession:
    """Writes pages, each in one transaction with the state."""

    def __init__(
        self,
        connection: Connection,
        *,
        layout: Layout,
        table: sa.Table,
        state_table: sa.Table,
        seller: int,
    ) -> None:
        self._connection = connection
        self._layout = layout
        self._table = table
        self._state_table = state_table
        self._seller = seller
        self._about = statements_for(layout, table, connection.dialect)
        self._dialect = DIALECTS[connection.dialect.name]
        self._make_row = RowMaker(layout.columns)

    def state(self) -> State:
        """Return how far the runs before this one came; if their rows are gone, that is nowhere."""
        columns = self._state_table.c
        wanted = sa.select(columns.watermark, columns.checkpoint).where(
            columns.seller == self._seller, columns.kind == self._layout.kind.name
        )
        any_row = sa.select(self._table.c.seller).where(self._table.c.seller == self._seller)
        with database_errors(self._connection.engine), self._connection.begin():
            try:
                found = self._connection.execute(wanted).first()
            except ValueError:
                raise StoreError(
                    f"the table {STATE} was changed by hand: the watermark of "
                    f"{self._layout.kind.name} is no moment; delete its row, and the next sync "
                    "reads everything"
                ) from None
            has_rows = self._connection.execute(any_row.limit(1)).first() is not None
        return State(found[0], found[1]) if found is not None and has_rows else State()

    def write(
        self,
        items: Sequence[Any],
        *,
        template: int | None = None,
        state: State | None = None,
        absent: Absent | None = None,
    ) -> Counts:
        """Write what is new or changed of *items*, in one transaction with the *state*."""
        scope: tuple[Value, ...] = (self._seller,) if template is None else (self._seller, template)
        rows, with_nul = self._rows(items)
        now = moment_text(dt.datetime.now(dt.UTC))
        with database_errors(self._connection.engine), self._connection.begin():
            self._dialect.begin(self._connection)
            known = self._known(scope, rows) if rows else {}
            new: list[Row] = []
            changed: list[Row] = []
            for key, (row, digest) in rows.items():
                found = known.get(key)
                if found != (digest, False):
                    (new if found is None else changed).append((*scope, *row, digest, now, now))
            if new:
                self._dialect.insert(self._connection, self._about, new)
            if changed:
                self._dialect.upsert(self._connection, self._about, changed)
            gone = 0 if absent is None else self._mark_gone(absent, now)
            if state is not None:
                self._save(state)
        return Counts(
            new=len(new),
            changed=len(changed),
            unchanged=len(items) - len(new) - len(changed),
            gone=gone,
            with_nul=with_nul,
        )

    def _rows(self, items: Iterable[Any]) -> tuple[dict[Value, tuple[Row, str]], int]:
        """Return each row with its digest, by its key, and how many of them had NUL characters."""
        rows: dict[Value, tuple[Row, str]] = {}
        with_nul = 0
        place = [column.name for column in self._layout.columns].index(self._layout.key)
        for item in items:
            row, digest, has_nul = self._make_row(item)
            rows[row[place]] = row, digest  # of two with the same key the later one was read later
            with_nul += has_nul
        return rows, with_nul

    def _known(
        self, scope: tuple[Value, ...], keys: Iterable[Value]
    ) -> dict[Value, tuple[str, bool]]:
        """Return the digest of each row that is there, and whether it is gone, by its key."""
        about, dialect = self._about, self._dialect
        found = self._connection.exec_driver_sql(
            f"SELECT {about.key}, digest, gone IS NOT NULL FROM {about.table}"
            f" WHERE {about.in_scope} AND {dialect.among(about.key)}",
            (*scope, dialect.many(keys)),
        )
        return {key: (digest, bool(is_gone)) for key, digest, is_gone in found}

    def _mark_gone(self, absent: Absent, now: str) -> int:
        about, dialect = self._about, self._dialect
        conditions: list[tuple[str, Value]] = [("seller =", self._seller)]
        if absent.template is not None:
            conditions.append(("template_id =", absent.template))
        if absent.start is not None:
            conditions.append((f"{self._layout.moment} >=", moment_text(absent.start)))
        if absent.finish is not None:
            conditions.append((f"{self._layout.moment} <=", moment_text(absent.finish)))
        where = " AND ".join(f"{condition} {dialect.mark}" for condition, _ in conditions)
        column = absent.column or about.key
        done = self._connection.exec_driver_sql(
            f"UPDATE {about.table} SET gone = {dialect.mark} WHERE {where} AND gone IS NULL"
            f" AND {dialect.among(column, is_negated=True)}",
            (now, *(value for _, value in conditions), dialect.many(absent.values)),
        )
        return done.rowcount

    def _save(self, state: State) -> None:
        insert = sqlite.insert if self._connection.dialect.name == SQLITE else postgresql.insert
        values = {"watermark": state.watermark, "checkpoint": state.checkpoint}
        self._connection.execute(
            insert(self._state_table)
            .values(seller=self._seller, kind=self._layout.kind.name, **values)
            .on_conflict_do_update(index_elements=["seller", "kind"], set_=values)
        )
