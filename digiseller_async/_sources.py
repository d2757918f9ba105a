"""A file in any of its forms in, its bytes out, piece by piece, as often as it rewinds."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Any, Protocol, TypeAlias, cast

import anyio.to_thread

from ._arguments import refused
from ._codecs import checked_name

Content: TypeAlias = "str | os.PathLike[str] | bytes | IO[bytes] | AsyncIterable[bytes]"
FileLike: TypeAlias = "Content | tuple[str, Content]"
"""A file: a path, bytes, an open binary file, an async iterator of bytes, or a name and one."""

_PIECE = 256 * 1024


class Source(Protocol):
    """A file that is ready to be read."""

    @property
    def name(self) -> str:
        """The file's name."""
        ...

    @property
    def size(self) -> int | None:
        """How many bytes it has, if that is known."""
        ...

    @property
    def rewinds(self) -> bool:
        """Whether it can be read once more."""
        ...

    async def rewind(self) -> None:
        """Go back to the start."""
        ...

    async def piece(self) -> bytes:
        """Return the next bytes, or none at the end."""
        ...

    async def aclose(self) -> None:
        """Close what was opened here."""
        ...


class OpenFile:
    """A file that the standard library reads, in a thread where that may take its time."""

    rewinds = True

    def __init__(self, name: str, file: IO[bytes], *, owned: bool, start: int, end: int) -> None:
        self.name = name
        self.file = file
        self.size = end - start
        self.start = start
        self._owned = owned
        self._left = self.size
        self._here = isinstance(file, io.BytesIO)

    async def rewind(self) -> None:
        """Go back to the start."""
        self._left = self.size
        await self._run(partial(self.file.seek, self.start))

    async def piece(self) -> bytes:
        """Return the next bytes; no more than the file had when it was opened."""
        found: bytes = await self._run(partial(self.file.read, min(_PIECE, self._left)))
        self._left -= len(found)
        return found

    async def _run(self, work: Any) -> Any:
        return work() if self._here else await anyio.to_thread.run_sync(work)

    async def aclose(self) -> None:
        """Close it if it was opened here; the user's stays open."""
        if self._owned:
            with anyio.CancelScope(shield=True):
                await self._run(self.file.close)


class Stream:
    """Pieces that come from the user, once."""

    size = None

    def __init__(self, name: str, pieces: AsyncIterable[bytes] | IO[bytes]) -> None:
        self.name = name
        self.rewinds = True
        self._pieces = aiter(pieces) if isinstance(pieces, AsyncIterable) else _Read(pieces)

    async def rewind(self) -> None:
        """Be at the start, as long as nothing was read."""

    async def piece(self) -> bytes:
        """Return the next piece; an empty one does not end it."""
        self.rewinds = False
        async for piece in self._pieces:
            if piece:
                return piece
        return b""

    async def aclose(self) -> None:
        """Leave it to the user."""


class _Read(AsyncIterator[bytes]):
    """The pieces of an open file that cannot be rewound, such as a pipe."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    async def __anext__(self) -> bytes:
        found = await anyio.to_thread.run_sync(self._file.read, _PIECE)
        if not found:
            raise StopAsyncIteration
        return found


async def opened(argument: str, given: Any) -> Source:
    """Return the file that was *given* as an argument, ready to be read, or refuse it by name."""
    name, content = _named(given)
    if isinstance(content, bytes | bytearray | memoryview):
        data = bytes(cast("bytes", content))
        name = checked_name(argument, name)
        return OpenFile(name, io.BytesIO(data), owned=True, start=0, end=len(data))
    if isinstance(content, str | os.PathLike):
        path = Path(cast("str", content))
        name = checked_name(argument, name or path.name)
        return await _at(argument, name, path)
    if isinstance(content, AsyncIterable):
        pieces = cast("AsyncIterable[bytes]", content)
        return Stream(checked_name(argument, name or "file.bin"), pieces)
    if hasattr(content, "read") and not isinstance(content, io.TextIOBase):
        return await _around(argument, name, content)
    raise refused(
        argument, "must be a path, bytes, an open binary file, or an async iterator of bytes"
    )


def _named(given: Any) -> tuple[str, Any]:
    if isinstance(given, tuple):
        pair = cast("tuple[object, ...]", given)
        if len(pair) == 2 and isinstance(pair[0], str):
            return pair[0], pair[1]
    return "", given


async def _at(argument: str, name: str, path: Path) -> OpenFile:
    def open_it() -> OpenFile:
        file = path.open("rb")
        return OpenFile(name, file, owned=True, start=0, end=os.fstat(file.fileno()).st_size)

    try:
        return await anyio.to_thread.run_sync(open_it)
    except OSError as error:
        raise refused(argument, f"cannot be read: {error.strerror}: {name!r}") from None


async def _around(argument: str, name: str, file: IO[bytes]) -> Source:
    found = getattr(file, "name", "")
    name = checked_name(argument, name or (Path(found).name if isinstance(found, str) else ""))

    def measured() -> tuple[int, int]:
        start = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(start)
        return start, end

    with suppress(OSError, AttributeError):
        start, end = await anyio.to_thread.run_sync(measured)
        return OpenFile(name, file, owned=False, start=start, end=end)
    return Stream(name, file)


async def spooled(source: Source) -> OpenFile:
    """Return *source* as a file that can be looked into: what is none is written to the disk."""
    if isinstance(source, OpenFile) and source.start == 0:
        return source
    file = await anyio.to_thread.run_sync(tempfile.TemporaryFile)
    try:
        while piece := await source.piece():
            await anyio.to_thread.run_sync(file.write, piece)
    except BaseException:
        file.close()
        raise
    await source.aclose()
    return OpenFile(source.name, file, owned=True, start=0, end=file.tell())
