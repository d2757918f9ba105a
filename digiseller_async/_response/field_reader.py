"""Read one field of a model from its place in a document, in JSON and in XML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol, cast
from xml.etree.ElementTree import Element

from attrs import frozen

from .._codecs.scalars import is_blank, read_flag, read_moment
from ..models._base import Moment, OpenStrEnum
from .model_fields import EXACT, Tell, exact, unknown

_EXPECTED: Mapping[Any, tuple[type[Any], ...]] = {
    int: (int,),
    Decimal: (int, Decimal),
    str: (str,),
    Moment: (str,),
}


class NestedReader(Protocol):
    """Reads objects of one model."""

    def from_json(self, value: Any, at: str, tell: Tell) -> Any:
        """Read a JSON object."""
        ...

    def from_xml(
        self, element: Element, at: str, tell: Tell, *, known: frozenset[str] = frozenset()
    ) -> Any:
        """Read an XML element; children of *known* names are somebody else's."""
        ...

    def all_from_xml(self, elements: Iterable[Element], tell: Tell) -> list[Any]:
        """Read several elements."""
        ...


@frozen(eq=False, kw_only=True)
class FieldReader:
    """Where a field is in a document, and of what kind: scalars or models, one or several.

    What cannot be read is told, and read as nothing.

    *texts*: this operation's JSON writes numbers as texts, so that such a one is no deviation.
    *hollow* is what an empty element is: none, or an object without any fields. With *is_utc*, a
    moment without a zone is in UTC.
    """

    name: str = ""
    kind: Any
    many: bool = False
    texts: bool = False
    hollow: Any = None
    is_utc: bool = False
    path: str = "."
    attribute: str = ""
    usual: frozenset[type[Any]] = frozenset()
    """Of which types a JSON value is that needs no second look."""
    nested: Callable[[], NestedReader] | None = None
    """Gives what reads its model, if it is one."""
    id_keys: tuple[str, ...] = ()
    """Keys of which the first stands for an object where this is an id."""

    def from_json(self, value: Any, at: str, tell: Tell) -> Any:
        """Read a JSON value."""
        if not self.many:
            return self.one_from_json(value, at, tell)
        if value is None or value == {} or is_blank(value):
            return []
        several = cast("list[object]", value) if isinstance(value, list) else [value]
        within = f"{at}[]" if at else at
        read = [self._element_from_json(one, within, tell) for one in several]
        return [one for one in read if one is not None]

    def _element_from_json(self, value: object, at: str, tell: Tell) -> Any:
        if value is None:
            tell(at, f"null where {self.kind.__name__} is documented")
        return self.one_from_json(value, at, tell)

    def one_from_json(self, value: Any, at: str, tell: Tell) -> Any:
        """Read one of what is here from its own *value*."""
        if self.kind is Any:
            return value
        if isinstance(value, list):
            several = cast("list[object]", value)
            tell(at, f"a list of {len(several)} where {self.kind.__name__} is documented")
            # Of several, none is the one that is meant.
            value = several[0] if len(several) == 1 else None
        if value is None or (self.kind is not str and is_blank(value)):
            return None
        if self.nested is not None:
            return self.nested().from_json(value, at, tell)
        return self._scalar_from_json(value, at, tell)

    def _scalar_from_json(self, value: Any, at: str, tell: Tell) -> Any:
        if self.id_keys and isinstance(value, dict):
            fields = cast("dict[str, object]", value)
            value = next((fields[key] for key in self.id_keys if key in fields), fields)
        is_flag = isinstance(value, bool)
        is_text = isinstance(value, str)
        given: type[Any] = value.__class__
        if given in (dict, list) or (is_flag and self.kind is not bool):
            tell(at, f"{given.__name__} where {self.kind.__name__} is documented")
            return None
        if self.kind is Moment and (self.is_utc or not is_text):
            return self._moment(value, at, tell)
        read = exact(self.kind, value, at, tell) if self.kind in EXACT else value
        if read is not None and (deviation := self._deviation(value)):
            tell(at, deviation)
        return read

    def _deviation(self, value: Any) -> str:
        kind = self.kind
        if kind is bool or (self.texts and kind in (int, Decimal)):
            return ""
        if issubclass(kind, OpenStrEnum):
            return unknown(kind, value)
        if isinstance(value, _EXPECTED[kind]):
            return ""
        return f"{type(value).__name__} where {kind.__name__} is documented"

    def _moment(self, value: object, at: str, tell: Tell) -> dt.datetime | None:
        try:
            return read_moment(value, dt.UTC) if self.is_utc else read_moment(value)
        except ValueError as error:
            tell(at, str(error))
            return None

    def from_xml(self, element: Element, at: str, tell: Tell) -> Any:
        """Read what is here, seen from *element*."""
        if self.many:
            within = f"{at}[]" if at else at
            # Of a chain, each link has the next one for a child.
            known = frozenset({self.path.rpartition("//")[2]} if "//" in self.path else ())
            several = element.findall(self.path)
            read = [self.one_from_xml(one, within, tell, known=known) for one in several]
            return [one for one in read if one is not None]
        owner = element if self.path == "." else element.find(self.path)
        if owner is None:
            return None
        if self.attribute:
            return self._scalar(owner.get(self.attribute), at, tell)
        return self.one_from_xml(owner, at, tell)

    def one_from_xml(
        self, element: Element, at: str, tell: Tell, *, known: frozenset[str] = frozenset()
    ) -> Any:
        """Read one of what is here from its own *element*; see `ModelReader.from_xml`."""
        if self.nested is None:
            inner = (element.find(key) for key in self.id_keys)
            element = next((one for one in inner if one is not None), element)
            return self._scalar(whole_text(element, self.kind, at, tell), at, tell)
        if len(element) or element.attrib or not is_blank(element.text or ""):
            return self.nested().from_xml(element, at, tell, known=known)
        return self.hollow

    def _scalar(self, value: str | None, at: str, tell: Tell) -> Any:
        if self.kind is str or self.kind is Any or value is None:
            return value
        if is_blank(value):
            return None
        if self.kind is bool:
            return _flag(value, at, tell)
        if self.is_utc:
            return self._moment(value, at, tell)
        if issubclass(self.kind, OpenStrEnum) and not self.kind.lists(value):
            tell(at, unknown(self.kind, value))
        return exact(self.kind, value, at, tell) if self.kind in EXACT else value


def _flag(value: str, at: str, tell: Tell) -> bool | None:
    try:
        return read_flag(value)
    except ValueError as error:
        tell(at, str(error))
        return None


def whole_text(element: Element, kind: Any, at: str, tell: Tell) -> str:
    """Return the text of an *element* of a scalar; elements in it are told of, and are text too."""
    if not len(element):
        return element.text or ""
    tell(at, f"elements where {kind.__name__} is documented")
    return "".join(element.itertext())
