"""What crosses the border: bytes out, bytes in. Nothing here knows what they mean."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from attrs import field, frozen

from .errors import DigisellerError, Fault


class Streamed(Protocol):
    """A body that is not held in memory."""

    @property
    def media_type(self) -> str:
        """What it is."""
        ...

    @property
    def length(self) -> int | None:
        """How many bytes it has, if that is known."""
        ...

    @property
    def rewinds(self) -> bool:
        """Whether it can be sent once more."""
        ...

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Give it piece by piece, from its start."""
        ...


@frozen(kw_only=True)
class WireRequest:
    """One HTTP request, ready but for its token: *target* is path and query."""

    method: str
    host: str
    target: str
    headers: Mapping[str, str]
    body: bytes | Streamed | None = field(default=None, repr=False)  # may hold a signature

    @property
    def repeats(self) -> bool:
        """Whether it can be sent once more."""
        return self.body is None or isinstance(self.body, bytes) or self.body.rewinds


@frozen(kw_only=True)
class WireResponse:
    """One HTTP response, read to its end; header names are lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class ResponseLost(DigisellerError):  # noqa: N818  (a fact, not yet an error)
    """The request went out, and no whole answer came back. It never leaves the pipeline."""

    fault = Fault.LOST
