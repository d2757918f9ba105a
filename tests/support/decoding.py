"""Answers decoded in just one of the two ways: strictly, or tolerantly."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest

from digiseller_async._codecs import json, xml
from digiseller_async._response import json_document, json_envelope, json_parts
from digiseller_async._response.decode import decode
from digiseller_async._response.interpret import interpret_steps
from digiseller_async._wire import WireResponse
from digiseller_async.errors import DigisellerError


def parse_document(body: bytes) -> Any:
    """Return a document as its codec gives it."""
    return xml.loads(body) if xml.looks_like_xml(body) else json.loads(body)


Deviations = list[tuple[str, str]]


def end_of(steps: Generator[None, None, Any]) -> tuple[Any, int]:
    """Return what some steps give, and how many pauses they make."""
    count = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value, count
        count += 1


def decode_strictly(row: Any, body: str | bytes) -> Any:
    """Return what the strict way gives, or none if a part of the answer needs the tolerant one."""
    raw = body if isinstance(body, bytes) else body.encode()
    document = json_document.JsonDocument(raw, row)
    inside: Any = json_envelope
    if inside._envelope_decoder(row) is not None and vars(document)["_strict"] is None:
        return None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_parts.PartDecoder, "tolerantly", _refuse)
        try:
            return end_of(decode(document, row, _refuse))[0]
        except (_Refused, ValueError):
            return None


class _Refused(Exception):  # noqa: N818
    """The tolerant way was asked for."""


def _refuse(*_: object, **__: object) -> None:
    raise _Refused


def _give_none(*_: object) -> None:
    """Decode nothing."""


@contextmanager
def only_tolerantly() -> Generator[None]:
    """Let no answer, and no part of one, be decoded strictly."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_document, "decode_strictly", _give_none)
        patch.setattr(json_parts.PartDecoder, "strictly", _give_none)
        yield


def interpreted(row: Any, body: str | bytes, told: Deviations | None = None) -> Any:
    """Return what an answer gives, or the words of its error; *told* gets its deviations."""
    raw = body if isinstance(body, bytes) else body.encode()
    response = WireResponse(status=200, headers={}, body=raw)
    seen: Deviations = [] if told is None else told

    def tell(path: str, what: str) -> None:
        seen.append((path, what))

    try:
        return end_of(interpret_steps(row, response, now=0, tell=tell))[0]
    except DigisellerError as error:
        return str(error)


def interpreted_tolerantly(row: Any, body: str | bytes, told: Deviations | None = None) -> Any:
    """Return what an answer gives if no part of it is decoded strictly."""
    with only_tolerantly():
        return interpreted(row, body, told)
