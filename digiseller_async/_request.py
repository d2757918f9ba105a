"""A row and its arguments in, a checked `Request` out; what does not fit is refused by name."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any
from urllib.parse import quote, urlencode

from attrs import evolve, frozen

from .errors import ArgumentError
from .models._base import OpenStrEnum
from .spec.language import Endpoint, Param, Place

_MOSCOW = dt.timezone(dt.timedelta(hours=3))
_MOST_DIGITS = 40


@frozen(kw_only=True, eq=False)
class Request:
    """What is to be asked, checked and sorted: the path, the query's pairs, the body's fields."""

    row: Endpoint[Any]
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: Mapping[str, Any] | None = None

    @property
    def key(self) -> str:
        """What a checkpoint knows a list by: the operation, and a digest of what was asked."""
        asked = hashlib.sha256(urlencode(self.query).encode()).hexdigest()
        return f"{self.row.operation}#{asked[:16]}"

    def with_query(self, name: str, value: int) -> Request:
        """Return the same request with one more pair."""
        return evolve(self, query=(*self.query, (name, str(value))))


def build(
    row: Endpoint[Any], params: Iterable[Param], arguments: Mapping[str, Any], *, seller_id: int | None
) -> Request:
    """Check *arguments* against *params*, and sort them into path, query and body."""
    path: dict[str, str] = {}
    query: list[tuple[str, str]] = []
    body: dict[str, Any] = {}
    for param in params:
        value = arguments.get(param.name)
        if value is None and param.own_seller:
            value = seller_id
        if value is None:
            _refuse_missing(param)
        elif param.place is Place.BODY:
            body[param.wire] = checked(param, value)
        elif param.place is Place.PATH:
            path[param.name] = quote(_text(checked(param, value)), safe="")
        else:
            values = checked(param, value)
            each = values if param.many else (values,)
            query.extend((param.wire, _text(one)) for one in each)
    _refuse_descending(row, arguments)
    method, template = _route(row, arguments)
    return Request(
        row=row,
        method=method,
        path=template.format_map(path) if path else template,
        query=tuple(query),
        body=body or None,
    )


def _route(row: Endpoint[Any], arguments: Mapping[str, Any]) -> tuple[str, str]:
    other = row.alternative
    if other is not None and _bool(other.flag, arguments.get(other.flag, False)):
        return other.method, other.path
    return row.method, row.path


def _refuse_missing(param: Param) -> None:
    if param.required:
        raise _refused(param.name, "is required")


def _refuse_descending(row: Endpoint[Any], arguments: Mapping[str, Any]) -> None:
    for first, second in row.ordered:
        low, high = arguments.get(first), arguments.get(second)
        if low is None or high is None:
            continue
        if _comparable(low, first=True) > _comparable(high, first=False):
            raise _refused(second, f"must not be below {first}")


def _comparable(value: Any, *, first: bool) -> Any:
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        # A bare date stands for its whole day, so it starts at midnight and finishes at the last.
        moment = dt.time.min if first else dt.time.max
        return dt.datetime.combine(value, moment, _MOSCOW)
    return Decimal(value)


def checked(param: Param, value: Any) -> Any:
    """Return *value* as the wire needs it, or refuse it by name."""
    if not param.many:
        return _one(param, value)
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise _refused(param.name, "must be a list")
    values = [_one(param, one) for one in value]
    if not values and param.required:
        raise _refused(param.name, "must not be empty")
    return values


def _one(param: Param, value: Any) -> Any:
    if param.fields:
        return _object(param, value)
    if issubclass(param.kind, OpenStrEnum):
        return _word(param.name, param.kind, value)
    checked = _CHECKS[param.kind](param.name, value)
    if param.at_least is not None and checked < param.at_least:
        raise _refused(param.name, f"must be at least {param.at_least}")
    if param.at_most is not None and checked > param.at_most:
        raise _refused(param.name, f"must be at most {param.at_most}")
    return checked


def _object(param: Param, value: Any) -> dict[str, Any]:
    given = value if isinstance(value, Mapping) else None
    if given is None and not isinstance(value, param.kind):
        raise _refused(param.name, f"must be a {param.kind.__name__} or a dict with its fields")
    if given is not None and (unknown := set(given) - {part.name for part in param.fields}):
        raise _refused(param.name, f"has no field {min(map(str, unknown))!r}")
    found: dict[str, Any] = {}
    for part in param.fields:
        named = evolve(part, name=f"{param.name}.{part.name}")
        one = given.get(part.name) if given is not None else getattr(value, part.name)
        if one is None:
            _refuse_missing(named)
        else:
            found[part.wire] = checked(named, one)
    return found


def _word(name: str, kind: type[OpenStrEnum], value: Any) -> str:
    if isinstance(value, kind):
        return str(value)  # an unknown word that the caller wrapped on purpose passes
    if isinstance(value, str) and not isinstance(value, Enum) and kind(value).known:
        return value
    raise _refused(name, f"must be one of {', '.join(kind)}; not {_shown(value)}")


def _int(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _refused(name, f"must be a whole number, not {_shown(value)}")
    if abs(value) >= 2**63:
        raise _refused(name, "does not fit into 64 bits")
    return int(value)


def _str(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _refused(name, f"must be text, not {_shown(value)}")
    if any(ord(sign) < 32 and sign not in "\t\n\r" for sign in value):
        raise _refused(name, "has a control character")
    if any(0xD800 <= ord(sign) < 0xE000 for sign in value):
        raise _refused(name, "has half of a surrogate pair")
    return value


def _bool(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _refused(name, f"must be True or False, not {_shown(value)}")
    return value


def _decimal(name: str, value: Any) -> Decimal:
    # A float has already lost the digits that the caller meant.
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise _refused(name, f"must be a Decimal, an int, or a str of digits, not {_shown(value)}")
    try:
        number = Decimal(value)
    except ArithmeticError:
        raise _refused(name, f"is not a number: {_shown(value)}") from None
    if not number.is_finite():
        raise _refused(name, "must be a finite number")
    _, digits, exponent = number.as_tuple()
    if len(digits) + abs(int(exponent)) > _MOST_DIGITS:
        raise _refused(name, f"must have at most {_MOST_DIGITS} digits")
    return number


def _moment(name: str, value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        if value.utcoffset() is None:
            raise _refused(name, "must name a time zone (an aware datetime), or be a date")
        try:
            return value.astimezone(_MOSCOW)
        except OverflowError:
            raise _refused(name, "is beyond the calendar") from None
    if not isinstance(value, dt.date):
        raise _refused(name, f"must be a date or an aware datetime, not {_shown(value)}")
    return value


_CHECKS: Mapping[type[Any], Any] = {
    int: _int,
    str: _str,
    bool: _bool,
    Decimal: _decimal,
    dt.datetime: _moment,
}


def _text(value: Any) -> str:
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
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _refused(name: str, why: str) -> ArgumentError:
    return ArgumentError(f"{name} {why}", parameter=name)
