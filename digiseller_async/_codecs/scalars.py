"""Read and write the wire's scalars: moments, numbers, flags and texts.

The service spells each kind in several ways. A reader takes all of them, and raises `ValueError`,
and nothing but that, for anything else.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

MOSCOW_ZONE = ZoneInfo("Europe/Moscow")
"""The service's time zone, with its history: a moment without a zone is in this one."""
MOSCOW = dt.timezone(dt.timedelta(hours=3))
"""Moscow's clock from `FIXED_SINCE` on."""
FIXED_SINCE = "2014-10-27"
"""From this day on, Moscow's clock is three hours ahead of UTC all year."""

_MAX_EXPONENT = 1000
_LONGEST_NUMBER = 2000
_LONGEST_MOMENT = 64
_ISO = re.compile(
    r"(\d{4})([-/])(\d\d)\2(\d\d)"
    r"(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})(?: (\d\d?):(\d\d)(?::(\d\d))?)?", re.ASCII)
_TICKS = re.compile(r"/Date\((-?\d{1,15})([+-]\d{4})?\)/", re.ASCII)
_MAIL = re.compile(r"[A-Z][a-z]{2}, \d.*", re.ASCII)
_NO_DATE = re.compile(r"0001-01-01|0?1[./]0?1[./]0001")
_WHOLE_HOURS = 1970
"""Since when offsets have changed only at whole hours."""
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_NUMBER = re.compile(
    r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,9})?"
    r"|[+-]?\d{1,3}(?:[ \xa0\u2009\u202f]\d{3})+(?:[.,]\d+)?",
    re.ASCII,
)
_BETWEEN_THOUSANDS = str.maketrans("", "", " \xa0\u2009\u202f")


def is_blank(value: object) -> bool:
    """Return whether *value* is a text of blanks alone, which stands for nothing."""
    return isinstance(value, str) and (not value or value.isspace())


def read_moment(value: object, zone: dt.tzinfo = MOSCOW_ZONE) -> dt.datetime | None:
    """Read a moment, or ``None`` for the first day of year 1, .NET's word for a date not set.

    ISO 8601, day.month.year, .NET's ``/Date(…)/``, or the date of an e-mail. One without an offset
    is in *zone*. Each gets the offset of its own day for its zone, so that none is ambiguous.
    """
    text = value.strip() if isinstance(value, str) and len(value) <= _LONGEST_MOMENT else ""
    if "0001" in text and _NO_DATE.match(text):
        return None
    try:
        found = value if isinstance(value, dt.datetime) else _parse_moment(text)
        if found.tzinfo is None:
            found = _with_offset(found, zone)
        if not 1 < found.year < dt.MAXYEAR:
            found.astimezone(dt.UTC)  # what has no place in UTC cannot be compared with others
    except (ValueError, OverflowError, TypeError, IndexError):
        raise ValueError("not a date") from None
    return found


def _parse_moment(text: str) -> dt.datetime:
    if found := _ISO.fullmatch(text):
        year, _, month, day, clock, fraction, zone = found.groups()
        parts = f"{year}-{month}-{day}T{clock or '00:00'}"
        if fraction:
            parts += f".{fraction[:6]:0<6}"
        return dt.datetime.fromisoformat(parts + (zone or "").upper())
    if found := _DOTTED.fullmatch(text):
        day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
        return dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  (added later)
    if found := _TICKS.fullmatch(text):
        moment = _EPOCH + dt.timedelta(milliseconds=int(found[1]))
        zone = dt.datetime.strptime(found[2], "%z").tzinfo if found[2] else MOSCOW_ZONE
        return _pinned(moment.astimezone(zone))
    if _MAIL.fullmatch(text):
        return parsedate_to_datetime(text)
    raise ValueError(text)


def _with_offset(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Return a *moment* without an offset as one with the offset of its day in *zone*."""
    # Of an hour that the clock showed twice this is the first, and one that it skipped is read as
    # if it had not.
    if moment.year < _WHOLE_HOURS:
        return _pinned(moment.replace(tzinfo=zone))
    return moment.replace(
        tzinfo=_offset_of(zone, moment.year, moment.month, moment.day, moment.hour)
    )


@lru_cache(maxsize=10_000)
def _offset_of(zone: dt.tzinfo, year: int, month: int, day: int, hour: int) -> dt.timezone:
    """Return the offset of an hour; the dates of a page are of few of them."""
    offset = dt.datetime(year, month, day, hour, tzinfo=zone).utcoffset()
    return dt.timezone(offset or dt.timedelta())


def _pinned(moment: dt.datetime) -> dt.datetime:
    offset = moment.utcoffset()
    return moment.replace(tzinfo=dt.timezone(offset or dt.timedelta()), fold=0)


def read_decimal(value: object) -> Decimal:
    """Read a number, or a text that spells one, exactly.

    A text may have a point or a comma before the fraction, and blanks between its thousands.
    """
    if isinstance(value, str):
        text = value.strip() if len(value) <= _LONGEST_NUMBER else ""
        if not _NUMBER.fullmatch(text):
            raise ValueError("not a number")
        found = Decimal(text.translate(_BETWEEN_THOUSANDS).replace(",", "."))
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        found = Decimal(value)
    else:
        raise ValueError("not a number")  # noqa: TRY004  (the document's fault)
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


_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
_LONGEST_FLAG = 20


def read_flag(value: object) -> bool:
    """Read a flag: true or false, or a number, of which only 0 is false; as a value or as text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and len(value) <= _LONGEST_FLAG:
        flag = _FLAGS.get(value.strip().lower())
        if flag is not None:
            return flag
    try:
        return read_int(value) != 0
    except ValueError:
        raise ValueError("not a flag") from None


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


def write_moment(value: dt.date, form: str) -> str:
    """Write a date or a moment in a format of `strftime`; a date is its first moment."""
    # Not all C libraries pad a year before 1000.
    return value.strftime(form.replace("%Y", f"{value.year:04}"))
