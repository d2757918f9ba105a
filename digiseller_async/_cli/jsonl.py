"""Write files of JSON Lines that hold whole lines only, even after an error."""

from __future__ import annotations

import os
import select
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import msgspec

# Decimals as numbers with all their digits: 33.50 stays 33.50.
_ENCODER = msgspec.json.Encoder(decimal_format="number")
STDOUT = Path("-")
"""What stands for standard output."""


def json_text(value: object) -> str:
    """Return *value* as JSON, as a line has it."""
    return _ENCODER.encode(value).decode()


class UnwritableError(Exception):
    """A file or its folder cannot be written."""

    def __init__(self, path: Path, error: OSError) -> None:
        name = "standard output" if path == STDOUT else path
        super().__init__(f"cannot write {name}: {error.strerror or error}")


def create_folder(folder: Path) -> None:
    """Create *folder* and its parents, where they are missing.

    Raises `UnwritableError`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UnwritableError(folder, OSError("it is not a folder")) from None
    except OSError as error:
        raise UnwritableError(folder, error) from error


class JsonLines(Protocol):
    """Takes rows, while it is entered; *path* is where they are, unless they *are_lost*."""

    path: Path
    are_lost: bool

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        """Finish."""
        ...

    def write(self, rows: Sequence[Any]) -> None:
        """Append *rows*, or raise `UnwritableError`."""
        ...

    def complete(self) -> None:
        """Note that these were all rows."""
        ...


def json_lines(path: Path) -> JsonLines:
    """Return what writes to the file at *path*, or to standard output."""
    return JsonLinesOutput() if path == STDOUT else JsonLinesFile(path)


class JsonLinesFile:
    """A file of JSON Lines that takes an older one's place when it is complete.

    It is written beside it, readable for its owner only. If it stays incomplete, an older file
    stays as it is, and *path* becomes another name; without an older file it takes the name.
    Where it cannot take a name, it keeps the one that it has.

    It is written to directly, and not in a thread: a page takes a millisecond, nothing else needs
    the event loop, and no cancellation can come between writing a page and counting it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.are_lost = False
        self._target = path
        self._beside: Path | None = None
        self._file: FileIO | None = None
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        if self._file is None or self._beside is None:
            return
        try:
            self._finish(self._file, self._beside)
        except OSError as failure:
            if kind is None:
                raise UnwritableError(self._target, failure) from failure

    def _finish(self, file: FileIO, beside: Path) -> None:
        try:
            with file:
                os.fsync(file.fileno())
        except OSError:  # some disks tell only now that they are full
            self.are_lost = True
            with suppress(OSError):
                beside.unlink()
            raise
        try:
            beside.replace(self.path)
        except OSError:
            self.path = beside
            raise

    def write(self, rows: Sequence[Any]) -> None:
        """Append *rows*; a file without rows is written, too.

        Raises `UnwritableError`.
        """
        lines = _ENCODER.encode_lines(rows)
        try:
            self._append(lines)
        except OSError as error:
            raise UnwritableError(self._target, error) from error

    def complete(self) -> None:
        """Note that all rows are written, so that the file takes its place."""
        self.path = self._target

    def _append(self, lines: bytes) -> None:
        file = self._file or self._open()
        rest = memoryview(lines)
        try:
            while rest:
                rest = rest[file.write(rest) :]
        except OSError:
            file.truncate(self._end)
            raise
        self._end += len(lines)

    def _open(self) -> FileIO:
        if self._exists():
            self.path = self._target.with_suffix(f".partial{self._target.suffix}")
        number, name = tempfile.mkstemp(
            prefix=f".{self._target.stem}.", suffix=".tmp", dir=self._target.parent
        )  # for its owner only, and never through a link
        self._beside = Path(name)
        # Unbuffered: what a full disk refused would be written again when the file is closed.
        self._file = FileIO(number, "wb")
        return self._file

    def _exists(self) -> bool:
        """Return whether there is an older file or a link, or refuse another thing by its kind."""
        try:
            mode = self._target.lstat().st_mode
        except FileNotFoundError:
            return False
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            raise OSError("it is there, and not a regular file")
        return True


class JsonLinesOutput:
    """JSON Lines on standard output."""

    def __init__(self) -> None:
        self.path = STDOUT
        self.are_lost = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it open."""

    def complete(self) -> None:
        """Do nothing: the lines are written."""

    def write(self, rows: Sequence[Any]) -> None:
        """Write *rows* at once.

        Raises `UnwritableError`.
        """
        rest = memoryview(_ENCODER.encode_lines(rows))
        try:
            while rest:
                rest = rest[_write_some(1, rest) :]
        except OSError as error:
            raise UnwritableError(STDOUT, error) from error


def _write_some(number: int, data: memoryview) -> int:
    """Write some of *data*; wait for a reader, also if the descriptor itself does not wait."""
    while True:
        try:
            return os.write(number, data)
        except BlockingIOError:
            select.select((), (number,), ())
