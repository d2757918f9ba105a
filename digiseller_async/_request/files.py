"""Open files in all the forms that a caller may give them in, and read them in chunks."""

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
from .scalar_checks import argument_error, short_repr

Content: TypeAlias = str | os.PathLike[str] | bytes | IO[bytes] | AsyncIterable[bytes]
FileLike: TypeAlias = Content | tuple[str, Content]
"""A file: a path, bytes, an open binary file, or an async iterator of bytes.

A pair of a file name and one of these sets the name that is sent. An open file is read from its
current position to its end, and stays open.
"""

_CHUNK_SIZE = 256 * 1024
_BAD_IN_FILENAME = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff"\\/]|%22|%0[aAdD]')
"""The last three are how browsers escape a quote and a line break, and some servers read them."""


class SeekableFile:
    """A file of known size that can be read again; a thread reads it unless it is in memory."""

    rewinds = True

    def __init__(
        self, argument: str, filename: str, file: IO[bytes], *, owned: bool, start: int, end: int
    ) -> None:
        self.filename = filename
        self.file = file
        self.size = max(0, end - start)
        self.start = start
        self._argument = argument
        self._owned = owned
        self._remaining = self.size
        self._in_memory = isinstance(file, io.BytesIO)

    async def rewind(self) -> None:
        """Go back to the start."""
        self._remaining = self.size
        await self._run(partial(self.file.seek, self.start))

    async def read_chunk(self) -> bytes:
        """Return the next bytes, or ``b""`` at the end; never more than *size* in all."""
        if not self._remaining:
            return b""
        size = min(_CHUNK_SIZE, self._remaining)
        chunk = _check_bytes(self._argument, await self._run(partial(self.file.read, size)))
        if not chunk:
            raise argument_error(
                self._argument, f"became shorter while it was sent: {self.filename!r}"
            )
        self._remaining -= len(chunk)
        return chunk

    async def _run(self, work: Any) -> Any:
        return work() if self._in_memory else await run_sync(work)

    def close(self) -> None:
        """Close the file if it was opened here; the caller's own stays open."""
        if self._owned:
            self.file.close()


class FileStream:
    """A file of unknown size that can be read once."""

    size = None

    def __init__(self, argument: str, filename: str, chunks: AsyncIterable[bytes]) -> None:
        self.filename = filename
        self.rewinds = True
        self._argument = argument
        self._chunks = aiter(chunks)

    async def rewind(self) -> None:
        """Do nothing, as long as nothing was read."""
        if not self.rewinds:  # a custom transport asked for the body a second time
            raise ResponseLost(f"{self._argument} is a stream, and cannot be sent a second time")

    async def read_chunk(self) -> bytes:
        """Return the next bytes, or ``b""`` at the end; an empty chunk does not end it."""
        self.rewinds = False
        try:
            while not (chunk := _check_bytes(self._argument, await anext(self._chunks))):
                continue
        except StopAsyncIteration:
            return b""
        return chunk

    def close(self) -> None:
        """Leave it open: it is the caller's."""


class _FileReader(AsyncIterator[bytes]):
    """Reads an open file that cannot seek, such as a pipe, or whose ``read`` is a coroutine."""

    def __init__(self, file: Any) -> None:
        self._read = file.read

    async def __anext__(self) -> bytes:
        if iscoroutinefunction(self._read):
            chunk = await self._read(_CHUNK_SIZE)
        else:
            # A pipe may stay silent for ever, so a deadline does not wait for the thread.
            chunk = await run_sync(self._read, _CHUNK_SIZE, abandon_on_cancel=True)
        if chunk == b"":
            raise StopAsyncIteration
        return cast("bytes", chunk)


FileSource: TypeAlias = SeekableFile | FileStream


def _check_bytes(argument: str, chunk: object) -> bytes:
    if isinstance(chunk, bytes):
        return chunk
    if isinstance(chunk, bytearray | memoryview):
        return bytes(cast("bytearray", chunk))
    raise argument_error(argument, f"must give bytes, not {type(chunk).__name__}")


async def open_file(argument: str, given: Any) -> FileSource:
    """Open the file that was *given*, or refuse it by the name of the *argument*."""
    filename, content = _split_pair(given)
    if isinstance(content, bytes | bytearray | memoryview):
        data = bytes(cast("bytes", content))
        filename, file = check_filename(argument, filename), io.BytesIO(data)
        return SeekableFile(argument, filename, file, owned=True, start=0, end=len(data))
    if isinstance(content, str | os.PathLike):
        return _open_path(argument, filename, cast("str", content))
    if hasattr(content, "encoding"):
        raise argument_error(argument, "must be opened in binary mode ('rb'), not as text")
    if hasattr(content, "read"):
        return await _wrap_open_file(argument, filename, content)
    if isinstance(content, AsyncIterable):
        chunks = cast("AsyncIterable[bytes]", content)
        return FileStream(argument, check_filename(argument, filename or "file.bin"), chunks)
    raise argument_error(
        argument,
        "must be a path, bytes, an open binary file, an async iterator of bytes, or a pair of a "
        f"file name and one of these, not {short_repr(given)}",
    )


def _split_pair(given: Any) -> tuple[str, Any]:
    """Return the file name, if there is one, and the content."""
    pair = cast("tuple[object, ...]", given) if isinstance(given, tuple) else ()
    if len(pair) == 2 and isinstance(pair[0], str):
        return pair[0], pair[1]
    return "", cast("Any", given)


def _open_path(argument: str, filename: str, given: str) -> SeekableFile:
    """Open the file at a path.

    Not in a thread: if the caller were cancelled meanwhile, nobody would close the file.
    """
    path = Path(os.fsdecode(given))
    filename = check_filename(argument, filename or path.name)
    try:
        # Other kinds have no size, and opening a pipe waits until somebody writes to it.
        file = path.open("rb") if stat.S_ISREG(path.stat().st_mode) else None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise argument_error(argument, f"cannot be read: {why}: {given!r}") from None
    if file is None:
        raise argument_error(argument, f"must be the path of a regular file, not {given!r}")
    end = os.fstat(file.fileno()).st_size
    return SeekableFile(argument, filename, file, owned=True, start=0, end=end)


async def _wrap_open_file(argument: str, filename: str, file: Any) -> FileSource:
    own = getattr(file, "name", "")
    filename = filename or (Path(own).name if isinstance(own, str) else "")
    filename = check_filename(argument, filename)
    if iscoroutinefunction(file.read):
        return FileStream(argument, filename, _FileReader(file))
    try:
        start, end = await run_sync(_position_and_end, file)
    except (OSError, AttributeError):
        return FileStream(argument, filename, _FileReader(file))
    except ValueError as error:
        raise argument_error(argument, f"cannot be read: {error}") from None
    return SeekableFile(argument, filename, file, owned=False, start=start, end=end)


def _position_and_end(file: Any) -> tuple[int, int]:
    readable = getattr(file, "readable", None)
    if readable is not None and not readable():
        raise ValueError("it is not open for reading")
    start = file.tell()
    end = file.seek(0, os.SEEK_END)
    file.seek(start)
    return start, end


def check_filename(argument: str, filename: str) -> str:
    """Return *filename* if all servers read it alike; how to escape others is disputed."""
    if not filename or filename in (".", ".."):
        raise argument_error(argument, "needs a file name: pass a pair of a name and the content")
    if found := _BAD_IN_FILENAME.search(filename):
        raise argument_error(
            argument, f"must not have {found[0]!r} in its file name {short_repr(filename)}"
        )
    return filename
