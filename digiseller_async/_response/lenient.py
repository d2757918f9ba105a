"""Convert scalars that are not as documented, and leave out what cannot be read.

Dates in rare forms, flags of other numbers, texts that are numbers. A value that cannot be read is
told, and its field has its default; only one without a default, which is what identifies an object,
takes the object with it. It is several times as slow as msgspec, and loaded when first needed.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache, partial
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints

import attrs
import cattrs
from attrs import frozen

from .._codecs.scalars import is_blank, read_decimal, read_flag, read_int, read_moment, read_text
from ..models._base import Moment, OpenStrEnum
from .model_fields import Tell, ignore, join


class UnreadableError(ValueError):
    """A value cannot be read, and nothing may stand for it."""

    def __init__(self, why: str, at: str) -> None:
        super().__init__(f"{why} @ $.{at}" if at else why)
        self.why = why
        self.at = at


@frozen
class _Place:
    """A value in a document, where it is, and who is told of what cannot be read."""

    value: Any
    at: str
    tell: Tell

    def read(self, converter: cattrs.Converter, kind: Any) -> Any:
        """Return the value as *kind*; raise `UnreadableError` if that cannot be."""
        try:
            return converter.structure(self, kind)
        except UnreadableError:
            raise
        except ValueError as error:
            raise UnreadableError(str(error), self.at) from None


def structure(value: Any, kind: Any, tell: Tell = ignore, at: str = "") -> Any:
    """Read plain values into *kind*, leniently; a `ValueError` names the path of what is wrong."""
    return _Place(value, at, tell).read(_converter(), kind)


def _optional(kind: Any, converter: cattrs.Converter) -> Any:
    inner = next(one for one in get_args(kind) if one is not NoneType)

    def read(place: _Place, _: Any) -> Any:
        if place.value is None or (inner is not str and is_blank(place.value)):
            return None
        return place.read(converter, inner)

    return read


def _many(kind: Any, converter: cattrs.Converter) -> Any:
    inner = get_args(kind)[0]

    def read(place: _Place, _: Any) -> Any:
        found: list[Any] = []
        for one in place.value:
            try:
                found.append(_Place(one, f"{place.at}[]", place.tell).read(converter, inner))
            except UnreadableError as error:
                place.tell(error.at, error.why)
        return tuple(found)

    return read


def _model(kind: Any, converter: cattrs.Converter) -> Any:
    hints = get_type_hints(kind, include_extras=True)
    fields = [(one.name, hints[one.name], one.default) for one in attrs.fields(kind)]

    def read(place: _Place, _: Any) -> Any:
        if isinstance(place.value, kind):
            return place.value
        value = place.value
        if not isinstance(value, dict):
            raise ValueError("not an object")  # noqa: TRY004  (the document's fault)
        given = cast("dict[str, Any]", value)
        found: dict[str, Any] = {}
        for name, hint, default in fields:
            own = _Place(given.get(name), join(place.at, name), place.tell)
            if own.value is None and default is not attrs.NOTHING:
                continue
            try:
                found[name] = own.read(converter, hint)
            except UnreadableError as error:
                if default is attrs.NOTHING:
                    raise
                place.tell(error.at, error.why)
        return kind(**found)

    return read


def _is_model(kind: Any) -> bool:
    return attrs.has(get_origin(kind) or kind)


def _is_optional(kind: Any) -> bool:
    return NoneType in get_args(kind)


def _is_many(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_any(kind: Any) -> bool:
    return kind is Any


def _scalar(read: Callable[[object], object], place: _Place, _: Any) -> object:
    if place.value is None:
        raise ValueError("required field missing")
    return read(place.value)


def _word(place: _Place, kind: Any) -> object:
    return kind(read_text(place.value))


def _as_sent(place: _Place, _: Any) -> Any:
    return place.value


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter()
    for kind, read in (
        (int, read_int),
        (bool, read_flag),
        (Decimal, read_decimal),
        (str, read_text),
        (Moment, read_moment),
    ):
        converter.register_structure_hook(kind, partial(_scalar, read))
    # By its class: each open enum is also a str, and that hook would be taken for it.
    converter.register_structure_hook(OpenStrEnum, _word)
    converter.register_structure_hook_func(_is_any, _as_sent)
    converter.register_structure_hook_factory(_is_model, _model)
    converter.register_structure_hook_factory(_is_many, _many)
    converter.register_structure_hook_factory(_is_optional, _optional)
    return converter
