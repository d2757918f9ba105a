"""Let one run at a time write a kind of a seller; a process that is killed leaves no lock behind.

PostgreSQL has advisory locks. Beside an SQLite file is a file of which each run locks one byte: the
operating system releases it when the process ends, however it ends.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from attrs import define, field
from sqlalchemy.engine import Connection

from ..._file_lock import lock_byte, unlock_byte
from ...errors import StoreError


def _number_of(name: str, bits: int) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest()) >> (64 - bits)


def _refused(name: str) -> StoreError:
    return StoreError(f"{name} are being synchronized by another run; wait until it has ended")


@contextmanager
def advisory_lock(
    connection: Connection, schema: str | None, name: str
) -> Generator[None, None, None]:
    """Hold PostgreSQL's lock of this *name* in a schema, as long as the *connection* lasts.

    Raises `StoreError` if another run has it.
    """
    schema = schema or connection.dialect.default_schema_name
    key = _number_of(f"digiseller {schema} {name}", 63)  # a signed number of 64 bits
    with connection.begin():
        if not connection.exec_driver_sql("SELECT pg_try_advisory_lock(%s)", (key,)).scalar():
            raise _refused(name)
    yield


@define
class _LockFile:
    """A file of locks that this process has open once: closing it would release all of them."""

    number: int
    held: set[int] = field(factory=set[int])


_FILES: dict[Path, _LockFile] = {}
_GUARD = Lock()


@contextmanager
def file_lock(database: Path, name: str) -> Generator[None, None, None]:
    """Hold the lock of this *name* beside the file of an SQLite *database*.

    Raises `StoreError` if another run has it.
    """
    path = Path(f"{database.resolve()}-sync")
    place = _number_of(name, 62)
    with _GUARD:
        _take(path, place, name)
    try:
        yield
    finally:
        with _GUARD:
            _release(path, place)


def _take(path: Path, place: int, name: str) -> None:
    try:
        if path not in _FILES:
            _FILES[path] = _LockFile(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        # Locks are between processes: within one, the same byte could be locked twice.
        if place in _FILES[path].held:
            raise _refused(name)
        try:
            lock_byte(_FILES[path].number, place)
        except (BlockingIOError, PermissionError):
            raise _refused(name) from None
        _FILES[path].held.add(place)
    except OSError as error:
        raise StoreError(f"cannot lock {path}: {error.strerror}") from None
    finally:
        _close_unused(path)


def _release(path: Path, place: int) -> None:
    file = _FILES[path]
    unlock_byte(file.number, place)
    file.held.discard(place)
    _close_unused(path)


def _close_unused(path: Path) -> None:
    if path in _FILES and not _FILES[path].held:
        os.close(_FILES.pop(path).number)
