"""Open the database that a path or a URL names, or say in one sentence why that is not possible."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import cast

import sqlalchemy as sa
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import ArgumentError as UrlError
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

from ...errors import ConfigurationError, StoreError

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
_BUSY_TIMEOUT = 30  # seconds for which a writer waits for another one
_CREATING = Lock()
_POSTGRESQL_URL = 'write postgresql+psycopg://…, and install "psycopg[binary]"'
_WRITE = {SQLITE: "write sqlite:///shop.db", POSTGRESQL: _POSTGRESQL_URL}


def engine_of(target: str | Path | Engine, schema: str | None) -> Engine:
    """Return the engine of a URL or a path; nothing is connected, and no file is created.

    Raises `ConfigurationError`.
    """
    if isinstance(target, Engine):
        _check_place(target.url, schema)
        engine = target
    elif isinstance(target, str) and "://" in target:
        engine = _create(_url_of(target), schema)
    elif not isinstance(cast("object", target), str | Path):
        raise ConfigurationError(
            "the database must be a path, a URL or an Engine of SQLAlchemy, not "
            f"{type(target).__name__}"
        )
    else:
        engine = _create(URL.create("sqlite+pysqlite", database=str(target)), schema)
    name, driver = engine.dialect.name, engine.dialect.driver
    if (name, driver) not in ((SQLITE, "pysqlite"), (POSTGRESQL, "psycopg")):
        raise ConfigurationError(
            f"the database must be sqlite:///… or postgresql+psycopg://…, not {name}+{driver}://…"
        )
    return engine


def _url_of(text: str) -> URL:
    try:
        url = sa.make_url(text)
    except (UrlError, ValueError):
        # Not shown: it may hold a password, and nobody knows where.
        raise ConfigurationError(
            "the URL of the database cannot be read; write sqlite:///shop.db or "
            "postgresql+psycopg://user:password@host/database"
        ) from None
    if url.drivername == POSTGRESQL:
        raise ConfigurationError(f"the URL of the database names no driver: {_POSTGRESQL_URL}")
    if url.get_backend_name() not in (SQLITE, POSTGRESQL):
        raise ConfigurationError(
            f"the database must be SQLite or PostgreSQL, not {url.get_backend_name()[:40]}"
        )
    return url


def _create(url: URL, schema: str | None) -> Engine:
    _check_place(url, schema)
    options = {"timeout": _BUSY_TIMEOUT} if url.get_backend_name() == SQLITE else {}
    try:
        return sa.create_engine(url, connect_args=options)
    except ModuleNotFoundError as error:
        missing = f"the driver of {url.drivername} is not installed ({error.name})"
        raise ConfigurationError(f"{missing}: {_WRITE[url.get_backend_name()]}") from None
    except (NoSuchModuleError, SQLAlchemyError):
        raise ConfigurationError(
            f"no driver is known by {url.drivername[:40]!r}: {_WRITE[url.get_backend_name()]}"
        ) from None


def _check_place(url: URL, schema: str | None) -> None:
    if url.get_backend_name() != SQLITE:
        return
    if schema is not None:
        raise ConfigurationError("SQLite has no schemas: leave schema out, or use another file")
    database = url.database or ":memory:"
    if ":memory:" in database or url.query.get("mode") == "memory":
        raise ConfigurationError(
            "an SQLite database in memory would be lost with the process: give the path of a file"
        )


def path_of(engine: Engine) -> Path | None:
    """Return the file of a database, if it is an SQLite one."""
    if engine.dialect.name != SQLITE:
        return None
    return Path((engine.url.database or "").removeprefix("file:"))


def name_of(engine: Engine) -> str:
    """Return what errors call the database; a URL may have a password anywhere."""
    url = engine.url
    return str(
        path_of(engine) or f"PostgreSQL database {url.database} at {url.host or 'localhost'}"
    )


def create_file(path: Path) -> None:
    """Create *path*, for its owner only, if it is missing.

    Raises `StoreError`.
    """
    # A file that is there is not opened: closing it would release the locks that SQLite holds on it
    # for another connection of this process.
    with _CREATING:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            return
        except OSError as error:
            raise StoreError(f"cannot create {path}: {error.strerror}") from None


@contextmanager
def database_errors(engine: Engine) -> Generator[None, None, None]:
    """Turn what the database refuses into a `StoreError` without the values of any row."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(_sentence(engine, error.orig or error)) from None
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        raise StoreError(_sentence(engine, error)) from None


def _sentence(engine: Engine, error: BaseException) -> str:
    # The first line: further ones of PostgreSQL's quote the row.
    why = str(error).strip().partition("\n")[0]
    return f"{name_of(engine)} cannot be used: {why}"
