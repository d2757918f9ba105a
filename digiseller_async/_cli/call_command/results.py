"""Print what an operation returned: as JSON, or as a table."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, cast

import attrs
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from ...models import Localized
from ..jsonl import json_lines, json_text
from ..output import print_text, printable, write_stdout
from ..tables import terminal_width, text_of, width_of

_MIN_VALUE = 16  # columns beside a name, as for an amount


class UnprintableError(Exception):
    """Standard output takes no more, as was said where it is an error."""


def print_items(items: Sequence[Any], *, as_json: bool) -> None:
    """Print the *items* of a list: a line of JSON each, or one table.

    Raises `UnprintableError`, or `UnwritableError` for JSON.
    """
    if as_json:
        write_stdout(json_lines(items))
    elif items:
        _print(_table(items) if _is_model(items[0]) else "\n".join(map(_cell, items)))


def print_result(result: Any, *, as_json: bool) -> None:
    """Print one *result*, or "done" where there is none.

    Raises `UnprintableError`, or `UnwritableError` for JSON.
    """
    if as_json:
        write_stdout(json_lines([result]))
    elif result is None:
        _print("done")
    else:
        _print(_fields(result) if _is_model(result) else _cell(result))


def _print(text: str) -> None:
    if not print_text(text):
        raise UnprintableError


def _fields(model: Any) -> str:
    """Return a table of a model's fields, a line each."""
    return _lines(_flat(model))


def _lines(fields: Mapping[str, Any]) -> str:
    """Return a table with a line for each field; in a narrow terminal nothing of it is cut."""
    table = Table(box=SIMPLE, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in fields.items():
        table.add_row(name, Text(_cell(value)))
    width, needed = terminal_width(sys.stdout), max(map(len, fields), default=0) + _MIN_VALUE
    return text_of(table, None if width is None or width < needed else width)


def _table(models: Sequence[Any]) -> str:
    """Return a table of *models*, a line each, or a table for each if the terminal is too narrow.

    A field that has no value is left out.
    """
    rows = [_flat(one) for one in models]
    names = _names_in(rows, models[0])
    table = Table(*names, box=SIMPLE)
    for row in rows:
        table.add_row(*(Text(_cell(row.get(name))) for name in names))
    width = terminal_width(sys.stdout)
    if width is None or width_of(table) <= width:
        return text_of(table, width)
    return "\n".join(
        _lines({name: row[name] for name in names if row.get(name) is not None}) for row in rows
    )


def _names_in(rows: Sequence[Mapping[str, Any]], model: object) -> list[str]:
    """Return the fields of *rows* for which one has a value, in the order of their *model*."""
    found = dict.fromkeys(name for row in rows for name in row if row[name] is not None)
    order = _names(model)
    return sorted(found, key=lambda name: order.index(name.partition(".")[0]))


def _flat(model: Any) -> dict[str, Any]:
    """Return the fields of *model*, those of a model inside it by their paths."""
    found: dict[str, Any] = {}
    for name in _names(model):
        value = getattr(model, name)
        if _is_model(value):
            found |= {f"{name}.{inner}": one for inner, one in _flat(value).items()}
        else:
            found[name] = value
    return found


def _is_model(value: object) -> bool:
    return attrs.has(type(value))


def _names(model: object) -> list[str]:
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(type(model))  # type: ignore[arg-type]
    return [one.name for one in fields]


def _cell(value: object) -> str:
    if value is None or value == ():
        return ""
    if isinstance(value, bytes):
        return f"{len(value):,} bytes"
    if texts := _texts_of(value):
        return " / ".join(map(_cell, texts))
    return printable(value if isinstance(value, str) else json_text(value).strip('"'))


def _texts_of(value: object) -> list[str | None]:
    """Return the texts of a *value* that has them by language."""
    several = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
    return [one.value for one in several if isinstance(one, Localized)]
