"""Check a ZIP archive before it is sent: the service would silently ignore some of its files."""

from __future__ import annotations

import os
import tempfile
import zipfile
from functools import partial

from anyio.to_thread import run_sync

from .files import FileSource, SeekableFile
from .scalar_checks import argument_error

MAX_FILES = 200
_MAX_READ = 4 * 2**20
_MAX_NAMES = 10
_ENCRYPTED = 0x1


async def check_archive(argument: str, archive: SeekableFile, count: int | None) -> None:
    """Refuse an archive of which the service would not add every file, or has not *count* files."""
    entries = await run_sync(partial(_entries, argument, archive))
    names = [one.filename for one in entries]
    if nested := [name for name in names if "/" in name or "\\" in name]:
        raise argument_error(
            argument, f"has files in folders, which the service ignores: {_list(nested)}"
        )
    if len(names) > MAX_FILES:
        beyond = _list(names[MAX_FILES:])
        raise argument_error(
            argument, f"must have at most {MAX_FILES} files, not {len(names)}; too many: {beyond}"
        )
    if encrypted := [one.filename for one in entries if one.flag_bits & _ENCRYPTED]:
        raise argument_error(argument, f"must not have encrypted files: {_list(encrypted)}")
    if not all(names):
        raise argument_error(argument, "has a file without a name")
    if not names:
        raise argument_error(argument, "has no files; add at least one")
    if count is not None and count != len(names):
        raise argument_error(
            "count", f"must be the number of files in the archive, {len(names)}, not {count}"
        )


def _entries(argument: str, archive: SeekableFile) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(_BoundedReader(archive)) as opened:
            return [one for one in opened.infolist() if not one.filename.endswith("/")]
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise argument_error(
            argument, f"must be a ZIP archive, which {archive.filename!r} is not: {error}"
        ) from None


class _BoundedReader:
    """The view of an archive that `zipfile` gets: it cannot read a huge directory into memory."""

    def __init__(self, archive: SeekableFile) -> None:
        self._file = archive.file
        self._start = archive.start
        self._size = archive.size
        self._position = 0

    def tell(self) -> int:
        """Return the current position."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Change the current position."""
        origins = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}
        position = offset + origins[whence]
        if position < 0:
            raise OSError("it is too short")
        self._position = position
        return position

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        left = max(0, self._size - self._position)
        wanted = left if size < 0 else min(size, left)
        if wanted > _MAX_READ:
            raise zipfile.BadZipFile(f"its directory has {wanted} bytes")
        self._file.seek(self._start + self._position)
        found = self._file.read(wanted)
        self._position += len(found)
        return found


def _list(names: list[str]) -> str:
    shown = ", ".join(map(repr, names[:_MAX_NAMES]))
    return shown if len(names) <= _MAX_NAMES else f"{shown} and {len(names) - _MAX_NAMES} more"


async def spool_to_disk(argument: str, source: FileSource) -> SeekableFile:
    """Return *source* as a file that can seek; a stream is copied to a temporary file."""
    if isinstance(source, SeekableFile):
        return source
    file = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the other files)
    try:
        while chunk := await source.read_chunk():
            await run_sync(file.write, chunk)
    except BaseException:
        file.close()
        raise
    return SeekableFile(argument, source.filename, file, owned=True, start=0, end=file.tell())
