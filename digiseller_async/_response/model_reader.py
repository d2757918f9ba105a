"""A model in; how documents of it are read out, in JSON and in XML: names, lists, attributes.

A plan brings a document's part into the shape of its model (its fields' names, lists that are
lists, ``None`` for what is empty), and tells what is strange there: fields and words that the
documentation does not know, scalars of another type. What the scalars mean is decided later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, partial
from itertools import chain
from operator import itemgetter
from typing import Any, cast, get_type_hints
from xml.etree.ElementTree import Element

import attrs

from ..models._base import Moment, OpenStrEnum
from .field_reader import FieldReader, Tell
from .model_fields import exact, is_model, join, parts, unknown

Plain = dict[str, Any]
_DUPLICATES = frozenset({"id", "cnt", "sub"})
"""Attributes that the pages draw beside elements of the same meaning."""
_MOST_SHAPES = 64
_NONE: frozenset[str] = frozenset()
_USUAL: Mapping[Any, frozenset[type[Any]]] = {
    int: frozenset({int}),
    bool: frozenset({bool, int}),
    Decimal: frozenset({int}),
    str: frozenset({str}),
    Moment: frozenset({str}),
}
_SIGNS: Mapping[Any, bytes] = {Decimal: b"0123456789-.", int: b"0123456789-"}
"""What an ordinary number consists of."""


class ModelReader:
    """How documents of one model are read."""

    def __init__(self, model: type[Any], *, texts: bool) -> None:
        hints = get_type_hints(model)
        self._spots: dict[str, FieldReader] = {}
        self._alone = ""
        for one in attrs.fields(model):
            spot = _spot(one, hints[one.name], texts=texts)
            for key in (one.metadata.get("wire", one.name), *one.metadata.get("aliases", ())):
                self._spots[key] = spot
            if one.metadata.get("shorthand"):
                self._alone = one.name
        spots = list({*self._spots.values()})
        simple = [one for one in spots if _is_simple(one)]
        self._special = [(one, _first_step(one)) for one in spots if not _is_simple(one)]
        self._fields = {one.name for one in simple}
        self._tags = {*self._spots, *(step for _, step in self._special)}
        self._ordinary: set[tuple[str, ...]] = set()
        self._attributes = _DUPLICATES | {one.attribute for one in spots}
        self._texts = [one.name for one in simple if one.kind is str]
        self._numbers = [(one.name, one.kind) for one in simple if one.kind in _SIGNS]
        self._words = [
            (one.name, one.kind, frozenset([None, *one.kind]))
            for one in simple
            if issubclass(one.kind, OpenStrEnum)
        ]

    def from_json(self, value: Any, at: str, tell: Tell) -> Any:
        """Read a JSON object."""
        if not isinstance(value, Mapping):
            return {self._alone: value} if self._alone else value
        found: Plain = {}
        for key, one in cast("Plain", value).items():
            spot = self._spots.get(key)
            if spot is None:
                tell(join(at, key), "an unknown field")
            elif type(one) in spot.usual and one != "":
                found[spot.name] = one
            elif found.get(spot.name) is None:
                found[spot.name] = spot.from_json(one, join(at, spot.name), tell)
        return found

    def from_xml(
        self, element: Element, at: str, tell: Tell, *, known: frozenset[str] = frozenset()
    ) -> Any:
        """Read an XML element; children of *known* names are somebody else's."""
        found = self._named(element, at, tell, known)
        self._put_right(found, at, tell)
        return found

    def all_from_xml(self, elements: Iterable[Element], tell: Tell) -> list[Any]:
        """Read several elements, which is cheaper than one by one: most have nothing odd."""
        several = [self._named(one, "", tell, _NONE) for one in elements]
        if not self._are_right(several):
            for found in several:
                self._put_right(found, "", tell)
        return several

    def _named(self, element: Element, at: str, tell: Tell, known: frozenset[str]) -> Plain:
        """Read an element's fields by their names, whatever is in them."""
        if self._alone and not len(element):
            return {self._alone: element.text}
        children: Plain = {child.tag: child.text for child in element}
        # Most elements of a list have the same children, so these are looked at once.
        is_ordinary = tuple(children) in self._ordinary
        found = children if is_ordinary else self._sorted_out(children, known, at, tell)
        for name in self._texts:  # an empty text is one
            if found.get(name, "") is None:
                found[name] = ""
        for spot, step in self._special:
            if not step or step in children:
                value = spot.from_xml(element, join(at, spot.name), tell)
                if value is not None or step == spot.name:
                    found[spot.name] = value
        for name in element.attrib:
            if name not in self._attributes:
                tell(join(at, f"@{name}"), "an unknown attribute")
        return found

    def _are_right(self, several: list[Plain]) -> bool:
        """Return whether all numbers and words among *several* elements' fields are ordinary."""
        first = several[0].keys() if several else ()
        lacking = {name for name, *_ in (*self._numbers, *self._words) if name not in first}
        if not all(map(lacking.isdisjoint, several)):
            return False
        try:
            return all(map(partial(self._look_ordinary, several), _SIGNS)) and all(
                words.issuperset([found[name] or None for found in several])
                for name, _, words in self._words
                if name in first
            )
        except KeyError:  # not all of them have what the first one has
            return False

    def _look_ordinary(self, several: list[Plain], kind: Any) -> bool:
        """Return whether all numbers of a *kind* are, of those that the first one has."""
        own = [name for name, one in self._numbers if one is kind and name in several[0]]
        # Of one name alone an itemgetter gives no tuple, so the first one is there twice.
        values = chain.from_iterable(map(itemgetter(own[0], *own), several)) if own else ()
        # Of all ways to look for other signs, bytes have the fastest by far.
        return not "".join(filter(None, values)).encode().translate(None, _SIGNS[kind])

    def _put_right(self, found: Plain, at: str, tell: Tell) -> None:
        """Let numbers have no commas, and strange words be told of."""
        for name, kind in self._numbers:
            value = found.get(name)
            if value and value.encode().translate(None, _SIGNS[kind]):
                found[name] = exact(kind, value, join(at, name))
        for name, kind, words in self._words:
            value = found.get(name)
            if value and value not in words:
                tell(join(at, name), unknown(kind, value))

    def _sorted_out(self, children: Plain, known: frozenset[str], at: str, tell: Tell) -> Plain:
        """Return the simple fields among *children*, however they are spelt."""
        found = {name: one for name, one in children.items() if name in self._fields}
        is_ordinary = not known
        for name in children.keys() - self._fields - known:
            spot = self._spots.get(name)
            if spot is None:
                if name not in self._tags:
                    tell(join(at, name), "an unknown field")
                    is_ordinary = False
            elif not (spot.many or spot.nested):
                is_ordinary = False
                if found.get(spot.name) is None:
                    found[spot.name] = children[name]
        if is_ordinary and len(self._ordinary) < _MOST_SHAPES:
            self._ordinary.add(tuple(children))
        return found


def _spot(field: attrs.Attribute[Any], hint: Any, *, texts: bool) -> FieldReader:
    kind, many = parts(hint)
    name = field.metadata.get("wire", field.name)
    path, _, attribute = field.metadata.get("xml", name).partition("@")
    return field_reader_of(
        kind,
        name=field.name,
        many=many,
        texts=texts,
        hollow=kind() if field.metadata.get("empty_is_object") else None,
        path=path.rstrip("/") or ("." if attribute else name),
        attribute=attribute,
    )


def field_reader_of(
    kind: Any, *, many: bool = False, texts: bool = False, **facts: Any
) -> FieldReader:
    """Return a place where something of this *kind* is."""
    return FieldReader(
        kind=kind,
        many=many,
        texts=texts,
        usual=frozenset() if many else _USUAL.get(kind, frozenset()),
        nested=partial(model_reader_of, kind, texts=texts) if is_model(kind) else None,
        **facts,
    )


def _is_simple(spot: FieldReader) -> bool:
    own = spot.path == spot.name and not spot.attribute
    return own and not spot.many and spot.nested is None


def _first_step(spot: FieldReader) -> str:
    return spot.path.replace("//", "/").partition("/")[0].partition("[")[0].strip(".")


@cache
def model_reader_of(model: Any, *, texts: bool) -> ModelReader:
    """Return how documents of *model* are read."""
    return ModelReader(model, texts=texts)
