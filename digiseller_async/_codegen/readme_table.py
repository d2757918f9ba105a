"""Write the README's table of operations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ..spec.language import Endpoint, ListEndpoint, ResponseShape

_TABLE = re.compile(r"(<!-- operations:.*?-->\n).*(<!-- /operations -->)", re.DOTALL)


def with_operations(readme: str, rows: Iterable[Endpoint[Any]]) -> str:
    """Return *readme* with its table of operations made from the *rows*."""
    lines = "\n".join(map(_line, rows))
    table = f"\n| operation | what it does | effect | answers |\n|---|---|---|---|\n{lines}\n\n"
    return _TABLE.sub(lambda found: f"{found[1]}{table}{found[2]}", readme)


def _line(row: Endpoint[Any]) -> str:
    params = sorted(row.params, key=lambda param: not param.comes_first)
    names = [param.name for param in params if param.positional]
    call = f"`ds.{row.operation}({', '.join([*names, '…'])})`"
    summary = row.summary.removesuffix(".")
    effect = f"{row.effect.value}{' *list*' if isinstance(row, ListEndpoint) else ''}"
    return f"| {call} | {summary} | {effect} | {_answers(row)} |"


def _answers(row: Endpoint[Any]) -> str:
    if row.shape in (ResponseShape.BINARY, ResponseShape.EMPTY):
        return {ResponseShape.BINARY: "bytes", ResponseShape.EMPTY: "nothing"}[row.shape]
    return ", ".join(form.name for form in row.formats)
