"""Read answers in XML: the envelope's words, and the elements that hold what was asked for."""

from __future__ import annotations

from typing import Any, cast
from xml.etree.ElementTree import Element

import attrs

from .._codecs import xml
from ..spec.language import Endpoint, ListEndpoint, ResponseShape
from .convert import convert_all
from .field_reader import whole_text
from .model_fields import Tell
from .model_reader import Plain, field_reader_of, model_reader_of, tell_container
from .payload import ENVELOPE, IGNORED, PageFacts, Payload, fact_places, payload_reader
from .refusal.reason_fields import MOST_XML, fields_of_element

ROOTS = frozenset({"digiseller.response", "response", "result", "apilogin.response"})
"""What the service calls the outermost element of an answer."""


class XmlDocument:
    """An answer in XML; its parts are elements."""

    def __init__(self, root: Element, size: int, row: Endpoint[Any]) -> None:
        self._root = root
        self._row = row
        self.size = size

    def envelope(self) -> Plain:
        """Return what the envelope says of the call, as plain values."""
        found: Plain = {}
        for child in self._root:
            if child.tag in ENVELOPE:
                xml.add_value(found, child.tag, xml.to_plain(child))
        says_nothing_else = self._row.shape is ResponseShape.EMPTY
        if self._root.tag not in ROOTS and ("retval" not in found or says_nothing_else):
            raise ValueError(f"it is a <{self._root.tag}>, and no answer to {self._row.operation}")
        return found

    def reason_fields(self) -> Plain:
        """Return the fields that may say why a call was refused, by their names in lower case."""
        return dict(fields_of_element(self._root)) if self.size <= MOST_XML else {}

    def payload(self, tell: Tell) -> Payload:
        """Return what the row asked for; raise `ValueError` if this cannot be that."""
        row, root = self._row, self._root
        if row.shape is ResponseShape.ENVELOPE:
            known = {one.partition("/")[0] for one in (row.xml, *row.fallbacks)}
            _tell_unknown(root, ENVELOPE | known, tell)
        if isinstance(row, ListEndpoint):
            base = root if row.xml == "." else root.find(row.xml)
            if base is None:
                raise ValueError(f"it has no {row.xml}")
            return _page(row, base, tell)
        found = [root] if row.xml == "." else root.findall(row.xml)
        for path in row.fallbacks:
            if found and not len(found[0]) and (found[0].text or "").strip() not in ("", "0"):
                break
            found = root.findall(path)
        return Payload(_filled(found) if row.many else found[:1] or [None], {})

    def decode(self, parts: list[Any], tell: Tell, *, start: int = 0) -> list[Any]:
        """Return the models of *parts*, which begin with number *start*."""
        return convert_all(self._read(parts, tell), self._row.returns, tell, start=start)

    def _read(self, parts: list[Any], tell: Tell) -> list[Any]:
        """Return *parts* in the shape of their model."""
        row = self._row
        reader = payload_reader(row, row.xml_layout.items if isinstance(row, ListEndpoint) else ".")
        if parts == [None]:
            return parts
        if parts == [self._root]:
            return [reader.one_from_xml(self._root, "", tell, known=IGNORED)]
        if reader.nested is None:
            return [reader.one_from_xml(one, "", tell) for one in parts]
        return reader.nested().all_from_xml(parts, tell)


def _page(row: ListEndpoint[Any], base: Element, tell: Tell) -> Payload:
    places, path = fact_places(row.xml_layout), row.xml_layout.items
    given = {name: _fact(base, name, where, tell) for name, where in places.items()}
    # Bounded and exact, as in JSON.
    facts = field_reader_of(PageFacts, texts=True).one_from_json(given, "", tell)
    known = {one.partition("/")[0].partition("@")[0] for one in (path, *places.values())}
    known |= IGNORED
    _tell_containers(row, base, tell)
    about = None
    if row.page_extras is not None:
        reader = model_reader_of(cast("Any", row.page_extras), texts=True)
        about = reader.from_xml(base, "", tell, known=frozenset(known))
    else:
        _tell_unknown(base, known, tell)
    return Payload(_filled(base.findall(path)), facts, about)


def _filled(found: list[Element]) -> list[Element]:
    """Return *found*, or nothing if it is one element of which nothing is said."""
    says = len(found) != 1 or len(found[0]) or found[0].attrib or (found[0].text or "").strip()
    return found if says else []


def _fact(base: Element, name: str, where: str, tell: Tell) -> str | None:
    path, _, attribute = where.partition("@")
    owner = base.find(path.rstrip("/")) if path else base
    if owner is None:
        return None
    text = owner.get(attribute) if attribute else whole_text(owner, int, name, tell)
    return text or None


def _tell_containers(row: ListEndpoint[Any], base: Element, tell: Tell) -> None:
    """Tell of what is beside rows and facts in the elements that hold them."""
    extras = () if row.page_extras is None else attrs.fields(row.page_extras)
    paths = [one.metadata.get("xml", "") for one in extras]
    paths += [row.xml_layout.items, *fact_places(row.xml_layout).values()]
    tags: dict[str, set[str]] = {}
    for step, _, inner in (one.replace("//", "/").partition("/") for one in paths):
        if inner and not inner.startswith("@"):
            tags.setdefault(step, set()).add(inner.partition("/")[0])
    for step in tags.keys() - {"."}:
        tell_container(base.find(step), tags[step], f"/{step}", tell)


def _tell_unknown(base: Element, known: frozenset[str] | set[str], tell: Tell) -> None:
    for child in base:
        if child.tag not in known:
            tell(f"/{child.tag}", "an unknown field")
