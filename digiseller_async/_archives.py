"""A ZIP archive in; nothing out, or a refusal that names the files that would be ignored."""

from __future__ import annotations

import zipfile
from functools import partial

import anyio.to_thread

from ._arguments import refused
from ._sources import OpenFile

MOST_FILES = 200
_SHOWN = 10


async def refuse_odd(argument: str, archive: OpenFile, count: int | None) -> None:
    """Refuse an *archive* of which the service would not add every file, or not *count* files."""
    names = await anyio.to_thread.run_sync(partial(_names, argument, archive))
    if inner := [name for name in names if "/" in name or "\\" in name]:
        raise refused(argument, f"has files in inner folders, which are ignored: {_shown(inner)}")
    if len(names) > MOST_FILES:
        beyond = _shown(names[MOST_FILES:])
        raise refused(
            argument, f"has {len(names)} files, more than {MOST_FILES}; beyond them: {beyond}"
        )
    if not names:
        raise refused(argument, "has no files")
    if count is not None and count != len(names):
        raise refused("count", f"is {count}, and the archive has {len(names)} files")


def _names(argument: str, archive: OpenFile) -> list[str]:
    try:
        with zipfile.ZipFile(archive.file) as opened:
            return [one.filename for one in opened.infolist() if not one.is_dir()]
    except zipfile.BadZipFile:
        raise refused(argument, f"is no ZIP archive: {archive.name!r}") from None
    finally:
        archive.file.seek(archive.start)


def _shown(names: list[str]) -> str:
    shown = ", ".join(map(repr, names[:_SHOWN]))
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
