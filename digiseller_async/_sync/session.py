"""Define what a reader asks of the session that writes its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from attrs import frozen


@frozen
class State:
    """How far a kind of a seller is: the newest moment seen, and where a first walk stands."""

    watermark: dt.datetime | None = None
    checkpoint: str | None = None


@frozen(kw_only=True)
class Absent:
    """The rows that the service has no more: those of which *column* is none of *values*.

    Without a *column* it is the key. Only rows of the *template*, and from *start* to *finish*, are
    looked at, if these are given.
    """

    values: Iterable[int]
    column: str | None = None
    template: int | None = None
    start: dt.datetime | None = None
    finish: dt.datetime | None = None


@frozen(kw_only=True)
class Counts:
    """What became of the rows of a page."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    with_nul: int = 0


class Session(Protocol):
    """The only session of a kind of a seller."""

    def state(self) -> State:
        """Return how far the runs before this one came."""
        ...

    def write(
        self,
        items: Sequence[Any],
        *,
        template: int | None = None,
        state: State | None = None,
        absent: Absent | None = None,
    ) -> Counts:
        """Write what is new or changed of *items*, in one transaction with the *state*."""
        ...
