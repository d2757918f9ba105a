"""Read receipts and sales in windows of time, from old to new.

Within a window the newest come first, so its rows shift while others arrive, and a run that was cut
off has to read the window again: windows are halved until they have few pages. Only the last one
has no end. Both bounds belong to a window, so windows touch, and nothing falls between them.
"""

from __future__ import annotations

import datetime as dt
from array import array
from operator import attrgetter
from typing import Any, cast

from attrs import frozen

from .._kinds import Span, TimedKind
from ..pagination import Page, Paginator
from .kind_run import KindRun
from .session import Absent
from .walk import Walk

MOST_PAGES = 30
"""How many pages a window may have."""
_AIM = 0.75  # of that, so that few windows turn out too deep


async def read_windows(run: KindRun) -> None:
    """Read what is new, and what lies in the overlap; in a full run everything."""
    start = run.reach.start(run.state.watermark)
    window = await _Window.open(run, start, None)
    run.expect(window.first.total_items)
    if not window.is_too_deep:
        await window.read()
        return
    oldest, newest = await _oldest(run, start, window.total), window.newest
    if oldest is None or newest is None:  # there are no moments to go by
        await window.read()
        return
    await _read_windows(run, start, oldest, newest, window.total)


async def _read_windows(
    run: KindRun, start: dt.datetime | None, oldest: dt.datetime, newest: dt.datetime, total: int
) -> None:
    """Read window after window, each as wide as the one before suggests."""
    step = _kind(run).step  # no window is narrower
    aim = _AIM * MOST_PAGES * run.kind.page_size
    width = (newest - oldest) * (aim / total)
    edge = oldest
    while True:
        width = max(width, step)
        finish = _to_step(edge + width, step)
        is_last = finish >= newest
        window = await _Window.open(run, start, None if is_last else finish)
        if window.is_too_deep and width > step:
            width = min(width, newest - edge) / 2
            continue
        await window.read()
        if is_last:
            return
        start = edge = finish
        width *= min(4.0, max(0.5, aim / max(1, window.total)))


async def _oldest(run: KindRun, start: dt.datetime | None, total: int) -> dt.datetime | None:
    """Return the moment of the oldest row, from the last page."""
    last = _part(run, start, None, page=-(-total // run.kind.page_size))
    return min(run.moments((await last.first_page()).items), default=None)


def _part(
    run: KindRun, start: dt.datetime | None, finish: dt.datetime | None, *, page: int = 1
) -> Paginator[Any]:
    span = Span(start=start, finish=finish, page_size=run.kind.page_size, page=page)
    return _kind(run).between(run.ds, span)


def _kind(run: KindRun) -> TimedKind:
    return cast("TimedKind", run.kind)


def _to_step(moment: dt.datetime, step: dt.timedelta) -> dt.datetime:
    return moment - dt.timedelta(microseconds=moment.microsecond) % step


@frozen(kw_only=True)
class _Window:
    """The rows from *start* to *finish*, newest first."""

    run: KindRun
    start: dt.datetime | None
    finish: dt.datetime | None
    walk: Walk
    first: Page[Any]

    @classmethod
    async def open(
        cls, run: KindRun, start: dt.datetime | None, finish: dt.datetime | None
    ) -> _Window:
        """Open a window: its first page tells how deep it is."""
        walk = Walk(_part(run, start, finish), run.report)
        return cls(run=run, start=start, finish=finish, walk=walk, first=await walk.peek())

    @property
    def total(self) -> int:
        """How many rows there are, as far as the service says."""
        return self.first.total_items or 0

    @property
    def newest(self) -> dt.datetime | None:
        """The newest moment, if there is one."""
        return max(self.run.moments(self.first.items), default=None)

    @property
    def is_too_deep(self) -> bool:
        """Whether it is to be halved."""
        return self.total > MOST_PAGES * self.run.kind.page_size

    async def read(self) -> None:
        """Write its pages; the watermark moves with the last one."""
        walk, full = self.walk, self.run.reach.full
        key_of = attrgetter(self.run.kind.key)
        keys = array("q")

        async def write(page: Page[Any]) -> None:
            absent = None
            if full:
                keys.extend(map(key_of, page.items))
            if full and walk.is_last and not walk.drift:
                absent = Absent(values=keys, start=self.start, finish=self.finish)
            await self.run.write(page.items, absent=absent, is_end=walk.is_last)

        await walk.each(write)
