"""Encode a checked request as JSON or XML, and ask for an answer in one of them."""

from __future__ import annotations

from typing import Any

from .._codecs import json, xml
from .._wire import WireRequest
from ..spec.language import Answer, Endpoint, Format
from .build import Request


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
        return json.dumps(request.body)
    return xml.dumps(request.row.root, request.xml_body())
