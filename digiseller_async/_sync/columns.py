"""Lay out the table of a kind: the columns of its model, and its key.

Fields that take no part in ``==`` have no column: only one of the two formats has them, so they
would change with the format.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

import attrs

from .._kinds import Kind
from ..models._serialization.columns import OWN_COLUMNS, Column, columns_of_model


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
    columns = tuple(_columns(kind))
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


def _columns(kind: Kind) -> Iterator[Column]:
    for one in columns_of_model(kind.model):
        if one.is_compared:
            yield attrs.evolve(one, name=f"{one.name}_") if one.name in OWN_COLUMNS else one
