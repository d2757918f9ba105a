"""Synchronize the chosen kinds, one after another."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import ExitStack, asynccontextmanager
from typing import Any

import anyio
import anyio.to_thread

from .._client import Digiseller
from .._kinds import KINDS, Kind, TimedKind
from .._runtime.hooks import result_of
from ..errors import ArgumentError, ConfigurationError
from .external_operations import read_external_operations
from .kind_run import KindRun, Reach
from .report import KindReport, SyncReport
from .session import Session
from .store import LAYOUTS, Store, database_of
from .whole_lists import read_list, read_template_products
from .windows import read_windows

__all__ = ["ALL", "sync"]

ALL = tuple(kind.name for kind in KINDS)
"""The names of all kinds, in the order in which they are read."""
_MONTH = dt.timedelta(days=31)
_MOSCOW = dt.timezone(dt.timedelta(hours=3))
_READERS: dict[str, Callable[[KindRun], Awaitable[None]]] = {
    "external-operations": read_external_operations,
    "template-products": read_template_products,
}


async def sync(
    ds: Digiseller,
    store: Store,
    kinds: str | Iterable[str] = ALL,
    *,
    since: dt.date | None = None,
    overlap: dt.timedelta = _MONTH,
    full: bool = False,
    on_progress: Callable[[KindReport], object] | None = None,
) -> SyncReport:
    """Bring *store* up to date with what the seller has, and say what changed.

    The first time everything is read, later only what is new: receipts, sales and external
    operations from the watermark, the newest moment that was seen, less *overlap*; other kinds are
    whole lists. A row that is just as it was is not written. Each page is one transaction, together
    with how far the run is, so a run can be killed at any moment: the next one leaves the same rows
    as one that was not.

    Args:
        ds: The client; it must know its seller's id.
        store: Where the rows are kept; several sellers can share one.
        kinds: Which kinds, by their names; all of `ALL` if not given.
        since: How far back a first run reads, and a full one: a date (in Moscow time), or an aware
            datetime. Later runs go on from the watermark all the same, so that nothing is left out.
        overlap: How far before the watermark a run begins, to see what was changed afterwards, such
            as a review. Rows are only written if they differ, so a wide overlap is cheap.
        full: Whether everything is read again. Receipts, sales and external operations that the
            service has no more are marked as gone only then; other kinds' rows always.
        on_progress: Called with the `KindReport` of a kind as it grows, after each page; a
            function, or a coroutine function. What it raises ends the run.

    Returns:
        What was read and changed, by kind.

    Raises:
        ArgumentError: An argument is not valid, such as *since* in the future; nothing was sent.
        ConfigurationError: The client does not know the seller's id, or *store* is none.
        StoreError: The database cannot be used, its tables are not as they were made, or another
            run of the same seller and kind is under way.
        DigisellerError: Any error of the calls that read.
    """
    chosen = _chosen(kinds)
    reach = Reach(since=_moment_of(since), overlap=_checked(overlap), full=full)
    if ds.seller_id is None:
        raise ConfigurationError(
            "rows are kept by seller: give the client its seller_id, or set DIGISELLER_SELLER_ID"
        )
    database_of(store)

    async def tell(report: KindReport) -> None:
        if on_progress is not None:
            await result_of(on_progress(report))

    reports = {kind.name: KindReport(name=kind.name) for kind in chosen}
    for kind in chosen:
        async with _session(store, kind, ds.seller_id) as session:
            run = KindRun(
                ds=ds,
                kind=kind,
                session=session,
                state=await anyio.to_thread.run_sync(session.state),
                report=reports[kind.name],
                reach=reach,
                tell=tell,
            )
            usual = read_windows if isinstance(kind, TimedKind) else read_list
            await _READERS.get(kind.name, usual)(run)
            run.report.complete = True
            await tell(run.report)
    return SyncReport(reports)


@asynccontextmanager
async def _session(store: Store, kind: Kind, seller: int) -> AsyncGenerator[Session, None]:
    """Give the session of a kind; its database may block, so that has threads of its own."""
    stack = ExitStack()
    opened = database_of(store).session(LAYOUTS[kind.name], seller)
    try:
        session: Session = await anyio.to_thread.run_sync(stack.enter_context, opened)
        yield session
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(stack.close)


def _chosen(kinds: Any) -> tuple[Kind, ...]:
    names = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    if unknown := [name for name in names if name not in ALL]:
        raise ArgumentError(
            f"kinds has {str(unknown[0])[:40]!r}, which is none of {', '.join(ALL)}",
            parameter="kinds",
        )
    return tuple(kind for kind in KINDS if kind.name in names)


def _moment_of(since: Any) -> dt.datetime | None:
    if since is None:
        return None
    if isinstance(since, dt.datetime):
        moment = since
    elif isinstance(since, dt.date):
        moment = dt.datetime(since.year, since.month, since.day, tzinfo=_MOSCOW)
    else:
        raise ArgumentError(
            f"since must be a date or a datetime, not {type(since).__name__}", parameter="since"
        )
    if moment.tzinfo is None:
        raise ArgumentError("since must have a time zone, or be a date", parameter="since")
    if moment > dt.datetime.now(dt.UTC):
        raise ArgumentError(f"since is in the future: {since.isoformat()}", parameter="since")
    return moment


def _checked(overlap: Any) -> dt.timedelta:
    if not isinstance(overlap, dt.timedelta) or overlap < dt.timedelta():
        raise ArgumentError(
            "overlap must be a timedelta of at least nothing, such as timedelta(days=31)",
            parameter="overlap",
        )
    return overlap
