"""Read scalars strictly: exact amounts, moments with an offset, words, content."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from .._types import AnyOpenEnum, Day, Int64, Moment

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,9})?", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)?([Zz]|[+-]\d\d(:?\d\d(:?\d\d(\.\d+)?)?)?)",
    re.ASCII,
)
_MOST_DIGITS = 2000
_MOST_EXPONENT = 1000
_INT64 = range(-(2**63), 2**63)


class RefusedError(ValueError):
    """A value cannot be read: *what* is allowed, and the *path* to it from where it was given.

    It never shows the *value*, which may be a secret.
    """

    def __init__(self, what: str, value: Any) -> None:
        super().__init__(what)
        self.what = what
        self.value = value
        self.path: list[str | int] = []

    def within(self, place: str | int) -> RefusedError:
        """Return this error, with *place* before its path."""
        self.path.insert(0, place)
        return self


def must_be(what: str, value: Any, why: str = "", *, is_text: bool = False) -> RefusedError:
    """Return the error that says what must stand in place of *value*; it may be a text of it."""
    name = type(value).__name__
    given = "null" if value is None else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    if is_text and isinstance(value, str):
        given = "another text"
    return RefusedError(f"must be {what}, not {given}{why}", value)


def read_int(value: Any) -> int:
    """Return a whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise must_be("a whole number", value)
    return int(value)


def read_int64(value: Any) -> int:
    """Return a whole number of 64 bits."""
    if (found := read_int(value)) not in _INT64:
        raise RefusedError("must fit into 64 bits", value)
    return found


def read_bool(value: Any) -> bool:
    """Return a flag."""
    if not isinstance(value, bool):
        raise must_be("true or false", value)
    return value


def read_str(value: Any) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise must_be("a text", value)
    return str.__str__(value)


def read_decimal(value: Any) -> Decimal:
    """Return an amount with all its digits, from a number or from the text of one."""
    is_number = not isinstance(value, bool) and isinstance(value, Decimal | int | str)
    if isinstance(value, str):
        is_number = len(value) <= _MOST_DIGITS and _NUMBER.fullmatch(value) is not None
    if not is_number:
        why = "; a float is not exact" if isinstance(value, float) else ""
        raise must_be("a number as text, such as '33.50'", value, why, is_text=True)
    found = Decimal(value)
    # int(Decimal("1E+2000000")) takes minutes.
    if not found.is_finite() or abs(found.adjusted()) > _MOST_EXPONENT:
        raise RefusedError("must be a finite number of reasonable size", value)
    return found


def read_moment(value: Any) -> dt.datetime:
    """Return a moment, from one with an offset or from its text in ISO 8601."""
    found = value
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            found = dt.datetime.fromisoformat(value.upper())
        except ValueError:  # the thirtieth of February
            found = value
    if isinstance(found, dt.datetime) and offset_of(found) is not None:
        return found
    why = " without one" if isinstance(found, dt.datetime) else ""
    what = "a moment with its offset, such as '2026-11-27T12:00:00+03:00'"
    raise must_be(what, value, why, is_text=True)


def offset_of(moment: dt.datetime) -> dt.timedelta | None:
    """Return the offset of a *moment*; None if it has none, such as the NaT of pandas."""
    try:
        return moment.utcoffset()
    except (ValueError, NotImplementedError):
        return None


def read_day(value: Any) -> dt.date:
    """Return a date or a moment, from its text too."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and len(value) == len("2026-11-27"):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            what = "a date, such as '2026-11-27', or a moment"
            raise must_be(what, value, is_text=True) from None
    return read_moment(value)


def read_bytes(value: Any) -> bytes:
    """Return content, from bytes or from their base64."""
    if isinstance(value, bytes):
        return value
    if not isinstance(value, str):
        raise must_be("bytes, or their base64 as text", value)
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise RefusedError("must be bytes, or their base64 as text", value) from None


def word_reader(kind: type[AnyOpenEnum]) -> Callable[[Any], AnyOpenEnum]:
    """Return what reads the words of an open enum: those that it does not list, too."""
    example = next(iter(kind)).value

    def read(value: Any) -> AnyOpenEnum:
        if not isinstance(value, str):
            raise must_be(f"a word, such as {example!r}", value)
        try:
            return kind(value)
        except ValueError:
            raise RefusedError(f"must be a word, such as {example!r}, not blank", value) from None

    return read


def read_any(value: Any) -> Any:
    """Return what has no documented type as it is."""
    return value


SCALARS: Mapping[Any, Callable[[Any], Any]] = {
    Any: read_any,
    int: read_int,
    Int64: read_int64,
    bool: read_bool,
    str: read_str,
    Decimal: read_decimal,
    Moment: read_moment,
    dt.datetime: read_moment,
    Day: read_day,
    bytes: read_bytes,
}
"""What reads each type of scalar."""
