"""The position of a watch, as a value that outlives the process: what was given, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from attrs import define, field

from ..config import is_whole
from ..errors import ArgumentError
from ..pagination.checkpoint import check_list

_ALWAYS = dt.datetime.max.replace(tzinfo=dt.UTC)
"""Rows without a moment are never forgotten."""


@define
class WatchPosition:
    """What a watch has given so far, as far back as it reads again."""

    since: dt.datetime
    """Nothing from before this moment is given."""
    overlap: dt.timedelta
    """How far back it reads again, for rows that come late."""
    newest: dt.datetime
    """The newest moment of what was given."""
    given: dict[int, dt.datetime] = field(factory=dict[int, dt.datetime], repr=False)
    """The ids that were given, each with its moment."""

    @property
    def start(self) -> dt.datetime:
        """From which moment on it reads again."""
        return max(self.since, self.newest - self.overlap)

    def is_new(self, row_id: int, moment: dt.datetime | None) -> bool:
        """Return whether a row was not given yet, and is to be given."""
        return row_id not in self.given and (moment is None or moment >= self.start)

    def give(self, row_id: int, moment: dt.datetime | None) -> None:
        """Note that a row was given."""
        self.given[row_id] = moment or _ALWAYS
        self.newest = max(self.newest, moment or self.newest)

    def forget(self) -> None:
        """Forget the rows from before `start`, which are not read again."""
        start = self.start
        self.given = {row_id: moment for row_id, moment in self.given.items() if moment >= start}

    def checkpoint(self, key: str) -> dict[str, Any]:
        """Return it as JSON can hold it; *key* names what is watched."""
        self.forget()
        return {
            "list": key,
            "since": self.since.isoformat(),
            "newest": self.newest.isoformat(),
            "given": sorted(self.given),
        }


def position_of(checkpoint: Mapping[str, Any], key: str, overlap: dt.timedelta) -> WatchPosition:
    """Return the position that *checkpoint* names in what is watched under that *key*."""
    if not isinstance(cast("object", checkpoint), Mapping) or "list" not in checkpoint:
        raise _refused("must be what Watch.checkpoint() gave")
    check_list(str(checkpoint["list"]), key)
    since, newest = (_moment(checkpoint.get(name)) for name in ("since", "newest"))
    given: object = checkpoint.get("given")
    if since is None or newest is None or not isinstance(given, list):
        raise _refused("is damaged: it is not what Watch.checkpoint() gave")
    ids = cast("list[object]", given)
    if not all(is_whole(one, least=0) for one in ids):
        raise _refused("is damaged: it is not what Watch.checkpoint() gave")
    # Their moments are not kept; as new ones they are remembered for one more overlap.
    return WatchPosition(since, overlap, newest, dict.fromkeys(cast("list[int]", ids), newest))


def _moment(value: object) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return None if moment is None or moment.utcoffset() is None else moment


def _refused(why: str) -> ArgumentError:
    return ArgumentError(f"checkpoint {why}", parameter="checkpoint")
