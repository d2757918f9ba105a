"""The command ``digiseller export``: write what the seller has to files, or to standard output."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Unpack

import click

from ..._kinds import Kind
from ...errors import DigisellerError
from ..clients import (
    AT_LEAST_ONE,
    ClientOptions,
    check_origin,
    client_options,
    open_client,
)
from ..exit_codes import EXIT_CODES, OK, CommandError
from ..interrupts import run_interruptible
from ..option_types import IsoMoment, NonEmptyPath
from ..output import STDOUT, UnreadError, UnwritableError, print_note
from ..progress import KindProgress, ProgressDisplay, ProgressLines, progress_display
from .checkpoint import CheckpointFile, ExportOptions
from .csv_rows import CsvEncoder
from .exporter import Exporter
from .formats import Format, JsonLinesEncoder, RowEncoder
from .kind_export import KindExport
from .kinds import ALL, KIND_NAMES, select_kinds
from .parquet_rows import ParquetEncoder
from .partial_file import PartialFile
from .period import Period
from .summary import report
from .targets import StandardOutput, create_folder

_HELP = """Write what the seller has to DIR: one file a kind, one row an item.

\b
KIND is one or several of these; without any it is all:
  receipts             operations on the account, newest first
  external-operations  payments through aggregators, newest first
  sales                what was sold, newest first
  products             the seller's products, hidden ones too, by name
  templates            commission templates
  template-products    each template's products, with template_id
  offers               products with their individual commissions
  chats                chats with buyers in short, the latest message first
  reviews              what buyers wrote about products
  categories           categories of the seller's shop, each before those in it, with parent_id
  balance              the account's balance, one row
  all                  all of these, in this order

\b
The format is one of these:
  jsonl    one JSON object a line, as the models have it. Amounts are texts with every digit that
           the service sent; moments are ISO 8601 with their zone.
  csv      for spreadsheets: UTF-8 with a byte order mark, a column for each field, several of
           something as JSON. Moments are in Moscow's time. A text that a spreadsheet would run as
           a formula or take for a date, and digits that it would change (00123, more than 15),
           begin with an apostrophe.
  parquet  for pandas, polars, DuckDB: the columns of csv, amounts as decimal128(38, 18), moments
           in UTC. It needs an extra: pip install "digiseller-async[parquet]"

A file takes the place of an older one when it is complete. Until then, and after an error or
Ctrl-C, the rows are in KIND.partial.FORMAT, all of them whole, with KIND.FORMAT.checkpoint beside
it. With --resume the next export goes on from there, also after kill -9: no row is written twice,
and none is left out. A Parquet file cannot be gone on with, so its kind is read again from the
start. Only you may read the files. Nothing is changed at the service.

The seller's id and API key come from the environment, see digiseller --help; a terminal asks for
what is missing. Progress and errors go to stderr, a summary to stdout. With --out - the rows of one
kind go to stdout, and the summary to stderr; a reader that has enough, such as head, ends it.
"""


class Options(ClientOptions):
    """The options of the command."""

    out: Path
    format: str
    decimal_comma: bool
    since: dt.date | None
    until: dt.date | None
    resume: bool
    page_size: int
    limit: int | None


@click.command(help=_HELP, short_help="Write what the seller has to files.", epilog=EXIT_CODES)
@click.argument("kinds", nargs=-1, type=click.Choice([*KIND_NAMES, ALL]), metavar="[KIND]...")
@click.option(
    "--out",
    metavar="DIR|-",
    required=True,
    type=NonEmptyPath(path_type=Path),
    help="The folder for the files, created if it is missing; - is standard output.",
)
@click.option(
    "--format",
    type=click.Choice([one.value for one in Format]),
    default=Format.JSONL.value,
    show_default=True,
    help="How the rows are written.",
)
@click.option(
    "--decimal-comma",
    is_flag=True,
    help="CSV with 33,50 and ; as spreadsheets in Russian and most of Europe expect it.",
)
@click.option(
    "--since",
    metavar="DATE",
    type=IsoMoment(),
    help="Receipts and sales not before this date (a day in Moscow), or moment with its zone.",
)
@click.option(
    "--until",
    metavar="DATE",
    type=IsoMoment(),
    help="Not after this moment; a date means the whole day. Other kinds are read as a whole.",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Go on from where an export to DIR has stopped, with the same options; else begin.",
)
@click.option(
    "--page-size",
    metavar="N",
    type=AT_LEAST_ONE,
    default=100,
    show_default=True,
    help="Items a page; above 100 not for templates, template-products and offers.",
)
@click.option("--limit", metavar="N", type=AT_LEAST_ONE, help="At most N items of each kind.")
@client_options
def export(kinds: tuple[str, ...], **options: Unpack[Options]) -> int:
    """Export the *kinds*, report the result, and return the exit code."""
    check_origin(options)
    selected = select_kinds(kinds)
    period = Period(since=options["since"], until=options["until"])
    period.check(selected)
    _check_options(selected, options)
    exports = [_export_of(kind, period, options) for kind in selected]
    exporter = Exporter(exports=exports, display=_display(options), is_resumed=options["resume"])
    if whole := period.left_out(selected):
        print_note(f"without a period, so read as a whole: {', '.join(whole)}")
    failure: CommandError | None = None
    is_interrupted = False
    try:
        is_interrupted = _run(exporter, options)
    except UnreadError:
        return OK
    except (DigisellerError, UnwritableError) as error:
        failure = error
    return report(
        [one.progress for one in exports],
        failure,
        is_interrupted=is_interrupted,
        can_resume=not options["use_sandbox"],
    )


def _check_options(kinds: Sequence[Kind], options: Options) -> None:
    """Refuse options that exclude each other."""
    if options["decimal_comma"] and options["format"] != Format.CSV:
        raise click.UsageError("--decimal-comma is for --format csv.")
    if options["resume"] and options["out"] == STDOUT:
        raise click.UsageError("--resume is for files: give --out a folder.")
    if options["resume"] and options["use_sandbox"]:
        raise click.UsageError(
            "--resume goes on with a seller that is still there, and --sandbox makes a new one: "
            "start digiseller sandbox, and name it with --base-url."
        )
    if options["out"] != STDOUT:
        return
    if options["format"] == Format.PARQUET:
        raise click.UsageError("Parquet is for files: give --out a folder, or choose jsonl or csv.")
    if len(kinds) > 1:
        raise click.UsageError("Standard output takes one kind: name one, or give --out a folder.")


def _display(options: Options) -> ProgressDisplay:
    """Return what shows the progress: no bars in the terminal where the rows are shown."""
    is_mixed = options["out"] == STDOUT and sys.stdout.isatty()
    return ProgressLines() if is_mixed else progress_display()


def _export_of(kind: Kind, period: Period, options: Options) -> KindExport:
    out = options["out"]
    path = out if out == STDOUT else out / f"{kind.name}.{options['format']}"
    encoder = _encoder(kind, options)
    return KindExport(
        kind=kind,
        period=period,
        options=_kept(options),
        progress=KindProgress(
            name=kind.name, path=path, limit=options["limit"], can_go_on=encoder.can_go_on
        ),
        target=StandardOutput() if out == STDOUT else PartialFile(path),
        encoder=encoder,
        checkpoint=None if out == STDOUT else CheckpointFile(path),
    )


def _encoder(kind: Kind, options: Options) -> RowEncoder:
    if options["format"] == Format.PARQUET:
        return ParquetEncoder(kind)
    if options["format"] == Format.CSV:
        return CsvEncoder(kind, decimal_comma=options["decimal_comma"])
    return JsonLinesEncoder()


def _kept(options: Options) -> ExportOptions:
    """Return the options that an export which goes on must have, too."""
    since, until = options["since"], options["until"]
    return ExportOptions(
        page_size=options["page_size"],
        limit=options["limit"],
        since=None if since is None else since.isoformat(),
        until=None if until is None else until.isoformat(),
        decimal_comma=options["decimal_comma"],
    )


def _run(exporter: Exporter, options: Options) -> bool:
    """Run the *exporter*; return whether it was interrupted."""
    client = open_client(options)
    if options["out"] != STDOUT:
        create_folder(options["out"])
    return run_interruptible(partial(exporter.run, client))
