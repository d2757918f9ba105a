"""Convert scalars that are not as documented: the last resort, by cattrs.

Numbers as texts and texts as numbers, decimal commas, ``1.00`` for a count. It is ten times as slow
as msgspec, gives equal models, and is loaded when first needed.
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

from .._codecs.scalars import read_decimal, read_flag, read_int, read_moment, read_text
from ..models._base import Moment, OpenStrEnum


def structure(value: Any, kind: Any) -> Any:
    """Read plain values into *kind*, leniently; a `ValueError` names the path of what is wrong."""
    try:
        return _converter().structure(value, kind)
    except cattrs.BaseValidationError as error:
        raise ValueError("; ".join(cattrs.transform_error(error))) from None


def _optional(kind: Any, converter: cattrs.Converter) -> Any:
    inner = next(one for one in get_args(kind) if one is not NoneType)

    def read(value: Any, _: Any) -> Any:
        return None if value is None else converter.structure(value, inner)

    return read


def _many(kind: Any, converter: cattrs.Converter) -> Any:
    inner = get_args(kind)[0]

    def read(value: Any, _: Any) -> Any:
        return tuple(converter.structure(one, inner) for one in value)

    return read


def _model(kind: Any, converter: cattrs.Converter) -> Any:
    read_dict = make_dict_structure_fn(kind, converter)

    def read(value: Any, _: Any) -> Any:
        if isinstance(value, kind):
            return value
        if not isinstance(value, dict):
            raise ValueError("not an object")  # noqa: TRY004  (the document's fault)
        return read_dict(cast("dict[str, Any]", value), kind)

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
        (int, read_int),
        (bool, read_flag),
        (Decimal, read_decimal),
        (str, read_text),
        (Moment, read_moment),
    ):
        converter.register_structure_hook(kind, partial(_scalar, read))
    # By its class: each open enum is also a str, and that hook would be taken for it.
    converter.register_structure_hook(OpenStrEnum, lambda value, kind: kind(read_text(value)))
    converter.register_structure_hook_factory(_is_model, _model)
    converter.register_structure_hook_factory(_is_many, _many)
    converter.register_structure_hook_factory(_is_optional, _optional)
    return converter
