"""Attach a request's files as a multipart body, which is streamed and can be sent again."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Self

from attrs import evolve

from .._codecs.multipart import PART_END, body_end, content_type, part_head
from .._wire import WireRequest
from ..spec.language import Archive
from .build import Request
from .file_holds import FileHolds, mark_spent
from .file_sources import FileSource, SeekableFile
from .files import check_not_empty, open_file
from .scalar_checks import argument_error


class MultipartBody:
    """A body of files; each iteration reads it from its start."""

    def __init__(self, names: list[str], sources: list[FileSource]) -> None:
        self._boundary = secrets.token_hex(16)
        self._sources = sources
        self._heads = [
            part_head(self._boundary, name, one.filename)
            for name, one in zip(names, sources, strict=True)
        ]
        self._end = body_end(self._boundary)
        self.media_type = content_type(self._boundary)

    @property
    def length(self) -> int | None:
        """How many bytes it has, if the sizes of all its files are known."""
        sizes = [one.size for one in self._sources]
        around = sum(map(len, self._heads)) + len(PART_END) * len(sizes) + len(self._end)
        known = [one for one in sizes if one is not None]
        return around + sum(known) if len(known) == len(sizes) else None

    @property
    def rewinds(self) -> bool:
        """Whether it can be sent again."""
        return all(one.rewinds for one in self._sources)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Chunks(list(zip(self._heads, self._sources, strict=True)), self._end)


class _Chunks(AsyncIterator[bytes]):
    """One iteration over a body. Not a generator: trio warns of one that is left unfinished."""

    def __init__(self, parts: list[tuple[bytes, FileSource]], end: bytes) -> None:
        self._parts = parts[::-1]
        self._end = end
        self._source: FileSource | None = None
        self._has_content = False

    async def __anext__(self) -> bytes:
        if self._source is not None:
            if chunk := await self._source.read_chunk():
                self._has_content = True
                return chunk
            if not self._has_content:  # a stream: the service must not get a complete body
                raise argument_error(self._source.argument, "has no bytes: the stream was empty")
            self._source = None
            return PART_END
        if self._parts:
            head, self._source = self._parts.pop()
            self._has_content = False
            # Not all at the start, as one open file may be there twice.
            await self._source.rewind()
            return head
        if not self._end:
            raise StopAsyncIteration
        end, self._end = self._end, b""
        return end


class RequestFiles:
    """The files of one request: opened for the first attempt, closed after the last."""

    def __init__(self, request: Request, client: object = None) -> None:
        self._request = request
        self._client = client
        self._holds = FileHolds()
        self._sources: list[FileSource] = []
        self._body: MultipartBody | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            with ExitStack() as stack:
                for source in self._sources:
                    stack.callback(source.close)
            await self._restore_async_files(can_wait=kind is not GeneratorExit)
        finally:
            self._holds.release()

    async def _restore_async_files(self, *, can_wait: bool) -> None:
        waiting = [one for one in self._sources if isinstance(one, SeekableFile) and one.is_async]
        try:
            while waiting and can_wait:
                await waiting[-1].restore()
                waiting.pop()
        finally:
            for one in waiting:  # nobody knows where these stand
                mark_spent(one.file)

    async def attach(self, wire: WireRequest) -> WireRequest:
        """Return *wire* with the files as its body; without files, just *wire*.

        The first call opens and checks the files; every call attaches the same body.
        """
        if not self._request.files:
            return wire
        if self._body is None:
            sources = [await self._open(index) for index in range(len(self._request.files))]
            names = [param.wire for param, _ in self._request.files]
            self._body = MultipartBody(names, sources)
        headers = {**wire.headers, "Content-Type": self._body.media_type}
        return evolve(wire, body=self._body, headers=headers)

    async def _open(self, index: int) -> FileSource:
        param, given = self._request.files[index]
        argument = f"{param.name}[{index}]" if param.many else param.name
        source = await open_file(argument, given, holds=self._holds, client=self._client)
        self._sources.append(source)
        if not issubclass(param.kind, Archive):
            check_not_empty(argument, source, given)
            return source
        # It brings the archive formats of the standard library, which few programs send.
        from . import zip_archives  # noqa: PLC0415

        archive = await zip_archives.spool_to_disk(param.name, source)
        if archive is not source:
            self._sources.append(archive)
        await zip_archives.check_archive(param.name, archive, self._request.file_count)
        return archive
