"""Know which files of the user's are held by a call, and which cannot be read again."""

from __future__ import annotations

import weakref
from collections import deque
from typing import Any

from .scalar_checks import argument_error

_held: dict[int, tuple[FileHolds, object]] = {}
_spent: dict[int, weakref.ref[Any]] = {}
# Some iterators (aiohttp's) take no weak reference: of these the last ones are remembered.
_spent_without_reference: deque[object] = deque(maxlen=64)


def mark_spent(file: object) -> None:
    """Remember that *file* was read and cannot be put back."""
    key = id(file)
    try:
        _spent[key] = weakref.ref(file, lambda _: _spent.pop(key, None))
    except TypeError:
        _spent_without_reference.append(file)


def _is_spent(file: object) -> bool:
    reference = _spent.get(id(file))
    if reference is not None and reference() is file:
        return True
    return any(one is file for one in _spent_without_reference)


class FileHolds:
    """The files of the user's that one call holds: each is held by one call at a time."""

    def __init__(self) -> None:
        self._keys: list[int] = []

    def take(self, argument: str, file: object) -> bool:
        """Hold *file*; return whether this call has held it before.

        Raises `ArgumentError` if another call holds it, or if it was read and cannot be put back.
        """
        if _is_spent(file):
            raise argument_error(
                argument,
                "was read by an earlier call, and cannot be put back to its start; give a new "
                "stream, or a path, bytes, or a file that can seek",
            )
        # One step, as another thread may do the same.
        holder, _ = _held.setdefault(id(file), (self, file))
        if holder is not self:
            raise argument_error(
                argument,
                "is being read by another call, and would be sent in pieces by both; wait for that "
                "call, or open the file once for each",
            )
        is_again = id(file) in self._keys
        self._keys.append(id(file))
        return is_again

    def release(self) -> None:
        """Hold no files any more."""
        for key in set(self._keys):
            _held.pop(key, None)
        self._keys.clear()
