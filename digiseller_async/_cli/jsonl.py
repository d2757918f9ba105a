"""Write files of JSON Lines that hold whole lines only, even after an error."""

from __future__ import annotations

from collections.abc import Sequence
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

# Decimals as numbers with all their digits: 33.50 stays 33.50.
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class UnwritableError(Exception):
    """A file or its folder cannot be written."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"cannot write {path}: {error.strerror or error}")


def create_folder(folder: Path) -> None:
    """Create *folder* and its parents, where they are missing.

    Raises `UnwritableError`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableError(folder, error) from error


class JsonLinesFile:
    """A file of JSON Lines, replaced at the first `write`.

    It is written to directly, and not in a thread: a page takes a millisecond, nothing else needs
    the event loop, and no cancellation can come between writing a page and counting it.
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
        """Append *rows*; the first call empties an older file, even without rows.

        Raises `UnwritableError`.
        """
        lines = _ENCODER.encode_lines(rows)
        try:
            self._append(lines)
        except OSError as error:
            raise UnwritableError(self._path, error) from error

    def _append(self, lines: bytes) -> None:
        # Unbuffered: what a full disk refused would be written again when the file is closed.
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
