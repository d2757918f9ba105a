"""Create tables that are missing, add columns that are new, and refuse tables that do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.schema import CreateSchema
from sqlalchemy.sql.type_api import TypeEngine

from ...errors import StoreError
from .dialects import begin_immediate
from .tables import OWN_COLUMNS, STATE

_UPKEEP_LOCK = 0x6469676973656C6C  # one program at a time looks after the tables of a database


def prepare_tables(connection: Connection, tables: Iterable[sa.Table], schema: str | None) -> None:
    """Make the database have *tables*, in one transaction.

    Raises `StoreError` if there are tables of these names that are not ours, or not as they were
    made; then nothing is changed.
    """
    with connection.begin():
        if connection.dialect.name == "sqlite":
            begin_immediate(connection)  # two that create the same table would collide
        else:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_UPKEEP_LOCK,))
            if schema is not None:
                connection.execute(CreateSchema(schema, if_not_exists=True))
        inspector = sa.inspect(connection)
        present = set(inspector.get_table_names(schema)) | set(inspector.get_view_names(schema))
        for table in tables:
            if table.name not in present:
                table.create(connection)
            else:
                found = {one["name"]: one for one in inspector.get_columns(table.name, schema)}
                key = inspector.get_pk_constraint(table.name, schema)["constrained_columns"]
                _refuse(table, found, key, connection)
                _add_columns(connection, table, found)


def _refuse(
    table: sa.Table, found: Mapping[str, ReflectedColumn], key: list[str], connection: Connection
) -> None:
    own = ("seller", "kind") if table.name == STATE else OWN_COLUMNS
    if foreign := [name for name in own if name not in found]:
        raise StoreError(
            f"the table {table.name} was made by another program (it has no column {foreign[0]}): "
            "use another database, or a schema of its own"
        )
    wanted = [column.name for column in table.primary_key.columns]
    if list(key) != wanted:
        raise StoreError(_changed(table, f"its key is {_named(key)}, not {_named(wanted)}"))
    for name, column in found.items():
        if name not in table.c:
            if not column["nullable"] and column.get("default") is None:
                raise StoreError(_changed(table, f"its column {name} must not be empty"))
            continue
        actual, expected = (
            _type_name(connection, type_) for type_ in (column["type"], table.c[name].type)
        )
        if actual != expected:
            raise StoreError(_changed(table, f"its column {name} is {actual}, not {expected}"))


def _changed(table: sa.Table, how: str) -> str:
    return (
        f"the table {table.name} is not as it was made: {how}; rename it, and the next sync makes "
        "it anew"
    )


def _named(columns: Iterable[str]) -> str:
    return f"({', '.join(columns)})"


def _type_name(connection: Connection, type_: TypeEngine[Any]) -> str:
    return "unknown" if isinstance(type_, sa.types.NullType) else type_.compile(connection.dialect)


def _add_columns(
    connection: Connection, table: sa.Table, found: Mapping[str, ReflectedColumn]
) -> None:
    """Add the columns that *table* lacks; rows that are read again then count as changed."""
    missing = [column for column in table.columns if column.name not in found]
    quote = connection.dialect.identifier_preparer
    name = quote.format_table(table)
    for column in missing:
        type_ = column.type.compile(connection.dialect)
        connection.exec_driver_sql(
            f"ALTER TABLE {name} ADD COLUMN {quote.quote(column.name)} {type_}"
        )
    if missing and table.name != STATE:
        connection.exec_driver_sql(f"UPDATE {name} SET digest = ''")  # noqa: S608  (our own name)
