"""A request's files in, the body that carries them out: streamed, and measured where it can be."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from typing import Self

from attrs import evolve

from .._codecs.multipart import AFTER, head, media_type, tail
from .._wire import WireRequest
from ..spec.language import Archive, Format
from . import zip_archives
from .build import Request
from .encode import encode
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


class Files:
    """The files of one call: opened for its first attempt, closed when it is over."""

    def __init__(self, request: Request, form: Format) -> None:
        self._request = request
        self._form = form
        self._wire: WireRequest | None = None
        self._sources: list[Source] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for source in self._sources:
            source.close()

    async def packed(self) -> WireRequest:
        """Return the request with its files; refuse what the service would not take."""
        if self._wire is None:
            wire = encode(self._request, self._form)
            self._wire = await self._filled(wire) if self._request.files else wire
        return self._wire

    async def _filled(self, wire: WireRequest) -> WireRequest:
        for place in range(len(self._request.files)):
            await self._open(place)
        body = MultipartBody(self._sources)
        return evolve(wire, body=body, headers={**wire.headers, "Content-Type": body.media_type})

    async def _open(self, place: int) -> None:
        param, given = self._request.files[place]
        source = await opened(f"{param.name}[{place}]" if param.many else param.name, given)
        self._sources.append(source)
        if issubclass(param.kind, Archive):
            archive = await zip_archives.on_disk(param.name, source)
            self._sources[-1] = archive
            await zip_archives.refuse_odd(param.name, archive, self._request.file_count)
