"""Name the database that rows are kept in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from .._kinds import KINDS
from ..errors import ConfigurationError
from .columns import layout_of

if TYPE_CHECKING:
    import sqlalchemy

    from ._database.session import Database

__all__ = ["Store"]

_MISSING = 'a Store needs SQLAlchemy: pip install "digiseller-async[sync]"'
LAYOUTS = {kind.name: layout_of(kind) for kind in KINDS}


class Store:
    """A database that `sync` keeps up to date: SQLite, or PostgreSQL.

    Each kind has a table, which several sellers can share: *seller* says whose a row is, *seen*
    when it was first written, *changed* when last, *gone* since when the service has it no more,
    and *digest* is of its values. A model inside another becomes columns of its own
    (``operation_price``), several of something become JSON. Amounts are ``NUMERIC``, in SQLite text
    of their digits; moments are ``timestamptz``, in SQLite text in UTC, which sorts as they do.

    Nothing is connected before it is used. Close it at the end, or use it in a ``with``.

    Args:
        target: The path of an SQLite file; a URL, ``sqlite:///shop.db`` or
            ``postgresql+psycopg://user:password@host/database``; or an ``Engine`` of SQLAlchemy,
            which is yours to dispose of.
        schema: The schema of the tables in PostgreSQL, created if it is missing.

    Raises:
        ConfigurationError: SQLAlchemy or the driver is not installed, or the target is none of
            these.
    """

    def __init__(
        self, target: str | Path | sqlalchemy.Engine, *, schema: str | None = None
    ) -> None:
        try:
            from ._database.opening import open_database  # noqa: PLC0415  (the extra may be missing)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] != "sqlalchemy":
                raise
            raise ConfigurationError(_MISSING) from None
        self._database: Database = open_database(target, schema, LAYOUTS.values())
        self._is_own = self._database.engine is not target

    def __repr__(self) -> str:
        return f"<Store in {self._database.name}>"

    @property
    def tables(self) -> Mapping[str, sqlalchemy.Table]:
        """The tables by kind; what is selected from them has exact Decimals and aware datetimes."""
        return self._database.tables

    def close(self) -> None:
        """Close the connections, unless the engine is yours."""
        if self._is_own:
            self._database.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def database_of(store: Any) -> Database:
    """Return the database of a *store*."""
    if not isinstance(store, Store):
        raise ConfigurationError(f"store must be a Store, not {type(store).__name__}")
    return store._database  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
