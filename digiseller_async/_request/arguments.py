"""Check arguments against their parameters, and convert them to values that can be sent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterable, Iterable, Mapping
from enum import Enum
from functools import cache
from os import PathLike
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints
from unicodedata import category

import attrs

from .._codecs.scalars import write_moment
from .._redaction import secret_str
from ..models._base import Moment, OpenStrEnum
from ..models._types import Day
from ..spec.language import File, Location, Param
from .scalar_checks import CHECKS, argument_error, check_str, end_of_day, short_repr

_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""The Unicode categories of control and format characters, and of spaces."""


def check_absence(param: Param, path: str = "", *, given: bool = False) -> None:
    """Refuse a call that leaves out *param*, if it must not; *given* if its "all" was passed."""
    path = path or param.name
    if param.all_value and not given:
        raise argument_error(path, f"must not be None; pass {param.all_value!r} to mean all")
    if param.defaults_to_own_seller:
        raise argument_error(path, "is required, because the client has no seller_id of its own")
    if param.required:
        raise argument_error(path, "is required")


def check_argument(param: Param, value: Any, path: str = "") -> Any:
    """Return *value* as it can be sent, or refuse it.

    *path* is what an error calls it, if not by the parameter's name.
    """
    path = path or param.name
    if not param.many:
        return _check_one(param, value, path)
    if isinstance(value, str) and attrs.has(param.kind) and _shorthand_field(param.kind):
        value = [value]
    if param.one_or_many and _is_one_file(value):
        value = [value]
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise argument_error(path, f"must be a list, not {short_repr(value)}")
    values = list(cast("Iterable[object]", value))
    if not values:
        # A filter that came out empty must not let everything through.
        raise argument_error(path, f"is empty; {_at_least_one(param)}")
    if param.max_items is not None and len(values) > param.max_items and not param.split:
        raise argument_error(path, f"must have at most {param.max_items} items, not {len(values)}")
    return [_check_one(param, one, f"{path}[{index}]") for index, one in enumerate(values)]


def _is_one_file(value: Any) -> bool:
    """Return whether *value* is a file, and no list of some; a pair with its name is one."""
    if isinstance(value, tuple):
        pair = cast("tuple[object, ...]", value)
        return len(pair) == 2 and isinstance(pair[0], str)
    is_content = isinstance(value, str | bytes | bytearray | memoryview | PathLike | AsyncIterable)
    return is_content or hasattr(value, "read")


def _at_least_one(param: Param) -> str:
    """Return what to do about an empty list."""
    name = re.sub("ies$", "y", param.name)
    found = name.removesuffix("s") if name != param.name or name.endswith("s") else "item"
    if param.required:
        return f"give at least one {found}"
    # Several words of an enum in a query are a filter.
    is_filter = param.location is Location.QUERY and issubclass(param.kind, OpenStrEnum)
    return f"give at least one {found}, or leave it out{' to get all' if is_filter else ''}"


def _check_one(param: Param, value: Any, path: str) -> Any:
    if param.secret:
        value = secret_str(value)
    if param.kind not in CHECKS:
        checked = _check_enum_or_object(param.kind, value, path)
        return _in_camel_case(checked) if param.in_camel_case else checked
    if param.allow_empty and value == "":
        return ""
    checked = CHECKS[param.kind](path, value)
    if problem := _limit_problem(param, checked):
        raise argument_error(path, f"must be {problem}, not {short_repr(value)}")
    return _as_sent(param, end_of_day(checked) if param.is_end else checked)


def _in_camel_case(fields: Mapping[str, Any]) -> dict[str, Any]:
    def camel(name: str) -> str:
        return re.sub("_(.)", lambda found: found[1].upper(), name)

    return {camel(name): one for name, one in fields.items()}


def _as_sent(param: Param, value: Any) -> Any:
    """Return a checked scalar as this parameter spells it."""
    if param.as_number:
        return int(value)
    return write_moment(value, param.moment_format) if param.moment_format else value


def _limit_problem(param: Param, value: Any) -> str:
    """Return what *value* must be and is not, if a limit refuses it."""
    if param.at_least is not None and value < param.at_least:
        return f"at least {param.at_least}"
    if param.at_most is not None and value > param.at_most:
        return f"at most {param.at_most}"
    if param.not_blank and all(category(one) in _INVISIBLE for one in value):
        return "a text with at least one visible character"
    if param.choices and value not in param.choices:
        choices = [*map(str, param.choices), *(["''"] if param.allow_empty else [])]
        return f"one of {', '.join(choices)}"
    if param.pattern and not re.fullmatch(param.pattern, value, re.ASCII):
        return param.pattern_doc
    return ""


def _check_enum_or_object(kind: type[Any], value: Any, path: str) -> Any:
    if issubclass(kind, OpenStrEnum):
        return _check_enum(kind, value, path)
    if issubclass(kind, File):
        return value  # checked when it is opened
    return _check_object(kind, value, path)


@cache
def params_of_model(model: type[Any]) -> tuple[Param, ...]:
    """Return the fields of a *model* that is an argument, as parameters."""
    hints = get_type_hints(model)
    found: list[Param] = []
    for one in attrs.fields(model):
        if one.metadata.get("answer_only"):
            continue
        kind, many = _kind(hints[one.name])
        found.append(
            Param(
                one.name,
                kind,
                "",
                wire=one.metadata.get("wire", one.name),
                location=Location.BODY,
                many=many,
                required=one.default is attrs.NOTHING or one.metadata.get("expected", False),
                at_least=one.metadata.get("at_least"),
                choices=one.metadata.get("choices", ()),
                not_blank=one.metadata.get("not_blank", False),
                instead_of=one.metadata.get("instead_of", ""),
            )
        )
    return tuple(found)


def _kind(hint: Any) -> tuple[type[Any], bool]:
    """Return the kind that a type hint names, and whether it is a tuple of them."""
    many = get_origin(hint) is tuple
    kinds = get_args(hint) if many else [one for one in get_args(hint) if one is not NoneType]
    kind = kinds[0] if kinds else hint
    return (dt.datetime if kind in (Moment, Day) else kind), many


def _check_object(model: Any, value: Any, path: str) -> dict[str, Any]:
    """Return a model, or a dict with its fields, as a dict with the keys of the wire."""
    given = _field_values(model, value, path)
    _check_one_of(model, given, path)
    checked: dict[str, Any] = {}
    for param in params_of_model(model):
        one = given.pop(param.name, None)
        if one is None or (param.many and isinstance(one, tuple) and not one):
            check_absence(param, f"{path}.{param.name}")
        else:
            *outer, last = param.wire.split("/")
            place = checked
            for name in outer:
                place = place.setdefault(name, {})
            place[last] = check_argument(param, one, f"{path}.{param.name}")
    _check_either(model, checked, path)
    if given:
        unknown, fields = min(map(str, given)), ", ".join(_field_names(model))
        raise argument_error(path, f"has no field {unknown!r}; its fields are {fields}")
    return checked


def _check_either(model: Any, checked: Mapping[str, Any], path: str) -> None:
    """Refuse an object that lacks two fields of which one is needed."""
    wires = {param.name: param.wire for param in params_of_model(model)}
    for param in params_of_model(model):
        if param.instead_of and checked.keys().isdisjoint((param.wire, wires[param.instead_of])):
            raise argument_error(
                f"{path}.{param.instead_of}", f"is required, unless {param.name} is given"
            )


def _check_one_of(model: Any, given: Mapping[object, Any], path: str) -> None:
    names: tuple[str, ...] = getattr(model, "ONE_OF", ())
    if names and sum(given.get(name) is not None for name in names) != 1:
        raise argument_error(path, f"must have one of {', '.join(names)}, and only one")


def _field_names(model: Any) -> list[str]:
    return [param.name for param in params_of_model(model)]


def _field_values(model: Any, value: Any, path: str) -> dict[object, Any]:
    if isinstance(value, Mapping):
        given = cast("Mapping[object, Any]", value)
        unsent = {one.name for one in attrs.fields(model) if one.metadata.get("answer_only")}
        return {name: one for name, one in given.items() if name not in unsent}
    if isinstance(value, model):
        return {name: getattr(value, name) for name in _field_names(model)}
    shorthand = _shorthand_field(model)
    if shorthand and isinstance(value, str):
        return {shorthand: value}
    kinds = f"{'a str, ' if shorthand else ''}a {model.__name__}, or a dict with its fields"
    raise argument_error(path, f"must be {kinds}, not {short_repr(value)}")


def _shorthand_field(model: Any) -> str:
    """Return the field whose value may stand for the whole *model*, if there is one."""
    found = (one.name for one in attrs.fields(model) if one.metadata.get("shorthand"))
    return next(found, "")


def _check_enum(kind: type[OpenStrEnum], value: Any, path: str) -> str:
    is_member = isinstance(value, kind)
    is_word = isinstance(value, str) and (is_member or not isinstance(value, Enum))
    if is_word and kind.lists(value):
        return str.__str__(value)
    if is_member:  # a word that is not listed, and that the caller wrapped on purpose
        return check_str(path, value)
    raise argument_error(path, f"must be one of {', '.join(kind)}, not {short_repr(value)}")
