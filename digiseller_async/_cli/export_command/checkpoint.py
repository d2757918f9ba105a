"""Keep how far the export of a kind has come, in a file beside its rows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from attrs import fields, frozen

from ... import __version__
from ..output import UnwritableError, print_error
from ..progress import Counts
from .targets import Extent

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)


@frozen(kw_only=True)
class ExportOptions:
    """The options on which the rows of a kind depend: an export goes on only with the same."""

    page_size: int
    limit: int | None = None
    since: str | None = None
    until: str | None = None
    decimal_comma: bool = False

    def differences(self, other: ExportOptions) -> Iterator[str]:
        """Say which options are not as in the *other*, interrupted export."""
        for one in fields(ExportOptions):
            given, before = getattr(self, one.name), getattr(other, one.name)
            if given != before:
                name = f"--{one.name.replace('_', '-')}"
                yield f"{name} was {_shown(before)} and is {_shown(given)} now"


def _shown(value: object) -> str:
    return "not given" if value in (None, False) else "given" if value is True else str(value)


@frozen(kw_only=True)
class KindCheckpoint:
    """What of a kind is in its partial file, and where to go on."""

    options: ExportOptions
    owner: str
    """A digest of the seller, and of the origin."""
    extent: Extent
    """The part of the file that this is about."""
    lists: list[int | None]
    """The lists that are still to be read, by their templates; the first one from *position* on."""
    counts: Counts
    position: dict[str, Any] | None = None
    """The paginator's checkpoint."""
    is_complete: bool = False
    """Whether all rows are in the file."""
    version: str = __version__
    """That of this package: another one may write other columns."""


class CheckpointFile:
    """The file ``NAME.EXT.checkpoint``, which is replaced as a whole by each newer one."""

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(f"{target.name}.checkpoint")
        self._newer = target.with_name(f".{target.name}.checkpoint.tmp")

    def load(self) -> KindCheckpoint | None:
        """Return what was saved; nothing if there is none, or it is of no use, which is told."""
        try:
            saved = msgspec.json.decode(self.path.read_bytes(), type=KindCheckpoint)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError):
            why = "cannot be read"
        else:
            if saved.version == __version__:
                return saved
            why = f"was written by version {saved.version}"
        print_error(f"warning: {self.path} {why}; its kind is read from the start")
        return None

    def save(self, checkpoint: KindCheckpoint) -> None:
        """Replace what was saved by *checkpoint*.

        Raises `UnwritableError`.
        """
        try:
            number = os.open(self._newer, _FLAGS, 0o600)
            with open(number, "wb") as file:  # noqa: PTH123  (of a descriptor)
                file.write(msgspec.json.encode(checkpoint))
            self._newer.replace(self.path)
        except OSError as error:
            raise UnwritableError(self.path, error) from error

    def remove(self) -> None:
        """Forget what was saved."""
        for path in (self.path, self._newer):
            with suppress(OSError):
                path.unlink()
