"""An async stream of chunks that is no generator."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any


class ChunkIterator(AsyncIterator[Any]):
    """Yields the given chunks.

    Unlike a generator it cannot be closed, and trio does not warn if it is left unfinished.
    """

    def __init__(self, *chunks: Any) -> None:
        self.left = list(chunks)

    async def __anext__(self) -> Any:
        """Return the next chunk."""
        if not self.left:
            raise StopAsyncIteration
        return self.left.pop(0)
