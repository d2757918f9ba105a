"""Decode what may give a reason in an answer: a little of it, however long the answer is."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Mapping
from itertools import islice
from typing import Any, cast

import msgspec
from attrs import frozen

from ..._codecs import json, xml

Plain = Mapping[str, Any]
MOST_KEPT = 100
"""How many errors of an answer are kept."""
LONGEST_TEXT = 1000
"""How many characters of one text are kept."""

MOST_XML = 256 * 1024
_LONGEST_PART = 64 * 1024
_PLAIN_TEXT = 4096
_BOM = b"\xef\xbb\xbf"

OWN = ("retdesc", "endesc", "desc")
"""Where the service describes a code; each says the same in another language."""
GENERAL = (
    ("message", "messagedetail", "exceptionmessage"),
    ("title", "detail"),
    ("error_description", "error"),
    ("errormessage", "description", "reason", "msg"),
)
"""Where frameworks and servers in front say why, each in words of its own."""
SEVERAL = ("errors", "modelstate", "error")
"""Where each field, or each fault, has a reason of its own."""
TEXT = ("message", "value", "text", "detail", "description", "title", "msg", "error", "reason")
CODE = ("code", "field", "key", "name", "pointer")
_KEYS = frozenset({"retval", "locale", *OWN, *SEVERAL, *TEXT, *CODE, *sum(GENERAL, ())})
_SPELLINGS = {
    "messagedetail": "MessageDetail",
    "exceptionmessage": "ExceptionMessage",
    "modelstate": "ModelState",
    "errormessage": "ErrorMessage",
}

_list_decoder = msgspec.json.Decoder(list[msgspec.Raw])
_WHITE_SPACE = str.maketrans("\r\n\t", "   ")


def fields_of(body: bytes) -> Plain:
    """Return the fields of a document that may give a reason, by their names in lower case."""
    start = body[:64].removeprefix(_BOM).lstrip()
    if start.startswith(b"{"):
        return _json_fields(body)
    if start.startswith((b"[", b'"')):
        return {"errors": msgspec.Raw(body.removeprefix(_BOM).strip())}
    if not xml.looks_like_xml(body):
        return {"message": _plain_text(body)}
    return fields_of_element(xml.loads(body)) if len(body) <= MOST_XML else {}


def fields_of_element(root: xml.Element) -> Plain:
    """Do as `fields_of` with a document that is parsed already."""
    plain: Any = xml.to_plain(root)
    return lowered(cast("Plain", plain)) if isinstance(plain, dict) else {"message": plain}


def fields_of_raw(fields: Mapping[str, msgspec.Raw]) -> Plain:
    """Do as `fields_of` with an object that is split into its fields already."""
    return {name.lower(): _part(raw) for name, raw in fields.items() if name.lower() in _KEYS}


def _json_fields(body: bytes) -> Plain:
    try:
        return _known_fields(body.removeprefix(_BOM))
    except (msgspec.DecodeError, UnicodeDecodeError):  # a part of it has to be repaired
        return lowered(json.loads(body)) if len(body) <= MOST_XML else {}


def _plain_text(body: bytes) -> str:
    """Return the start of *body* if it is a text."""
    start = body[:_PLAIN_TEXT].removeprefix(_BOM)
    try:
        text = getincrementaldecoder("utf-8")().decode(start)  # it may be cut within a character
    except UnicodeDecodeError:
        text = start.decode("windows-1251", "replace")
    return text if text.translate(_WHITE_SPACE).isprintable() else ""


_NAMES = sorted(
    {name for key in _KEYS for name in (key, key.capitalize(), _SPELLINGS.get(key, key))}
    | {f"{one[0].lower()}{one[1:]}" for one in _SPELLINGS.values()}
)
_reason_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(
    msgspec.defstruct(
        "ReasonFields",
        [(f"field_{name}", msgspec.Raw, msgspec.field(name=name, default=None)) for name in _NAMES],
    )
)


def several(value: object) -> tuple[list[object], int]:
    """Return the first of several values, and how many more there are."""
    if isinstance(value, msgspec.Raw):
        value = _first_and_count(value)
    if isinstance(value, _Several):
        return value.first, value.left_out
    if isinstance(value, list):
        values = cast("list[object]", value)
        return values[:MOST_KEPT], max(0, len(values) - MOST_KEPT)
    return [value], 0


@frozen
class _Several:
    first: list[object]
    left_out: int


def _first_and_count(raw: msgspec.Raw) -> object:
    """Return the first of several undecoded values, and how many more there are.

    Only these are decoded: a list of a million would hold up the event loop.
    """
    if bytes(memoryview(raw)[:1]) != b"[":
        return _decode(raw)
    try:
        parts = _list_decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):  # a part of it has to be repaired
        return _decode(raw)
    return _Several([_decode(one) for one in parts[:MOST_KEPT]], max(0, len(parts) - MOST_KEPT))


def _decode(raw: msgspec.Raw) -> object:
    """Return a plain value, or of a very long one its start."""
    return json.loads(json.start_of(bytes(memoryview(raw)[: 2 * _LONGEST_PART]), _LONGEST_PART))


def _known_fields(body: bytes) -> dict[str, object]:
    """Return the fields of an object that may give a reason, by their names in lower case."""
    found = _reason_decoder.decode(body)
    given = {name: getattr(found, f"field_{name}") for name in _NAMES}
    return {name.lower(): _part(raw) for name, raw in given.items() if raw is not None}


def _part(raw: msgspec.Raw) -> object:
    """Return a plain value; a list is decoded later, as far as it is kept."""
    return raw if bytes(memoryview(raw)[:1]) == b"[" else _decode(raw)


def lowered(fields: Plain) -> dict[str, Any]:
    return {str(name).lower(): one for name, one in islice(fields.items(), MOST_KEPT)}
