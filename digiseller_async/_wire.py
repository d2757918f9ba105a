"""Define what is exchanged with the service: one HTTP request, and one HTTP response."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from typing import Protocol
from urllib.parse import unquote

from attrs import define, field, frozen

from ._redaction import redact_addresses
from .errors import DigisellerError, FailureKind

_PART = re.compile(r"[^/?&=]+")
_PATH = re.compile(r"(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)+/?")
NOT_IN_URLS = re.compile(r"[\s\\\x00-\x1f]")
"""What a parser of URLs would mend or drop in silence."""


class StreamedBody(Protocol):
    """The body of a request, if it is not held in memory."""

    @property
    def media_type(self) -> str:
        """Its ``Content-Type``."""
        ...

    @property
    def length(self) -> int | None:
        """Its number of bytes, if that is known."""
        ...

    @property
    def rewinds(self) -> bool:
        """Whether it can be sent again."""
        ...

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Iterate over its bytes, from the start."""
        ...


@frozen(kw_only=True)
class WireRequest:
    """One HTTP request without its token; *target* is path and query.

    What is secret in the query is in *secret_query*, which is sent behind it.
    """

    method: str
    host: str
    target: str
    headers: Mapping[str, str]
    secret_query: str = field(default="", repr=False)
    body: bytes | StreamedBody | None = field(default=None, repr=False)  # may hold a signature

    @property
    def is_repeatable(self) -> bool:
        """Whether it can be sent again."""
        return self.body is None or isinstance(self.body, bytes) or self.body.rewinds


@frozen(kw_only=True)
class WireResponse:
    """One HTTP response with its whole body; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@define
class Traffic:
    """How many bytes of bodies one exchange has sent and received so far, as they are sent."""

    sent: int = 0
    received: int = 0


class ResponseLost(DigisellerError):  # noqa: N818  (a retry or the end of the call decides)
    """The request was sent, but no complete response came; it never leaves the retry loop."""

    _failure_kind = FailureKind.RESPONSE_LOST


def is_path(path: str) -> bool:
    """Return whether *path* is the path of a URL, absolute, and does not climb out of anything."""
    climbs = any(unquote(one) in (".", "..") for one in path.split("/"))
    return _PATH.fullmatch(path) is not None and not climbs


def redact_target(target: str) -> str:
    """Return *target*, a path and perhaps a query, without the e-mail addresses in its parts."""
    return _PART.sub(lambda part: redact_addresses(part[0]), target)
