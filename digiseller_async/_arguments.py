"""Arguments in, values that the wire can carry out; what does not fit is refused by name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints

import attrs

from ._hidden import hidden
from ._scalars import MOSCOW
from .errors import ArgumentError
from .models._base import Moment, OpenStrEnum
from .spec.language import File, Param

_MOST_DIGITS = 40
_DIGITS = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,9})?\s*", re.ASCII)
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLACE = re.compile(r"\[\d+\]")


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
        value = hidden(value)
    if attrs.has(param.kind):
        return _object(param.kind, value, name)
    if issubclass(param.kind, OpenStrEnum):
        return _word(name, param.kind, value)
    if issubclass(param.kind, File):
        return value  # files are looked at where they are read
    if param.blank and value == "":
        return ""
    checked = _CHECKS[param.kind](name, value)
    if param.at_least is not None and checked < param.at_least:
        raise refused(name, f"must be at least {param.at_least}")
    if param.at_most is not None and checked > param.at_most:
        raise refused(name, f"must be at most {param.at_most}")
    if param.choices and checked not in param.choices:
        raise refused(name, f"must be one of {', '.join(map(str, param.choices))}")
    if param.pattern and not re.fullmatch(param.pattern, checked, re.ASCII):
        raise refused(name, f"must look like {param.pattern}, not {_shown(value)}")
    return checked


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
    if own:
        return _str(name, value)  # an unknown word that the caller wrapped on purpose passes
    raise refused(name, f"must be one of {', '.join(kind)}; not {_shown(value)}")


def _int(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise refused(name, f"must be a whole number, not {_shown(value)}")
    if abs(value) >= 2**63:
        raise refused(name, "does not fit into 64 bits")
    return int(value)


def _str(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise refused(name, f"must be text, not {_shown(value)}")
    if _UNWRITABLE.search(value):
        raise refused(name, "has a control character, or half of a surrogate pair")
    return str.__str__(value)  # a subclass of str would be a stranger to the JSON writer


def flag(name: str, value: Any) -> bool:
    """Return *value* if it is a bool."""
    if not isinstance(value, bool):
        raise refused(name, f"must be True or False, not {_shown(value)}")
    return value


def _decimal(name: str, value: Any) -> Decimal:
    # A float has already lost the digits that the caller meant.
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise refused(name, f"must be a Decimal, an int, or a str of digits, not {_shown(value)}")
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise refused(name, f"is not a number: {_shown(value)}")
    number = Decimal(value)
    if not number.is_finite():
        raise refused(name, "must be a finite number")
    _, digits, exponent = number.as_tuple()
    if len(digits) + abs(int(exponent)) > _MOST_DIGITS:
        raise refused(name, f"must have at most {_MOST_DIGITS} digits")
    return number


def _moment(name: str, value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        if value.utcoffset() is None:
            raise refused(name, "must name a time zone (an aware datetime), or be a date")
        try:
            return value.astimezone(MOSCOW)
        except OverflowError:
            raise refused(name, "is beyond the calendar") from None
    if not isinstance(value, dt.date):
        raise refused(name, f"must be a date or an aware datetime, not {_shown(value)}")
    return value


_CHECKS: Mapping[type[Any], Any] = {
    int: _int,
    str: _str,
    bool: flag,
    Decimal: _decimal,
    dt.datetime: _moment,
}


def text(value: Any) -> str:
    """Write a checked value as the query spells it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime):
        return _moment_text(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _moment_text(value: dt.datetime) -> str:
    # The page asks for minutes; its own example sends milliseconds. Both are ISO 8601 to ASP.NET.
    exact = value.second or value.microsecond
    return value.replace(tzinfo=None).isoformat(timespec="milliseconds" if exact else "minutes")


def _shown(value: Any) -> str:
    try:
        text = repr(value)
    except ValueError:  # Python writes no int of so many digits
        text = f"a very large {type(value).__name__}"
    return text if len(text) <= 40 else f"{text[:37]}..."


def refused(name: str, why: str) -> ArgumentError:
    """Return the refusal of the argument *name*."""
    return ArgumentError(f"{name} {why}", parameter=_PLACE.sub("", name))
