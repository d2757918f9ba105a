"""Check a ZIP archive before it is sent: the service would silently ignore some of its files."""

from __future__ import annotations

import lzma
import os
import stat
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from functools import partial
from typing import IO
from unicodedata import normalize
from zipfile import ZipInfo

from anyio.to_thread import run_sync

from ..errors import ArgumentError
from .file_sources import FileSource, SeekableFile
from .file_threads import FileThread
from .files import BAD_IN_FILENAME
from .scalar_checks import argument_error

MAX_FILES = 200
_MAX_READ = 4 * 2**20
_MAX_NAMES = 10
_ENCRYPTED = 0x1
_MAX_UNPACKED = 64 * 2**20
_STEP = 2**20
_ZIP_ERRORS = (
    *(zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, RuntimeError),
    *(struct.error, zlib.error, lzma.LZMAError),
)


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
    if odd := [one.filename for one in entries if not _is_regular(one)]:
        raise argument_error(
            argument, f"must not have links or devices, which have no content: {_list(odd)}"
        )
    if not names:
        raise argument_error(argument, "has no files; add at least one")
    _check_names(argument, entries)
    if empty := [one.filename for one in entries if not one.file_size]:
        raise argument_error(argument, f"must not have empty files: {_list(empty)}")
    if count is not None and count != len(names):
        raise argument_error(
            "count", f"must be the number of files in the archive, {len(names)}, not {count}"
        )
    await run_sync(partial(_check_contents, argument, archive, entries))


def _is_regular(entry: ZipInfo) -> bool:
    """Return whether *entry* is a file, or does not say what it is, as those of DOS."""
    return stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG)


def _check_names(argument: str, entries: list[ZipInfo]) -> None:
    if not all(one.filename for one in entries):
        raise argument_error(argument, "has a file without a name")
    # zipfile cuts a name at a NUL; the service may not.
    names = [one.orig_filename for one in entries]
    if bad := [name for name in names if name in (".", "..") or BAD_IN_FILENAME.search(name)]:
        raise argument_error(
            argument,
            "must not have quotes, control characters, or . and .. as the names of its files: "
            f"{_list(bad)}",
        )
    seen: dict[str, str] = {}
    twice = [name for name in names if seen.setdefault(_folded(name), name) != name]
    twice += [name for name, number in Counter(names).items() if number > 1]
    if twice:
        raise argument_error(
            argument, f"must not have two files of the same name (in any case): {_list(twice)}"
        )


def _folded(name: str) -> str:
    """Return *name* as file systems that fold case compare it."""
    return normalize("NFC", normalize("NFC", name).casefold())


def _entries(argument: str, archive: SeekableFile) -> list[ZipInfo]:
    try:
        with zipfile.ZipFile(_BoundedReader(archive)) as opened:
            # A folder is an entry, too; one that has bytes is a file by an odd name.
            found = opened.infolist()
            return [one for one in found if one.file_size or not one.filename.endswith("/")]
    except _ZIP_ERRORS as error:
        raise argument_error(
            argument, f"must be a ZIP archive, which {archive.filename!r} is not: {error}"
        ) from None


def _check_contents(argument: str, archive: SeekableFile, entries: list[ZipInfo]) -> None:
    """Refuse an archive whose files are not as long, or not of the bytes, as its list says.

    Files are read whole as long as that is quick; of others only the start is.
    """
    left = _MAX_UNPACKED
    with zipfile.ZipFile(_BoundedReader(archive)) as opened:
        for one in entries:
            try:
                left -= _read_entry(opened, one, left)
            except NotImplementedError:  # a compression that Python does not know
                continue
            except _ZIP_ERRORS as error:
                raise argument_error(
                    argument,
                    f"has a damaged file {one.filename!r}: {str(error) or 'it breaks off'}",
                ) from None


def _read_entry(opened: zipfile.ZipFile, entry: ZipInfo, left: int) -> int:
    """Read *entry*, but not many more than *left* bytes of it; return how many."""
    found = 0
    if entry.compress_type == zipfile.ZIP_STORED and entry.compress_size != entry.file_size:
        raise zipfile.BadZipFile("its two sizes differ, though it is not compressed")
    with opened.open(entry) as file:
        while chunk := file.read(_STEP):
            found += len(chunk)
            if found >= left:
                return found
    if found != entry.file_size:
        raise zipfile.BadZipFile(f"it has {found} bytes, and not {entry.file_size}")
    return found


class _BoundedReader:
    """The view of an archive that `zipfile` gets: it cannot read a huge directory into memory."""

    def __init__(self, archive: SeekableFile) -> None:
        self._read_at = archive.read_at
        self._size = archive.size
        self._position = 0

    def seekable(self) -> bool:
        """Return that it can seek."""
        return True

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
        found = self._read_at(self._position, wanted)
        self._position += len(found)
        return found


def _list(names: list[str]) -> str:
    shown = ", ".join(map(repr, names[:_MAX_NAMES]))
    return shown if len(names) <= _MAX_NAMES else f"{shown} and {len(names) - _MAX_NAMES} more"


async def spool_to_disk(argument: str, source: FileSource) -> SeekableFile:
    """Return *source* as a file that can seek; a stream is copied to a temporary file."""
    if isinstance(source, SeekableFile) and not source.is_async:
        return source
    file, thread = _temporary_file(argument), FileThread()
    try:
        await source.rewind()
        while chunk := await source.read_chunk():
            await thread.run(_append, argument, file, chunk)
    except BaseException:
        thread.stop()
        file.close()
        raise
    end = file.tell()
    if not end:
        file.close()
        raise argument_error(argument, "has no bytes: the stream was empty")
    return SeekableFile(argument, source.filename, file, owned=True, start=0, end=end)


def _temporary_file(argument: str) -> IO[bytes]:
    try:
        return tempfile.TemporaryFile(buffering=0)
    except OSError as error:
        raise _not_spooled(argument, error) from None


def _append(argument: str, file: IO[bytes], chunk: bytes) -> None:
    rest = memoryview(chunk)
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError as error:
        raise _not_spooled(argument, error) from None


def _not_spooled(argument: str, error: OSError) -> ArgumentError:
    return argument_error(
        argument,
        "is a stream, which is copied to a temporary file before it is sent, and none can be "
        f"written: {error.strerror or error}; set TMPDIR, or pass a path, bytes, or an open file",
    )
