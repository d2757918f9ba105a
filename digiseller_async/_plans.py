"""A model in; how documents of it are read out, in JSON and in XML: names, lists, attributes.

A plan brings a document's part into the shape of its model (its fields' names, lists that are
lists, ``None`` for what is empty), and tells what is strange there: fields and words that the
documentation does not know, scalars of another type. What the scalars mean is decided later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints
from xml.etree.ElementTree import Element

import attrs
from attrs import frozen

from ._scalars import flag, number
from .models._base import Moment, OpenStrEnum

Plain = dict[str, Any]
Tell = Callable[[str, str], None]
"""Is told of each thing that is strange: its path, and what it is."""

_DUPLICATES = frozenset({"id", "cnt", "sub"})
"""Attributes that the pages draw beside elements of the same meaning."""
_EXPECTED: Mapping[Any, tuple[type[Any], ...]] = {
    int: (int,),
    Decimal: (int, Decimal),
    str: (str,),
    Moment: (str,),
}


def is_model(kind: Any) -> bool:
    """Return whether *kind* is a class of models."""
    return isinstance(kind, type) and attrs.has(kind)


def parts(annotation: Any) -> tuple[Any, bool]:
    """Return what an annotation is about, and whether it is about several."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0], True
    inner = [one for one in get_args(annotation) if one is not NoneType]
    return (inner[0], False) if inner else (annotation, False)


def is_direct(model: Any, *, seen: frozenset[Any] = frozenset()) -> bool:
    """Return whether JSON's keys are just the fields' names, in *model* and all below it."""
    if not is_model(model) or model in seen:
        return True
    hints = get_type_hints(model)
    return all(
        one.metadata.get("wire", one.name) == one.name
        and is_direct(parts(hints[one.name])[0], seen=seen | {model})
        for one in attrs.fields(model)
    )


@frozen(eq=False, kw_only=True)
class Spot:
    """A place in a document, and what is there: scalars or models, one or several.

    *texts*: this operation's JSON writes numbers as texts, so that such a one is not strange.
    """

    name: str = ""
    kind: Any
    many: bool = False
    texts: bool = False
    path: str = "."
    attribute: str = ""

    @property
    def plan(self) -> Plan:
        """How its model is read."""
        return plan_of(self.kind, texts=self.texts)

    def from_json(self, value: Any, at: str, tell: Tell) -> Any:
        """Read a JSON value."""
        if not self.many:
            return self.one_from_json(value, at, tell)
        if value is None or value == "":
            return []
        several = cast("list[object]", value) if isinstance(value, list) else [value]
        return [self.one_from_json(one, f"{at}[]" if at else at, tell) for one in several]

    def one_from_json(self, value: Any, at: str, tell: Tell) -> Any:
        """Read one of what is here from its own *value*."""
        if value is None or (value == "" and self.kind is not str):
            return None
        if is_model(self.kind):
            return self.plan.from_json(value, at, tell)
        if strange := self._strange(value):
            tell(at, strange)
        odd = self.kind is Decimal and isinstance(value, str | Decimal)
        return _number(value, at) if odd else value

    def _strange(self, value: Any) -> str:
        kind = self.kind
        if kind is bool or (self.texts and kind in (int, Decimal)):
            return ""
        if issubclass(kind, OpenStrEnum):
            return unknown(kind, value)
        if isinstance(value, _EXPECTED[kind]) and not isinstance(value, bool):
            return ""
        return f"{type(value).__name__} where {kind.__name__} is documented"

    def from_xml(self, element: Element, at: str, tell: Tell) -> Any:
        """Read what is here, seen from *element*."""
        if self.many:
            within = f"{at}[]" if at else at
            # Of a chain, each link has the next one for a child.
            known = frozenset({self.path.rpartition("//")[2]} if "//" in self.path else ())
            several = element.findall(self.path)
            return [self.one_from_xml(one, within, tell, known=known) for one in several]
        owner = element if self.path == "." else element.find(self.path)
        if owner is None:
            return None
        if self.attribute:
            return self._word(owner.get(self.attribute), at, tell)
        return self.one_from_xml(owner, at, tell)

    def one_from_xml(
        self, element: Element, at: str, tell: Tell, *, known: frozenset[str] = frozenset()
    ) -> Any:
        """Read one of what is here from its own *element*; see `Plan.from_xml`."""
        if not is_model(self.kind):
            return self._word(element.text or "", at, tell)
        if len(element) or element.attrib or (element.text or "").strip():
            return self.plan.from_xml(element, at, tell, known=known)
        return None

    def _word(self, value: str | None, at: str, tell: Tell) -> Any:
        if self.kind is str or value is None:
            return value
        if not value:
            return None
        if self.kind is bool:
            return flag(value)
        if issubclass(self.kind, OpenStrEnum) and not self.kind.lists(value):
            tell(at, unknown(self.kind, value))
        return _number(value, at) if self.kind is Decimal else value


def unknown(kind: type[OpenStrEnum], value: Any) -> str:
    """Return what is strange about a *value* that should be a word of *kind*, if anything is."""
    if isinstance(value, str) and kind.lists(value):
        return ""
    return f"the unknown word {str(value)[:40]!r}"


def _number(value: str | Decimal, at: str) -> Decimal:
    try:
        return number(value)
    except ValueError as error:
        raise ValueError(f"{error} @ $.{at}") from None


class Plan:
    """How documents of one model are read."""

    def __init__(self, model: type[Any], *, texts: bool) -> None:
        hints = get_type_hints(model)
        self._spots: dict[str, Spot] = {}
        self._alone = ""
        for field in attrs.fields(model):
            spot = _spot(field, hints[field.name], texts=texts)
            for key in (field.metadata.get("wire", field.name), *field.metadata.get("also", ())):
                self._spots[key] = spot
            if field.metadata.get("alone"):
                self._alone = field.name
        spots = list({*self._spots.values()})
        self._simple = {one.name for one in spots if _is_simple(one)}
        self._special = [one for one in spots if one.name not in self._simple]
        self._tags = {*self._spots, *map(_first_step, self._special)}
        self._attributes = _DUPLICATES | {one.attribute for one in spots}
        simple = [one for one in spots if one.name in self._simple]
        self._texts = [one.name for one in simple if one.kind is str]
        self._decimals = [one.name for one in simple if one.kind is Decimal]
        self._words = [one for one in simple if issubclass(one.kind, OpenStrEnum)]

    def from_json(self, value: Any, at: str, tell: Tell) -> Any:
        """Read a JSON object."""
        if not isinstance(value, Mapping):
            return {self._alone: value} if self._alone else value
        found: Plain = {}
        for key, one in cast("Plain", value).items():
            spot = self._spots.get(key)
            path = _join(at, spot.name if spot else key)
            if spot is None:
                tell(path, "an unknown field")
            elif found.get(spot.name) is None:
                found[spot.name] = spot.from_json(one, path, tell)
        return found

    def from_xml(
        self, element: Element, at: str, tell: Tell, *, known: frozenset[str] = frozenset()
    ) -> Any:
        """Read an XML element; children of *known* names are somebody else's."""
        if self._alone and not len(element):
            return {self._alone: element.text}
        found: Plain = {child.tag: child.text for child in element if child.tag not in known}
        if strange := found.keys() - self._simple:
            self._sort_out(found, strange, at, tell)
        self._put_right(found, at, tell)
        for spot in self._special:
            value = spot.from_xml(element, _join(at, spot.name), tell)
            if found.get(spot.name) is None:
                found[spot.name] = value
        for name in element.attrib.keys() - self._attributes:
            tell(_join(at, f"@{name}"), "an unknown attribute")
        return found

    def _put_right(self, found: Plain, at: str, tell: Tell) -> None:
        """Let texts be texts, numbers have no commas, and strange words be told of."""
        for name in self._texts:
            if name in found and found[name] is None:
                found[name] = ""
        for name in self._decimals:
            value = found.get(name)
            if value and ("," in value or max(value) > "9"):
                found[name] = _number(value, _join(at, name))
        for spot in self._words:
            value = found.get(spot.name)
            if value and not spot.kind.lists(value):
                tell(_join(at, spot.name), unknown(spot.kind, value))

    def _sort_out(self, found: Plain, strange: set[str], at: str, tell: Tell) -> None:
        """Take out of *found* what is no simple field; keep other spellings of fields."""
        for name in sorted(strange):
            value, spot = found.pop(name), self._spots.get(name)
            if spot is None:
                if name not in self._tags:
                    tell(_join(at, name), "an unknown field")
            elif not (spot.many or is_model(spot.kind)) and found.get(spot.name) is None:
                found[spot.name] = value


def _spot(field: attrs.Attribute[Any], hint: Any, *, texts: bool) -> Spot:
    kind, many = parts(hint)
    name = field.metadata.get("wire", field.name)
    path, _, attribute = field.metadata.get("xml", name).partition("@")
    return Spot(
        name=field.name,
        kind=kind,
        many=many,
        texts=texts,
        path=path.rstrip("/") or ("." if attribute else name),
        attribute=attribute,
    )


def _is_simple(spot: Spot) -> bool:
    own = spot.path == spot.name and not spot.attribute
    return own and not spot.many and not is_model(spot.kind)


def _first_step(spot: Spot) -> str:
    return spot.path.replace("//", "/").partition("/")[0].partition("[")[0]


def _join(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


@cache
def plan_of(model: Any, *, texts: bool) -> Plan:
    """Return how documents of *model* are read."""
    return Plan(model, texts=texts)
