"""Keep the file of a journal: opened for one run at a time, read, appended to whole lines."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Self

from .._file_lock import lock
from ..errors import ArgumentError
from .entries import Entry

_OF_THIS_SYSTEM: int = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | _OF_THIS_SYSTEM
_LONGEST_HEADER = 4096
_FORMAT = {"journal": "digiseller_async.bulk", "version": 1}


class JournalFile:
    """An open journal, locked until it is closed.

    Its first line says whose it is, each further one is an `Entry`. What a power failure or a full
    disk left of a last line is cut off: only whole lines count.
    """

    def __init__(self, path: Path, owner: Mapping[str, Any]) -> None:
        """Open and lock the journal at *path* of the run that *owner* describes."""
        self.entries: dict[bytes, Entry] = {}
        """What earlier runs left."""
        self._path = path
        self._mutex = Lock()  # a thread may still be writing for a task that was cancelled
        self._is_closed = self._is_broken = False
        self._end = 0
        self._descriptor = _open(path)
        try:
            _lock(self._descriptor, path)
            self._read(owner)
        except BaseException:
            os.close(self._descriptor)
            raise

    @classmethod
    def open(cls, path: Path, owner: Mapping[str, Any]) -> Self:
        """Return the opened journal; what is wrong with it is an `ArgumentError`."""
        try:
            return cls(path, owner)
        except OSError as error:
            raise _refused(path, f"cannot be opened: {error.strerror or error}") from None

    def _read(self, owner: Mapping[str, Any]) -> None:
        """Read all lines, and cut off a torn last one."""
        header = json.dumps({**_FORMAT, **owner}, separators=(",", ":")).encode() + b"\n"
        with os.fdopen(os.dup(self._descriptor), "rb") as file:
            first = file.readline(_LONGEST_HEADER)
            if header.startswith(first) and first != header:  # new, or torn before it was used
                os.ftruncate(self._descriptor, 0)
                self._append(header)
                self._sync()
                _sync_folder(self._path)
                return
            if first != header:
                raise _refused(self._path, _foreign(first, owner))
            self._end = len(header)
            for number, line in enumerate(file, start=2):
                if not line.endswith(b"\n"):
                    self._cut()
                    return
                self._add(number, line)
                self._end += len(line)

    def _add(self, number: int, line: bytes) -> None:
        try:
            key, entry = Entry.read(line)
        except (ValueError, TypeError):
            why = f"is damaged in line {number}; what that line said of its call is not known"
            raise _refused(self._path, why) from None
        self.entries[key] = entry

    def write(self, data: bytes, *, sync: bool) -> None:
        """Append *data*, whole lines, and with *sync* return only when it is on the disk.

        Raises:
            OSError: It is not.
        """
        with self._mutex:
            try:
                self._append(data)
                if sync:
                    self._sync()
            except OSError as error:
                why = f"the journal of bulk() cannot be written: {error.strerror or error}"
                raise OSError(error.errno, why, str(self._path)) from None

    def _append(self, data: bytes) -> None:
        if self._is_closed or self._is_broken:
            raise OSError(errno.EBADF, "it is closed")
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError:
            self._cut()
            raise
        self._end += len(data)

    def _cut(self) -> None:
        """Remove a part of a line, so that the next one does not continue it."""
        try:
            os.ftruncate(self._descriptor, self._end)
        except OSError:
            self._is_broken = True

    def _sync(self) -> None:
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Bring all lines to the disk, and unlock the file.

        Raises:
            OSError: They may not be there if the machine stops now.
        """
        with self._mutex:
            if self._is_closed:
                return
            self._is_closed = True
            try:
                self._sync()
            finally:
                os.close(self._descriptor)


def _open(path: Path) -> int:
    with suppress(FileNotFoundError):
        mode = path.lstat().st_mode  # opening a pipe could wait for ever
        if not stat.S_ISREG(mode):
            kind = "a symbolic link" if stat.S_ISLNK(mode) else "no regular file"
            raise _refused(path, f"is {kind}")
    return os.open(path, _FLAGS, 0o600)


def _lock(descriptor: int, path: Path) -> None:
    try:
        lock(descriptor)
    except (BlockingIOError, PermissionError):
        raise _refused(path, "is used by another run; two runs cannot share one") from None


def _sync_folder(path: Path) -> None:
    """Bring the name of a new file to the disk, where folders can be synced."""
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _foreign(first: bytes, owner: Mapping[str, Any]) -> str:
    """Return what is wrong with a journal whose *first* line is another one."""
    try:
        found: dict[str, Any] = dict(json.load(BytesIO(first)))
    except (ValueError, TypeError):
        found = {}
    if found.get("journal") != _FORMAT["journal"]:
        return "is no journal of bulk(); it was left as it is"
    if found.get("version") != _FORMAT["version"]:
        return "was written by another version of this package; begin a new one"
    differing = [
        f"{name} {found.get(name)}, not {value}"
        for name, value in owner.items()
        if found.get(name) != value
    ]
    return f"is of {' and of '.join(differing) or 'another run'}; begin a new one for this run"


def _refused(path: Path, why: str) -> ArgumentError:
    return ArgumentError(f"journal: {path} {why}", parameter="journal")
