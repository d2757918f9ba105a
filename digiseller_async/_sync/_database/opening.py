"""Open a database with the tables of all kinds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

from ..columns import Layout
from .engines import engine_of
from .session import Database
from .tables import state_table, table_of


def open_database(
    target: str | Path | sa.Engine, schema: str | None, layouts: Iterable[Layout]
) -> Database:
    """Return the database of a *target*; nothing is connected.

    Raises `ConfigurationError`.
    """
    metadata = sa.MetaData(schema=schema)
    return Database(
        engine=engine_of(target, schema),
        schema=schema,
        tables={layout.kind.name: table_of(layout, metadata) for layout in layouts},
        state=state_table(metadata),
    )
