"""Recognise a service that gives the same rows for ever."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from .read_page import ReadPage, fingerprint
from .rows import SeenRows

_MOST_STALE_PAGES = 16
_MOST_SHIFTED_PAGES = 1000


class Repetition:
    """Compares a page with those before it, of which only a few are remembered."""

    def __init__(self, seen: SeenRows[Any]) -> None:
        self._seen = seen
        self._anchor: tuple[Hashable, Hashable, int, int] | None = None
        self._stale = 0
        self.forward = 0
        """How many pages were read for the first time."""

    def add(self, read: ReadPage[Any]) -> None:
        """Count a page that was read for the first time, and remember some of them."""
        if self.forward & (self.forward + 1) == 0:  # at each power of two (Brent)
            self._anchor = fingerprint(read)
        self.forward += 1

    def page_of(self, read: ReadPage[Any], before: ReadPage[Any] | None) -> int | None:
        """Return which page comes again, if all of this one was read before."""
        wanted = read.identities[read.skip :]
        if not wanted:
            return None
        if self._anchor is not None and fingerprint(read)[:3] == self._anchor[:3]:
            page = self._anchor[3]
        else:
            page = self._seen.page_of(wanted[0]) or 0
            # Page 0 stands for rows that were given before a resumption.
            if not page or not all(map(self._seen.page_of, wanted)):
                return None
        # One that repeats a part of the page before is looked at more closely.
        return None if before and set(before.identities).intersection(wanted) else page

    def stale_pages(self, read: ReadPage[Any], *, has_new: bool, grown: int) -> int | None:
        """Return on how many pages nothing was new, if that are too many of a list that grew."""
        self._stale = 0 if has_new else self._stale + 1
        shifted = min(grown // max(1, read.page.size), _MOST_SHIFTED_PAGES)
        return self._stale if self._stale > _MOST_STALE_PAGES + shifted else None
