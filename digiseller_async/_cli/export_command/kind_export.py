"""Export one kind: read its lists, write their rows, and keep how far it is."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from attrs import define, field

from ..._client import Digiseller
from ..._kinds import Kind
from ...errors import ConfigurationError, DigisellerError
from ...pagination import Drift
from ..output import UnwritableError, print_error
from ..progress import Counts, KindProgress
from .checkpoint import CheckpointFile, ExportOptions, KindCheckpoint
from .formats import RowEncoder, UnencodableError
from .kinds import KindLists
from .period import Period
from .targets import Extent, Target

_PASSED_OVER = "a row could not be read, and was passed over"


@define(kw_only=True)
class KindExport:
    """The export of one kind in one format to one target."""

    kind: Kind
    period: Period
    options: ExportOptions
    progress: KindProgress
    target: Target
    encoder: RowEncoder
    checkpoint: CheckpointFile | None
    """Where it is kept how far it is, unless it goes to standard output."""
    _lists: KindLists = field(init=False)
    _begun: Callable[[], None] = field(init=False)
    _show: Callable[[KindProgress], None] = field(init=False)
    _owner: str = field(default="", init=False)
    _saved: KindCheckpoint | None = field(default=None, init=False)
    _left: list[int | None] = field(factory=list[int | None], init=False)
    """The lists that are still to be read, by their templates."""
    _position: dict[str, Any] | None = field(default=None, init=False)
    """Where it is in the first of them."""
    _has_begun: bool = field(default=False, init=False)

    def prepare(self, ds: Digiseller, *, is_resumed: bool) -> None:
        """Check that it can be read through *ds*, and find where it stopped if *is_resumed*.

        Nothing is sent. Raises `ArgumentError` or `ConfigurationError`.
        """
        self._lists = KindLists(
            kind=self.kind, ds=ds, page_size=self.options.page_size, period=self.period
        )
        self._owner = self._lists.open(None).owner
        if not is_resumed or self.checkpoint is None:
            return
        self._saved = saved = self.checkpoint.load()
        if saved is None:
            return
        reasons = list(self.options.differences(saved.options))
        if saved.owner != self._owner:
            reasons.append("it is of another seller, or of another --base-url")
        if reasons:
            raise ConfigurationError(
                f"{self.checkpoint.path} is of another export ({'; '.join(reasons)}): "
                "give the same options, or leave --resume out"
            )

    def forget(self) -> None:
        """Forget how far it is: there is nothing to go on from."""
        if self.checkpoint is not None:
            self.checkpoint.remove()

    async def run(self, *, begin: Callable[[], None], show: Callable[[KindProgress], None]) -> None:
        """Export it, or what is missing of it.

        *begin* is called before a new file is written, *show* after each page.
        """
        self._begun, self._show = begin, show
        saved = self._saved
        if saved is not None and saved.is_complete and not self.target.path.exists():
            if self.progress.path.exists():
                self.progress.counts = saved.counts
                return
            self._saved = None
        with self._noted():
            try:
                await self._read()
            except BaseException as error:
                self._close_off(error)
                raise
            self.target.complete()

    @contextmanager
    def _noted(self) -> Generator[None, None, None]:
        """Note where the rows are in the end."""
        try:
            with self.target:
                yield
        finally:
            self.progress.path = self.target.path
            if self.target.are_lost:
                self.progress.counts = Counts()
                self.forget()

    async def _read(self) -> None:
        """Read what is left, and write the end of the file."""
        if not self._restore():
            templates, drift = await self._lists.templates()
            self._left = [*templates]
            self.progress.note_drift(drift)
        while self._left and self.progress.remaining != 0:
            await self._read_list(self._left[0])
            del self._left[0]
            self._position = None
        if self._saved is None or not self._saved.is_complete:
            self._begin()
            self._write(self.encoder.footer)
            self._save(is_complete=True)

    def _restore(self) -> bool:
        """Return whether the rows of an interrupted export are there, to go on from."""
        saved = self._saved
        if saved is None:
            return False
        if not self.target.open(saved.extent):
            print_error(
                f"warning: {self.target.path} is not as it was left; "
                f"{self.kind.name} are read from the start"
            )
            self._saved = None
            return False
        self.progress.counts = saved.counts
        self._left, self._position = [*saved.lists], saved.position
        self._has_begun = True
        return True

    async def _read_list(self, template_id: int | None) -> None:
        paginator, position = self._lists.open(template_id), self._position
        if self.progress.remaining is not None:
            paginator = paginator.limit(self.progress.remaining)
        if position is not None:
            paginator = paginator.resume(position)
        pages, earlier, is_new = paginator.pages(), self.progress.drift, position is None
        self._position = pages.checkpoint()
        try:
            async for page in pages:
                if is_new:
                    self.progress.expect(page.total_items, is_last=len(self._left) == 1)
                    is_new = False
                self._begin()
                self._write(partial(self.encoder.encode, page.items, template_id))
                self.progress.add_page(len(page.items))
                self.progress.note_drift((*earlier, *pages.report.drift))
                self._save(pages.checkpoint())
                self._show(self.progress)
        except DigisellerError as error:
            self._pass_over(error)
            raise
        finally:
            self.progress.note_drift((*earlier, *pages.report.drift))

    def _pass_over(self, error: DigisellerError) -> None:
        """Let the next export go on behind a row that could not be read."""
        position = error.checkpoint
        if position is not None and position != self._position:
            self._begin()
            drift = Drift(page=position["page"], what=_PASSED_OVER)
            self.progress.note_drift((*self.progress.drift, drift))
            self._save(position)

    def _begin(self) -> None:
        """Begin the file, if it is new."""
        if not self._has_begun:
            self.target.open(Extent())
            self._has_begun = True
            self._begun()
            self._write(self.encoder.header)

    def _write(self, encode: Callable[[], bytes]) -> None:
        try:
            self.target.write(encode())
        except UnencodableError as error:
            raise UnwritableError(self.target.path, str(error)) from None

    def _save(self, position: dict[str, Any] | None = None, *, is_complete: bool = False) -> None:
        """Keep how far it is, where another process can go on from there."""
        self._position = position
        if self.checkpoint is None or not (is_complete or self.encoder.can_go_on):
            return
        self.checkpoint.save(
            KindCheckpoint(
                options=self.options,
                owner=self._owner,
                extent=self.target.extent,
                lists=self._left,
                position=position,
                counts=self.progress.counts,
                is_complete=is_complete,
            )
        )

    def _close_off(self, error: BaseException) -> None:
        """Make the rows so far a file that can be read, where they need a footer for that."""
        if self.encoder.can_go_on or not self._has_begun:
            return
        if not isinstance(error, UnwritableError):
            with suppress(UnwritableError):
                self._write(self.encoder.footer)
                return
        self.target.discard()
