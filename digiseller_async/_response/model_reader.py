"""Read objects of a model from JSON and from XML, whatever their spelling.

A reader brings an object into the shape of its model (its fields' names, lists that are lists,
``None`` for what is empty), and tells how it deviates from the documentation: unknown fields and
words, scalars of another type. What the scalars mean is decided later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache, partial
from itertools import chain
from operator import itemgetter
from typing import Any, cast, get_type_hints
from xml.etree.ElementTree import Element

import attrs

from .._codecs.scalars import is_blank
from ..models._base import Moment, OpenStrEnum
from ..models._serialization.fields import is_model, parts
from .field_reader import FieldReader, whole_text
from .model_fields import LONGEST_NUMBER, Tell, exact, join, unknown

Plain = dict[str, Any]
_DUPLICATES = frozenset({"id", "cnt", "sub"})
"""Attributes that the pages draw beside elements of the same meaning."""
_MOST_SHAPES = 64
_NONE: frozenset[str] = frozenset()
_USUAL: Mapping[Any, frozenset[type[Any]]] = {
    int: frozenset({int}),
    bool: frozenset({bool}),
    str: frozenset({str}),
    Moment: frozenset({str}),
}
_has_children: Callable[[Element], int] = len
_SIGNS: Mapping[Any, bytes] = {Decimal: b"0123456789-.", int: b"0123456789-"}
"""What an ordinary number consists of."""


class ModelReader:
    """Reads objects of one model."""

    def __init__(self, model: type[Any], *, texts: bool) -> None:
        hints = get_type_hints(model)
        self._readers: dict[str, FieldReader] = {}
        self._alone = ""
        self._name = model.__name__
        self._expected: list[str] = []
        self._ignored: frozenset[str] = getattr(model, "IGNORED", _NONE)
        self._needs_a_field: bool = getattr(model, "NEEDS_A_FIELD", False)
        for one in attrs.fields(model):
            reader = _reader_of(one, hints[one.name], texts=texts)
            for key in (one.metadata.get("wire", one.name), *one.metadata.get("aliases", ())):
                self._readers[key] = reader
            if one.metadata.get("shorthand"):
                self._alone = one.name
            if one.metadata.get("expected"):
                self._expected.append(one.name)
        readers = list({*self._readers.values()})
        simple = [one for one in readers if _is_scalar_child(one)]
        self._special = [(one, _first_tag(one)) for one in readers if not _is_scalar_child(one)]
        self._fields = {one.name for one in simple}
        self._simple = {
            tag: one
            for tag, one in self._readers.items()
            if not (one.many or one.nested or one.attribute)
        }
        self._containers = _containers(
            one for one, step in self._special if step not in self._simple
        )
        self._choices = _choices(readers)
        self._takes_text = any(one.path == "." and not one.attribute for one in readers)
        self._tags = {*self._readers, *(step for _, step in self._special)}
        self._ordinary: set[tuple[str, ...]] = set()
        self._attributes = _DUPLICATES | {one.attribute for one in readers}
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
            if not self._alone:
                tell(at, f"{type(value).__name__} where {self._name} is documented")
                return None
            value = {self._alone: value}
        found: Plain = {}
        for key, one in cast("Plain", value).items():
            reader = self._readers.get(key)
            if reader is None:
                if key not in self._ignored:
                    tell(join(at, key), "an unknown field")
            elif type(one) in reader.usual and one != "":
                found[reader.name] = one
            elif found.get(reader.name) is None:
                found[reader.name] = reader.from_json(one, join(at, reader.name), tell)
        if value and not found and self._is_other(at):
            return None
        self._tell_missing(found, at, tell)
        return found

    def _is_other(self, at: str) -> bool:
        """Return whether a whole answer that has no known field is of another shape."""
        return (self._needs_a_field or bool(self._expected)) and not at

    def _tell_missing(self, found: Plain, at: str, tell: Tell) -> None:
        for name in self._expected:
            if found.get(name) is None:
                tell(join(at, name), "nothing where every answer should have a value")

    def from_xml(
        self, element: Element, at: str, tell: Tell, *, known: frozenset[str] = frozenset()
    ) -> Any:
        """Read an XML element; children of *known* names are somebody else's."""
        found = self._named(element, at, tell, known)
        if not found and self._is_other(at):
            return None
        self._correct(found, at, tell)
        return found

    def all_from_xml(self, elements: Iterable[Element], tell: Tell) -> list[Any]:
        """Read several elements, which is cheaper than one by one: most are ordinary."""
        several = [self._named(one, "", tell, _NONE) for one in elements]
        if not self._are_ordinary(several):
            for found in filter(None, several):
                self._correct(found, "", tell)
        return [found or None for found in several] if self._expected else several

    def _named(self, element: Element, at: str, tell: Tell, known: frozenset[str]) -> Plain:
        """Read an element's fields by their names, whatever is in them."""
        if self._alone and not len(element):
            return {self._alone: element.text}
        children = self._children(element, at, tell)
        # Most elements of a list have the same children, so these are looked at once.
        is_ordinary = tuple(children) in self._ordinary
        found = children if is_ordinary else self._by_field_names(children, known, at, tell)
        for name in self._texts:  # an empty text is one
            if found.get(name, "") is None:
                found[name] = ""
        for reader, step in self._special:
            if not step or step in children:
                value = reader.from_xml(element, join(at, reader.name), tell)
                if value is not None or step == reader.name:
                    found[reader.name] = value
        if self._containers or self._choices:
            self._tell_containers(element, at, tell, known)
        for name in element.attrib:
            if name not in self._attributes:
                tell(join(at, f"@{name}"), "an unknown attribute")
        return found

    def _children(self, element: Element, at: str, tell: Tell) -> Plain:
        """Return the texts of an element's children by their tags."""
        children: Plain = {child.tag: child.text for child in element}
        for child in filter(_has_children, element):
            reader = self._simple.get(child.tag)
            if reader is not None:
                children[child.tag] = whole_text(child, reader.kind, join(at, reader.name), tell)
        if not (children or self._takes_text or is_blank(element.text or "")):
            tell(at, f"a text where {self._name} is documented")
        return children

    def _tell_containers(
        self, element: Element, at: str, tell: Tell, known: frozenset[str]
    ) -> None:
        """Tell of what is in elements that only hold others, and is none of those."""
        for step in self._containers.keys() - known:
            tell_container(element.find(step), self._containers[step], join(at, step), tell)
        for step, paths in self._choices.items():
            chosen = sum(len(element.findall(path)) for path in paths)
            if len(element.findall(step)) > chosen:
                tell(join(at, step), "an unknown element")

    def _are_ordinary(self, several: list[Plain]) -> bool:
        """Return whether all numbers and words among *several* elements' fields are ordinary."""
        first = several[0].keys() if several else ()
        lacking = {name for name, *_ in (*self._numbers, *self._words) if name not in first}
        if not all(map(lacking.isdisjoint, several)):
            return False
        if not all(found.get(name) for name in self._expected for found in several):
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
        get: Callable[[Plain], Any] = itemgetter(own[0], *own) if own else _no_values
        values: Iterable[str | None] = chain.from_iterable(map(get, several))
        # Of all ways to look for other signs, bytes have the fastest by far.
        texts: list[str] = list(filter(None, values))
        is_short = not texts or len(max(texts, key=len)) <= LONGEST_NUMBER
        return is_short and not "".join(texts).encode().translate(None, _SIGNS[kind])

    def _correct(self, found: Plain, at: str, tell: Tell) -> None:
        """Read numbers that have other signs than digits, and tell of unknown words."""
        for name, kind in self._numbers:
            value = found.get(name)
            if value and not _looks_ordinary(value, kind):
                found[name] = exact(kind, value, join(at, name), tell)
        for name, kind, words in self._words:
            value = found.get(name)
            if value and value not in words and not is_blank(value):
                tell(join(at, name), unknown(kind, value))
        self._tell_missing(found, at, tell)

    def _by_field_names(self, children: Plain, known: frozenset[str], at: str, tell: Tell) -> Plain:
        """Return the simple fields among *children*, however they are spelt."""
        found = {name: one for name, one in children.items() if name in self._fields}
        is_ordinary = not known
        for name in children.keys() - self._fields - known:
            reader = self._readers.get(name)
            if reader is None:
                if name not in self._tags:
                    tell(join(at, name), "an unknown field")
                    is_ordinary = False
            elif not (reader.many or reader.nested):
                is_ordinary = False
                if found.get(reader.name) is None:
                    found[reader.name] = children[name]
        if is_ordinary and len(self._ordinary) < _MOST_SHAPES:
            self._ordinary.add(tuple(children))
        return found


def _no_values(_: Plain) -> tuple[str, ...]:
    return ()


def _looks_ordinary(value: str, kind: Any) -> bool:
    return len(value) <= LONGEST_NUMBER and not value.encode().translate(None, _SIGNS[kind])


def _reader_of(field: attrs.Attribute[Any], hint: Any, *, texts: bool) -> FieldReader:
    kind, many = parts(hint)
    name = field.metadata.get("wire", field.name)
    path, _, attribute = field.metadata.get("xml", name).partition("@")
    return field_reader_of(
        kind,
        name=field.name,
        many=many,
        texts=texts,
        hollow=kind() if field.metadata.get("empty_is_object") else None,
        is_utc=field.metadata.get("utc", False),
        id_keys=field.metadata.get("id_keys", ()),
        path=path.rstrip("/") or ("." if attribute else name),
        attribute=attribute,
    )


def field_reader_of(
    kind: Any, *, many: bool = False, texts: bool = False, **facts: Any
) -> FieldReader:
    """Return the reader of a field of this *kind*."""
    return FieldReader(
        kind=kind,
        many=many,
        texts=texts,
        usual=frozenset() if many or facts.get("is_utc") else _USUAL.get(kind, frozenset()),
        nested=partial(model_reader_of, kind, texts=texts) if is_model(kind) else None,
        **facts,
    )


def _is_scalar_child(reader: FieldReader) -> bool:
    own = reader.path == reader.name and not reader.attribute
    return own and not reader.many and reader.nested is None


def _containers(readers: Iterable[FieldReader]) -> dict[str, set[str]]:
    """Return the tags of elements that only hold others, with the tags of those."""
    found: dict[str, set[str]] = {}
    for one in readers:
        step, *inner = one.path.replace("//", "/").split("/")
        if inner and "[" not in one.path:
            found.setdefault(step, set()).add(inner[0])
    return found


def _choices(readers: Iterable[FieldReader]) -> dict[str, set[str]]:
    """Return the tags of elements that are told apart by what is in them, with their paths."""
    found: dict[str, set[str]] = {}
    for one in readers:
        if "[" in one.path:
            found.setdefault(_first_tag(one), set()).add(one.path.partition("/")[0])
    return found


def tell_container(element: Element | None, tags: set[str], at: str, tell: Tell) -> None:
    """Tell of what is in an *element* beside the elements that it may hold."""
    if element is None:
        return
    if not is_blank(element.text or ""):
        tell(at, "a text where elements are documented")
    for child in element:
        if child.tag not in tags:
            tell(join(at, child.tag), "an unknown field")


def _first_tag(reader: FieldReader) -> str:
    return reader.path.replace("//", "/").partition("/")[0].partition("[")[0].strip(".")


@cache
def model_reader_of(model: Any, *, texts: bool) -> ModelReader:
    """Return how documents of *model* are read."""
    return ModelReader(model, texts=texts)
