"""Read a file in chunks, once or from its start again, and put it back where it stood."""

from __future__ import annotations

import io
from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator
from contextlib import contextmanager, suppress
from inspect import iscoroutinefunction
from typing import Any, TypeAlias, cast

import anyio

from .._wire import ResponseLost
from ..errors import ArgumentError
from .file_holds import mark_spent
from .file_threads import FileThread, run_in_thread
from .reading import reading
from .scalar_checks import argument_error

CHUNK_SIZE = 256 * 1024


async def call_method(method: Callable[..., Any], *args: object) -> Any:
    """Return what a *method* of a file returns; a thread runs it unless it is a coroutine."""
    if iscoroutinefunction(method):
        return await method(*args)
    return await run_in_thread(method, *args)


class SeekableFile:
    """A file of known size that can be read again; a thread reads it unless it is in memory."""

    rewinds = True

    def __init__(
        self,
        argument: str,
        filename: str,
        file: Any,
        *,
        owned: bool,
        start: int,
        end: int,
        client: object = None,
    ) -> None:
        self.filename = filename
        self.size = max(0, end - start)
        self.file = file
        self.is_async = iscoroutinefunction(file.read) or iscoroutinefunction(file.seek)
        self.argument = argument
        self._client = client
        self._owned = owned
        self._start = start
        self._remaining = self.size
        # What a subclass does to read, nobody knows: it may block.
        self._in_memory = type(file) is io.BytesIO
        self._thread = FileThread()

    async def rewind(self) -> None:
        """Go back to the start, or raise `ArgumentError`."""
        self._remaining = self.size
        try:
            seek = self._seek_start_async if self.is_async else self._seek_start
            is_there = await self._run(seek)
        except OSError as error:
            raise self._cannot_rewind(str(error.strerror or error)) from None
        if not is_there:
            raise self._cannot_rewind("its seek() does not move it")

    def _cannot_rewind(self, why: str) -> ArgumentError:
        return argument_error(
            self.argument, f"cannot be put back to where it stood, to be sent from there: {why}"
        )

    def _seek_start(self) -> bool:
        """Go back to the start; return whether the file says so, too."""
        self.file.seek(self._start)
        return bool(self.file.tell() == self._start)

    async def _seek_start_async(self) -> bool:
        await call_method(self.file.seek, self._start)
        return bool(await call_method(self.file.tell) == self._start)

    async def read_chunk(self) -> bytes:
        """Return the next bytes, or ``b""`` at the end; never more than *size* in all."""
        if not self._remaining:
            return b""
        size = min(CHUNK_SIZE, self._remaining)
        chunk = _check_bytes(self.argument, await self._run(self.file.read, size))
        if not chunk:
            raise argument_error(
                self.argument, f"became shorter while it was sent: {self.filename!r}"
            )
        if len(chunk) > size:
            raise argument_error(
                self.argument, f"gave {len(chunk)} bytes when it was asked for {size}"
            )
        self._remaining -= len(chunk)
        return chunk

    def read_at(self, offset: int, size: int) -> bytes:
        """Return *size* bytes from *offset* after the start, as long as the call lasts."""
        return cast("bytes", self._thread.run_here(self._seek_and_read, self._start + offset, size))

    def _seek_and_read(self, position: int, size: int) -> bytes:
        self.file.seek(position)
        found = b""
        # A file may give fewer bytes at a time than it is asked for.
        while len(found) < size and (chunk := self.file.read(size - len(found))) != b"":
            found += _check_bytes(self.argument, chunk)
        return found

    async def _run(self, work: Callable[..., Any], *args: object) -> Any:
        with reading(self._client, self.argument):
            if self.is_async:
                return await call_method(work, *args)
            if self._in_memory:
                return work(*args)
            return await self._thread.run(work, *args)

    def close(self) -> None:
        """Close the file if it was opened here; put the caller's own back where it stood."""
        self._thread.stop()
        if self._owned:
            self.file.close()
        elif not self.is_async:
            with self._spent_unless_restored() as restored:
                restored += [self._seek_start()]

    async def restore(self) -> None:
        """Put an async file back where it stood."""
        with self._spent_unless_restored() as restored, anyio.CancelScope(shield=True):
            restored += [await self._seek_start_async()]

    @contextmanager
    def _spent_unless_restored(self) -> Generator[list[bool], None, None]:
        """Give a list for whether the file is back; unless it is, no other call may read it."""
        restored: list[bool] = []
        try:
            with suppress(Exception):  # it must not replace the answer, or the error
                yield restored
        finally:
            if restored != [True]:
                mark_spent(self.file)


class FileStream:
    """A file of unknown size that can be read once."""

    size = None
    is_async = False

    def __init__(
        self,
        argument: str,
        filename: str,
        chunks: AsyncIterable[bytes],
        *,
        given: object = None,
        client: object = None,
    ) -> None:
        self.filename = filename
        self.rewinds = True
        self.argument = argument
        self._given = chunks if given is None else given
        self._client = client
        self._chunks = aiter(chunks)

    async def rewind(self) -> None:
        """Do nothing, as long as nothing was read."""
        if not self.rewinds:  # a custom transport asked for the body a second time
            raise ResponseLost(f"{self.argument} is a stream, and cannot be sent a second time")

    async def read_chunk(self) -> bytes:
        """Return the next bytes, or ``b""`` at the end; an empty chunk does not end it."""
        if self.rewinds:
            self.rewinds = False
            mark_spent(self._given)
        chunk = b""
        try:
            while not chunk:
                with reading(self._client, self.argument):
                    given = await anext(self._chunks)
                chunk = _check_bytes(self.argument, given)
        except StopAsyncIteration:
            return b""
        return chunk

    def close(self) -> None:
        """Leave it open: it is the caller's."""


class FileReader(AsyncIterator[bytes]):
    """Reads an open file that cannot seek, such as a pipe."""

    def __init__(self, file: Any) -> None:
        self._read = file.read

    async def __anext__(self) -> bytes:
        if iscoroutinefunction(self._read):
            chunk = await self._read(CHUNK_SIZE)
        else:
            # A pipe may stay silent for ever, so a deadline does not wait for the thread.
            chunk = await run_in_thread(self._read, CHUNK_SIZE, abandon_on_cancel=True)
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
