"""A scalar of one kind in, checked; as the wire needs it out, or refused by name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .._codecs.scalars import MOSCOW
from ..errors import ArgumentError

_MOST_DIGITS = 40
_DIGITS = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,9})?\s*", re.ASCII)
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLACE = re.compile(r"\[\d+\]")


def _int(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise refused(name, f"must be a whole number, not {shown(value)}")
    if abs(value) >= 2**63:
        raise refused(name, "does not fit into 64 bits")
    return int(value)


def checked_text(name: str, value: Any) -> str:
    """Return *value* if it is a text that every format can hold."""
    if not isinstance(value, str):
        raise refused(name, f"must be text, not {shown(value)}")
    if _UNWRITABLE.search(value):
        raise refused(name, "has a control character, or half of a surrogate pair")
    return str.__str__(value)  # a subclass of str would be a stranger to the JSON writer


def flag(name: str, value: Any) -> bool:
    """Return *value* if it is a bool."""
    if not isinstance(value, bool):
        raise refused(name, f"must be True or False, not {shown(value)}")
    return value


def _decimal(name: str, value: Any) -> Decimal:
    # A float has already lost the digits that the caller meant.
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise refused(name, f"must be a Decimal, an int, or a str of digits, not {shown(value)}")
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise refused(name, f"is not a number: {shown(value)}")
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
        raise refused(name, f"must be a date or an aware datetime, not {shown(value)}")
    return value


CHECKS: Mapping[type[Any], Any] = {
    int: _int,
    str: checked_text,
    bool: flag,
    Decimal: _decimal,
    dt.datetime: _moment,
}


def shown(value: Any) -> str:
    """Return how *value* is shown in a refusal."""
    try:
        text = repr(value)
    except ValueError:  # Python writes no int of so many digits
        text = f"a very large {type(value).__name__}"
    return text if len(text) <= 40 else f"{text[:37]}..."


def refused(name: str, why: str) -> ArgumentError:
    """Return the refusal of the argument *name*."""
    return ArgumentError(f"{name} {why}", parameter=_PLACE.sub("", name))
