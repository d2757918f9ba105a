"""Convert values that are in the shape of a model into that model, leniently where need be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec

from .._codecs.scalars import FIXED_SINCE, read_moment
from ..models._base import Moment
from .model_fields import Tell, ignore
from .payload import UnreadableRow
from .strict_schema import REFUSED

_read_iso = dt.datetime.fromisoformat


def convert_all(values: Iterable[Any], kind: Any, tell: Tell, *, start: int = 0) -> list[Any]:
    """Convert *values*, which begin with number *start*, each in the shape of *kind*.

    An `UnreadableRow` stands for each that has no readable identity.
    """
    several: Any = list
    try:
        found: list[Any] = msgspec.convert(
            values, several[kind], strict=False, dec_hook=decode_moment
        )
    except REFUSED:
        each = enumerate(values, start)
        found = [convert_row(one, kind, tell, number=number) for number, one in each]
    return found


def convert_row(value: Any, kind: Any, tell: Tell, *, number: int) -> Any:
    """Convert the value of a row; without a readable identity it is an `UnreadableRow`."""
    try:
        return convert(value, kind, tell)
    except ValueError as error:
        why = f"{error}, item {number}"
        tell("", why)
        return UnreadableRow(why)


def convert(value: Any, kind: Any, tell: Tell = ignore) -> Any:
    """Convert a value in the shape of *kind*; what cannot be read is told, and left out.

    A `ValueError` names the path of what identifies it, if that cannot be read.
    """
    try:
        return msgspec.convert(value, kind, strict=False, dec_hook=decode_moment)
    except REFUSED:
        from .lenient import structure  # noqa: PLC0415  (cattrs is loaded when needed)

        return structure(value, kind, tell)


def decode_moment(kind: object, value: Any) -> dt.datetime | None:
    """Read a moment for msgspec, which knows no zone to be missing.

    Raises `ValueError`, and for other kinds than a moment `NotImplementedError`.
    """
    # Adding the offset to the text is five times as fast as replacing it in the datetime, and of
    # the same kind as the others are: fixed. The shape is checked first: fromisoformat would take
    # 2021-12-01+03:00 for three o'clock.
    try:
        if value[7:14:3] == "-T:" and value >= FIXED_SINCE:
            return _read_iso(value + "+03:00")
    except (KeyError, TypeError, ValueError):  # it has a zone of its own, or is no text at all
        return read_moment(value)
    if kind is not Moment:
        raise NotImplementedError(kind)
    return read_moment(value)
