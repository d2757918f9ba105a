"""Export the chosen kinds, one after another, and count how far they are."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager

from attrs import frozen

from ..._client import Digiseller
from ..progress import KindProgress, ProgressDisplay, State
from .kind_export import KindExport


@frozen(kw_only=True)
class Exporter:
    """Runs the exports of the kinds."""

    exports: Sequence[KindExport]
    display: ProgressDisplay
    is_resumed: bool
    """Whether it goes on from where an interrupted one has stopped."""

    async def run(self, client: AbstractAsyncContextManager[Digiseller]) -> None:
        """Export one kind after another."""
        async with client as ds:
            # Before anything is sent: a page size may suit receipts, but not offers.
            for one in self.exports:
                one.prepare(ds, is_resumed=self.is_resumed)
            earlier = [] if self.is_resumed else [*self.exports]

            def forget_earlier() -> None:
                while earlier:
                    earlier.pop().forget()

            with self.display:
                for one in self.exports:
                    with self._timed(one.progress):
                        await one.run(begin=forget_earlier, show=self.display.show)
            for one in self.exports:
                one.forget()

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
