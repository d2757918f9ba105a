"""Encode rows as CSV that a spreadsheet opens with a double click.

It is UTF-8 with a byte order mark, without which Excel takes it for another encoding. What buyers
wrote must not be run as a formula, nor digits be changed: such cells begin with an apostrophe.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any, ClassVar

from ..._codecs.scalars import MOSCOW_ZONE
from ..._kinds import Kind
from .formats import columns, values

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
"""What begins a cell that is run as a formula, also as East Asian keyboards write it."""
_MOST_DIGITS = 15
"""So many digits of a number a spreadsheet keeps."""
_CHANGED = re.compile(
    rf"0\d+|\d{{{_MOST_DIGITS + 1},}}|\d+([-./:,]\d+){{1,2}}|\d+(\.\d+)?[eE][+-]?\d+", re.ASCII
)
"""A text that is taken for a number or a date, and changed: without zeros, rounded, another one."""


class CsvEncoder:
    """Encodes the rows of one kind."""

    can_go_on: ClassVar[bool] = True

    def __init__(self, kind: Kind, *, decimal_comma: bool) -> None:
        self._kind = kind
        self._delimiter = ";" if decimal_comma else ","
        cells = _CELLS | _WITH_COMMA if decimal_comma else _CELLS
        self._cells = [cells[holds] for holds in columns(kind).values()]

    def header(self) -> bytes:
        """Return the byte order mark, and the names of the columns."""
        return BOM_UTF8 + self._lines([columns(self._kind)])

    def encode(self, items: Sequence[Any], template_id: int | None) -> bytes:
        """Return a line for each of *items*."""
        return self._lines(
            [
                "" if value is None else cell(value)
                for cell, value in zip(self._cells, row, strict=True)
            ]
            for row in values(self._kind, items, template_id)
        )

    def footer(self) -> bytes:
        """Return nothing."""
        return b""

    def _lines(self, rows: Iterable[Iterable[str]]) -> bytes:
        text = StringIO(newline="")
        csv.writer(text, delimiter=self._delimiter, lineterminator="\r\n").writerows(rows)
        return text.getvalue().encode()


def _whole(value: int) -> str:
    digits = str(value)
    return f"'{digits}" if len(digits.lstrip("-")) > _MOST_DIGITS else digits


def _amount(value: str) -> str:
    digits = value.strip("-0.").replace(".", "")
    return f"'{value}" if len(digits) > _MOST_DIGITS else value


def _flag(value: int) -> str:
    return "TRUE" if value else "FALSE"


def _moment(value: str) -> str:
    # Without a zone: with one, a spreadsheet takes it for text.
    moment = dt.datetime.fromisoformat(value).astimezone(MOSCOW_ZONE).replace(tzinfo=None)
    text = moment.isoformat(" ")
    return text.rstrip("0") if moment.microsecond else text


def _text(value: str) -> str:
    is_changed = value.startswith(_FORMULA) or _CHANGED.fullmatch(value)
    return f"'{value}" if is_changed else value


def _with_comma(cell: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: cell(value).replace(".", ",")


_CELLS: dict[type, Callable[[Any], str]] = {
    int: _whole,
    bool: _flag,
    Decimal: _amount,
    dt.datetime: _moment,
    str: _text,
}
"""How each type of a column is written."""
_WITH_COMMA: dict[type, Callable[[Any], str]] = {
    one: _with_comma(_CELLS[one]) for one in (Decimal, dt.datetime)
}
