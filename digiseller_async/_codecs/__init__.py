"""Requests in, bytes out, and bytes back into plain values: one module for each format."""

from __future__ import annotations

from typing import Any

from .._request import Request
from .._wire import WireRequest
from . import _json

_PLAIN = {
    # Without Accept some operations answer XML.
    "Accept": "application/json",
    "User-Agent": "digiseller-async",
}
_WITH_BODY = {**_PLAIN, "Content-Type": "application/json"}


def encode(request: Request) -> WireRequest:
    """Write *request* as an HTTP request without its token."""
    return WireRequest(
        method=request.method,
        host=request.row.host.value,
        target=f"{request.path}?{request.query}" if request.query else request.path,
        headers=_PLAIN if request.body is None else _WITH_BODY,
        body=None if request.body is None else _json.dumps(request.body),
    )


def loads(body: bytes) -> Any:
    """Read a document into plain values, numbers exact; raise `ValueError` if it is broken."""
    return _json.loads(body)
