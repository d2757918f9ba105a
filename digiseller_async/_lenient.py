"""Plain values of any of the service's habits in, models out: the way of what is not as expected.

Numbers as strings, ``""`` for none, decimal commas, five forms of dates, one element instead of a
list. It is ten times as slow as the fast way, gives equal models, and is loaded when first needed.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache, partial
from types import NoneType
from typing import Any, cast, get_args, get_origin

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn

from ._scalars import flag, moment, number, text, whole
from .models._base import Moment, OpenStrEnum

Plain = dict[str, Any]


def structure(value: Any, kind: Any) -> Any:
    """Read plain values into *kind*, leniently; a `ValueError` names the path of what is wrong."""
    try:
        return _converter().structure(value, kind)
    except cattrs.BaseValidationError as error:
        raise ValueError("; ".join(cattrs.transform_error(error))) from None


def _optional(kind: Any, converter: cattrs.Converter) -> Any:
    inner = next(one for one in get_args(kind) if one is not NoneType)

    def read(value: Any, _: Any) -> Any:
        # "" stands for none, except where it is a text.
        if value is None or (value == "" and inner is not str):
            return None
        return converter.structure(value, inner)

    return read


def _many(kind: Any, converter: cattrs.Converter) -> Any:
    inner = get_args(kind)[0]

    def read(value: Any, _: Any) -> Any:
        if value is None or value == "":
            return ()
        # One element of a repeated one looks like an object.
        several = cast("list[object]", value) if isinstance(value, list) else [value]
        return tuple(converter.structure(one, inner) for one in several)

    return read


def _model(kind: Any, converter: cattrs.Converter) -> Any:
    """Make a reader of one model: other spellings of fields, and one that may stand alone."""
    origin = get_origin(kind) or kind
    fields = attrs.fields(origin)
    also = {name: one.name for one in fields for name in one.metadata.get("also", ())}
    alone = next((one.name for one in fields if one.metadata.get("alone")), None)
    read_dict = make_dict_structure_fn(kind, converter)

    def read(value: Any, _: Any) -> Any:
        if not isinstance(value, dict):
            if alone is None:
                raise ValueError("not an object")
            return read_dict({alone: value}, kind)
        given = cast("Plain", value)
        # Another spelling counts only where the field's own name is missing.
        spelt = {also[name]: one for name, one in given.items() if name in also}
        return read_dict({**spelt, **given}, kind)

    return read


def _is_model(kind: Any) -> bool:
    return attrs.has(get_origin(kind) or kind)


def _is_optional(kind: Any) -> bool:
    return NoneType in get_args(kind)


def _is_many(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _scalar(read: Callable[[object], object], value: object, _: Any) -> object:
    return read(value)


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter()
    for kind, read in (
        (int, whole),
        (bool, flag),
        (Decimal, number),
        (str, text),
        (Moment, moment),
    ):
        converter.register_structure_hook(kind, partial(_scalar, read))
    # By its class: each open enum is also a str, and that hook would be taken for it.
    converter.register_structure_hook(OpenStrEnum, lambda value, kind: kind(text(value)))
    converter.register_structure_hook_factory(_is_model, _model)
    converter.register_structure_hook_factory(_is_many, _many)
    converter.register_structure_hook_factory(_is_optional, _optional)
    return converter
