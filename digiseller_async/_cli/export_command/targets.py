"""Define what the bytes of an export are written to, and the one that is standard output."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from attrs import frozen

from ..output import STDOUT, UnwritableError, write_stdout


@frozen(kw_only=True)
class Extent:
    """How much of a file is written: its first *size* bytes, which have the checksum *crc*."""

    size: int = 0
    crc: int = 0


class Target(Protocol):
    """Takes bytes, while it is entered; *path* is where they are, unless they *are_lost*."""

    path: Path
    extent: Extent
    are_lost: bool

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        """Finish."""
        ...

    def open(self, extent: Extent) -> bool:
        """Get ready to write behind *extent*; return whether that is what it begins with.

        It is not changed yet. Raises `UnwritableError`.
        """
        ...

    def write(self, data: bytes) -> None:
        """Append *data*.

        Raises `UnwritableError`.
        """
        ...

    def complete(self) -> None:
        """Note that this was all.

        Raises `UnwritableError`.
        """
        ...

    def discard(self) -> None:
        """Remove what was written: it is of no use."""
        ...


def create_folder(folder: Path) -> None:
    """Create *folder* and its parents, where they are missing.

    Raises `UnwritableError`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UnwritableError(folder, "it is not a folder") from None
    except OSError as error:
        raise UnwritableError(folder, error) from error


class StandardOutput:
    """Standard output: what is written is written."""

    def __init__(self) -> None:
        self.path = STDOUT
        self.extent = Extent()
        self.are_lost = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it open."""

    def open(self, extent: Extent) -> bool:  # noqa: ARG002
        """Do nothing: it is open, and at its beginning."""
        return True

    def write(self, data: bytes) -> None:
        """Write *data* at once.

        Raises `UnwritableError`.
        """
        write_stdout(data)

    def complete(self) -> None:
        """Do nothing: all is written."""

    def discard(self) -> None:
        """Do nothing: it is read already."""
