"""Check the arguments of a watch."""

from __future__ import annotations

import datetime as dt

from .._clock import Clock
from .._codecs.scalars import MOSCOW_ZONE
from .._request.scalar_checks import argument_error, check_moment, short_repr
from ..config import is_seconds


def check_seconds(name: str, value: object) -> float:
    """Return *value*, seconds or a timedelta, as seconds."""
    seconds = value.total_seconds() if isinstance(value, dt.timedelta) else value
    if not is_seconds(seconds):
        words = "seconds above 0, or a timedelta"
        raise argument_error(name, f"must be {words}, not {short_repr(value)}")
    return seconds


def check_since(value: object, clock: Clock) -> dt.datetime:
    """Return the moment from which on rows are given, in whole seconds as they are; None is now."""
    if value is None:
        return dt.datetime.fromtimestamp(int(clock.wall()), MOSCOW_ZONE)
    since = check_moment("since", value)
    if isinstance(since, dt.datetime):
        return since.replace(microsecond=0)
    return dt.datetime.combine(since, dt.time.min, MOSCOW_ZONE)
