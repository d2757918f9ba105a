"""Attach a request's files as a multipart body, which is streamed and can be sent again."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from typing import Self

from attrs import evolve

from .._codecs.multipart import PART_END, body_end, content_type, part_head
from .._wire import WireRequest
from ..spec.language import Archive
from .build import Request
from .files import FileSource, open_file
from .zip_archives import check_archive, spool_to_disk


class MultipartBody:
    """A body of files; each iteration reads it from its start."""

    def __init__(self, sources: list[FileSource]) -> None:
        self._boundary = secrets.token_hex(16)
        self._sources = sources
        self._heads = [part_head(self._boundary, one.filename) for one in sources]
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

    async def __anext__(self) -> bytes:
        if self._source is not None:
            if chunk := await self._source.read_chunk():
                return chunk
            self._source = None
            return PART_END
        if self._parts:
            head, self._source = self._parts.pop()
            # Not all at the start, as one open file may be there twice.
            await self._source.rewind()
            return head
        if not self._end:
            raise StopAsyncIteration
        end, self._end = self._end, b""
        return end


class RequestFiles:
    """The files of one request: opened for the first attempt, closed after the last."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._sources: list[FileSource] = []
        self._body: MultipartBody | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for source in self._sources:
            source.close()

    async def attach(self, wire: WireRequest) -> WireRequest:
        """Return *wire* with the files as its body; without files, just *wire*.

        The first call opens and checks the files; every call attaches the same body.
        """
        if not self._request.files:
            return wire
        if self._body is None:
            for index in range(len(self._request.files)):
                await self._open(index)
            self._body = MultipartBody(self._sources)
        headers = {**wire.headers, "Content-Type": self._body.media_type}
        return evolve(wire, body=self._body, headers=headers)

    async def _open(self, index: int) -> None:
        param, given = self._request.files[index]
        source = await open_file(f"{param.name}[{index}]" if param.many else param.name, given)
        self._sources.append(source)
        if issubclass(param.kind, Archive):
            archive = await spool_to_disk(param.name, source)
            self._sources[-1] = archive
            await check_archive(param.name, archive, self._request.file_count)
