"""Define the types of fields that Python does not have: moments, open enums, bounded numbers."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self

from msgspec import Meta

__all__ = ["AnyOpenEnum", "Moment"]

if TYPE_CHECKING:
    Moment = dt.datetime
    Day = dt.date
else:

    class _AnyMoment(type):
        # Without a Python function around it, as msgspec calls it for each moment that it reads.
        __instancecheck__ = dt.datetime.__instancecheck__

    class _AnyDay(type):
        __instancecheck__ = dt.date.__instancecheck__

    class Moment(metaclass=_AnyMoment):
        """An aware ``datetime``; Moscow time when the wire names no zone.

        Its offset is fixed: that of Moscow's clock on its day, or the one that the wire names.

        To type checkers this *is* ``datetime``. At run time it is a name of its own, because
        msgspec reads a ``datetime`` natively and would leave it naive.
        """

    class Day(metaclass=_AnyDay):
        """A ``date``, or a moment: arguments of this kind may be either."""


Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
"""A whole number of 64 bits: no id and no count of the service is longer."""


class AnyOpenEnum(StrEnum):
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
