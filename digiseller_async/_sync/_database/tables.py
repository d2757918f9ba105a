"""Define the tables: a column type for each kind of value, exact in both databases."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from ...models._serialization.columns import ColumnType
from ..columns import Layout
from ..rows import moment_text

STATE = "sync_state"
OWN_COLUMNS = ("seller", "digest", "changed", "seen", "gone")


class ExactNumber(TypeDecorator[Decimal]):
    """An amount with all its digits: NUMERIC without bounds, in SQLite text."""

    impl = sa.Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return text for SQLite, whose numbers are floats."""
        return sa.Text() if dialect.name == "sqlite" else postgresql.NUMERIC()

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Return what the database is given."""
        return format(value, "f") if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Return the amount."""
        return None if value is None else Decimal(value)


class Instant(TypeDecorator[dt.datetime]):
    """A moment: ``timestamptz``, in SQLite text of fixed width in UTC."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return text for SQLite, which has no moments."""
        return sa.Text() if dialect.name == "sqlite" else postgresql.TIMESTAMP(timezone=True)

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Return what the database is given."""
        return moment_text(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Return the moment, in UTC."""
        if value is None:
            return None
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(dt.UTC)


class Document(TypeDecorator[Any]):
    """JSON: ``JSON``, which keeps the order of keys as ``JSONB`` does not; in SQLite text."""

    impl = sa.JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return text for SQLite."""
        return sa.Text() if dialect.name == "sqlite" else postgresql.JSON()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Return what the JSON says."""
        return json.loads(value) if value is not None and dialect.name == "sqlite" else value


_TYPES: dict[ColumnType, type[TypeEngine[Any]]] = {
    ColumnType.WHOLE: sa.BigInteger,
    ColumnType.FLAG: sa.Boolean,
    ColumnType.NUMBER: ExactNumber,
    ColumnType.MOMENT: Instant,
    ColumnType.WORD: sa.Text,
    ColumnType.TEXT: sa.Text,
    ColumnType.JSON: Document,
}


def table_of(layout: Layout, metadata: sa.MetaData) -> sa.Table:
    """Return the table of a *layout*."""
    columns: list[sa.Column[Any]] = [
        sa.Column(name, sa.BigInteger, primary_key=True, autoincrement=False)
        for name in ("seller", *layout.scope)
    ]
    for column in layout.columns:
        is_key = column.name == layout.key
        type_ = _TYPES[column.type]()
        columns.append(sa.Column(column.name, type_, primary_key=is_key, autoincrement=False))
    columns += [
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("changed", Instant, nullable=False),
        sa.Column("seen", Instant, nullable=False),
        sa.Column("gone", Instant),
    ]
    return sa.Table(layout.table, metadata, *columns)


def state_table(metadata: sa.MetaData) -> sa.Table:
    """Return the table of how far each kind of each seller is."""
    return sa.Table(
        STATE,
        metadata,
        sa.Column("seller", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("watermark", Instant),
        sa.Column("checkpoint", sa.Text),
    )
