"""Rows and the README in, the README with its list of operations out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ..spec.language import Endpoint, ListEndpoint, ResponseShape

_LIST = re.compile(r"(<!-- operations:.*?-->\n).*(<!-- /operations -->)", re.DOTALL)


def with_operations(readme: str, rows: Iterable[Endpoint[Any]]) -> str:
    """Return *readme* with the list of operations that the *rows* make."""
    lines = "\n".join(map(_line, rows))
    table = f"\n| operation | what it does | effect | answers |\n|---|---|---|---|\n{lines}\n\n"
    return _LIST.sub(lambda found: f"{found[1]}{table}{found[2]}", readme)


def _line(row: Endpoint[Any]) -> str:
    params = sorted(row.params, key=lambda one: not one.comes_first)
    names = [one.name for one in params if one.positional]
    call = f"`ds.{row.operation}({', '.join([*names, '…'])})`"
    what = row.summary.removesuffix(".")
    effect = f"{row.effect.value}{' *list*' if isinstance(row, ListEndpoint) else ''}"
    return f"| {call} | {what} | {effect} | {_answers(row)} |"


def _answers(row: Endpoint[Any]) -> str:
    if row.shape in (ResponseShape.BINARY, ResponseShape.EMPTY):
        return {ResponseShape.BINARY: "bytes", ResponseShape.EMPTY: "nothing"}[row.shape]
    return ", ".join(form.name for form in row.formats)
