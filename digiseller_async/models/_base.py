"""Define what models have in common: open enums, moments, localized texts, field metadata."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Self

from attrs import field, frozen
from msgspec import Meta

__all__ = ["Language", "Localized", "Moment", "OpenStrEnum"]

if TYPE_CHECKING:
    Moment = dt.datetime
else:

    class _AnyMoment(type):
        # Without a Python function around it, as msgspec calls it for each moment that it reads.
        __instancecheck__ = dt.datetime.__instancecheck__

    class Moment(metaclass=_AnyMoment):
        """An aware ``datetime``; Moscow time when the wire names no zone.

        Its offset is fixed: that of Moscow's clock on its day, or the one that the wire names.

        To type checkers this *is* ``datetime``. At run time it is a name of its own, because
        msgspec reads a ``datetime`` natively and would leave it naive.
        """


Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
"""A whole number of 64 bits: no id and no count of the service is longer."""


def wire(
    name: str = "",
    *,
    xml: str = "",
    aliases: tuple[str, ...] = (),
    shorthand: bool = False,
    empty_is_object: bool = False,
    expected: bool = False,
    utc: bool = False,
    at_least: int | None = None,
    choices: tuple[int, ...] = (),
    not_blank: bool = False,
    answer_only: bool = False,
    instead_of: str = "",
    id_keys: tuple[str, ...] = (),
) -> Mapping[str, Any]:
    """Return a field's metadata: where documents have it, and which values may be sent.

    Args:
        name: Its key in JSON, if not the field's name.
        xml: Its path in XML, if not its key in JSON: a path of ElementTree's, with ``@name`` at
            the end for an attribute; ``.`` is the text of the element itself.
        aliases: Other keys that it has in some JSON answers.
        shorthand: Whether the value of this field may stand for the whole object.
        empty_is_object: Whether an empty XML element is an object without values, and not None.
        expected: Whether every answer should have a value here, so that none is a deviation; what
            is sent must have one.
        utc: Whether a moment without a zone is in UTC here, and not in Moscow time.
        at_least: The smallest number that may be sent.
        choices: The only numbers that may be sent.
        not_blank: Whether a text without a visible character is refused.
        answer_only: Whether it is never sent, although its model is an argument.
        id_keys: Keys of which the first stands for an object where this is an id.
        instead_of: Another field: of the two, at least one must be sent.
    """
    given = {
        "wire": name,
        "xml": xml,
        "aliases": aliases,
        "shorthand": shorthand,
        "empty_is_object": empty_is_object,
        "not_blank": not_blank,
        "answer_only": answer_only,
        "instead_of": instead_of,
        "id_keys": id_keys,
        "expected": expected,
        "utc": utc,
    }
    found: dict[str, Any] = {key: value for key, value in given.items() if value}
    if choices:
        found["choices"] = choices
    return found if at_least is None else {**found, "at_least": at_least}


class OpenStrEnum(StrEnum):
    """An enum that may grow: a value that it does not list becomes a member-like ``str``."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str) or not value or value.isspace():
            return None  # a blank text is no value
        word = str.__new__(cls, value)
        word._name_ = word._value_ = value
        return word

    @classmethod
    def lists(cls, word: str) -> bool:
        """Return whether the documentation lists *word* as a value."""
        return word in cls._value2member_map_

    @property
    def known(self) -> bool:
        """Whether the documentation lists this value."""
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

    locale: Language | None = field(default=None, metadata=wire(expected=True))
    """The language of *value*; None only if an answer does not say it."""
    value: str | None = field(default=None, metadata=wire(expected=True))
    """The text; None only if an answer does not say it."""
