"""Decode the payload of an answer into models."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, cast

from .._codecs import json, json_limits, xml
from ..spec.language import Effect, Endpoint, ListEndpoint
from .convert import convert
from .json_document import JsonDocument
from .model_fields import Tell
from .payload import Document, PageContent, PageFacts, Payload, UnreadableRow
from .xml_document import XmlDocument

_PARTS_A_TURN = 200
_BYTES_A_TURN = 200 * 1024
_MOST_DEVIATIONS = 1000
_LONGEST_PATH = 200


def parse(body: bytes, row: Endpoint[Any]) -> Document:
    """Parse *body*, in whatever format it is; raise `ValueError` if it is broken."""
    steps = parse_in_steps(body, row)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast("Document", end.value)


def parse_in_steps(body: bytes, row: Endpoint[Any]) -> Generator[None, None, Document]:
    """Do as `parse`, and pause where a long document should let others have their turn."""
    if xml.looks_like_xml(body):
        root = yield from xml.loads_in_steps(body)
        return XmlDocument(root, len(body), row)
    body = json.in_utf8(body)
    yield from json_limits.check_count_in_steps(body)
    if is_long := len(body) > json_limits.LONG:
        json_limits.check_numbers(body)
        yield
    document = JsonDocument(body, row)
    if is_long:
        yield
    if is_long or not document.is_as_documented:
        yield from json_limits.check_depth_in_steps(body)
    return document


def decode(document: Document, row: Endpoint[Any], tell: Tell) -> Generator[None, None, Any]:
    """Decode what *document* holds for *row*; pause on the way, so that others have their turn.

    Among the several results of a change, an `UnreadableRow` stands for one that cannot be read:
    the others are known all the same. Else it is a `ValueError`, as is what is not there.
    """
    deviations = BoundedTell(tell)
    payload = document.payload(deviations)
    items: list[Any] = []
    step = _parts_a_turn(document, payload)
    for start in range(0, len(payload.parts), step):
        if start:  # a pause costs 10 µs, and most pages are one slice
            yield
        some = payload.parts[start : start + step]
        items += document.decode(some, deviations, start=start)
    if isinstance(row, ListEndpoint):
        found: Any = _page(row, payload, items, deviations)
    elif row.many:
        found = _readable(items) if row.effect is Effect.SAFE else items
    else:
        found = _readable(items)[0]
    deviations.finish()
    return found


def _parts_a_turn(document: Document, payload: Payload) -> int:
    """Return how many parts are read between two pauses: few, if they are large."""
    size = document.size // max(1, len(payload.parts))
    return max(1, min(_PARTS_A_TURN, _BYTES_A_TURN // max(1, size)))


def _page(row: ListEndpoint[Any], payload: Payload, items: list[Any], tell: Tell) -> Any:
    facts = convert(payload.facts, PageFacts, tell)
    return PageContent(
        items=tuple(items),
        page=facts.page,
        count=facts.count,
        has_next_page=facts.has_next_page,
        total_count=facts.total_count,
        total_pages=facts.total_pages,
        about=None if row.page_extras is None else convert(payload.about, row.page_extras, tell),
    )


def _readable(items: list[Any]) -> list[Any]:
    """Return *items*, all of which must be readable: of no list, the rest could be read later."""
    for one in items:
        if isinstance(one, UnreadableRow):
            raise ValueError(one.why)  # noqa: TRY004  (the document's fault)
    return items


class BoundedTell:
    """Tells of an answer's first thousand deviations, of each path's start, and how many more."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._count = 0

    def __call__(self, path: str, what: str) -> None:
        """Tell of a deviation, if it is not one too many."""
        self._count += 1
        if self._count <= _MOST_DEVIATIONS:
            self._tell(_cut(path), what)

    def finish(self) -> None:
        """Tell of how many deviations nothing was told."""
        if self._count > _MOST_DEVIATIONS:
            self._tell("", f"{self._count - _MOST_DEVIATIONS} more deviations")


def _cut(path: str) -> str:
    return path if len(path) <= _LONGEST_PATH else f"{path[: _LONGEST_PATH - 3]}..."
