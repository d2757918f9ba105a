"""Read and write the wire's scalars: moments, numbers, flags and texts.

The service spells each kind in several ways. A reader takes all of them, and raises `ValueError`
for anything else.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

MOSCOW = dt.timezone(dt.timedelta(hours=3))
"""The service's time zone: a moment without a zone is in this one."""

_MAX_EXPONENT = 1000
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})(?: (\d\d?):(\d\d)(?::(\d\d))?)?", re.ASCII)


def read_moment(value: object) -> dt.datetime:
    """Read a moment: ISO 8601, or day.month.year; without a zone it is Moscow time."""
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


def read_decimal(value: object) -> Decimal:
    """Read a number, or a text that spells one (with a point or a comma), exactly."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise ValueError("not a number")  # noqa: TRY004  (the document's fault)
    try:
        found = Decimal(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except ArithmeticError:
        raise ValueError("not a number") from None
    # int(Decimal("1E+2000000")) takes minutes.
    if not found.is_finite() or abs(found.adjusted()) > _MAX_EXPONENT:
        raise ValueError("not a number of reasonable size")
    return found


def read_int(value: object) -> int:
    """Read a whole number of 64 bits; ``1.00`` is one, ``1.5`` is not."""
    found = read_decimal(value)
    if found != found.to_integral_value():
        raise ValueError("not a whole number")
    if not -(2**63) <= found < 2**63:
        raise ValueError("does not fit into 64 bits")
    return int(found)


_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def read_flag(value: object) -> bool:
    """Read a flag: true or false, 1 or 0, as a value or as text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str | int):
        try:
            return _FLAGS[str(value).strip().lower()]
        except KeyError:
            raise ValueError("not a flag") from None
    raise ValueError("not a flag")


def read_text(value: object) -> str:
    """Read a text; a number becomes its digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    raise ValueError("not a text")


def write_scalar(value: Any) -> str:
    """Write a checked value as a query, a path or XML spells it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime):
        return _write_moment(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _write_moment(value: dt.datetime) -> str:
    # The documentation asks for minutes, and its example has milliseconds; ASP.NET reads both.
    has_seconds = value.second or value.microsecond
    return value.replace(tzinfo=None).isoformat(
        timespec="milliseconds" if has_seconds else "minutes"
    )
