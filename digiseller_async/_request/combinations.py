"""Check arguments against each other: which are needed, which exclude each other, their order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .._codecs.scalars import MOSCOW_ZONE
from ..errors import ArgumentError
from ..spec.language import Endpoint
from .scalar_checks import argument_error, end_of_day, short_repr

_MAX_NAMES = 5


def check_combinations(row: Endpoint[Any], arguments: Mapping[str, Any]) -> None:
    """Refuse *arguments*, each of which is valid, that are not valid together."""
    _check_at_least_one(row, arguments)
    _check_exclusive(row, arguments)
    _check_ascending(row, arguments)
    for name, other, word in row.only_with:
        _check_only_with(name, other, word, arguments)


def _check_exclusive(row: Endpoint[Any], arguments: Mapping[str, Any]) -> None:
    given = {name for name, one in arguments.items() if one is not None and one is not False}
    for first, second in row.exclusive:
        if given.issuperset((first, second)):
            raise argument_error(
                first, f"must not be given together with {second}; leave one of them out"
            )
    for first, second in row.dependent:
        if first in given and second not in given:
            raise argument_error(first, f"needs {second}: without it, the service ignores {first}")


def _check_only_with(name: str, other: str, word: str, arguments: Mapping[str, Any]) -> None:
    is_given, is_needed = arguments.get(name) is not None, arguments.get(other) == word
    if is_needed and not is_given:
        raise argument_error(name, f"is required if {other} is {word!r}")
    if is_given and not is_needed:
        raise argument_error(name, f"must not be given unless {other} is {word!r}; leave it out")


def _check_at_least_one(row: Endpoint[Any], arguments: Mapping[str, Any]) -> None:
    names = row.at_least_one_of
    if not names or any(arguments.get(name) is not None for name in names):
        return
    more = len(names) - _MAX_NAMES
    shown = ", ".join(names[:_MAX_NAMES])
    end = f" and {more} more (see its docstring)" if more > 0 else ""
    raise ArgumentError(f"give at least one of {shown}{end}", parameter=names[0])


def _check_ascending(row: Endpoint[Any], arguments: Mapping[str, Any]) -> None:
    for first, second in row.ascending:
        low, high = arguments.get(first), arguments.get(second)
        if low is None or high is None:
            continue
        if _sort_key(low, is_first=True) > _sort_key(high, is_first=False):
            if isinstance(low, dt.date):
                raise argument_error(second, f"must not be before {first} ({low}), as {high} is")
            raise argument_error(
                second, f"must be at least {first} ({low}), not {short_repr(high)}"
            )


def _sort_key(value: Any, *, is_first: bool) -> Any:
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        first = dt.datetime.combine(value, dt.time.min, MOSCOW_ZONE)
        return first if is_first else end_of_day(value)
    return Decimal(value)
