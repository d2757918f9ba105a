"""The command ``digiseller export``: write what the seller has to files of JSON Lines."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, contextmanager
from functools import partial
from pathlib import Path
from typing import Unpack

import click
from attrs import frozen

from ..._client import Digiseller
from ..._kinds import Kind
from ...errors import DigisellerError
from ..clients import (
    AT_LEAST_ONE,
    ClientOptions,
    check_origin,
    client_options,
    open_client,
)
from ..exit_codes import EXIT_CODES, CommandError
from ..interrupts import run_interruptible
from ..jsonl import STDOUT, JsonLines, UnwritableError, create_folder, json_lines
from ..progress import KindProgress, ProgressDisplay, State, progress_display
from .kinds import (
    ALL,
    KIND_NAMES,
    ExportedList,
    check_page_size,
    lists_of,
    select_kinds,
)
from .summary import report

_HELP = """Write what the seller has to DIR: one file a kind, one JSON object a line.

\b
KIND is one or several of these; without any it is all:
  receipts             receipts.jsonl: operations on the account, newest first
  external-operations  external-operations.jsonl: payments through aggregators
  sales                sales.jsonl: what was sold, newest first
  products             products.jsonl: the seller's products, hidden ones too, by name
  templates            templates.jsonl: commission templates
  template-products    template-products.jsonl: each template's products, with template_id
  offers               offers.jsonl: products with their individual commissions
  chats                chats.jsonl: chats with buyers in short, the latest message first
  reviews              reviews.jsonl: what buyers wrote about products
  all                  all of these, in this order

Amounts keep every digit that the service sent; moments are ISO 8601 with their zone. Lines are
whole, also after an error or Ctrl-C. A file takes the place of an older one when it is complete;
until then, and after an error or Ctrl-C, the older one stays, and the new lines are in
KIND.partial.jsonl. Only you may read the files. Nothing is changed at the service.

The seller's id and API key come from the environment, see digiseller --help; a terminal asks for
what is missing. Progress and errors go to stderr, a summary to stdout. With --out - the lines go to
stdout, one kind after the other, and the summary to stderr.
"""


class Options(ClientOptions):
    """The options of the command."""

    out: Path
    page_size: int
    limit: int | None


@click.command(help=_HELP, short_help="Write what the seller has to files.", epilog=EXIT_CODES)
@click.argument("kinds", nargs=-1, type=click.Choice([*KIND_NAMES, ALL]), metavar="[KIND]...")
@click.option(
    "--out",
    metavar="DIR|-",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder for the files, created if it is missing; - is standard output.",
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
    out, limit = options["out"], options["limit"]
    selected = select_kinds(kinds)
    progress = [
        KindProgress(
            name=kind.name, path=out if out == STDOUT else out / f"{kind.name}.jsonl", limit=limit
        )
        for kind in selected
    ]
    exporter = Exporter(
        kinds=selected,
        progress=progress,
        page_size=options["page_size"],
        display=progress_display(),
    )
    failure: CommandError | None = None
    is_interrupted = False
    try:
        is_interrupted = _run(exporter, options)
    except (DigisellerError, UnwritableError) as error:
        failure = error
    return report(progress, failure, is_interrupted=is_interrupted)


def _run(exporter: Exporter, options: Options) -> bool:
    """Run the *exporter*; return whether it was interrupted."""
    client = open_client(options)
    if options["out"] != STDOUT:
        create_folder(options["out"])
    return run_interruptible(partial(exporter.run, client))


@contextmanager
def _lines(progress: KindProgress) -> Generator[JsonLines, None, None]:
    """Give what the lines of a kind are written to, and note where they are in the end."""
    lines = json_lines(progress.path)
    try:
        with lines:
            yield lines
    finally:
        progress.path = lines.path
        if lines.are_lost:
            progress.items = 0


@frozen(kw_only=True)
class Exporter:
    """Reads the lists of each kind, and writes their items to the file of the kind."""

    kinds: Sequence[Kind]
    progress: Sequence[KindProgress]
    page_size: int
    display: ProgressDisplay

    async def run(self, client: AbstractAsyncContextManager[Digiseller]) -> None:
        """Export one kind after another, counting in *progress*."""
        async with client as ds:
            # Before anything is sent: a page size may suit receipts, but not offers.
            for kind in self.kinds:
                check_page_size(kind, ds, self.page_size)
            with self.display:
                for kind, progress in zip(self.kinds, self.progress, strict=True):
                    with self._timed(progress), _lines(progress) as file:
                        lists = lists_of(kind, ds, self.page_size, progress.drift)
                        await self._write_lists(progress, file, lists)

    @contextmanager
    def _timed(self, progress: KindProgress) -> Generator[None, None, None]:
        start = time.monotonic()
        progress.state = State.STOPPED
        self.display.show(progress)
        try:
            yield
            progress.state = State.COMPLETE
        finally:
            progress.seconds = time.monotonic() - start
            self.display.show(progress)

    async def _write_lists(
        self,
        progress: KindProgress,
        file: JsonLines,
        lists: AsyncGenerator[ExportedList, None],
    ) -> None:
        async with aclosing(lists):
            async for one in lists:
                await self._write_list(one, file, progress)
                if progress.remaining == 0:
                    break
        file.write(())  # an older file is replaced even if there was no page
        file.complete()

    async def _write_list(self, one: ExportedList, file: JsonLines, progress: KindProgress) -> None:
        remaining, is_first = progress.remaining, True
        paginator = one.paginator if remaining is None else one.paginator.limit(remaining)
        try:
            async for page in paginator.pages():
                if is_first:
                    progress.expect(page.total_items, is_last=one.is_last)
                    is_first = False
                file.write(one.rows(page.items))
                progress.add_page(len(page.items))
                self.display.show(progress)
        finally:
            progress.drift += paginator.report.drift
