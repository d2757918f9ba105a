"""An answer and the ``Accept`` header come in; bytes and their media type go out."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from .answers import Answer
from .route import Formats
from .xml_writer import Style, document

# Amounts are JSON numbers with exactly the digits of the Decimal: 33.50, 0.00.
JSON = msgspec.json.Encoder(decimal_format="number").encode
JSON_TYPES = {
    "application/json": "application/json",
    "text/json": "text/json",
    "*/*": "application/json",
}
XML_TYPES = {"text/xml": "text/xml", "application/xml": "application/xml"}
DEFAULTS = {Formats.XML: "text/xml", Formats.XML_FIRST: "text/xml"}


@dataclass(frozen=True)
class Encoder:
    """One way to write an answer."""

    media_type: str
    encode: Callable[[Answer], bytes]


def to_json(answer: Answer) -> bytes:
    """Return the answer in JSON."""
    return JSON(answer.payload)


def to_xml(answer: Answer, style: Style) -> bytes:
    """Return the answer in XML."""
    tree = answer.payload if answer.xml is None else answer.xml()
    return document(answer.root, tree, style)


def encoder(media_type: str, style: Style) -> Encoder:
    """Return the encoder for a *media_type* without parameters."""
    if media_type in XML_TYPES:
        return Encoder(
            f"{media_type}; charset={style.encoding}", lambda answer: to_xml(answer, style)
        )
    return Encoder(f"{media_type}; charset=utf-8", to_json)


def choose(accept: str, formats: Formats, style: Style) -> Encoder | None:
    """Return the first encoder that the ``Accept`` header names and the operation has, or None.

    An operation that has only one format answers in that one, whatever is asked for.
    """
    default = encoder(DEFAULTS.get(formats, "application/json"), style)
    if not accept or formats is Formats.FILE:
        return default
    known = {**JSON_TYPES, **XML_TYPES}
    for part in accept.split(","):
        media_type = known.get(part.partition(";")[0].strip().lower())
        if media_type is None:
            continue
        has_only = {Formats.XML: XML_TYPES, Formats.JSON: JSON_TYPES}.get(formats, known)
        return encoder(media_type, style) if media_type in has_only else default
    return default if formats in {Formats.XML, Formats.JSON} else None
