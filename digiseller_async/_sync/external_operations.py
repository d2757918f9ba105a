"""Read external operations, whose list has no filter by date.

First from old to new, which can be resumed; later from new to old, back to where the runs before
are complete.
"""

from __future__ import annotations

import datetime as dt
import json
from array import array
from typing import Any

from ..errors import ArgumentError
from ..models.account import ExternalOrder
from ..pagination import Page, Paginator
from .kind_run import KindRun
from .session import Absent
from .walk import Walk


async def read_external_operations(run: KindRun) -> None:
    """Read what is new, and what lies in the overlap."""
    start = run.reach.start(run.state.watermark)
    if start is None or (run.state.checkpoint is not None and not run.reach.full):
        await _read_all(run)
    else:
        await _read_back_to(start, run)


async def _read_all(run: KindRun) -> None:
    """Read everything, from old to new; but for a full run, save where each page begins."""
    full = run.reach.full
    paginator = _list(run, ExternalOrder.DATE)
    if run.state.checkpoint is not None and not full:
        paginator = _resume(paginator, run.state.checkpoint)
    walk = Walk(paginator, run.report)
    keys = array("q")
    run.expect((await walk.peek()).total_items)

    async def write(page: Page[Any]) -> None:
        if full:
            keys.extend(operation.id for operation in page.items)
        is_whole = full and walk.is_last and not walk.drift
        await run.write(
            page.items,
            absent=Absent(values=keys) if is_whole else None,
            is_end=walk.is_last,
            checkpoint=None if full or walk.is_last else walk.checkpoint,
        )

    await walk.each(write)


async def _read_back_to(start: dt.datetime, run: KindRun) -> None:
    """Read from new to old, up to the page that has an operation older than *start*."""

    def is_enough(page: Page[Any]) -> bool:
        return any(moment < start for moment in run.moments(page.items))

    walk = Walk(_list(run, ExternalOrder.DATE_DESC), run.report, is_enough=is_enough)

    async def write(page: Page[Any]) -> None:
        await run.write(page.items, is_end=walk.is_last)

    await walk.each(write)


def _list(run: KindRun, order: ExternalOrder) -> Paginator[Any]:
    return run.ds.account.external_operations(order=order, page_size=run.kind.page_size)


def _resume(paginator: Paginator[Any], checkpoint: str) -> Paginator[Any]:
    """Return the list from the *checkpoint* on; from its start, if that does not fit any more."""
    try:
        return paginator.resume(json.loads(checkpoint))
    except (ArgumentError, ValueError):
        return paginator
