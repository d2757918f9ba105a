"""Make functions that turn a model, and the models in it, into dictionaries, for pydantic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin

from .._types import Day, Moment
from .fields import field_kinds, inner_of, model_of
from .plain import plain, whole_moment

Values = Callable[[Any], dict[str, Any]]


@cache
def values_function(kind: Any) -> Values:
    """Return what makes a dictionary of a model of this *kind*, as `to_dict` does.

    A tuple stays one, and a moment has an offset of whole minutes, as pydantic writes no others.
    """
    return _Functions().function(kind)


class _Functions:
    """Generates the functions, as they are called so often: one for each model in a model."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {"plain": plain, "whole": whole_moment}
        self._by_kind: dict[Any, str] = {}

    def function(self, kind: Any) -> Values:
        """Return the function for models of this *kind*."""
        made: Values = self._names[self._name(kind)]
        return made

    def _name(self, kind: Any) -> str:
        if kind in self._by_kind:
            return self._by_kind[kind]
        name = self._by_kind[kind] = f"values_{len(self._by_kind)}"
        kinds = field_kinds(kind)
        pairs = (f"{one!r}: {self._field(f'model.{one}', kinds[one])}" for one in kinds)
        source = f"def {name}(model):\n    return {{{', '.join(pairs)}}}"
        exec(source, self._names)  # noqa: S102  (names of our own fields, as attrs does it)
        return name

    def _field(self, value: str, kind: Any) -> str:
        """Return Python for the *value* of a field of this *kind*."""
        is_optional = kind is not Any and NoneType in get_args(kind)
        written = self._expression("v", inner_of(kind) if is_optional else kind)
        if written == "v":
            return value
        return f"None if (v := {value}) is None else {written}"

    def _expression(self, value: str, kind: Any) -> str:
        """Return Python for a *value* of this *kind* that is not None."""
        if model_of(kind) is not None:
            return f"{self._name(kind)}({value})"
        if (origin := get_origin(kind)) in (tuple, list):
            one = self._field("one", get_args(kind)[0])
            return value if one == "one" else f"{origin.__name__}([{one} for one in {value}])"
        if kind in (Moment, dt.datetime):
            is_whole = (
                f"(o := {value}.utcoffset()) is not None and not (o.seconds % 60 or o.microseconds)"
            )
            return f"({value} if {is_whole} else whole({value}))"
        if kind in (Any, Day):
            return f"{'plain' if kind is Any else 'whole'}({value})"
        return value
