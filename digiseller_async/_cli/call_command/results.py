"""Print what an operation returned: as JSON, or as a table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import attrs
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from ..jsonl import json_lines, json_text
from ..output import print_text, printable, write_stdout
from ..tables import terminal_width, text_of


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
    table = Table(box=SIMPLE, show_header=False)
    for name in _names(model):
        table.add_row(name, Text(_cell(getattr(model, name))))
    return text_of(table, terminal_width(sys.stdout))


def _table(models: Sequence[Any]) -> str:
    """Return a table of *models*, a line each; a field that none has a value for is left out."""
    names = [
        name for name in _names(models[0]) if any(getattr(one, name) is not None for one in models)
    ]
    table = Table(*names, box=SIMPLE)
    for one in models:
        table.add_row(*(Text(_cell(getattr(one, name))) for name in names))
    return text_of(table, terminal_width(sys.stdout))


def _is_model(value: object) -> bool:
    return attrs.has(type(value))


def _names(model: object) -> list[str]:
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(type(model))  # type: ignore[arg-type]
    return [one.name for one in fields]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return f"{len(value):,} bytes"
    return printable(value if isinstance(value, str) else json_text(value).strip('"'))
