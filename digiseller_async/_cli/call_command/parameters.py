"""Make the arguments and options of a command from a row of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import click

from ...spec.language import Effect, Endpoint, ListEndpoint, Param, in_signature_order
from ..clients import AT_LEAST_ONE
from .values import is_repeated, shape_of, type_of, words_of

_MARKED = re.compile(r"``(.+?)``|`([^`]+)`|\*(\w+)\*")
_OWN = "of_operation_"
"""What the operation's own values have before their names, beside the command's options."""


def parameters_of(row: Endpoint[Any]) -> list[click.Parameter]:
    """Return the arguments and options for a call of *row*."""
    return [*_of_operation(row), *_of_command(row)]


def arguments_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of the operation that were given."""
    return {
        name.removeprefix(_OWN): value
        for name, value in values.items()
        if name.startswith(_OWN) and value is not None and value != ()
    }


def _of_operation(row: Endpoint[Any]) -> Iterator[click.Parameter]:
    params = in_signature_order(row)
    yield from (_argument(one) for one in params if one.positional)
    yield from (_option(one) for one in params if not one.positional)
    if row.alternative:
        yield _option(Param(row.alternative.flag, bool, row.alternative.doc))
    if isinstance(row, ListEndpoint):
        yield from (_option(row.page_param), _option(row.size_param))


def _of_command(row: Endpoint[Any]) -> Iterator[click.Option]:
    if isinstance(row, ListEndpoint):
        yield click.Option(["--limit"], type=AT_LEAST_ONE, metavar="N", help="At most N items.")
    if row.starts_task:
        yield click.Option(["--wait"], is_flag=True, help="Wait until the task is done.")
    if row.effect is not Effect.SAFE or row.changes_with:
        yield click.Option(["--yes"], is_flag=True, help="Do it without asking.")
    yield click.Option(
        ["--json", "as_json"], is_flag=True, help="Print JSON, a list as one item a line."
    )


def _argument(param: Param) -> click.Argument:
    return click.Argument(
        [_OWN + param.name],
        type=type_of(param),
        required=param.required,
        nargs=-1 if is_repeated(param) else 1,
        metavar=param.name.upper() + ("..." if is_repeated(param) else ""),
    )


def _option(param: Param) -> click.Option:
    name = param.name.replace("_", "-")
    if param.kind is bool:
        return click.Option(
            [f"--{name}/--no-{name}", _OWN + param.name],
            default=None,
            required=param.required,
            help=help_of(param),
        )
    return click.Option(
        [f"--{name}", _OWN + param.name],
        type=type_of(param),
        metavar="DECIMAL" if param.kind is Decimal else None,
        required=param.required,
        multiple=is_repeated(param),
        help=help_of(param),
    )


def help_of(param: Param) -> str:
    """Return what *param* is, which values it takes, and whether it may be given repeatedly."""
    shape = shape_of(param)
    words = words_of(param)
    listed = f"One of {', '.join(words)}." if words else ""
    repeated = "May be repeated." if is_repeated(param) and not param.positional else ""
    parts = (without_marks(param.doc), shape, listed, repeated)
    return " ".join(" ".join(one.split()) for one in parts if one)


def without_marks(doc: str) -> str:
    """Return *doc* as a terminal shows it: ``code``, `names` and *parameters* are not marked."""
    return _MARKED.sub(lambda found: found[found.lastindex or 0], doc)
