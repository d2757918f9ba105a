"""Write a file beside the one that it replaces when it is complete."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from zlib import crc32

from ..._file_lock import lock
from ..output import UnwritableError
from .targets import Extent

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_CHUNK = 2**20


def unrestricted(number: int, mode: int, /) -> None:
    """Do nothing: Windows has no such modes."""


_restrict: Callable[[int, int], None] = getattr(os, "fchmod", unrestricted)


class PartialFile:
    """A file named ``NAME.partial.EXT``, which becomes ``NAME.EXT`` when it is complete.

    Only its owner may read it, and only one process at a time writes it. It is opened by the first
    bytes, so until they come an older one stays as it is.

    It is written to directly, and not in a thread: a page takes a millisecond, nothing else needs
    the event loop, and no cancellation can come between writing a page and counting it.
    """

    def __init__(self, target: Path) -> None:
        self.path = target.with_suffix(f".partial{target.suffix}")
        self.extent = Extent()
        self.are_lost = False
        """Whether what was written could not be kept."""
        self._target = target
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        if self._descriptor is not None and self.path != self._target:
            with suppress(UnwritableError):  # it is what has ended it that is told
                self._sync(self._descriptor)
        self._close()

    def open(self, extent: Extent) -> bool:
        """Get ready to write behind *extent*; return whether that is what the file begins with.

        It is not changed yet. Raises `UnwritableError`.
        """
        if self._descriptor is None:
            self._open()
        os.lseek(self._number, 0, os.SEEK_SET)
        crc, left = 0, extent.size
        while left and (chunk := os.read(self._number, min(left, _CHUNK))):
            crc, left = crc32(chunk, crc), left - len(chunk)
        if left or crc != extent.crc:
            return False
        self.extent = extent
        return True

    def write(self, data: bytes) -> None:
        """Append *data* to the extent, and cut off what is behind.

        Raises `UnwritableError`.
        """
        number, extent, rest = self._number, self.extent, memoryview(data)
        try:
            os.ftruncate(number, extent.size)
            os.lseek(number, extent.size, os.SEEK_SET)
            while rest:
                rest = rest[os.write(number, rest) :]
        except OSError as error:
            raise UnwritableError(self._target, error) from error
        self.extent = Extent(size=extent.size + len(data), crc=crc32(data, extent.crc))

    def complete(self) -> None:
        """Take the place of the older file.

        Raises `UnwritableError`.
        """
        self._sync(self._number)
        try:
            self._replace()
        except OSError as error:
            raise UnwritableError(self._target, error) from error
        self.path = self._target

    def discard(self) -> None:
        """Remove it: what it has is of no use."""
        self.are_lost = True
        self.extent = Extent()
        self._close()
        with suppress(OSError):
            self.path.unlink()

    @property
    def _number(self) -> int:
        assert self._descriptor is not None  # noqa: S101  (it is open)
        return self._descriptor

    def _open(self) -> None:
        _check_place(self._target)
        try:
            number = os.open(self.path, _FLAGS, 0o600)
            try:
                self._lock(number)
            except BaseException:
                os.close(number)
                raise
        except OSError as error:
            raise UnwritableError(self.path, error) from error
        self._descriptor = number

    def _lock(self, number: int) -> None:
        """Make it this process's own, or raise `OSError`."""
        with suppress(BlockingIOError, PermissionError, FileNotFoundError):
            lock(number)
            # The other export may have completed it meanwhile.
            if os.path.samestat(os.fstat(number), self.path.lstat()):
                _restrict(number, 0o600)
                return
        raise OSError("another export is writing it")

    def _sync(self, number: int) -> None:
        try:
            os.ftruncate(number, self.extent.size)
            os.fsync(number)
        except OSError as error:  # some disks tell only now that they are full
            self.discard()
            raise UnwritableError(self._target, error) from error

    def _replace(self) -> None:
        try:
            self.path.replace(self._target)
        except PermissionError:  # Windows renames no open file
            self._close()
            self.path.replace(self._target)

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _check_place(path: Path) -> None:
    """Refuse to replace what is not a file or a link.

    Raises `UnwritableError`.
    """
    with suppress(OSError):  # what else is wrong is told when the partial file is opened
        mode = path.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            raise UnwritableError(path, "it is there, and not a regular file")
