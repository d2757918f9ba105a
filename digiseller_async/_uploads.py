"""A request's files in, the body that carries them out: streamed, and measured where it can be."""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from . import _archives
from ._codecs import AFTER, head, media_type, tail
from ._request import Request
from ._sources import Source, opened, spooled
from .spec.language import Archive


class Multipart:
    """A body of files: iterating it sends it, from the start if it was rewound."""

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

    async def rewind(self) -> None:
        """Go back to the start."""
        for source in self._sources:
            await source.rewind()

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
            return before
        if not self._end:
            raise StopAsyncIteration
        end, self._end = self._end, b""
        return end


@asynccontextmanager
async def prepared(request: Request) -> AsyncGenerator[Multipart]:
    """Give the body of *request*'s files; refuse by name what the service would not take."""
    sources: list[Source] = []
    try:
        for param, given in request.files:
            sources.append(await opened(param.name, given))
            if issubclass(param.kind, Archive):
                sources[-1] = whole = await spooled(sources[-1])
                await _archives.refuse_odd(param.name, whole, request.file_count)
        yield Multipart(sources)
    finally:
        for source in sources:
            await source.aclose()
