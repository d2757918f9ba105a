"""Hold the named values of a callback, whatever the case of their names, and read single ones.

What identifies a call is never guessed: a name that is given twice, or an id that is no number, is
an error. Any other value that cannot be read is None, so that one odd place loses no call.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar, cast

from .._codecs import scalars
from ..errors import MalformedCallbackError, SignatureError

T = TypeVar("T")
Pair = tuple[str, Any]


class Id(NamedTuple):
    """An id, and the text that it came as, which is what a signature is made of."""

    number: int
    text: str


class Fields:
    """The values of one object, each found by its name in any case."""

    def __init__(self, pairs: Iterable[Pair], *, is_xml: bool = False) -> None:
        self.pairs = list(pairs)
        """All that were given, in order."""
        self.is_xml = is_xml
        """Whether they came as XML, so that the answer must be XML too."""
        self._values = {name.lower(): value for name, value in self.pairs}
        self._doubled: set[str] = set()
        if len(self._values) != len(self.pairs):
            counts = Counter(name.lower() for name, _ in self.pairs)
            self._doubled = {name for name, count in counts.items() if count > 1}

    def value(self, *names: str) -> Any:
        """Return the value of the first of *names* that has one, else None."""
        for name in names:
            found = self._values.get(name)
            if name in self._doubled:
                raise MalformedCallbackError(f"{name} is given twice")
            if found is not None and not scalars.is_blank(found):
                return found
        return None

    def has(self, *names: str) -> bool:
        """Return whether one of *names* is given, be it without a value."""
        return any(name in self._values for name in names)

    def id(self, name: str) -> Id:
        """Return a whole number that must be there."""
        value = self.value(name)
        if value is None:
            raise MalformedCallbackError(f"{name} is missing")
        try:
            return Id(scalars.read_int(value), scalars.read_text(value).strip())
        except ValueError:
            raise MalformedCallbackError(f"{name} is not a whole number") from None

    def signature(self, name: str) -> str | None:
        """Return a signature as it came, or None if there is none."""
        if name in self._doubled:
            raise SignatureError(f"{name} is given twice")
        value = self._values.get(name)
        if value is None or isinstance(value, str):
            return value
        raise SignatureError(f"{name} is not a text")

    def text(self, *names: str) -> str | None:
        """Return a text, or None if there is none."""
        return self._read(scalars.read_text, names)

    def integer(self, *names: str) -> int | None:
        """Return a whole number, or None if there is none."""
        return self._read(scalars.read_int, names)

    def decimal(self, *names: str) -> Decimal | None:
        """Return an exact number, or None if there is none."""
        return self._read(scalars.read_decimal, names)

    def moment(self, *names: str) -> dt.datetime | None:
        """Return a moment, or None if there is none."""
        return self._read(scalars.read_moment, names)

    def flag(self, *names: str) -> bool | None:
        """Return a flag, or None if there is none."""
        return self._read(scalars.read_flag, names)

    def child(self, name: str) -> Fields | None:
        """Return an object, or None if there is none."""
        value = self.value(name)
        return value if isinstance(value, Fields) else None

    def objects(self, name: str, each: str) -> list[Fields]:
        """Return the objects of a list, which XML writes as elements named *each*."""
        value = self.value(name)
        if value is None:
            return []
        if isinstance(value, Fields):
            value = [one for key, one in value.pairs if key.lower() == each]
        if not isinstance(value, list):
            raise MalformedCallbackError(f"{name} is not a list")
        found = cast("list[object]", value)
        if not all(isinstance(one, Fields) for one in found):
            raise MalformedCallbackError(f"{name} has an item that is no object")
        return cast("list[Fields]", found)

    def _read(self, read: Callable[[object], T], names: tuple[str, ...]) -> T | None:
        value = self.value(*names)
        if value is None:
            return None
        try:
            return read(value)
        except ValueError:
            return None
