"""Derive the columns of a table from a model.

A model inside another becomes columns of its own, with the outer field's name before theirs;
several of something become one column of JSON. Fields that take no part in ``==`` have no column:
only one of the two formats has them, so they would change with the format.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import Enum, auto
from operator import attrgetter
from typing import Any, get_type_hints

import attrs

from .._kinds import Kind
from .._response.model_fields import is_model, parts
from ..models import Moment, OpenStrEnum

OWN = ("seller", "template_id", "digest", "changed", "seen", "gone")
"""The columns that no model has: a field of such a name gets ``_`` behind it."""


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


@attrs.frozen(kw_only=True)
class Layout:
    """The table of a kind: its name, the columns of the model, and its key."""

    kind: Kind
    table: str
    columns: tuple[Column, ...]
    key: str
    scope: tuple[str, ...]
    """The columns that come before the key: of template products, that of the template."""
    moment: str
    """The column of the kind's moment, if there is one."""

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return ("seller", *self.scope, self.key)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are written, in the order of the rows."""
        model = (column.name for column in self.columns)
        return ("seller", *self.scope, *model, "digest", "changed", "seen")


def layout_of(kind: Kind) -> Layout:
    """Return the layout of the table of *kind*."""
    columns = tuple(_columns(kind.model, ()))
    by_path = {".".join(column.path): column.name for column in columns}
    return Layout(
        kind=kind,
        table=kind.name.replace("-", "_"),
        columns=columns,
        key=by_path[kind.key] if kind.key else "",
        scope=("template_id",) if kind.is_per_template else (),
        moment=by_path[kind.moment] if kind.moment else "",
    )


def moment_getter(kind: Kind) -> Callable[[Any], dt.datetime | None]:
    """Return a function that gives the moment of an item of *kind*."""
    return attrgetter(kind.moment) if kind.moment else _no_moment


def _no_moment(_: object) -> None:
    return None


def _columns(model: type[Any], path: tuple[str, ...]) -> Iterator[Column]:
    hints = get_type_hints(model)
    for field in attrs.fields(model):
        if not field.eq:
            continue
        about, is_several = parts(hints[field.name])
        place = (*path, field.name)
        if is_model(about) and not is_several:
            yield from _columns(about, place)
            continue
        name = "_".join(place)
        kind = ColumnType.JSON if is_several else _type_of(about)
        yield Column(f"{name}_" if name in OWN else name, place, kind)


def _type_of(about: Any) -> ColumnType:
    if isinstance(about, type) and issubclass(about, OpenStrEnum):
        return ColumnType.WORD
    simple: dict[Any, ColumnType] = {
        int: ColumnType.WHOLE,
        bool: ColumnType.FLAG,
        Decimal: ColumnType.NUMBER,
        dt.datetime: ColumnType.MOMENT,
        Moment: ColumnType.MOMENT,
        str: ColumnType.TEXT,
    }
    return simple.get(about, ColumnType.JSON)
