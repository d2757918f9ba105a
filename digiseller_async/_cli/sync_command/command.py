"""The command ``digiseller sync``: keep a database up to date with what the seller has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Unpack

import click
from attrs import frozen

from ..._client import Digiseller
from ...errors import DigisellerError
from ...sync import ALL, KindReport, Store
from ...sync import sync as synchronize
from ..clients import ClientOptions, check_origin, client_options, open_client
from ..exit_codes import EXIT_CODES
from ..interrupts import run_interruptible
from ..option_types import IsoMoment
from ..progress import ProgressDisplay, progress_display
from .summary import KindSync, report

EVERY = "all"
_HELP = """Keep a database up to date with what the seller has: a table a kind.

\b
KIND is one or several of these; without any it is all:
  receipts             operations on the account
  external-operations  payments through aggregators
  sales                what was sold
  products             the seller's products, hidden ones too
  templates            commission templates
  template-products    each template's products
  offers               products with their individual commissions
  chats                chats with buyers, in short
  reviews              what buyers wrote about products

\b
  digiseller sync --sandbox --into shop.db
  digiseller sync --into postgresql+psycopg://user@host/database

The first run reads everything, later ones what is new: receipts, sales and external operations from
31 days before the newest that was seen, the other kinds as whole lists. Rows that are just as they
were are not written; what the service has no more stays, with the moment in the column gone. Stop
it at any moment, by Ctrl-C or kill -9: the next run goes on, and leaves the same rows. A run of the
same seller and kind that is under way is not disturbed: the second one is refused.

Amounts keep every digit; moments are in UTC. Nothing is changed at the service. The seller's id and
API key come from the environment, see digiseller --help; a terminal asks for what is missing.
"""


class Options(ClientOptions):
    """The options of the command."""

    into: str
    since: dt.date | None
    full: bool


@click.command(help=_HELP, short_help="Keep a database up to date.", epilog=EXIT_CODES)
@click.argument("kinds", nargs=-1, type=click.Choice([*ALL, EVERY]), metavar="[KIND]...")
@click.option(
    "--into",
    metavar="PATH|URL",
    required=True,
    type=click.Path(),  # which the shell completes; a URL is taken as it is
    help="The database: the path of an SQLite file, created if it is missing, or a URL.",
)
@click.option(
    "--since",
    metavar="DATE",
    type=IsoMoment(),
    help="How far back a first or a full run reads: a date (a day in Moscow), or a moment with its "
    "zone; later ones go on where the last ended.",
)
@click.option(
    "--full",
    is_flag=True,
    help="Read everything again, and mark receipts and sales that the service has no more as gone.",
)
@client_options
def sync(kinds: tuple[str, ...], **options: Unpack[Options]) -> int:
    """Synchronize the *kinds*, report the result, and return the exit code."""
    check_origin(options)
    chosen = [name for name in ALL if not kinds or EVERY in kinds or name in kinds]
    progress = {name: KindSync(name=name) for name in chosen}
    failure: DigisellerError | None = None
    is_interrupted = False
    try:
        is_interrupted = _run(progress, options)
    except DigisellerError as error:
        failure = error
    return report(list(progress.values()), failure, is_interrupted=is_interrupted)


def _run(progress: Mapping[str, KindSync], options: Options) -> bool:
    """Synchronize; return whether it was interrupted."""
    with Store(options["into"]) as store:
        synchronizer = Synchronizer(
            store=store,
            progress=progress,
            since=options["since"],
            full=options["full"],
            display=progress_display(),
        )
        return run_interruptible(partial(synchronizer.run, open_client(options)))


@frozen(kw_only=True)
class Synchronizer:
    """Synchronizes, and shows how far it has come."""

    store: Store
    progress: Mapping[str, KindSync]
    since: dt.date | None
    full: bool
    display: ProgressDisplay

    async def run(self, client: AbstractAsyncContextManager[Digiseller]) -> None:
        """Synchronize one kind after another."""
        async with client as ds:
            with self.display:
                await synchronize(
                    ds,
                    self.store,
                    tuple(self.progress),
                    since=self.since,
                    full=self.full,
                    on_progress=self._show,
                )

    def _show(self, report: KindReport) -> None:
        kind = self.progress[report.name]
        kind.update(report)
        self.display.show(kind)
