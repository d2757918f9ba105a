"""Kinds and a client come in; files, and tallies of what is in them, go out."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, contextmanager

from attrs import frozen

from .._client import Digiseller
from .counts import State, Tally
from .export_kinds import Job, Part, parts
from .jsonl import Sheet
from .progress import Watch


@frozen(kw_only=True)
class Export:
    """What is exported, and who watches."""

    jobs: Sequence[Job]
    tallies: Sequence[Tally]
    page_size: int
    watch: Watch

    async def run(self, client: AbstractAsyncContextManager[Digiseller]) -> None:
        """Export one kind after another, and keep the tallies."""
        async with client as ds:
            # All of them first: a size that suits receipts and not offers costs nobody an hour.
            for job in self.jobs:
                job.check(ds, self.page_size)
            with self.watch:
                for job, tally in zip(self.jobs, self.tallies, strict=True):
                    with self._timed(tally), Sheet(tally.path) as sheet:
                        await self._keep(tally, sheet, parts(job, ds, self.page_size, tally.drift))

    @contextmanager
    def _timed(self, tally: Tally) -> Generator[None, None, None]:
        start = time.monotonic()
        tally.state = State.STOPPED
        self.watch.show(tally)
        try:
            yield
            tally.state = State.COMPLETE
        finally:
            tally.seconds = time.monotonic() - start
            self.watch.show(tally)

    async def _keep(self, tally: Tally, sheet: Sheet, lists: AsyncGenerator[Part, None]) -> None:
        async with aclosing(lists):
            async for part in lists:
                await self._walk(part, sheet, tally)
                if tally.left == 0:
                    break
        sheet.write(())  # where there was no page, an older file is emptied, too

    async def _walk(self, part: Part, sheet: Sheet, tally: Tally) -> None:
        left, is_first = tally.left, True
        paginator = part.paginator if left is None else part.paginator.limit(left)
        try:
            async for page in paginator.pages():
                if is_first:
                    tally.expect(page.total_items, is_last=part.is_last)
                    is_first = False
                sheet.write(part.rows(page.items))
                tally.add(len(page.items))
                self.watch.show(tally)
        finally:
            tally.drift += paginator.report.drift
