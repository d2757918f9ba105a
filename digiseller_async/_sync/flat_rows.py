"""Give rows to other programs, such as the loader of a warehouse: flat, and exact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from .._kinds import Kind
from ..models._serialization.columns import ColumnType
from .columns import Layout, layout_of
from .rows import RowMaker, Value

__all__ = ["columns_of", "flatten"]

_TYPES: dict[ColumnType, type] = {
    ColumnType.WHOLE: int,
    ColumnType.FLAG: bool,
    ColumnType.NUMBER: Decimal,
    ColumnType.MOMENT: dt.datetime,
}


def columns_of(kind: Kind) -> dict[str, type]:
    """Return the columns of the rows of *kind*, in order, and what each holds.

    That is int, bool, Decimal, datetime, or str, which JSON is too.
    """
    layout, _ = _made_for(kind)
    return {column.name: _TYPES.get(column.type, str) for column in layout.columns}


def flatten(kind: Kind, items: Iterable[Any]) -> list[dict[str, Value]]:
    """Return *items* of *kind* as flat rows, with the values that `sync` writes into SQLite.

    An amount is the text of its digits, a moment text in UTC (``2026-11-27T08:30:00.000000Z``),
    which sorts as moments do, several of something the text of their JSON. NUL characters are left
    out. The seller, and the template of a template's product, are not in a row: add them to its
    key.
    """
    layout, make = _made_for(kind)
    names = [column.name for column in layout.columns]
    return [dict(zip(names, make(item)[0], strict=True)) for item in items]


@cache
def _made_for(kind: Kind) -> tuple[Layout, RowMaker]:
    layout = layout_of(kind)
    return layout, RowMaker(layout.columns)
