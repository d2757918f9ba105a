"""Requests in, bytes out, and bytes back into documents: one module for each format."""

from __future__ import annotations

from typing import Any

from .._request import Request
from .._wire import WireRequest
from ..spec.language import Answer, Endpoint, Format
from . import _json, _xml
from ._multipart import AFTER, checked_name, head, media_type, tail
from ._xml import add, looks_like_xml, plain

__all__ = [
    "AFTER",
    "add",
    "checked_name",
    "encode",
    "head",
    "loads",
    "looks_like_xml",
    "media_type",
    "plain",
    "tail",
]


def encode(request: Request, preferred: Format = Format.JSON) -> WireRequest:
    """Write *request* as an HTTP request without its token and without its files."""
    row = request.row
    headers = {
        # Without Accept some operations answer XML.
        "Accept": _accepted(row, preferred),
        "User-Agent": "digiseller-async",
    }
    body: bytes | None = None
    if request.body is not None:
        form = preferred if preferred in row.accepts else row.accepts[0]
        headers["Content-Type"] = row.xml_type if form is Format.XML else "application/json"
        body = _written(request, form)
    return WireRequest(
        method=request.method,
        host=row.host.value,
        target=f"{request.path}?{request.query}" if request.query else request.path,
        headers=headers,
        body=body,
    )


def _accepted(row: Endpoint[Any], preferred: Format) -> str:
    if row.answer is Answer.BYTES:
        return "image/*"
    form = preferred if preferred in row.formats else row.formats[0]
    return row.xml_type if form is Format.XML else "application/json"


def _written(request: Request, form: Format) -> bytes:
    if form is Format.JSON:
        return _json.dumps(request.body)
    return _xml.dumps(request.row.root, request.xml_body())


def loads(body: bytes) -> Any:
    """Read a document by what it is: plain values with exact numbers, or an XML element.

    Raises `ValueError` if it is broken.
    """
    return _xml.loads(body) if looks_like_xml(body) else _json.loads(body)
