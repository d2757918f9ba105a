"""Documents in, models out: straight from the bytes where the shape is the expected one, else leniently.

The fast way is msgspec into the frozen classes themselves. Whatever it refuses (numbers as strings,
``""`` for none, decimal commas, five forms of dates, one element instead of a list) goes the lenient
way, through cattrs. Both give equal models.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, Generic, TypeVar, get_args, get_origin

import attrs
import cattrs
import msgspec
from cattrs.gen import make_dict_structure_fn, override

from .models._base import Moment, OpenStrEnum
from .spec.language import Endpoint, ListEndpoint

T = TypeVar("T")

_MOSCOW = dt.timezone(dt.timedelta(hours=3))
_MOST_DIGITS = 100
_read_iso = dt.datetime.fromisoformat
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?", re.ASCII
)
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})(?: (\d\d?):(\d\d)(?::(\d\d))?)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d{1,4})?", re.ASCII)


@attrs.frozen(kw_only=True)
class PageContent(Generic[T]):
    """A page as the service sends it."""

    items: tuple[T, ...] = ()
    page: int | None = None
    count: int | None = None
    has_next_page: bool | None = None
    total_count: int | None = None
    total_pages: int | None = None


class _Envelope(msgspec.Struct, Generic[T]):
    """What surrounds most payloads."""

    content: T
    retval: int = 0


def moment(value: object) -> dt.datetime:
    """Read any of the service's forms of a moment; without a zone it is Moscow time."""
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=_MOSCOW)
    text = value.strip() if isinstance(value, str) else ""
    if found := _ISO.fullmatch(text):
        day, clock, fraction, zone = found.groups()
        parts = f"{day}T{clock or '00:00'}"
        if fraction:
            parts += f".{fraction[:6]:0<6}"
        return _read_iso(parts + (zone or "+03:00"))
    if found := _DOTTED.fullmatch(text):
        d, m, y, *clock_parts = (int(part or 0) for part in found.groups())
        return dt.datetime(y, m, d, *clock_parts, tzinfo=_MOSCOW)
    raise ValueError("not a date")


def fast(body: bytes, row: Endpoint[Any]) -> Any | None:
    """Read the payload of an ordinary answer straight into its model; ``None`` if it is no such answer."""
    try:
        envelope = _reader(row).decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return envelope.content if envelope.retval == 0 else None


@cache
def _reader(row: Endpoint[Any]) -> msgspec.json.Decoder[Any]:
    kind: Any = _Envelope[shape(row)]  # type: ignore[misc]  # a type made at run time
    return msgspec.json.Decoder(kind, dec_hook=_fast_hook)


def _fast_hook(kind: type[Any], value: Any) -> Any:
    if kind is not Moment:
        raise NotImplementedError(kind)
    # Adding the zone to the text is five times as fast as replacing it in the datetime. The shape
    # is checked first: fromisoformat would take 2021-12-01+03:00 for three o'clock.
    if isinstance(value, str) and len(value) >= 19 and value[10] == "T":
        with suppress(ValueError):  # it has a zone of its own, or it is another form
            return _read_iso(f"{value}+03:00")
    return moment(value)


def shape(row: Endpoint[Any]) -> Any:
    """Return the type of a row's payload: its model, or a page of it."""
    return PageContent[row.returns] if isinstance(row, ListEndpoint) else row.returns


def structure(value: Any, kind: Any) -> Any:
    """Read plain values into *kind*, leniently; raise `ValueError` with the path of what does not fit."""
    try:
        return _converter().structure(value, kind)
    except cattrs.BaseValidationError as error:
        raise ValueError("; ".join(cattrs.transform_error(error))) from None


def number(value: object) -> Decimal:
    """Read a number, or a text that spells one (with a point or a comma), to its last digit."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        found = Decimal(value)
    elif isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        found = Decimal(value.strip().replace(",", "."))
    else:
        raise ValueError("not a number")
    _, digits, exponent = found.as_tuple()
    if not isinstance(exponent, int) or len(digits) + abs(exponent) > _MOST_DIGITS:
        raise ValueError("a number of too many digits")
    return found


def whole(value: object) -> int:
    """Read a whole number; ``1.00`` is one, ``1.5`` is not."""
    found = number(value)
    if found != found.to_integral_value():
        raise ValueError("not a whole number")
    return int(found)


_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def flag(value: object) -> bool:
    """Read a flag: true or false, 1 or 0, as such or as text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str | int):
        try:
            return _FLAGS[str(value).strip().lower()]
        except KeyError:
            raise ValueError("not a flag") from None
    raise ValueError("not a flag")


def text(value: object) -> str:
    """Read a text; a number is taken as its digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    raise ValueError("not a text")


def _optional(kind: Any, converter: cattrs.Converter) -> Any:
    inner = next(one for one in get_args(kind) if one is not NoneType)

    def read(value: Any, _: Any) -> Any:
        # "" stands for none, except where it is a text.
        if value is None or (value == "" and inner is not str):
            return None
        return converter.structure(value, inner)

    return read


def _many(kind: Any, converter: cattrs.Converter) -> Any:
    inner = get_args(kind)[0]

    def read(value: Any, _: Any) -> Any:
        if value is None or value == "":
            return ()
        # One element of a repeated one looks like an object.
        several = value if isinstance(value, list | tuple) else (value,)
        return tuple(converter.structure(one, inner) for one in several)

    return read


def _model(kind: Any, converter: cattrs.Converter) -> Any:
    """Make a reader of one model: other spellings of its fields, and the field that may stand alone."""
    origin = get_origin(kind) or kind
    fields = attrs.fields(origin)
    also = {name: one.name for one in fields for name in one.metadata.get("also", ())}
    alone = next((one.name for one in fields if one.metadata.get("alone")), None)
    read_dict = make_dict_structure_fn(kind, converter)

    def read(value: Any, _: Any) -> Any:
        if alone is not None and not isinstance(value, Mapping):
            value = {alone: value}
        if not isinstance(value, Mapping):
            raise ValueError("not an object")
        known = {also.get(name, name): one for name, one in value.items()} if also else value
        return read_dict(known, kind)

    return read


def _is_model(kind: Any) -> bool:
    return attrs.has(get_origin(kind) or kind)


def _is_optional(kind: Any) -> bool:
    return NoneType in get_args(kind)


def _is_many(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_word(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, OpenStrEnum)


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter()
    for kind, read in ((int, whole), (bool, flag), (Decimal, number), (str, text), (Moment, moment)):
        converter.register_structure_hook(kind, lambda value, _, read=read: read(value))
    converter.register_structure_hook_func(_is_word, lambda value, kind: kind(text(value)))
    converter.register_structure_hook_factory(_is_model, _model)
    converter.register_structure_hook_factory(_is_many, _many)
    converter.register_structure_hook_factory(_is_optional, _optional)
    return converter
