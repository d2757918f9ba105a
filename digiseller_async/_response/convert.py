"""Convert values that are in the shape of a model into that model, leniently where need be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec

from .._codecs.scalars import read_moment
from ..models._base import Moment
from .strict_schema import REFUSED

_read_iso = dt.datetime.fromisoformat


def convert_all(values: Iterable[Any], kind: Any, *, start: int = 0) -> list[Any]:
    """Convert *values*, which begin with number *start*, each in the shape of *kind*."""
    several: Any = list
    try:
        found: list[Any] = msgspec.convert(
            values, several[kind], strict=False, dec_hook=decode_moment
        )
    except REFUSED:
        each = enumerate(values, start)
        found = [_convert_numbered(one, kind, number) for number, one in each]
    return found


def _convert_numbered(value: Any, kind: Any, number: int) -> Any:
    """Convert a value; a `ValueError` names its *number* as well."""
    try:
        return convert(value, kind)
    except ValueError as error:
        raise ValueError(f"{error}, item {number}") from None


def convert(value: Any, kind: Any) -> Any:
    """Convert a value in the shape of *kind*; a `ValueError` names the path of what is wrong."""
    try:
        return msgspec.convert(value, kind, strict=False, dec_hook=decode_moment)
    except REFUSED:
        from .lenient import structure  # noqa: PLC0415  (cattrs is loaded when needed)

        return structure(value, kind)


def decode_moment(kind: object, value: Any) -> dt.datetime:
    """Read a moment for msgspec, which knows no zone to be missing."""
    # Adding the zone to the text is five times as fast as replacing it in the datetime. The shape
    # is checked first: fromisoformat would take 2021-12-01+03:00 for three o'clock.
    try:
        if value[7:14:3] == "-T:":
            return _read_iso(value + "+03:00")
    except (TypeError, ValueError):  # it has a zone of its own, or is no text at all
        return read_moment(value)
    if kind is not Moment:
        raise NotImplementedError(kind)
    return read_moment(value)
