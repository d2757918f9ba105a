"""Read one field of a model from its place in a document, in JSON and in XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol, cast
from xml.etree.ElementTree import Element

from attrs import frozen

from .._codecs.scalars import read_flag
from ..models._base import Moment, OpenStrEnum
from .model_fields import EXACT, exact, unknown

Tell = Callable[[str, str], None]
"""Is told of each deviation from the documentation: its path, and what it is."""

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

    *texts*: this operation's JSON writes numbers as texts, so that such a one is no deviation.
    *hollow* is what an empty element is: none, or an object without any fields.
    """

    name: str = ""
    kind: Any
    many: bool = False
    texts: bool = False
    hollow: Any = None
    path: str = "."
    attribute: str = ""
    usual: frozenset[type[Any]] = frozenset()
    """Of which types a JSON value is that needs no second look."""
    nested: Callable[[], NestedReader] | None = None
    """Gives what reads its model, if it is one."""

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
        if self.nested is not None:
            return self.nested().from_json(value, at, tell)
        if deviation := self._deviation(value):
            tell(at, deviation)
        odd = self.kind in EXACT and isinstance(value, str | Decimal)
        return exact(self.kind, value, at) if odd else value

    def _deviation(self, value: Any) -> str:
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
            return self._scalar(element.text or "", at, tell)
        if len(element) or element.attrib or (element.text or "").strip():
            return self.nested().from_xml(element, at, tell, known=known)
        return self.hollow

    def _scalar(self, value: str | None, at: str, tell: Tell) -> Any:
        if self.kind is str or value is None:
            return value
        if not value:
            return None
        if self.kind is bool:
            return read_flag(value)
        if issubclass(self.kind, OpenStrEnum) and not self.kind.lists(value):
            tell(at, unknown(self.kind, value))
        return exact(self.kind, value, at) if self.kind in EXACT else value
