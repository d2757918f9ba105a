"""Lock a file, or one byte of it, for one holder at a time on this machine.

The system ends the lock of a holder that dies.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

_LOCKS: Any = import_module("fcntl" if os.name == "posix" else "msvcrt")
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


class FileLock:
    """An exclusive lock on a file of its own, between processes and within one.

    The file is left where it is: another process may be about to lock it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Return whether the lock could be had; it does not wait for it."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | _NO_FOLLOW, 0o600)
        try:
            lock(descriptor)
        except BaseException as error:
            os.close(descriptor)
            if isinstance(error, BlockingIOError | PermissionError):
                return False
            raise
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give the lock back, if it is held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def lock(descriptor: int) -> None:
    """Lock an open file, or raise `OSError` if it is locked; closing it unlocks it."""
    if hasattr(_LOCKS, "flock"):
        _LOCKS.flock(descriptor, _LOCKS.LOCK_EX | _LOCKS.LOCK_NB)
    else:  # Windows
        _LOCKS.locking(descriptor, _LOCKS.LK_NBLCK, 1)


def lock_byte(descriptor: int, place: int) -> None:
    """Lock the byte at *place* of an open file, or raise `OSError` if another process has it.

    Within one process it can be locked twice, and closing any descriptor of the file unlocks it.
    """
    if hasattr(_LOCKS, "lockf"):
        _LOCKS.lockf(descriptor, _LOCKS.LOCK_EX | _LOCKS.LOCK_NB, 1, place)
    else:  # Windows
        os.lseek(descriptor, place, os.SEEK_SET)
        _LOCKS.locking(descriptor, _LOCKS.LK_NBLCK, 1)


def unlock_byte(descriptor: int, place: int) -> None:
    """Unlock a byte that this process has locked."""
    if hasattr(_LOCKS, "lockf"):
        _LOCKS.lockf(descriptor, _LOCKS.LOCK_UN, 1, place)
    else:  # Windows
        os.lseek(descriptor, place, os.SEEK_SET)
        _LOCKS.locking(descriptor, _LOCKS.LK_UNLCK, 1)
