"""Strategies for any model with any values, made from the types of its fields."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import attrs
from hypothesis import strategies as st

from digiseller_async import models
from digiseller_async.models import Model, Moment, OpenStrEnum
from digiseller_async.models._types import Day

MODELS: tuple[type[Model], ...] = tuple(
    found
    for name in models.__all__
    if isinstance(found := getattr(models, name), type)
    and issubclass(found, Model)
    and found is not Model
)
"""Every public model."""
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
AMOUNTS = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=Decimal("-1e20"), max_value=Decimal("1e20")
) | st.sampled_from([Decimal(one) for one in ("33.50", "0.00", "-0", "1E+3", "1E-30")])
OFFSETS = st.timedeltas(dt.timedelta(hours=-23), dt.timedelta(hours=23)).map(
    lambda one: dt.timezone(dt.timedelta(seconds=int(one.total_seconds())))
)
YEARS = (dt.datetime(2, 1, 1, tzinfo=dt.UTC), dt.datetime(9998, 1, 1, tzinfo=dt.UTC))
MOMENTS = st.datetimes(*(one.replace(tzinfo=None) for one in YEARS), timezones=OFFSETS)
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    str: TEXTS,
    Decimal: AMOUNTS,
    bytes: st.binary(max_size=6),
    Moment: MOMENTS,
    dt.datetime: MOMENTS,
    Day: MOMENTS | st.dates(),
    Any: st.none() | st.booleans() | TEXTS,
}


def any_model(model: type[Any], *, depth: int = 2) -> st.SearchStrategy[Any]:
    """Return a strategy for *model*; what it holds is nested *depth* levels deep."""
    hints = get_type_hints(model)
    fields = {one.name: _values(hints[one.name], depth) for one in attrs.fields(model)}
    return st.builds(model, **fields)


def _values(kind: Any, depth: int) -> st.SearchStrategy[Any]:
    if kind in SCALARS:
        return SCALARS[kind]
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        is_end = depth == 0 and attrs.has(inner)
        return st.just(()) if is_end else st.lists(_values(inner, depth), max_size=2).map(tuple)
    if inner := [one for one in get_args(kind) if one is not NoneType]:
        is_end = depth == 0 and attrs.has(inner[0])
        return st.none() if is_end else st.none() | _values(inner[0], depth)
    if issubclass(kind, OpenStrEnum):
        return st.sampled_from(kind) | st.just(kind("a new word"))
    return any_model(kind, depth=depth - 1)
