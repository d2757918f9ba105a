"""Encode a request as JSON or XML, and negotiate the format of the response."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from .._codecs import json, xml
from .._codecs.scalars import write_scalar
from .._wire import WireRequest
from ..spec.language import Endpoint, Format, ResponseShape
from .build import Request


def encode(request: Request, preferred_format: Format = Format.JSON) -> WireRequest:
    """Return *request* as it is sent, but without its token and its files.

    *preferred_format* is used wherever the operation has it, in both directions.
    """
    row = request.row
    headers = {
        # Without Accept some operations answer XML.
        "Accept": _accept(row, preferred_format),
        "User-Agent": "digiseller-async",
    }
    body: bytes | None = None
    if request.document is not None:
        headers["Content-Type"], body = request.document
    elif request.body is not None:
        headers["Content-Type"], body = _typed_body(request, preferred_format)
    return WireRequest(
        method=request.method,
        host=row.host.value,
        target=f"{request.path}?{request.query}" if request.query else request.path,
        secret_query=request.secret_query,
        headers=headers,
        body=body,
    )


def _accept(row: Endpoint[Any], preferred_format: Format) -> str:
    if row.shape is ResponseShape.BINARY:
        return "image/*"
    return _media_type(row, preferred_format if preferred_format in row.formats else row.formats[0])


def _media_type(row: Endpoint[Any], body_format: Format) -> str:
    return row.xml_media_type if body_format is Format.XML else "application/json"


def _typed_body(request: Request, preferred_format: Format) -> tuple[str, bytes]:
    """Return the media type of the body, and the body."""
    row = request.row
    if row.form_body:
        pairs = [(name, write_scalar(one)) for name, one in (request.body or {}).items()]
        return "application/x-www-form-urlencoded", urlencode(pairs).encode()
    is_known = preferred_format in row.body_formats
    body_format = preferred_format if is_known else row.body_formats[0]
    if body_format is Format.JSON:
        return _media_type(row, body_format), json.dumps(request.json_body())
    return _media_type(row, body_format), xml.dumps(row.xml_root, request.xml_body())
