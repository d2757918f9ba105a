"""Define how SQLite and PostgreSQL differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Protocol

import msgspec
from sqlalchemy.engine import Connection

from ..rows import Row, Value
from .statements import Statements

# All names are our own, and quoted: values are always bound.
# ruff: noqa: S608

_ENCODER = msgspec.json.Encoder()
_MOST_VARIABLES = 999
"""How many placeholders a statement may have in any SQLite."""


class Dialect(Protocol):
    """What a session asks of a kind of database."""

    mark: str
    """The placeholder of a value."""

    def begin(self, connection: Connection) -> None:
        """Let what is read in this transaction stay true until its end."""
        ...

    def among(self, column: str, *, is_negated: bool = False) -> str:
        """Return the condition that *column* is one of many values, which are one parameter."""
        ...

    def many(self, values: Iterable[Value]) -> Any:
        """Return this parameter."""
        ...

    def insert(self, connection: Connection, about: Statements, rows: Sequence[Row]) -> None:
        """Insert *rows*, of which the table has none."""
        ...

    def upsert(self, connection: Connection, about: Statements, rows: Sequence[Row]) -> None:
        """Insert *rows*, or overwrite those that are there."""
        ...


def begin_immediate(connection: Connection) -> None:
    """Let nobody else write to an SQLite database until the end of this transaction."""
    raw: Any = connection.connection.dbapi_connection
    if raw.in_transaction:  # a user's engine may begin by itself, but only to read
        connection.exec_driver_sql("ROLLBACK")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


class Sqlite:
    """Many values are one JSON array, and rows go in several at once."""

    mark = "?"

    def begin(self, connection: Connection) -> None:
        """Begin at once: by default SQLite begins to write only after what is read here."""
        begin_immediate(connection)

    def among(self, column: str, *, is_negated: bool = False) -> str:
        """Return a condition with one placeholder."""
        return f"{column} {'NOT ' if is_negated else ''}IN (SELECT value FROM json_each(?))"

    def many(self, values: Iterable[Value]) -> str:
        """Return a JSON array."""
        return _ENCODER.encode(list(values)).decode()

    def insert(self, connection: Connection, about: Statements, rows: Sequence[Row]) -> None:
        """Insert *rows*."""
        self._write(connection, about, rows, "")

    def upsert(self, connection: Connection, about: Statements, rows: Sequence[Row]) -> None:
        """Insert or overwrite *rows*."""
        self._write(connection, about, rows, about.on_conflict)

    def _write(
        self, connection: Connection, about: Statements, rows: Sequence[Row], end: str
    ) -> None:
        # Several rows a statement: between two the thread may have to wait for the interpreter.
        raw: Any = connection.connection.dbapi_connection
        size = _MOST_VARIABLES // len(rows[0])
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            values = ", ".join([f"({about.placeholders})"] * len(some))
            raw.execute(
                f"INSERT INTO {about.table} ({about.columns}) VALUES {values} {end}",
                tuple(chain.from_iterable(some)),
            )


class Postgresql:
    """Many values are one array, and rows go in by COPY; changed ones from a temporary table."""

    mark = "%s"

    def begin(self, connection: Connection) -> None:
        """Do nothing: the advisory lock keeps other writers of these rows away."""

    def among(self, column: str, *, is_negated: bool = False) -> str:
        """Return a condition with one placeholder."""
        if is_negated:  # NOT IN of a subquery is hashed; <> ALL is not, before PostgreSQL 15
            return f"{column} NOT IN (SELECT unnest(%s::bigint[]))"
        return f"{column} = ANY(%s::bigint[])"

    def many(self, values: Iterable[Value]) -> list[Value]:
        """Return a list, which becomes an array."""
        return list(values)

    def insert(self, connection: Connection, about: Statements, rows: Sequence[Row]) -> None:
        """Copy *rows*: the advisory lock keeps others from inserting any of them meanwhile."""
        _copy(connection, about.table, about, rows)

    def upsert(self, connection: Connection, about: Statements, rows: Sequence[Row]) -> None:
        """Copy *rows* into a temporary table, and insert or overwrite from there."""
        connection.exec_driver_sql(
            f"CREATE TEMPORARY TABLE IF NOT EXISTS digiseller_rows (LIKE {about.table})"
            " ON COMMIT DELETE ROWS"
        )
        _copy(connection, "digiseller_rows", about, rows)
        # Sorted, so that two writers lock rows in the same order.
        connection.exec_driver_sql(
            f"INSERT INTO {about.table} ({about.columns}) SELECT {about.columns}"
            f" FROM digiseller_rows ORDER BY {about.key} {about.on_conflict}"
        )


def _copy(connection: Connection, table: str, about: Statements, rows: Sequence[Row]) -> None:
    raw: Any = connection.connection.dbapi_connection
    with (
        raw.cursor() as cursor,
        cursor.copy(f"COPY {table} ({about.columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


DIALECTS: dict[str, Dialect] = {"sqlite": Sqlite(), "postgresql": Postgresql()}
