"""Databases that tests synchronize into, SQLite and PostgreSQL, and what is in them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import frozen

from digiseller_async import Digiseller, Store
from digiseller_async.sync import KindReport, sync

from . import servers

OWN = ("digest", "changed", "seen")
"""The columns that depend on when and how a row was written."""


@frozen
class Target:
    """A database, or a schema of one."""

    url: str
    schema: str | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether it is SQLite."""
        return "://" not in self.url

    def store(self) -> Store:
        """Return a store of it."""
        return Store(self.url, schema=self.schema)

    async def sync(self, ds: Digiseller, kind: str, **settings: Any) -> KindReport:
        """Synchronize one kind, and return its report."""
        with self.store() as store:
            return (await sync(ds, store, kind, **settings)).kinds[kind]

    def engine(self) -> sa.Engine:
        """Return an engine that works in the schema."""
        if self.is_sqlite:
            return sa.create_engine(f"sqlite:///{self.url}")
        options = {"options": f"-c search_path={self.schema or 'public'}"}
        return sa.create_engine(self.url, connect_args=options)

    def execute(self, *statements: str) -> list[Any]:
        """Execute *statements*, and return the rows of the last one."""
        engine = self.engine()
        try:
            with engine.begin() as connection:
                for statement in statements[:-1]:
                    connection.exec_driver_sql(statement)
                done = connection.exec_driver_sql(statements[-1])
                return list(done) if done.returns_rows else []
        finally:
            engine.dispose()

    def rows(self, kind: str, *, own: bool = False) -> list[dict[str, Any]]:
        """Return the rows of a *kind* in the order of their keys; our own columns on demand."""
        with self.store() as store:
            table = store.tables[kind]
            engine = self.engine()
            with engine.connect() as connection:
                wanted = sa.select(table).order_by(*table.primary_key.columns)
                found = [dict(row) for row in connection.execute(wanted).mappings()]
            engine.dispose()
        for row in found:
            row["gone"] = row["gone"] is not None
        return [{k: v for k, v in row.items() if own or k not in OWN} for row in found]

    def keys(self, kind: str, *, gone: bool = False) -> list[int]:
        """Return the keys of a *kind* that are there, or those that are gone."""
        with self.store() as store:
            key = list(store.tables[kind].primary_key.columns)[-1].name
        return [row[key] for row in self.rows(kind) if row["gone"] is gone]


def new_target(request: pytest.FixtureRequest, tmp_path: Path, backend: str) -> Iterator[Target]:
    """Give an empty database, or an empty schema of one."""
    if backend == "sqlite":
        yield Target(str(tmp_path / "shop.db"))
        return
    server: str = request.getfixturevalue("postgresql")
    target = Target(server, f"schema_{uuid.uuid4().hex[:12]}")
    yield target
    servers.execute(server, f"DROP SCHEMA IF EXISTS {target.schema} CASCADE")
