"""Derive the columns of a flat row from a model, and make functions that fill them.

A model inside another becomes columns of its own, with the outer field's name before theirs;
several of something become one column of JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum, auto
from typing import Any, get_type_hints

import attrs

from .._types import AnyOpenEnum, Day, Moment
from .fields import is_model, parts

OWN_COLUMNS = ("seller", "template_id", "digest", "changed", "seen", "gone")
"""The columns that only the sync's tables have: a field of such a name gets ``_`` behind it."""


class ColumnType(Enum):
    """What a column holds."""

    WHOLE = auto()
    FLAG = auto()
    NUMBER = auto()
    MOMENT = auto()
    WORD = auto()
    TEXT = auto()
    JSON = auto()


@attrs.frozen
class Column:
    """A column: its name, the path of its field in the model, and what it holds."""

    name: str
    path: tuple[str, ...]
    type: ColumnType
    is_compared: bool = True
    """Whether its field takes part in ``==``."""


def columns_of_model(model: type[Any], path: tuple[str, ...] = ()) -> Iterator[Column]:
    """Yield the columns of *model*, which is at *path* in another."""
    hints = get_type_hints(model)
    for field in attrs.fields(model):
        about, is_several = parts(hints[field.name])
        place = (*path, field.name)
        is_compared = bool(field.eq)
        if is_model(about) and not is_several:
            for one in columns_of_model(about, place):
                yield one if is_compared else attrs.evolve(one, is_compared=False)
        else:
            kind = ColumnType.JSON if is_several else _type_of(about)
            yield Column("_".join(place), place, kind, is_compared)


def _type_of(about: Any) -> ColumnType:
    if isinstance(about, type) and issubclass(about, AnyOpenEnum):
        return ColumnType.WORD
    simple: dict[Any, ColumnType] = {
        int: ColumnType.WHOLE,
        bool: ColumnType.FLAG,
        Decimal: ColumnType.NUMBER,
        dt.datetime: ColumnType.MOMENT,
        Moment: ColumnType.MOMENT,
        Day: ColumnType.MOMENT,
        str: ColumnType.TEXT,
    }
    return simple.get(about, ColumnType.JSON)


def row_function(
    columns: Sequence[Column],
    expressions: Mapping[ColumnType, str],
    names: Mapping[str, Any],
    *,
    is_dict: bool = False,
) -> Callable[[Any], Any]:
    """Return a function that makes the row of a model: generated, as it is called so often.

    *expressions* make what a row has of a value ``v`` that is not None, by means of *names*. A row
    is a tuple, or a dictionary with the columns' names.
    """
    lines, variables = _outer_models(columns)
    values: list[str] = []
    for column in columns:
        owner = variables[column.path[:-1]]
        guard = "" if owner == "item" else f"{owner} is None or "
        found = f"(v := {owner}.{column.path[-1]}) is None"
        key = f"{column.name!r}: " if is_dict else ""
        values.append(f"{key}None if {guard}{found} else {expressions[column.type]}")
    start, end = "{}" if is_dict else "()"
    lines = ["def row(item):", *lines, f"    return {start}{', '.join(values)},{end}"]
    known = dict(names)
    exec("\n".join(lines), known)  # noqa: S102  (names of our own fields, as attrs does it)
    made: Callable[[Any], Any] = known["row"]
    return made


def _outer_models(columns: Sequence[Column]) -> tuple[list[str], dict[tuple[str, ...], str]]:
    """Return lines that take the models out of others, and by their paths the variables."""
    lines: list[str] = []
    variables: dict[tuple[str, ...], str] = {(): "item"}
    for column in columns:
        for depth in range(1, len(column.path)):
            inner = column.path[:depth]
            if inner not in variables:
                outer = variables[inner[:-1]]
                variables[inner] = name = f"v{len(variables)}"
                lines.append(f"    {name} = {outer} and {outer}.{inner[-1]}")
    return lines, variables
