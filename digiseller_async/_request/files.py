"""A file in any of its forms in, its bytes out, piece by piece, as often as it rewinds."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import AsyncIterable, AsyncIterator
from functools import partial
from inspect import iscoroutinefunction
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

from anyio.to_thread import run_sync

from .._wire import ResponseLost
from .scalar_checks import refused

Content: TypeAlias = str | os.PathLike[str] | bytes | IO[bytes] | AsyncIterable[bytes]
FileLike: TypeAlias = Content | tuple[str, Content]
"""A file: a path, bytes, an open binary file, an async iterator of bytes, or a name and one.

An open file is read from where it stands to its end, and stays open.
"""

_PIECE = 256 * 1024
_UNWRITABLE = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff"\\/]|%22|%0[aAdD]')
"""The last three are how browsers write a quote and a line break, so some servers read them so."""


class OpenFile:
    """A file that the standard library reads, in a thread where that may take its time."""

    rewinds = True

    def __init__(
        self, argument: str, name: str, file: IO[bytes], *, owned: bool, start: int, end: int
    ) -> None:
        self.name = name
        self.file = file
        self.size = max(0, end - start)
        self.start = start
        self._argument = argument
        self._owned = owned
        self._left = self.size
        self._here = isinstance(file, io.BytesIO)

    async def rewind(self) -> None:
        """Go back to the start."""
        self._left = self.size
        await self._run(partial(self.file.seek, self.start))

    async def piece(self) -> bytes:
        """Return the next bytes, or none at the end; in all as many as there were at first."""
        if not self._left:
            return b""
        found = await self._run(partial(self.file.read, min(_PIECE, self._left)))
        piece = _checked(self._argument, found)
        if not piece:
            raise refused(self._argument, f"has become shorter while it was sent: {self.name!r}")
        self._left -= len(piece)
        return piece

    async def _run(self, work: Any) -> Any:
        return work() if self._here else await run_sync(work)

    def close(self) -> None:
        """Close it if it was opened here; the user's stays open."""
        if self._owned:
            self.file.close()


class Stream:
    """Pieces that come from the user, once."""

    size = None

    def __init__(self, argument: str, name: str, pieces: AsyncIterable[bytes]) -> None:
        self.name = name
        self.rewinds = True
        self._argument = argument
        self._pieces = aiter(pieces)

    async def rewind(self) -> None:
        """Be at the start, as long as nothing was read."""
        if not self.rewinds:  # a transport of the user's asked for the body a second time
            raise ResponseLost(f"{self._argument} was sent, and cannot be sent once more")

    async def piece(self) -> bytes:
        """Return the next piece, or none at the end; an empty one does not end it."""
        self.rewinds = False
        try:
            while not (piece := _checked(self._argument, await anext(self._pieces))):
                continue
        except StopAsyncIteration:
            return b""
        return piece

    def close(self) -> None:
        """Leave it to the user."""


class _Read(AsyncIterator[bytes]):
    """The pieces of an open file that cannot be rewound, as a pipe, or that is read by awaiting."""

    def __init__(self, file: Any) -> None:
        self._read = file.read

    async def __anext__(self) -> bytes:
        if iscoroutinefunction(self._read):
            found = await self._read(_PIECE)
        else:
            # Nobody knows when a pipe has more, so a deadline does not wait for it.
            found = await run_sync(self._read, _PIECE, abandon_on_cancel=True)
        if found == b"":
            raise StopAsyncIteration
        return cast("bytes", found)


Source: TypeAlias = OpenFile | Stream


def _checked(argument: str, found: object) -> bytes:
    if isinstance(found, bytes):
        return found
    if isinstance(found, bytearray | memoryview):
        return bytes(cast("bytearray", found))
    raise refused(argument, f"gave {type(found).__name__} where bytes were to be sent")


async def opened(argument: str, given: Any) -> Source:
    """Return the file that was *given* as an argument, ready to be read, or refuse it by name."""
    name, content = _named(given)
    if isinstance(content, bytes | bytearray | memoryview):
        data = bytes(cast("bytes", content))
        name, held = checked_name(argument, name), io.BytesIO(data)
        return OpenFile(argument, name, held, owned=True, start=0, end=len(data))
    if isinstance(content, str | os.PathLike):
        return _at(argument, name, cast("str", content))
    if hasattr(content, "encoding"):
        raise refused(argument, "must be opened as binary, and not as text")
    if hasattr(content, "read"):
        return await _around(argument, name, content)
    if isinstance(content, AsyncIterable):
        pieces = cast("AsyncIterable[bytes]", content)
        return Stream(argument, checked_name(argument, name or "file.bin"), pieces)
    raise refused(
        argument, "must be a path, bytes, an open binary file, or an async iterator of bytes"
    )


def _named(given: Any) -> tuple[str, Any]:
    pair = cast("tuple[object, ...]", given) if isinstance(given, tuple) else ()
    if len(pair) == 2 and isinstance(pair[0], str):
        return pair[0], pair[1]
    return "", cast("Any", given)


def _at(argument: str, name: str, path: str) -> OpenFile:
    """Open what is at *path*.

    Not in a thread: what that opened for a caller who was cancelled meanwhile, nobody would close.
    """
    where = Path(os.fsdecode(path))
    name = checked_name(argument, name or where.name)
    try:
        # Of others the size is not known, and a pipe waits for its writer already here.
        file = where.open("rb") if stat.S_ISREG(where.stat().st_mode) else None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise refused(argument, f"cannot be read: {why}: {path!r}") from None
    if file is None:
        raise refused(argument, f"is no ordinary file: {path!r}")
    end = os.fstat(file.fileno()).st_size
    return OpenFile(argument, name, file, owned=True, start=0, end=end)


async def _around(argument: str, name: str, file: Any) -> Source:
    found = getattr(file, "name", "")
    name = checked_name(argument, name or (Path(found).name if isinstance(found, str) else ""))
    if iscoroutinefunction(file.read):
        return Stream(argument, name, _Read(file))
    try:
        start, end = await run_sync(_measured, file)
    except (OSError, AttributeError):
        return Stream(argument, name, _Read(file))
    except ValueError as error:
        raise refused(argument, f"cannot be read: {error}") from None
    return OpenFile(argument, name, file, owned=False, start=start, end=end)


def _measured(file: Any) -> tuple[int, int]:
    """Return where *file* stands, and where it ends."""
    readable = getattr(file, "readable", None)
    if readable is not None and not readable():
        raise ValueError("it is not open for reading")
    start = file.tell()
    end = file.seek(0, os.SEEK_END)
    file.seek(start)
    return start, end


def checked_name(argument: str, name: str) -> str:
    """Return *name* if every server reads the same from it; how to write others is disputed."""
    if not name or name in (".", ".."):
        raise refused(argument, "must have a file name: give a pair of a name and the content")
    if found := _UNWRITABLE.search(name):
        raise refused(argument, f"must not have {found[0]!r} in its file name {name!r}")
    return name
