"""Arguments in, values that the wire can carry out; what does not fit is refused by name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints

import attrs

from .._redaction import secret_str
from ..models._base import Moment, OpenStrEnum
from ..spec.language import File, Param
from .scalar_checks import CHECKS, checked_text, refused, shown


def refuse_missing(param: Param, name: str = "", *, given: bool = False) -> None:
    """Refuse that nothing was given where something must be; *given*: its word for all was."""
    if param.whole and not given:
        raise refused(param.name, f"must not be None; for all of them say {param.whole!r}")
    if param.own_seller:
        raise refused(name or param.name, "is required: the client does not know its own seller's")
    if param.required:
        raise refused(name or param.name, "is required")


def checked(param: Param, value: Any, name: str = "") -> Any:
    """Return *value* as the wire needs it, or refuse it by *name* (its own if none is given)."""
    name = name or param.name
    if not param.many:
        return _one(param, value, name)
    if isinstance(value, str) and attrs.has(param.kind) and _alone(param.kind):
        value = [value]
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise refused(name, "must be a list")
    values = list(cast("Iterable[object]", value))
    if not values:
        # A filter that came out empty must not let everything through.
        raise refused(name, "must not be empty; leave it out instead")
    if param.most_items is not None and len(values) > param.most_items and not param.split:
        raise refused(name, f"must have at most {param.most_items} items, not {len(values)}")
    return [_one(param, one, f"{name}[{place}]") for place, one in enumerate(values)]


def _one(param: Param, value: Any, name: str) -> Any:
    if param.secret:
        value = secret_str(value)
    if param.kind not in CHECKS:
        return _other(param.kind, value, name)
    if param.blank and value == "":
        return ""
    checked = CHECKS[param.kind](name, value)
    if param.at_least is not None and checked < param.at_least:
        raise refused(name, f"must be at least {param.at_least}")
    if param.at_most is not None and checked > param.at_most:
        raise refused(name, f"must be at most {param.at_most}")
    if param.choices and checked not in param.choices:
        raise refused(name, f"must be one of {', '.join(map(str, param.choices))}")
    if param.pattern and not re.fullmatch(param.pattern, checked, re.ASCII):
        raise refused(name, f"must look like {param.pattern}, not {shown(value)}")
    return checked


def _other(kind: type[Any], value: Any, name: str) -> Any:
    """Return a *value* that is no scalar but a word, a file, or a model."""
    if issubclass(kind, OpenStrEnum):
        return _word(name, kind, value)
    if issubclass(kind, File):
        return value  # files are looked at where they are read
    return _object(kind, value, name)


@cache
def fields_of(model: type[Any]) -> tuple[Param, ...]:
    """Return what an argument that is a *model* consists of."""
    hints = get_type_hints(model)
    found: list[Param] = []
    for one in attrs.fields(model):
        kind, many = _kind(hints[one.name])
        found.append(
            Param(
                one.name,
                kind,
                "",
                wire=one.metadata.get("wire", one.name),
                many=many,
                required=one.default is attrs.NOTHING,
                at_least=one.metadata.get("at_least"),
                choices=one.metadata.get("choices", ()),
            )
        )
    return tuple(found)


def _kind(hint: Any) -> tuple[type[Any], bool]:
    many = get_origin(hint) is tuple
    kinds = get_args(hint) if many else [one for one in get_args(hint) if one is not NoneType]
    kind = kinds[0] if kinds else hint
    return (dt.datetime if kind is Moment else kind), many


def _object(model: Any, value: Any, name: str) -> dict[str, Any]:
    given = _fields(model, value, name)
    found: dict[str, Any] = {}
    for part in fields_of(model):
        one = given.pop(part.name, None)
        if one is None or (part.many and isinstance(one, tuple) and not one):
            refuse_missing(part, f"{name}.{part.name}")
        else:
            found[part.wire] = checked(part, one, f"{name}.{part.name}")
    if given:
        raise refused(name, f"has no field {min(map(str, given))!r}")
    return found


def _fields(model: Any, value: Any, name: str) -> dict[object, Any]:
    if isinstance(value, Mapping):
        return dict(cast("Mapping[object, Any]", value))
    if isinstance(value, model):
        return {part.name: getattr(value, part.name) for part in fields_of(model)}
    alone = _alone(model)
    if alone and isinstance(value, str):
        return {alone: value}
    raise refused(name, f"must be a {model.__name__} or a dict with its fields")


def _alone(model: Any) -> str:
    """Return the field that may stand for the whole *model*, if there is one."""
    found = (one.name for one in attrs.fields(model) if one.metadata.get("alone"))
    return next(found, "")


def _word(name: str, kind: type[OpenStrEnum], value: Any) -> str:
    own = isinstance(value, kind)
    if isinstance(value, str) and (own or not isinstance(value, Enum)) and kind.lists(value):
        return str.__str__(value)
    if own:  # an unknown word that the caller wrapped on purpose passes
        return checked_text(name, value)
    raise refused(name, f"must be one of {', '.join(kind)}; not {shown(value)}")
