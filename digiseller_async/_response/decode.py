"""Decode the payload of an answer into models."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from .._codecs import xml
from ..spec.language import Endpoint, ListEndpoint
from .convert import convert
from .field_reader import Tell
from .json_document import JsonDocument
from .payload import Document, PageContent, PageFacts
from .xml_document import XmlDocument

_PARTS_A_TURN = 200


def parse(body: bytes, row: Endpoint[Any]) -> Document:
    """Parse *body*, in whatever format it is; raise `ValueError` if it is broken."""
    return XmlDocument(body, row) if xml.looks_like_xml(body) else JsonDocument(body, row)


def decode(document: Document, row: Endpoint[Any], tell: Tell) -> Generator[None, None, Any]:
    """Decode what *document* holds for *row*; pause on the way, so that others have their turn.

    Raises `ValueError` for what is not there, or cannot be read.
    """
    payload = document.payload(tell)
    items: list[Any] = []
    for start in range(0, len(payload.parts), _PARTS_A_TURN):
        some = payload.parts[start : start + _PARTS_A_TURN]
        items += document.decode(some, tell, start=start)
        yield
    if not isinstance(row, ListEndpoint):
        return items if row.many else items[0]
    facts = convert(payload.facts, PageFacts)
    return PageContent(
        items=tuple(items),
        page=facts.page,
        count=facts.count,
        has_next_page=facts.has_next_page,
        total_count=facts.total_count,
        total_pages=facts.total_pages,
        about=None if row.page_extras is None else convert(payload.about, row.page_extras),
    )
