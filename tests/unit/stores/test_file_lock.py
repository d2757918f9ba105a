"""A file lock has one holder at a time, on each system."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from digiseller_async import _file_lock
from digiseller_async._file_lock import FileLock, lock_byte, unlock_byte


def windows_locks() -> Any:
    """Return what `msvcrt` of Windows does to a file that was opened again."""
    held: list[int] = []

    def locking(descriptor: int, mode: int, size: int) -> None:
        assert (mode, size) == (2, 1)
        if held:
            raise PermissionError
        held.append(descriptor)

    return SimpleNamespace(locking=locking, LK_NBLCK=2)


@pytest.mark.parametrize("system", ["this one", "Windows"])
def test_one_holder(tmp_path: Path, system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second lock on the same file is not had, also within one process; the file stays."""
    if system == "Windows":
        monkeypatch.setattr(_file_lock, "_LOCKS", windows_locks())
    path = tmp_path / "lock"
    first, second = FileLock(path), FileLock(path)
    assert first.acquire()
    assert not second.acquire()
    second.release()  # which has nothing
    first.release()

    assert path.read_bytes() == b""
    if system == "this one":
        assert second.acquire()
        second.release()


def test_bytes_of_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows locks the byte at which the file stands, and unlocks it there."""
    told: list[tuple[int, int]] = []

    def locking(descriptor: int, mode: int, size: int) -> None:
        told.append((mode, os.lseek(descriptor, 0, os.SEEK_CUR)))
        assert size == 1

    locks = SimpleNamespace(locking=locking, LK_NBLCK=2, LK_UNLCK=0)
    monkeypatch.setattr(_file_lock, "_LOCKS", locks)
    with (tmp_path / "locks").open("wb") as file:
        lock_byte(file.fileno(), 2**40)
        unlock_byte(file.fileno(), 7)

    assert told == [(2, 2**40), (0, 7)]


def test_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system without locks is not taken for a file that another holds."""

    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(_file_lock, "_LOCKS", SimpleNamespace(flock=flock, LOCK_EX=2, LOCK_NB=4))
    with pytest.raises(OSError, match="No locks available"):
        FileLock(tmp_path / "lock").acquire()
