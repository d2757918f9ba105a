"""Bring flat rows back into the shape of their models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import msgspec

from .columns import OWN_COLUMNS, Column, ColumnType, columns_of_model
from .scalars import RefusedError

_FLAGS: Mapping[Any, bool] = {0: False, 1: True}
"""SQLite has no flags of its own."""


def nested(model: Any, row: Mapping[str, Any], decode: Callable[[str], Any]) -> dict[str, Any]:
    """Return a flat *row* as the fields of a *model*; what is None is left out.

    *decode* reads JSON. Raises `RefusedError` for a column that the model does not have.
    """
    columns = _columns_by_name(model)
    found: dict[str, Any] = {}
    for name, value in row.items():
        column = columns.get(name) or columns.get(name.removesuffix("_"))
        if column is None:
            if name in OWN_COLUMNS:
                continue
            known = ", ".join(columns)
            raise RefusedError(f"has no column {name[:40]!r}; its columns are {known}", row)
        if value is not None:
            place = found
            for outer in column.path[:-1]:
                place = place.setdefault(outer, {})
            place[column.path[-1]] = _value(column, value, decode)
    return found


@cache
def _columns_by_name(model: Any) -> Mapping[str, Column]:
    return {column.name: column for column in columns_of_model(model)}


def _value(column: Column, value: Any, decode: Callable[[str], Any]) -> Any:
    if column.type is ColumnType.FLAG:
        return _FLAGS.get(value, value)
    if column.type is not ColumnType.JSON or not isinstance(value, str):
        return value
    try:
        return decode(value)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise RefusedError("must be JSON, as text", value).within(column.name) from None
