"""Define types of options that click lacks: moments, finite numbers, paths that are not empty."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    _Type = click.ParamType[Any]
else:  # older versions are not generic
    _Type = click.ParamType


class IsoMoment(_Type):
    """A date, or a moment with its zone, in ISO 8601."""

    name = "date|moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read it; a text with a time of day is a moment."""
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date or a moment in ISO 8601.", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no zone, such as {value}+03:00 for Moscow.", param, ctx)
        return moment


class NonEmptyPath(click.Path):
    """A path; an empty one, as of a variable that is not set, is not the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read it."""
        if not value:
            self.fail("it is empty; the current folder is a dot.", param, ctx)
        return super().convert(value, param, ctx)


class FiniteNumber(click.FloatRange):
    """A number of a range; what is not a number is in every range of click."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it."""
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return number
