"""Decide which kinds are read from one moment to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import click
from attrs import frozen

from ..._codecs.scalars import MOSCOW_ZONE
from ..._kinds import KINDS, Kind, TimedKind

TIMED = " and ".join(one.name for one in KINDS if isinstance(one, TimedKind))
"""The kinds that have one."""


@frozen(kw_only=True)
class Period:
    """From *since* to *until*, both included; a date is a day in Moscow."""

    since: dt.date | None
    until: dt.date | None

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    def check(self, kinds: Sequence[Kind]) -> None:
        """Refuse a period that ends before it begins, or that none of the *kinds* has."""
        since, until = self.since, self.until
        if since and until and _moment(since, dt.time.min) > _moment(until, dt.time.max):
            raise click.UsageError(
                f"--since {since.isoformat()} is after --until {until.isoformat()}."
            )
        if self and len(self.left_out(kinds)) == len(kinds):
            raise click.UsageError(
                f"--since and --until are for {TIMED}; the service has no period for "
                f"{', '.join(self.left_out(kinds))}: leave them out."
            )

    def left_out(self, kinds: Sequence[Kind]) -> list[str]:
        """Return the names of those *kinds* that are read as a whole all the same."""
        return [one.name for one in kinds if self and not isinstance(one, TimedKind)]


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return day if isinstance(day, dt.datetime) else dt.datetime.combine(day, time, MOSCOW_ZONE)
