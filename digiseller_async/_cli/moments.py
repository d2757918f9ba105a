"""Read a date or a moment from a word of the command line."""

from __future__ import annotations

import datetime as dt
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
