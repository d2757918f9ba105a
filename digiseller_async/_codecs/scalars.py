"""Scalars of any of the service's habits in, one kind of value out; else a `ValueError`."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

MOSCOW = dt.timezone(dt.timedelta(hours=3))
"""The service's time zone: a moment without one is meant so."""

_MOST_DIGITS = 1000
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})(?: (\d\d?):(\d\d)(?::(\d\d))?)?", re.ASCII)


def moment(value: object) -> dt.datetime:
    """Read any of the service's forms of a moment; without a zone it is Moscow time."""
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=MOSCOW)
    text = value.strip() if isinstance(value, str) else ""
    if found := _ISO.fullmatch(text):
        day, clock, fraction, zone = found.groups()
        parts = f"{day}T{clock or '00:00'}"
        if fraction:
            parts += f".{fraction[:6]:0<6}"
        return dt.datetime.fromisoformat(parts + (zone or "+03:00"))
    if found := _DOTTED.fullmatch(text):
        day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=MOSCOW)
    raise ValueError("not a date")


def number(value: object) -> Decimal:
    """Read a number, or a text that spells one (with a point or a comma), to its last digit."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise ValueError("not a number")  # noqa: TRY004  (the document's fault)
    try:
        found = Decimal(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except ArithmeticError:
        raise ValueError("not a number") from None
    # Python would take minutes to write out what a few digits of an exponent can ask for.
    if not found.is_finite() or abs(found.adjusted()) > _MOST_DIGITS:
        raise ValueError("not a number of any sensible size")
    return found


def whole(value: object) -> int:
    """Read a whole number; ``1.00`` is one, ``1.5`` is not."""
    found = number(value)
    if found != found.to_integral_value():
        raise ValueError("not a whole number")
    if not -(2**63) <= found < 2**63:
        raise ValueError("does not fit into 64 bits")
    return int(found)


_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def flag(value: object) -> bool:
    """Read a flag: true or false, 1 or 0, as such or as text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str | int):
        try:
            return _FLAGS[str(value).strip().lower()]
        except KeyError:
            raise ValueError("not a flag") from None
    raise ValueError("not a flag")


def text(value: object) -> str:
    """Read a text; a number is taken as its digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    raise ValueError("not a text")


def write_scalar(value: Any) -> str:
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
