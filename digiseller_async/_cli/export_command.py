"""The words of ``digiseller export`` come in; an exit code goes out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TypedDict, Unpack

import click

from ..errors import DigisellerError
from .clients import Settings, connect, play
from .counts import Tally
from .credentials import identify
from .exit_codes import EXIT_CODES, Failure, conclude
from .export_kinds import ALL, KINDS, chosen
from .export_run import Export
from .interrupts import was_interrupted
from .jsonl import UnwritableError, prepare
from .progress import watch

_HELP = """Write what the seller has to DIR: one file a kind, one JSON object a line.

\b
KIND is one or several of these; without any it is all:
  receipts             receipts.jsonl: operations on the account, newest first
  external-operations  external-operations.jsonl: payments through aggregators
  templates            templates.jsonl: commission templates
  template-products    template-products.jsonl: each template's products, with template_id
  offers               offers.jsonl: products with their individual commissions
  all                  all of these, in this order

Amounts keep every digit that the service sent; moments are ISO 8601 with their zone. Lines are
whole, also after an error or Ctrl-C. When the first page of a kind has come, an older file of that
kind is emptied and written anew; until then it stays as it was. Nothing is changed at the service.

The seller's id and API key come from the environment, see digiseller --help; a terminal asks for
what is missing. Progress and errors go to stderr, a summary to stdout.
"""
_ABOVE_ZERO = click.FloatRange(min=0, min_open=True)
_AT_LEAST_ONE = click.IntRange(min=1)


class Options(TypedDict):
    """What the command line says."""

    out: Path
    is_toy: bool
    base_url: str | None
    page_size: int
    limit: int | None
    rate: float | None
    timeout: float
    attempts: int


@click.command(help=_HELP, short_help="Write what the seller has to files.", epilog=EXIT_CODES)
@click.argument("kinds", nargs=-1, type=click.Choice([*KINDS, ALL]), metavar="[KIND]...")
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder for the files; it is made if it is missing.",
)
@click.option(
    "--sandbox", "is_toy", is_flag=True, help="Export made-up data from a sandbox in this process."
)
@click.option(
    "--base-url", metavar="URL", help="Another origin than the service's, such as a sandbox's."
)
@click.option(
    "--page-size",
    metavar="N",
    type=_AT_LEAST_ONE,
    default=100,
    show_default=True,
    help="Items a page; above 100 for receipts and external-operations only.",
)
@click.option("--limit", metavar="N", type=_AT_LEAST_ONE, help="At most N items of each kind.")
@click.option(
    "--rate",
    metavar="CALLS_PER_SECOND",
    type=_ABOVE_ZERO,
    help="At most so many calls a second.  [default: 10; with --sandbox no limit]",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=_ABOVE_ZERO,
    default=60.0,
    show_default=True,
    help="The longest that one call may take, repetitions included.",
)
@click.option(
    "--attempts",
    metavar="N",
    type=_AT_LEAST_ONE,
    default=3,
    show_default=True,
    help="How often one call is tried at most.",
)
def export(kinds: tuple[str, ...], **options: Unpack[Options]) -> int:
    """Export the *kinds*, tell what became of it, and return the exit code."""
    if options["is_toy"] and options["base_url"] is not None:
        raise click.UsageError("--sandbox and --base-url exclude each other.")
    out, limit = options["out"], options["limit"]
    jobs = chosen(kinds)
    tallies = [Tally(kind=job.kind, path=out / f"{job.kind}.jsonl", limit=limit) for job in jobs]
    work = Export(jobs=jobs, tallies=tallies, page_size=options["page_size"], watch=watch())
    failure: Failure | None = None
    is_interrupted = False
    try:
        is_interrupted = _carry_out(work, options)
    except (DigisellerError, UnwritableError) as error:
        failure = error
    return conclude(tallies, failure, is_interrupted=is_interrupted)


def _carry_out(work: Export, options: Options) -> bool:
    """Return whether the *work* was interrupted."""
    settings = Settings(
        base_url=options["base_url"],
        rate=options["rate"],
        timeout=options["timeout"],
        attempts=options["attempts"],
    )
    client = play(settings) if options["is_toy"] else connect(settings, identify())
    prepare(options["out"])
    return was_interrupted(partial(work.run, client))
