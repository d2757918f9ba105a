"""Read models back, strictly: unknown names, other types and what is not exact are refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from typing import Any, TypeVar, cast, get_args, get_origin

import attrs
import msgspec

from ...errors import ArgumentError
from .._types import AnyOpenEnum
from .fields import field_kinds, inner_of, model_of, name_of
from .flat_reading import nested
from .scalars import SCALARS, RefusedError, must_be, word_reader

T = TypeVar("T")
Read = Callable[[Any], Any]


def from_dict(
    kind: type[T], values: Mapping[str, Any] | Sequence[Mapping[str, Any]], *, flat: bool = False
) -> T:
    """Return the model of this *kind* that `to_dict` made *values* of.

    What `to_json` writes in place of Python's own values is read too: the text of an amount, of a
    moment, of bytes. A float is no amount, as it is not exact.

    Args:
        kind: The class of the model, such as ``Receipt``, ``Page[Receipt]`` or ``list[Receipt]``.
        values: Its fields by their names; one that has a default may be missing. For a list, such
            a mapping for each item.
        flat: Whether *values* is a row that `records` made, or one of a table of `sync`. A model in
            the model of which the row has no value is read as None.

    Raises:
        ArgumentError: A name is unknown, a field is missing, or a value is of another type. It says
            where, and what is allowed, but never what was given.
    """
    model = model_of(_checked(kind))
    if flat and model is None:
        why = "reads one row at a time: give the class of its model, and call it for each row"
        raise ArgumentError(f"flat=True {why}, not {name_of(kind)}", parameter="flat")
    try:
        if flat and model is not None and isinstance(values, Mapping):
            values = nested(model, values, _DECODER.decode)
        found: T = read(kind, values)
    except RefusedError as error:
        raise _argument_error(kind, error) from None
    return found


def from_json(kind: type[T], text: str | bytes) -> T:
    """Return the model of this *kind* that `to_json` made *text* of.

    A number in place of an amount's text is read by its digits, too.

    Args:
        kind: The class of the model, such as ``Receipt``, ``Page[Receipt]`` or ``list[Receipt]``.
        text: JSON, as text or in UTF-8.

    Raises:
        ArgumentError: It is no JSON, or `from_dict` would refuse what is in it.
    """
    if not isinstance(cast("object", text), str | bytes):
        raise ArgumentError(f"text must be JSON, not {type(text).__name__}", parameter="text")
    try:
        values = _DECODER.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise ArgumentError(f"text is not JSON: {why}", parameter="text") from None
    return from_dict(kind, values)


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:  # its exponent is longer than any number's
        return text


_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=_number)


def _checked(kind: Any) -> Any:
    """Return *kind*, if it is a class of models, or a list of one."""
    inner: Any = get_args(kind)[0] if get_origin(kind) in (list, tuple) else kind
    # Of the items of a bare Page nothing is known.
    if model_of(inner) is None or getattr(inner, "__parameters__", None):
        what = "must be a class of models, such as Receipt, Page[Receipt] or list[Receipt]"
        raise ArgumentError(f"kind {what}, not {name_of(kind)}", parameter="kind")
    return kind


def _argument_error(kind: Any, error: RefusedError) -> ArgumentError:
    names = [f"[{one}]" if isinstance(one, int) else f".{one}" for one in error.path]
    path = "".join(names).removeprefix(".")
    parameter = ".".join(one for one in error.path if isinstance(one, str))
    message = f"{name_of(kind)}: {path} {error.what}" if path else f"{name_of(kind)} {error.what}"
    return ArgumentError(message, parameter=parameter or None)


def read(kind: Any, value: Any) -> Any:
    """Return the model of this *kind* that *value* is of. Raises `RefusedError`."""
    try:
        return reader(kind)(value)
    except RecursionError:
        raise RefusedError("is nested too deeply", value) from None


@cache
def reader(kind: Any) -> Read:
    """Return what reads values of *kind*; it raises `RefusedError`."""
    if kind in SCALARS:
        return SCALARS[kind]
    if model_of(kind) is not None:
        return _ModelReader(kind).read
    if isinstance(kind, type) and issubclass(kind, AnyOpenEnum):
        return word_reader(kind)
    if (origin := get_origin(kind)) in (tuple, list):
        return _list_reader(reader(get_args(kind)[0]), cast("type[Any]", origin))
    return _optional_reader(reader(inner_of(kind)))


def _list_reader(read: Read, kind: type[Any]) -> Read:
    def read_list(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise must_be("a list", value)
        found: list[Any] = []
        for place, one in enumerate(cast("list[Any]", value)):
            try:
                found.append(read(one))
            except RefusedError as error:
                raise error.within(place) from None
        return kind(found)

    return read_list


def _optional_reader(read: Read) -> Read:
    def read_optional(value: Any) -> Any:
        return None if value is None else read(value)

    return read_optional


class _ModelReader:
    """Reads models of one *kind*."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        self._model: Any = model_of(kind)

    @cached_property
    def _fields(self) -> Mapping[str, tuple[Read, bool]]:
        """What reads each field, and whether it must be given.

        It is found out late, as a model may hold others of its kind.
        """
        kinds = field_kinds(self._kind)
        return {
            one.name: (reader(kinds[one.name]), one.default is attrs.NOTHING)
            for one in attrs.fields(self._model)
        }

    def read(self, value: Any) -> Any:
        """Return the model; one that is a model already is taken as it is."""
        if isinstance(value, self._model):
            return value
        if not isinstance(value, Mapping):
            raise must_be(f"an object with the fields of {name_of(self._kind)}", value)
        values = cast("Mapping[str, Any]", value)
        found: dict[str, Any] = {}
        for name, (read, is_required) in self._fields.items():
            if name in values:
                try:
                    found[name] = read(values[name])
                except RefusedError as error:
                    raise error.within(name) from None
            elif is_required:
                raise RefusedError("is required", values).within(name)
        if len(found) != len(values):
            raise self._unknown(values)
        return self._model(**found)

    def _unknown(self, values: Mapping[str, Any]) -> RefusedError:
        unknown = min(str(name) for name in values if name not in self._fields)
        known = ", ".join(self._fields)
        return RefusedError(f"has no field {unknown[:40]!r}; its fields are {known}", values)
