"""A secret text in; one that does everything a text does, except to show itself, out."""

from __future__ import annotations


class Hidden(str):
    """A text that no `repr` shows: not a traceback's locals, not an object that holds it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"


def hidden(value: str | None) -> str | None:
    """Return *value* hidden if it is a text; anything else is refused further in."""
    return Hidden(value) if isinstance(value, str) else value
