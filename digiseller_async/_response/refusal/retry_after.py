"""Read the moments of HTTP's headers: ``Retry-After`` and ``Date``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from itertools import pairwise

_LONGEST = 200
_MOST_SECONDS = 9_999_999_999.0
_SECONDS = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)


def read_http_date(text: str) -> float | None:
    """Return the Unix time that *text* spells, or ``None`` if it is no date.

    A date without a zone, or of ``-0000``, is in UTC: HTTP knows no other.
    """
    try:
        moment = parsedate_to_datetime(text)
        # Without a zone, timestamp() would take it for this machine's own time.
        aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return aware.timestamp()
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def read_retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return how many seconds ``Retry-After`` asks to wait: of several values the longest.

    Each is a number of seconds, whole or not, or a date. What is neither is ignored.
    """
    text = headers.get("retry-after", "")[:_LONGEST].strip()
    parts = [one.strip() for one in text.split(",")]
    # A date has a comma of its own.
    pairs = [", ".join(pair) for pair in pairwise(parts)]
    waits = [_seconds(one, now) for one in (text, *parts, *pairs)]
    return max((one for one in waits if one is not None), default=None)


def _seconds(text: str, now: float) -> float | None:
    if _SECONDS.fullmatch(text):
        return min(float(text), _MOST_SECONDS)
    moment = read_http_date(text)
    return None if moment is None else max(0.0, moment - now)
