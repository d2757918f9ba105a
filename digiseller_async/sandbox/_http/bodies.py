"""Read a JSON or XML body as an object of a declared shape, or refuse it.

Names are compared without case at every depth. In XML everything is text and a list is a repeated
element, so the shape says what a text means and whether one element is a list of one.
"""

from collections import defaultdict
from decimal import Decimal
from typing import NoReturn, TypeVar, cast
from xml.etree import ElementTree as ET

import msgspec
from msgspec import inspect

from .._state.texts import RefusedError

JSON_TYPES = ("application/json", "text/json")
XML_TYPES = ("application/xml", "text/xml")
JSON = msgspec.json.Decoder(float_hook=Decimal)
KNOWN_TYPES: dict[object, inspect.Type] = {}
LISTS = (inspect.ListType, inspect.VarTupleType)
T = TypeVar("T")


class NoDoctypeBuilder(ET.TreeBuilder):
    """A builder that takes no document type, and so no entities."""

    def doctype(self, name: str, _public: str | None, _system: str | None) -> NoReturn:
        """Refuse the document."""
        raise RefusedError("body", f"A document type is not allowed: {name}", status=400)


def read_body(body: bytes, content_type: str, shape: type[T], root: str = "request") -> T:
    """Return the *body* in its *shape*; in XML its outermost element is *root*."""
    try:
        return _read(body, content_type, shape, root)
    except RecursionError:
        raise RefusedError("body", "The request is invalid: it is nested too deeply") from None


def _read(body: bytes, content_type: str, shape: type[T], root: str) -> T:
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type in XML_TYPES:
        return read_xml(body, shape, root)
    if media_type not in JSON_TYPES:
        raise RefusedError("content-type", f"Cannot read {content_type or 'this'}", status=415)
    try:
        return msgspec.convert(conformed(JSON.decode(body), _type_of(shape), is_xml=False), shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RefusedError("body", f"The request is invalid: {error}") from error


def read_xml(body: bytes, shape: type[T], root: str) -> T:
    """Return the XML *body* in its *shape*."""
    parser = ET.XMLParser(target=NoDoctypeBuilder())  # noqa: S314 (without a document type it is harmless)
    try:
        parser.feed(body)
        element: ET.Element = parser.close()
    except (ET.ParseError, LookupError, ValueError) as error:
        raise RefusedError("body", f"The request is invalid: {error}") from error
    if element.tag != root:
        raise RefusedError("body", f"The document is no {root}: {element.tag}", status=400)
    value: object = _element_value(element) if len(element) else {}
    try:
        return msgspec.convert(conformed(value, _type_of(shape), is_xml=True), shape, strict=False)
    except msgspec.ValidationError as error:
        raise RefusedError("body", f"The request is invalid: {error}") from error


def _element_value(element: ET.Element) -> object:
    """Return an element's text, or what is in it by name."""
    if not len(element):
        return element.text or ""
    values: defaultdict[str, list[object]] = defaultdict(list)
    for child in element:
        values[child.tag].append(_element_value(child))
    return {name: one if len(one) > 1 else one[0] for name, one in values.items()}


def _type_of(shape: object) -> inspect.Type:
    """Return what is known of the *shape*, which is found out once."""
    if shape not in KNOWN_TYPES:
        KNOWN_TYPES[shape] = inspect.type_info(shape)
    return KNOWN_TYPES[shape]


def conformed(value: object, kind: inspect.Type, *, is_xml: bool) -> object:
    """Return the *value* with the names and, in XML, the lists that the *kind* asks for."""
    if isinstance(kind, inspect.UnionType):
        return _conformed_union(value, kind, is_xml=is_xml)
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        fields = {field.encode_name.lower(): field for field in kind.fields}
        given = {name.lower(): one for name, one in cast("dict[str, object]", value).items()}
        return {
            fields[name].encode_name: conformed(one, fields[name].type, is_xml=is_xml)
            for name, one in given.items()
            if name in fields
        }
    if isinstance(kind, LISTS):
        values = _as_list(value, kind.item_type) if is_xml else value
        if isinstance(values, list):
            items = cast("list[object]", values)
            return [conformed(one, kind.item_type, is_xml=is_xml) for one in items]
    return value


def _conformed_union(value: object, kind: inspect.UnionType, *, is_xml: bool) -> object:
    """Return the *value* as the first of the types that it may have."""
    if is_xml and value == "" and kind.includes_none and not _takes_text(kind):
        return None
    deep = [one for one in kind.types if isinstance(one, (inspect.StructType, *LISTS))]
    return conformed(value, deep[0], is_xml=is_xml) if deep and value is not None else value


def _takes_text(kind: inspect.UnionType) -> bool:
    """Tell if an empty text may be meant as such."""
    return any(
        isinstance(one, inspect.StrType)
        or (isinstance(one, inspect.LiteralType) and "" in one.values)
        for one in kind.types
    )


def _as_list(value: object, item: inspect.Type) -> list[object]:
    """Return an XML *value* as a list: one element is a list of one, a wrapper is taken off."""
    if isinstance(value, dict) and not isinstance(item, inspect.StructType):
        inner = list(cast("dict[str, object]", value).values())
        return _as_list(inner[0], item) if len(inner) == 1 else inner
    if value == "" and not isinstance(item, inspect.StrType):
        return []
    return cast("list[object]", value) if isinstance(value, list) else [value]
