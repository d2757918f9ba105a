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
_LEAST_ROWS = 2**13
_LEAST_PAGES = 2


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

    It keeps what identifies them, not the rows: of the last 8,192 at least, or of the last two
    pages if those have more, and of twice as many at most. *earlier* has the digests of rows that
    were given before a resumption.
    """

    def __init__(self, key: RowKey[T] | None, earlier: Collection[str] = ()) -> None:
        self._key = key
        self._earlier = frozenset(earlier) - {""}
        self._new: dict[Hashable, int] = {}
        self._old: dict[Hashable, int] = {}
        self.is_complete = True
        """Whether it still knows every row that was added."""

    def identify(self, rows: Sequence[T]) -> list[Hashable]:
        """Return what identifies each of the *rows*; an `UnreadableRow` is like no other."""
        if self._key is None or UnreadableRow in set(map(type, rows)):
            found = [self._identity(row) for row in rows]
        else:
            found = list(map(self._key, rows))
        if self._earlier:
            for row, identity in zip(rows, found, strict=True):
                if digest(row, self._key) in self._earlier and self.page_of(identity) is None:
                    self._new[identity] = 0
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
        page = self._new.get(identity)
        return self._old.get(identity) if page is None else page

    def known(self, identities: Collection[Hashable]) -> set[Hashable]:
        """Return those of the rows that were read before."""
        new, old = self._new.keys(), self._old.keys()
        return new & identities | old & identities

    def add(self, identities: Sequence[Hashable], page: int) -> None:
        """Remember the rows of *page*, and forget those that were read too long ago."""
        if len(self._new) >= max(_LEAST_ROWS, _LEAST_PAGES * len(identities)):
            self.is_complete = self.is_complete and not self._old
            self._old, self._new = self._new, {}
        self._new.update(dict.fromkeys(identities, page))
