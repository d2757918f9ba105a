"""Write what is read of one kind, page by page, and count it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import anyio.to_thread
from attrs import define, field, frozen

from .._client import Digiseller
from .._kinds import Kind
from .columns import moment_getter
from .report import KindReport
from .session import Absent, Session, State


@frozen(kw_only=True)
class Reach:
    """How far back a run reads."""

    since: dt.datetime | None
    overlap: dt.timedelta
    full: bool

    def start(self, watermark: dt.datetime | None) -> dt.datetime | None:
        """Return the oldest moment that is read after runs up to *watermark*; None for all."""
        if self.full or watermark is None:
            return self.since
        try:
            # A row whose moment is in the future must not keep later rows from being read.
            return min(watermark, dt.datetime.now(dt.UTC)) - self.overlap
        except OverflowError:
            return None


@define(kw_only=True)
class KindRun:
    """The run of one kind: what it reads from, and what it writes to."""

    ds: Digiseller
    kind: Kind
    session: Session
    state: State
    report: KindReport
    reach: Reach
    tell: Callable[[KindReport], Awaitable[None]]
    newest: dt.datetime | None = field(init=False)
    """The newest moment seen, in this run or before it."""
    _moment: Callable[[Any], dt.datetime | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.newest = self.report.watermark = self.state.watermark
        self._moment = moment_getter(self.kind)

    def moments(self, items: Iterable[Any]) -> list[dt.datetime]:
        """Return the moments of those *items* that have one."""
        return [one for one in map(self._moment, items) if one is not None]

    def expect(self, total: int | None) -> None:
        """Add the *total* of a list to how many rows are to be read."""
        if total is not None:
            self.report.total = (self.report.total or 0) + total

    async def write(
        self,
        items: Sequence[Any],
        *,
        template: int | None = None,
        absent: Absent | None = None,
        is_end: bool = False,
        checkpoint: Mapping[str, Any] | None = None,
    ) -> None:
        """Write a page, count what became of its rows, and tell of it.

        At the end of what can be read at once, or with a *checkpoint* to go on at, the newest
        moment that was seen becomes the watermark.
        """
        seen = self.moments(items) if self.newest is None else [*self.moments(items), self.newest]
        self.newest = max(seen, default=None)
        state = None
        if is_end or checkpoint is not None:
            state = State(self.newest, None if checkpoint is None else json.dumps(checkpoint))
        write = partial(self.session.write, items, template=template, state=state, absent=absent)
        counts = await anyio.to_thread.run_sync(write)
        report = self.report
        report.read += len(items)
        report.new += counts.new
        report.changed += counts.changed
        report.unchanged += counts.unchanged
        report.gone += counts.gone
        report.with_nul += counts.with_nul
        if state is not None:
            report.watermark = state.watermark
        await self.tell(report)
