"""What crosses the border: bytes out, bytes in. Nothing here knows what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .errors import DigisellerError, Fault


@frozen(kw_only=True)
class WireRequest:
    """One HTTP request, ready but for its token: *target* is path and query."""

    method: str
    host: str
    target: str
    headers: Mapping[str, str]
    body: bytes | None = field(default=None, repr=False)  # a sign-in's signature is in it


@frozen(kw_only=True)
class WireResponse:
    """One HTTP response, read to its end; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class ReplyLost(DigisellerError):  # noqa: N818  (a fact, not yet an error)
    """The request went out, and no whole answer came back. It never leaves the pipeline."""

    fault = Fault.LOST
