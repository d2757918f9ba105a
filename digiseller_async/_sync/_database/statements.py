"""Write the statements that both databases understand, with their own placeholders."""

from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.engine import Dialect

from ..columns import Layout


@frozen(kw_only=True)
class Statements:
    """The statements about one table."""

    table: str
    key: str
    columns: str
    placeholders: str
    on_conflict: str
    in_scope: str
    """Conditions for the seller and the scope, each with a placeholder."""


def statements_for(layout: Layout, table: sa.Table, dialect: Dialect) -> Statements:
    """Return the statements for the *table* of a *layout*."""
    quote = dialect.identifier_preparer.quote
    mark = "?" if dialect.name == "sqlite" else "%s"
    key = ", ".join(map(quote, layout.primary_key))
    changed = [name for name in layout.names if name != "seen" and name not in layout.primary_key]
    updates = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in changed)
    return Statements(
        table=dialect.identifier_preparer.format_table(table),
        key=quote(layout.key),
        columns=", ".join(map(quote, layout.names)),
        placeholders=", ".join(mark for _ in layout.names),
        on_conflict=f"ON CONFLICT ({key}) DO UPDATE SET {updates}, gone = NULL",
        in_scope=" AND ".join(f"{quote(name)} = {mark}" for name in ("seller", *layout.scope)),
    )
