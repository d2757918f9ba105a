"""Read the arguments of a request, and refuse those that cannot be understood.

Names are compared without case and without ASP.NET's optional prefixes; an empty value is an
absent one; a list is a repeated name.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .._state.seller import Seller
from .._state.texts import RefusedError
from .answers import Answer
from .uploads import ReceivedBody

PREFIXES = ("model.", "request.", "q.")
INTEGER = re.compile(r"-?[0-9]{1,18}")
NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
PAIR = re.compile(r"[0-9]{1,18}:[0-9]{1,18}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?)?")


def normalized(name: str) -> str:
    """Return the parameter's *name* in lower case and without a prefix."""
    lower = name.lower()
    for prefix in PREFIXES:
        if lower.startswith(prefix):
            return lower.removeprefix(prefix)
    return lower


class Arguments:
    """The arguments in a query string."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take the names and values in the order of the query string."""
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            if value:
                self._values.setdefault(normalized(name), []).append(value)

    def replaced(self, name: str, value: str) -> "Arguments":
        """Return the same arguments, but with *value* for *name*."""
        copy = Arguments(())
        copy._values = {**self._values, normalized(name): [value]}
        return copy

    def text(self, name: str) -> str | None:
        """Return the first value of *name*, or None."""
        return self._values.get(name.lower(), [None])[0]

    def integer(self, name: str) -> int | None:
        """Return a whole number, or None."""
        text = self.text(name)
        if text is not None and not INTEGER.fullmatch(text):
            raise RefusedError(name, f"{name} is not an integer: {text}")
        return None if text is None else int(text)

    def number(self, name: str) -> Decimal | None:
        """Return a number with a decimal point, or None."""
        text = self.text(name)
        if text is not None and not NUMBER.fullmatch(text):
            raise RefusedError(name, f"{name} is not a number: {text}")
        return None if text is None else Decimal(text)

    def pairs(self, name: str) -> tuple[tuple[int, int], ...]:
        """Return all values of *name*, each one two whole numbers with a colon between."""
        values = self._values.get(name.lower(), [])
        for value in values:
            if not PAIR.fullmatch(value):
                raise RefusedError(name, f"{name} is not number:number: {value}")
        halves = (value.split(":") for value in values)
        return tuple((int(first), int(second)) for first, second in halves)

    def flag(self, name: str, *, default: bool) -> bool:
        """Return true or false, in any case; nothing else is understood."""
        text = (self.text(name) or str(default)).lower()
        if text not in {"true", "false"}:
            raise RefusedError(name, f"{name} is neither true nor false: {text}")
        return text == "true"

    def words(self, name: str, known: Collection[str]) -> list[str]:
        """Return all values of *name*, each one a *known* word."""
        words = self._values.get(name.lower(), [])
        for word in words:
            if word not in known:
                raise RefusedError(name, f"{name} has an unknown value: {word}")
        return words

    def word(self, name: str, known: Collection[str]) -> str | None:
        """Return the first value of *name*, which is a *known* word, or None."""
        words = self.words(name, known)
        return words[0] if words else None

    def moment(self, name: str) -> datetime | None:
        """Return a moment without a zone, in one of the page's formats, or None."""
        text = self.text(name)
        if text is None:
            return None
        problem = RefusedError(name, f"{name} is not yyyy-MM-dd or yyyy-MM-ddTHH:mm: {text}")
        if not MOMENT.fullmatch(text):
            raise problem
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise problem from None


@dataclass(frozen=True)
class Call:
    """What is asked, apart from HTTP."""

    arguments: Arguments
    path_params: Mapping[str, str]
    content_type: str
    received: ReceivedBody
    is_owner: bool = False
    first_page: bool = False

    @property
    def body(self) -> bytes:
        """The body as it came."""
        return self.received.content

    def id_in_path(self, name: str) -> int | None:
        """Return a whole number in the path."""
        return Arguments(self.path_params.items()).integer(name)


Handler = Callable[[Seller, Call], Answer]
Handlers = Mapping[str, Handler]
