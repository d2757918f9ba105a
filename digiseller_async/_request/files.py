"""Open files in all the forms that a caller may give them in."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import AsyncIterable
from inspect import iscoroutinefunction
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

from .file_holds import FileHolds
from .file_sources import FileReader, FileSource, FileStream, SeekableFile, call_method
from .file_threads import FileThread
from .scalar_checks import argument_error, short_repr

_Content: TypeAlias = str | os.PathLike[str] | IO[bytes] | AsyncIterable[bytes]
FileLike: TypeAlias = _Content | tuple[str, _Content | bytes | bytearray | memoryview]
"""A file: a path, an open binary file, an async iterator of bytes, or a pair of a name and one.

The name is what is sent; bytes have none, and so are given in a pair. An open file is read from its
current position to its end, stays open, and is put back to that position when the call is over.
One call at a time can read it. A stream can be read once: a second call refuses it.
"""

BAD_IN_FILENAME = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff"\\/]|%22|%0[aAdD]')
"""The last three are how browsers escape a quote and a line break, and some servers read them."""


async def open_file(
    argument: str, given: Any, *, holds: FileHolds | None = None, client: object = None
) -> FileSource:
    """Open the file that was *given*, or refuse it by the name of the *argument*.

    *holds* gets what is the caller's own; *client* is who must not be called while it is read.
    """
    filename, content = _split_pair(given)
    is_users = hasattr(content, "read") or isinstance(content, AsyncIterable)
    # Held first: looking for its size moves a file that another call may be reading.
    is_again = is_users and holds is not None and holds.take(argument, cast("object", content))
    source = await _open(argument, filename, content, client)
    if source is None:
        raise argument_error(
            argument,
            "must be a path, bytes, an open binary file, an async iterator of bytes, or a pair of "
            f"a file name and one of these, not {short_repr(given)}",
        )
    if is_again and isinstance(source, FileStream):
        raise argument_error(argument, "is a stream that is given twice, and can be read only once")
    return source


def check_not_empty(argument: str, source: FileSource, given: Any) -> None:
    """Refuse the *source* that was opened of *given* if it is known to have no bytes."""
    if source.size == 0:
        raise argument_error(argument, _why_empty(_split_pair(given)[1]))


def _why_empty(content: Any) -> str:
    if isinstance(content, str | os.PathLike):
        return f"has no bytes: {os.fsdecode(cast('str', content))!r} is empty"
    if hasattr(content, "read"):
        return "has no bytes: the open file is empty, or stands at its end; call its seek(0) first"
    return "has no bytes; give at least one"


async def _open(argument: str, filename: str, content: Any, client: object) -> FileSource | None:
    if isinstance(content, bytes | bytearray | memoryview):
        data = bytes(cast("bytes", content))
        filename, file = check_filename(argument, filename), io.BytesIO(data)
        return SeekableFile(argument, filename, file, owned=True, start=0, end=len(data))
    if isinstance(content, str | os.PathLike):
        return _open_path(argument, filename, cast("str", content))
    if hasattr(content, "encoding"):
        raise argument_error(argument, "must be opened in binary mode ('rb'), not as text")
    if hasattr(content, "read"):
        return await _wrap_open_file(argument, filename, content, client)
    if isinstance(content, AsyncIterable):
        chunks = cast("AsyncIterable[bytes]", content)
        filename = check_filename(argument, filename or "file.bin")
        return FileStream(argument, filename, chunks, client=client)
    return None


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


async def _wrap_open_file(argument: str, filename: str, file: Any, client: object) -> FileSource:
    own = getattr(file, "name", "")
    filename = filename or (Path(own).name if isinstance(own, str) else "")
    filename = check_filename(argument, filename)
    try:
        start, end = await _position_and_end(file)
    except (OSError, AttributeError, TypeError):
        return FileStream(argument, filename, FileReader(file), given=file, client=client)
    except ValueError as error:
        raise argument_error(argument, f"cannot be read: {error}") from None
    return SeekableFile(argument, filename, file, owned=False, start=start, end=end, client=client)


async def _position_and_end(file: Any) -> tuple[int, int]:
    """Return where *file* stands, and where it ends."""
    readable = getattr(file, "readable", None)
    if readable is not None and not await call_method(readable):
        raise ValueError("it is not open for reading")
    if not iscoroutinefunction(file.seek):
        thread = FileThread()
        try:
            return cast("tuple[int, int]", await thread.run(_sync_position_and_end, file))
        finally:
            thread.stop()
    start = _check_place(await call_method(file.tell))
    try:
        await file.seek(0, os.SEEK_END)
        end = _check_place(await call_method(file.tell))
    finally:
        await file.seek(start)
    return start, end


def _sync_position_and_end(file: Any) -> tuple[int, int]:
    start = _check_place(file.tell())
    try:
        file.seek(0, os.SEEK_END)
        end = _check_place(file.tell())
    finally:
        file.seek(start)
    return start, end


def _check_place(place: object) -> int:
    """Return *place*, or raise `TypeError`: a file that does not know it is read once, as it is."""
    if not isinstance(place, int):
        raise TypeError
    return place


def check_filename(argument: str, filename: str) -> str:
    """Return *filename* if all servers read it alike; how to escape others is disputed."""
    if not filename or filename in (".", ".."):
        raise argument_error(argument, "needs a file name: pass a pair of a name and the content")
    if found := BAD_IN_FILENAME.search(filename):
        raise argument_error(
            argument, f"must not have {found[0]!r} in its file name {short_repr(filename)}"
        )
    return filename
