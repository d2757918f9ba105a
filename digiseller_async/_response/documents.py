"""A body in; a document out: what its envelope says, and the parts that hold what was asked for.

JSON and XML have the same two questions put to them, so nobody further in asks which it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, cast
from xml.etree.ElementTree import Element

from attrs import fields, frozen

from .._codecs import json, xml
from ..models._base import Int64
from ..spec.language import Endpoint, ListEndpoint, PageLayout, ResponseShape, ScalarStyle
from .field_reader import FieldReader, Tell
from .model_reader import Plain, field_reader_of, model_reader_of

ROOTS = frozenset({"digiseller.response", "response", "result", "apilogin.response"})
"""What the service calls the outermost element of an answer."""
FACTS = frozenset({"retval", "retdesc", "desc", "endesc", "errors"})
"""What an envelope says of the call."""
_BESIDE = FACTS | {"queryId", "has_previous_page"}
"""What may stand beside a payload or a page's facts, without meaning anything here."""


@frozen(kw_only=True)
class PageFacts:
    """What a page says of itself."""

    page: Int64 | None = None
    count: Int64 | None = None
    has_next_page: bool | None = None
    total_count: Int64 | None = None
    total_pages: Int64 | None = None


@frozen
class Payload:
    """What a document holds for a row: parts of one kind, and how to read each of them."""

    parts: list[Any]
    spot: FieldReader
    facts: Plain
    """A page's facts, in the shape of `PageFacts`."""
    about: Plain | None = None
    """What is said beside the items, in the shape of its model."""


class Document(Protocol):
    """A body that was read."""

    def facts(self, row: Endpoint[Any]) -> Plain:
        """Return what its envelope says of the call, as plain values.

        Raises `ValueError` if it is no answer to a call of *row*.
        """
        ...

    def holding(self, row: Endpoint[Any], tell: Tell) -> Payload:
        """Return what it holds for *row*; raise `ValueError` if it cannot be that."""
        ...

    def read(self, spot: FieldReader, parts: list[Any], tell: Tell) -> list[Any]:
        """Return *parts* in the shape of their model."""
        ...


def read(body: bytes) -> Document:
    """Read *body*, in whatever format it is; raise `ValueError` if it is broken."""
    document = parse(body)
    if isinstance(document, Element):
        return XmlDocument(cast("Element", document))
    return JsonDocument(document)


def parse(body: bytes) -> Any:
    """Read a document by what it is: plain values with exact numbers, or an XML element.

    Raises `ValueError` if it is broken.
    """
    return xml.loads(body) if xml.looks_like_xml(body) else json.loads(body)


def payload_reader(row: Endpoint[Any], path: str = ".") -> FieldReader:
    """Return what the items of *row*, or its payload, are."""
    texts = row.scalars is ScalarStyle.STRINGS
    return field_reader_of(row.returns, many=is_several(row), texts=texts, path=path)


def is_several(row: Endpoint[Any]) -> bool:
    """Return whether *row* gives several."""
    return row.many or isinstance(row, ListEndpoint)


@frozen
class JsonDocument:
    """A document in JSON."""

    root: Any

    def facts(self, row: Endpoint[Any]) -> Plain:
        """Return what its envelope says of the call, as plain values."""
        if row.shape is ResponseShape.BARE and isinstance(self.root, list):
            return {}
        return _object(self.root)

    def holding(self, row: Endpoint[Any], tell: Tell) -> Payload:
        """Return what it holds for *row*; raise `ValueError` if it cannot be that."""
        node = self._payload(row, tell)
        if isinstance(row, ListEndpoint):
            return self._page(row, _object(node), tell)
        if row.shape is ResponseShape.FLAT:
            node = {name: one for name, one in _object(node).items() if name not in _BESIDE}
        parts = _several(node) if row.many else [node]
        return Payload(parts, payload_reader(row), {})

    def _payload(self, row: Endpoint[Any], tell: Tell) -> Any:
        if row.shape is not ResponseShape.ENVELOPE:
            return self.root
        first, *others = row.payload.split("/")
        node = _object(self.root)
        for name in node.keys() - _BESIDE - {first}:
            tell(f"/{name}", "an unknown field")
        found = node.get(first)
        for name in others:
            found = _object(found).get(name)
        return found

    def _page(self, row: ListEndpoint[Any], node: Plain, tell: Tell) -> Payload:
        layout = row.layout
        names = _places(layout)
        keys = layout.items.split("|")
        if not (layout.items_optional or node.keys() & keys):
            raise ValueError(f"it has no {keys[0]}")
        items = next((node[key] for key in keys if node.get(key) is not None), None)
        texts = row.scalars is ScalarStyle.STRINGS
        given = {name: node.get(key) for name, key in names.items()}
        facts = field_reader_of(PageFacts, texts=texts).one_from_json(given, "", tell)
        about, kind = None, cast("Any", row.page_extras)
        known = {*keys, *names.values()} | _BESIDE
        beside = {name: one for name, one in node.items() if name not in known}
        if kind is not None:
            plan = model_reader_of(kind, texts=texts)
            about = plan.from_json(beside, "", tell)
        else:
            for name in beside:
                tell(f"/{name}", "an unknown field")
        return Payload(_several(items), payload_reader(row), facts, about)

    def read(self, spot: FieldReader, parts: list[Any], tell: Tell) -> list[Any]:
        """Return *parts* in the shape of their model."""
        return [spot.one_from_json(one, "", tell) for one in parts]


@frozen
class XmlDocument:
    """A document in XML."""

    root: Element

    def facts(self, row: Endpoint[Any]) -> Plain:
        """Return what its envelope says of the call, as plain values."""
        found: Plain = {}
        for child in self.root:
            if child.tag in FACTS:
                xml.add_value(found, child.tag, xml.to_plain(child))
        if "retval" not in found and self.root.tag not in ROOTS:
            raise ValueError(f"it is a <{self.root.tag}>, and no answer to {row.operation}")
        return found

    def holding(self, row: Endpoint[Any], tell: Tell) -> Payload:
        """Return what it holds for *row*; raise `ValueError` if it cannot be that."""
        first = row.xml.partition("/")[0]
        if row.shape is ResponseShape.ENVELOPE:
            _tell_unknown(self.root, FACTS | {first}, tell)
        if isinstance(row, ListEndpoint):
            base = self.root if row.xml == "." else self.root.find(row.xml)
            if base is None:
                raise ValueError(f"it has no {row.xml}")
            return self._page(row, base, tell)
        found = [self.root] if row.xml == "." else self.root.findall(row.xml)
        return Payload(_filled(found) if row.many else found[:1] or [None], payload_reader(row), {})

    def _page(self, row: ListEndpoint[Any], base: Element, tell: Tell) -> Payload:
        names, path = _places(row.xml_layout), row.xml_layout.items
        facts = {name: _fact(base, where) for name, where in names.items()}
        known = {one.partition("/")[0].partition("@")[0] for one in (path, *names.values())}
        known |= _BESIDE
        about, kind = None, cast("Any", row.page_extras)
        if kind is not None:
            plan = model_reader_of(kind, texts=True)
            about = plan.from_xml(base, "", tell, known=frozenset(known))
        else:
            _tell_unknown(base, known, tell)
        return Payload(_filled(base.findall(path)), payload_reader(row, path), facts, about)

    def read(self, spot: FieldReader, parts: list[Any], tell: Tell) -> list[Any]:
        """Return *parts* in the shape of their model."""
        if parts == [None]:
            return parts
        if parts == [self.root]:
            return [spot.one_from_xml(self.root, "", tell, known=_BESIDE)]
        if spot.nested is None:
            return [spot.one_from_xml(one, "", tell) for one in parts]
        return spot.nested().all_from_xml(parts, tell)


def _several(node: Any) -> list[Any]:
    """Return a list; one element may stand for itself, and nothing for none."""
    if node is None or node == "":
        return []
    return cast("list[object]", node) if isinstance(node, list) else [node]


def _filled(found: list[Element]) -> list[Element]:
    """Return *found*, or nothing if it is one element of which nothing is said."""
    says = len(found) != 1 or len(found[0]) or found[0].attrib or (found[0].text or "").strip()
    return found if says else []


def _places(layout: PageLayout) -> dict[str, str]:
    places = {one.name: getattr(layout, one.name) for one in fields(PageFacts)}
    return {name: place for name, place in places.items() if place}


def _object(node: Any) -> Plain:
    if not isinstance(node, Mapping):
        raise ValueError("it is not an object")  # noqa: TRY004  (the document's fault)
    return cast("Plain", node)


def _fact(base: Element, where: str) -> str | None:
    path, _, attribute = where.partition("@")
    owner = base.find(path.rstrip("/")) if path else base
    if owner is None:
        return None
    return (owner.get(attribute) if attribute else owner.text) or None


def _tell_unknown(base: Element, known: frozenset[str] | set[str], tell: Tell) -> None:
    for child in base:
        if child.tag not in known:
            tell(f"/{child.tag}", "an unknown field")
