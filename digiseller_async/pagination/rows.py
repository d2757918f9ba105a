"""Recognise rows: the same row on another page, now or in another process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any, Generic, TypeVar

from .._response.payload import UnreadableRow

T = TypeVar("T")
RowKey = Callable[[T], Hashable]
"""Returns what identifies a row in its list, such as its id."""

_ADDRESS: object = object.__hash__
_MOST_ROWS = 2**14
_MOST_PAGES = 4


def digest(row: T, key: RowKey[T] | None) -> str:
    """Return a short digest of what identifies *row*, the same in every process.

    A row of a list without a *key* is identified by all of it; an `UnreadableRow` by nothing.
    """
    if isinstance(row, UnreadableRow):
        return ""
    identity = repr(row if key is None else key(row))
    return hashlib.blake2b(identity.encode("utf-8", "replace"), digest_size=6).hexdigest()


class SeenRows(Generic[T]):
    """Remembers the rows that were read lately, each with its page.

    It keeps what identifies them, not the rows: of the last 16,384, or of the last four pages if
    those have more. *earlier* has the digests of rows that were given before a resumption.
    """

    def __init__(self, key: RowKey[T] | None, earlier: Collection[str] = ()) -> None:
        self._key = key
        self._earlier = frozenset(earlier) - {""}
        self._pages: dict[Hashable, int] = {}
        self.is_complete = True
        """Whether it still knows every row that was added."""

    def identify(self, rows: Sequence[T]) -> list[Hashable]:
        """Return what identifies each of the *rows*; an `UnreadableRow` is like no other."""
        found = [self._identity(row) for row in rows]
        if self._earlier:
            for row, identity in zip(rows, found, strict=True):
                if digest(row, self._key) in self._earlier:
                    self._pages.setdefault(identity, 0)
        return found

    def _identity(self, row: Any) -> Hashable:
        if isinstance(row, UnreadableRow):
            return object()
        if self._key is not None:
            return self._key(row)
        if type(row).__hash__ is _ADDRESS:
            return object()  # another may have the same address next
        try:
            return hash(row)
        except TypeError:
            return hash(repr(row))

    def page_of(self, identity: Hashable) -> int | None:
        """Return the page on which a row was read, if it is known."""
        return self._pages.get(identity)

    def add(self, identities: Sequence[Hashable], page: int) -> None:
        """Remember the rows of *page*, and forget those that were read too long ago."""
        for identity in identities:
            self._pages.pop(identity, None)
            self._pages[identity] = page
        most = max(_MOST_ROWS, _MOST_PAGES * len(identities))
        while len(self._pages) > most:
            del self._pages[next(iter(self._pages))]
            self.is_complete = False
