"""Write models: as dictionaries of Python's values, and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from types import NoneType
from typing import Any, cast

import attrs
import msgspec

from ...errors import ArgumentError
from .._model import AnyModel
from .scalars import offset_of

Write = Callable[[Any], Any]

_PLAIN = frozenset({NoneType, bool, int, str})
"""The types of most values, which are plain already."""

_TOO_DEEP = "is nested too deeply, or holds itself"

_ENCODER = msgspec.json.Encoder()


def to_dict(model: AnyModel) -> dict[str, Any]:
    """Return *model* as a dictionary, and the models in it likewise.

    Its keys are the names of the fields, in their order. Its values are Python's own: an amount
    stays a `Decimal`, a moment a ``datetime`` with its offset, content ``bytes``; an open enum
    becomes its word, and several of something a list. What JSON can hold, `to_json` gives.

    Args:
        model: A model, such as a `Receipt`, or a `Page`.

    Raises:
        ArgumentError: It is no model.
    """
    if not isinstance(cast("object", model), AnyModel):
        raise no_model(model)
    try:
        found: dict[str, Any] = _PYTHON.write(model)
    except RecursionError:
        raise ArgumentError(f"model {_TOO_DEEP}", parameter="model") from None
    return found


def to_json(model: AnyModel | Sequence[AnyModel]) -> str:
    """Return *model*, or a list of models, as JSON, which `from_json` reads back exactly.

    Its keys are the names of the fields, in their order. An amount is a text of its digits
    (``"33.50"``), a moment ISO 8601 with its offset, an open enum its word, content base64. The
    rare moment whose offset has seconds is in UTC.

    Args:
        model: A model, such as a `Receipt`, a `Page`, or a list of models.

    Raises:
        ArgumentError: It is no model, or has a value that JSON cannot hold.
    """
    several = cast("Sequence[object]", model if isinstance(model, list | tuple) else [model])
    for one in several:
        if not isinstance(one, AnyModel):
            raise no_model(one)
    return encode(model).decode()


def encode(value: Any) -> bytes:
    """Return a model, or a plain value that may hold some, as JSON; `to_json` says how.

    Raises `ArgumentError` for what JSON cannot hold.
    """
    try:
        return _ENCODER.encode(_JSON.write(value))
    except UnicodeEncodeError:
        raise _unwritable("a lone surrogate in a text") from None
    except RecursionError:
        raise _unwritable(f"something that {_TOO_DEEP}") from None
    except TypeError as error:  # msgspec's names the type, and not the value
        raise _unwritable(str(error)) from None


def plain(value: Any) -> Any:
    """Return a value of any type without models in it; `to_dict` says how."""
    return _PYTHON.write(value)


def no_model(value: object, name: str = "model") -> ArgumentError:
    """Return the error that says that *value*, an argument of this *name*, is no model."""
    what = f"must be a model, such as a Receipt or a Page, not {type(value).__name__}"
    return ArgumentError(f"{name} {what}", parameter=name)


def whole_moment(moment: dt.date) -> dt.date:
    """Return a *moment* whose offset is one of whole minutes, as others can be written.

    A date stays a date. Raises `ArgumentError` for a ``datetime`` without an offset.
    """
    if not isinstance(moment, dt.datetime):
        return moment
    if (offset := offset_of(moment)) is None:
        raise _unwritable("a moment without an offset, such as +03:00")
    if not (offset.seconds % 60 or offset.microseconds):
        return moment
    try:  # Moscow's before 1919 had seconds, which neither msgspec nor pydantic writes
        return moment.astimezone(dt.UTC)
    except OverflowError:
        raise _unwritable("a moment that is in no year of UTC") from None


def _finite(amount: Decimal) -> Decimal:
    if not amount.is_finite():
        raise _unwritable("an amount that is no number")
    return amount


def _subclass_write(kind: type[Any]) -> Write:
    """Return what writes values of a subclass, such as pandas' Timestamp: msgspec writes none."""
    if issubclass(kind, dt.datetime):
        return _iso_text
    if issubclass(kind, dt.date):
        return lambda day: day.isoformat()
    if issubclass(kind, Decimal):
        return lambda amount: str(_finite(amount))
    simple = (int, bytes)
    return next((one for one in simple if issubclass(kind, one) and kind is not bool), _as_it_is)


def _iso_text(moment: dt.datetime) -> str:
    text = whole_moment(moment).isoformat()
    return f"{text.removesuffix('+00:00')}Z" if text.endswith("+00:00") else text


def _unwritable(what: str) -> ArgumentError:
    return ArgumentError(f"model has what JSON cannot hold: {what}", parameter="model")


class _Writer:
    """Turns values into plain ones by their type; each type is looked at once."""

    def __init__(self, own: Mapping[type[Any], Write], other: Callable[[type[Any]], Write]) -> None:
        self._by_type: dict[type[Any], Write] = dict(own)
        self._other = other

    def write(self, value: Any) -> Any:
        """Return *value* without models, enums and tuples."""
        kind: type[Any] = type(value)  # pyright: ignore[reportUnknownVariableType]  (mypy knows it)
        write = self._by_type.get(kind)
        if write is None:
            write = self._by_type[kind] = self._write_for(kind)
        return write(value)

    def _write_for(self, kind: type[Any]) -> Write:
        if issubclass(kind, AnyModel):
            return self._write_model(kind)
        if issubclass(kind, Enum):
            return attrgetter("_value_")
        if issubclass(kind, str):
            return str.__str__  # msgspec writes no subclass of str
        if issubclass(kind, list | tuple):
            return lambda several: list(map(self.write, several))
        if issubclass(kind, Mapping):
            return lambda pairs: {key: self.write(one) for key, one in pairs.items()}
        return self._other(kind)

    def _write_model(self, kind: type[Any]) -> Write:
        names = tuple(one.name for one in attrs.fields(kind))
        values = attrgetter(*names, names[0])  # of one name alone it would give no tuple
        write = self.write
        return lambda model: {
            name: one if type(one) in _PLAIN else write(one)
            for name, one in zip(names, values(model), strict=False)
        }


def _as_it_is(value: Any) -> Any:
    return value


_PYTHON = _Writer({}, lambda _kind: _as_it_is)
_JSON = _Writer({dt.datetime: whole_moment, dt.date: _as_it_is, Decimal: _finite}, _subclass_write)
