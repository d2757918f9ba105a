"""Models come in; whole lines of JSON go out into a file."""

from __future__ import annotations

from collections.abc import Sequence
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

# Amounts to the digit that the service sent: 33.50 stays 33.50.
_LINES = msgspec.json.Encoder(decimal_format="number")


class UnwritableError(Exception):
    """A file or its folder cannot be written."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"cannot write {path}: {error.strerror or error}")


def prepare(folder: Path) -> None:
    """Make the *folder* and those around it, where they are missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableError(folder, error) from error


class Sheet:
    """A file of JSON Lines, which holds whole lines only, whatever ends its writing.

    It writes at once, and not in a thread: a page takes a millisecond, nothing else waits for the
    loop, and a cancellation cannot come between a page's lines and their being counted.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, rows: Sequence[Any]) -> None:
        """Append *rows*; the first call empties an older file, even if there are none.

        Raises `UnwritableError`.
        """
        lines = _LINES.encode_lines(rows)
        try:
            self._append(lines)
        except OSError as error:
            raise UnwritableError(self._path, error) from error

    def _append(self, lines: bytes) -> None:
        # Without a buffer: what a full disk refuses is not tried again when the file is closed.
        if self._file is None:
            self._file = self._path.open("wb", buffering=0)
        rest = memoryview(lines)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError:
            self._file.truncate(self._end)
            raise
        self._end += len(lines)
