"""The command ``digiseller call GROUP.NAME``: its operations, found when they are asked for."""

from __future__ import annotations

from difflib import get_close_matches
from functools import partial
from typing import Any

import click

from ...spec import GROUPS, rows
from ...spec.language import Endpoint, in_signature_order
from ..clients import client_options
from ..exit_codes import EXIT_CODES
from .call import call_operation
from .parameters import help_of, parameters_of, without_marks

_HELP = """Call any operation of the service.

\b
  digiseller call account.balance
  digiseller call account.receipts --limit 5 --json
  digiseller call GROUP.NAME --help

It prints a table, or with --json what the service said, with all digits of its amounts: a list is
one item a line. What changes something is asked about first, unless --yes is given. Credentials
come from the environment, see digiseller --help; with --sandbox a sandbox answers.
"""


class Operations(click.Group):
    """The operations of the table, each a command; a group's rows are loaded when one is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of all operations, in the order of the table."""
        return [row.operation for row in rows(*GROUPS)]

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """Return the command of one operation."""
        group = cmd_name.partition(".")[0]
        found = rows(group) if group in GROUPS else ()
        return next((_command(row) for row in found if row.operation == cmd_name), None)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the operation that is named, or say which names are near."""
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            near = get_close_matches(args[0], self.list_commands(ctx), cutoff=0.5)
            hint = f"did you mean {' or '.join(near)}?" if near else "see digiseller call --help."
            ctx.fail(f"there is no operation {args[0]!r}: {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """List the operations of each group with their summaries."""
        for group, doc in GROUPS.items():
            with formatter.section(f"{group} - {doc.rstrip('.')}"):
                formatter.write_dl([(row.operation, row.summary) for row in rows(group)])


call = Operations(
    "call", help=_HELP, short_help="Call any operation of the service.", epilog=EXIT_CODES
)


class _Operation(click.Command):
    """The command of an operation, whose arguments may be negative: -1 is a category, too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read *args*; what looks like an option, and is a number, is an argument."""
        try:
            return super().parse_args(ctx, [*args])
        except click.NoSuchOption as error:
            if not error.option_name.removeprefix("-").isdecimal():
                raise
        ctx.ignore_unknown_options = True
        return super().parse_args(ctx, args)


def _command(row: Endpoint[Any]) -> click.Command:
    action = client_options(partial(call_operation, row))
    command = click.command(
        row.operation,
        cls=_Operation,
        params=parameters_of(row),
        help=_help(row),
        short_help=row.summary,
        epilog=EXIT_CODES,
    )(action)
    # One call needs no rate of its own, and an operation has a parameter of that name.
    command.params = [one for one in command.params if one.name != "rate"]
    return command


def _help(row: Endpoint[Any]) -> str:
    values = [
        f"  {one.name.upper()}: {help_of(one)}" for one in in_signature_order(row) if one.positional
    ]
    parts = (
        row.summary,
        "\n\n".join(values),
        f"Effect: {row.effect.value}.",
        f"Permission: {row.permission or 'the documentation names none'}.",
        f"Returns: {row.returns_doc}",
        row.notes,
        f"Docs: {row.docs}",
    )
    return without_marks("\n\n".join(part for part in parts if part))
