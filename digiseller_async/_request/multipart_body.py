"""A request's files in, the body that carries them out: streamed, and measured where it can be."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from typing import Self

from attrs import evolve

from .._codecs.multipart import AFTER, head, media_type, tail
from .._wire import WireRequest
from ..spec.language import Archive
from . import zip_archives
from .build import Request
from .files import Source, opened


class MultipartBody:
    """A body of files: each walk over it sends it from its start."""

    def __init__(self, sources: list[Source]) -> None:
        self._boundary = secrets.token_hex(16)
        self._sources = sources
        self._heads = [head(self._boundary, one.name) for one in sources]
        self._tail = tail(self._boundary)
        self.media_type = media_type(self._boundary)

    @property
    def length(self) -> int | None:
        """How many bytes it has, if all its files are measured."""
        sizes = [one.size for one in self._sources]
        around = sum(map(len, self._heads)) + len(AFTER) * len(sizes) + len(self._tail)
        known = [one for one in sizes if one is not None]
        return around + sum(known) if len(known) == len(sizes) else None

    @property
    def rewinds(self) -> bool:
        """Whether it can be sent once more."""
        return all(one.rewinds for one in self._sources)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Pieces(list(zip(self._heads, self._sources, strict=True)), self._tail)


class _Pieces(AsyncIterator[bytes]):
    """One walk over a body. Not a generator: trio warns of one that is left unfinished."""

    def __init__(self, parts: list[tuple[bytes, Source]], end: bytes) -> None:
        self._parts = parts[::-1]
        self._end = end
        self._source: Source | None = None

    async def __anext__(self) -> bytes:
        if self._source is not None:
            if piece := await self._source.piece():
                return piece
            self._source = None
            return AFTER
        if self._parts:
            before, self._source = self._parts.pop()
            # Only now, as one open file may be there twice.
            await self._source.rewind()
            return before
        if not self._end:
            raise StopAsyncIteration
        end, self._end = self._end, b""
        return end


class RequestFiles:
    """The files of one request: opened for the first attempt, closed after the last."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._sources: list[Source] = []
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

    async def _open(self, place: int) -> None:
        param, given = self._request.files[place]
        source = await opened(f"{param.name}[{place}]" if param.many else param.name, given)
        self._sources.append(source)
        if issubclass(param.kind, Archive):
            archive = await zip_archives.on_disk(param.name, source)
            self._sources[-1] = archive
            await zip_archives.refuse_odd(param.name, archive, self._request.file_count)
