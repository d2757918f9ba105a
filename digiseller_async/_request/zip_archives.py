"""A ZIP archive in; nothing out, or a refusal that names the files that would be ignored."""

from __future__ import annotations

import os
import tempfile
import zipfile
from functools import partial

from anyio.to_thread import run_sync

from .files import OpenFile, Source
from .scalar_checks import refused

MOST_FILES = 200
_MOST_AT_ONCE = 4 * 2**20
_SHOWN = 10
_ENCRYPTED = 0x1


async def refuse_odd(argument: str, archive: OpenFile, count: int | None) -> None:
    """Refuse an *archive* of which the service would not add every file, or not *count* files."""
    entries = await run_sync(partial(_entries, argument, archive))
    names = [one.filename for one in entries]
    if inner := [name for name in names if "/" in name or "\\" in name]:
        raise refused(argument, f"has files in inner folders, which are ignored: {_shown(inner)}")
    if len(names) > MOST_FILES:
        beyond = _shown(names[MOST_FILES:])
        raise refused(
            argument, f"has {len(names)} files, more than {MOST_FILES}; beyond them: {beyond}"
        )
    if locked := [one.filename for one in entries if one.flag_bits & _ENCRYPTED]:
        raise refused(argument, f"has encrypted files: {_shown(locked)}")
    if not all(names):
        raise refused(argument, "has a file without a name")
    if not names:
        raise refused(argument, "has no files")
    if count is not None and count != len(names):
        raise refused("count", f"is {count}, and the archive has {len(names)} files")


def _entries(argument: str, archive: OpenFile) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(_Glimpse(archive)) as opened:
            return [one for one in opened.infolist() if not one.filename.endswith("/")]
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise refused(argument, f"is no ZIP archive: {archive.name!r}: {error}") from None


class _Glimpse:
    """An archive for `zipfile`, which reads the list of its files, but must not read a huge one."""

    def __init__(self, archive: OpenFile) -> None:
        self._file = archive.file
        self._start = archive.start
        self._size = archive.size
        self._at = 0

    def tell(self) -> int:
        """Return the place that is read next."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to another place."""
        at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if at < 0:
            raise OSError("it is too short")
        self._at = at
        return at

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        left = max(0, self._size - self._at)
        wanted = left if size < 0 else min(size, left)
        if wanted > _MOST_AT_ONCE:
            raise zipfile.BadZipFile(f"the list of its files is {wanted} bytes long")
        self._file.seek(self._start + self._at)
        found = self._file.read(wanted)
        self._at += len(found)
        return found


def _shown(names: list[str]) -> str:
    shown = ", ".join(map(repr, names[:_SHOWN]))
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"


async def on_disk(argument: str, source: Source) -> OpenFile:
    """Return *source* as a file that can be looked into: a stream is written to the disk."""
    if isinstance(source, OpenFile):
        return source
    file = tempfile.TemporaryFile()  # noqa: SIM115  (it is closed with the others)
    try:
        while piece := await source.piece():
            await run_sync(file.write, piece)
    except BaseException:
        file.close()
        raise
    return OpenFile(argument, source.name, file, owned=True, start=0, end=file.tell())
