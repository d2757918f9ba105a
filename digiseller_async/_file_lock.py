"""Lock a file for one holder at a time, on this machine; the system ends the lock of a dead one."""

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
