"""Check one scalar argument: return it as it can be sent, or refuse it by its name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .._codecs.scalars import MOSCOW_ZONE
from ..errors import ArgumentError

_MAX_DIGITS = 40
_MAX_SHOWN = 40
_NUMERIC = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,9})?\s*", re.ASCII)
# What XML cannot carry; refused in JSON too, so that the format makes no difference.
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_INDEX = re.compile(r"\[\d+\]")


def check_int(name: str, value: Any) -> int:
    """Return *value* if it is an int of at most 64 bits."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise argument_error(name, f"must be an int, not {short_repr(value)}")
    if abs(value) >= 2**63:
        raise argument_error(name, f"must fit into 64 bits, not {short_repr(value)}")
    return int(value)


def check_str(name: str, value: Any) -> str:
    """Return *value* if it is a text that both formats can carry."""
    if not isinstance(value, str):
        raise argument_error(name, f"must be a str, not {short_repr(value)}")
    if found := _UNSENDABLE.search(value):
        raise argument_error(
            name,
            f"must not contain {found[0]!r} (at index {found.start()}): "
            "control characters and lone surrogates cannot be sent",
        )
    return str.__str__(value)  # msgspec does not encode a subclass of str


def check_bool(name: str, value: Any) -> bool:
    """Return *value* if it is a bool."""
    if not isinstance(value, bool):
        raise argument_error(name, f"must be True or False, not {short_repr(value)}")
    return value


def check_decimal(name: str, value: Any) -> Decimal:
    """Return *value* as a `Decimal` if it is an exact, finite number."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        why = " (a float is not exact)" if isinstance(value, float) else ""
        raise argument_error(
            name, f"must be a Decimal, an int, or a numeric str, not {short_repr(value)}{why}"
        )
    if isinstance(value, str) and not _NUMERIC.fullmatch(value):
        raise argument_error(name, f"must be a number such as '33.50', not {short_repr(value)}")
    number = Decimal(value)
    if not number.is_finite():
        raise argument_error(name, f"must be a finite number, not {short_repr(value)}")
    _, digits, exponent = number.as_tuple()
    if len(digits) + abs(int(exponent)) > _MAX_DIGITS:
        raise argument_error(
            name, f"must have at most {_MAX_DIGITS} digits, not {short_repr(value)}"
        )
    return number


def check_moment(name: str, value: Any) -> dt.date:
    """Return *value* if it is a date, or in Moscow time if it is an aware datetime."""
    if isinstance(value, dt.datetime) and value.utcoffset() is not None:
        try:
            return value.astimezone(MOSCOW_ZONE)
        except OverflowError:
            raise argument_error(
                name, f"must be within the years 1 to 9999 in Moscow time, not {value}"
            ) from None
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise argument_error(
            name, f"must be a date, or a datetime with a time zone, not {short_repr(value)}"
        )
    return value


def end_of_day(value: dt.date) -> dt.datetime:
    """Return the last moment of a date in Moscow time; a datetime is a moment already."""
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time.max, MOSCOW_ZONE)


CHECKS: Mapping[type[Any], Any] = {
    int: check_int,
    str: check_str,
    bool: check_bool,
    Decimal: check_decimal,
    dt.datetime: check_moment,
}
"""The check for each kind of scalar parameter."""


def short_repr(value: Any) -> str:
    """Return the start of the repr of *value*, for an error message."""
    try:
        text = repr(value)
    except ValueError:  # Python does not write an int of so many digits
        text = f"a very large {type(value).__name__}"
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 3]}..."


def argument_error(name: str, problem: str) -> ArgumentError:
    """Return the error that says what is wrong with the argument *name*.

    *name* may be the path of a part of it, such as ``products[2].percent``.
    """
    return ArgumentError(f"{name} {problem}", parameter=_INDEX.sub("", name))
