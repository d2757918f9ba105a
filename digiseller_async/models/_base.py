"""The words that models are made of: open enums, moments, texts by locale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Self

from attrs import frozen
from msgspec import Meta

__all__ = ["Language", "Localized", "Moment", "OpenStrEnum"]

if TYPE_CHECKING:
    Moment = dt.datetime
else:

    class _AnyMoment(type):
        # The check itself, not a function around it: msgspec asks for each moment that it reads.
        __instancecheck__ = dt.datetime.__instancecheck__

    class Moment(metaclass=_AnyMoment):
        """An aware ``datetime``; Moscow time (UTC+3) when the wire names no zone.

        To type checkers this *is* ``datetime``. At run time it is a name of its own, because
        msgspec reads a ``datetime`` natively and would leave it naive.
        """


Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
"""A whole number of 64 bits: no id and no count of the service's is longer."""


def wire(
    name: str = "",
    *,
    xml: str = "",
    also: tuple[str, ...] = (),
    alone: bool = False,
    hollow: bool = False,
    at_least: int | None = None,
    choices: tuple[int, ...] = (),
) -> Mapping[str, Any]:
    """Return a field's metadata: how documents spell it where that is not just its own name.

    *name* is its key in JSON, *also* are other keys seen there. *xml* is where XML has it, in
    ElementTree's paths, with ``@name`` at the end for an attribute, and ``.`` for the element's own
    text. *alone*: a document may have just this field instead of the object. *hollow*: an empty
    element of XML is an object of which nothing is said, and not none. *at_least* and *choices*
    bound what is sent.
    """
    given = {"wire": name, "xml": xml, "also": also, "alone": alone, "hollow": hollow}
    found: dict[str, Any] = {key: value for key, value in given.items() if value}
    if choices:
        found["choices"] = choices
    return found if at_least is None else {**found, "at_least": at_least}


class _Strangers:
    """How many words were read so far that no documented list has."""

    count = 0


strangers = _Strangers()


class OpenStrEnum(StrEnum):
    """A documented list of words that may grow: an unknown word is a member-like ``str``."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str) or not value:
            return None  # and an empty text is no word
        strangers.count += 1
        word = str.__new__(cls, value)
        word._name_ = word._value_ = value
        return word

    @classmethod
    def lists(cls, word: str) -> bool:
        """Return whether the documentation lists *word*."""
        return word in cls._value2member_map_

    @property
    def known(self) -> bool:
        """Whether the documentation lists this word."""
        return self.lists(self.value)


class Language(OpenStrEnum):
    """A language in which the service shows information."""

    RU = "ru-RU"
    """Russian."""
    EN = "en-US"
    """English."""


@frozen(kw_only=True)
class Localized:
    """A text in one language."""

    locale: Language
    """Language and country."""
    value: str
    """The text."""
