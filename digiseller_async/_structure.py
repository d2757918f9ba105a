"""Documents in, models out: straight from the bytes where the shape is as expected, else leniently.

The fast way is msgspec into the frozen classes themselves. Whatever it refuses goes the lenient
way. Both give equal models.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Generator, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

import attrs
import msgspec

from . import _codecs
from ._scalars import moment
from .models._base import Moment
from .spec.language import Endpoint, ListEndpoint

T = TypeVar("T")

_read_iso = dt.datetime.fromisoformat
_LONG = 256 * 1024
"""A document of so many bytes takes some milliseconds: longer ones are read in slices."""
_SLICE = 200
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_EXPONENT = re.compile(rb"E[+-]?\d\d\d")


@attrs.frozen(kw_only=True)
class PageContent(Generic[T]):
    """A page as the service sends it."""

    items: tuple[T, ...]
    page: int | None = None
    count: int | None = None
    has_next_page: bool | None = None
    total_count: int | None = None
    total_pages: int | None = None


class _Envelope(msgspec.Struct, Generic[T]):
    """What surrounds most payloads."""

    content: T
    retval: int = 0
    errors: Any = None

    @property
    def is_well(self) -> bool:
        """Whether the service has nothing to complain of."""
        return self.retval == 0 and not self.errors


def payload(body: bytes, row: Endpoint[Any]) -> Generator[None, None, Any | None]:
    """Read an ordinary answer's payload, and pause on the way if it is long; see `fast`.

    A long page is read a slice at a time, so that others on the loop have their turn. If some of a
    page's items are not as expected, only these go the lenient way.
    """
    several = isinstance(row, ListEndpoint)
    if not several or len(body) <= _LONG:
        found = fast(body, row)
        if found is not None or not several:
            return found
    return (yield from _sliced(body, row))


def _sliced(body: bytes, row: Endpoint[Any]) -> Generator[None, None, Any | None]:
    if _is_odd(body):
        return None
    try:
        envelope = _RAW_PAGE.decode(body)
        if not envelope.is_well:
            return None
        raws = envelope.content.items
        items: list[Any] = []
        for start in range(0, len(raws), _SLICE):
            items += _items(raws[start : start + _SLICE], row)
            yield
    except (ValueError, *_UNREADABLE):
        return None  # no such answer, or an item that nothing can be made of
    return attrs.evolve(envelope.content, items=tuple(items))


def _items(raws: Sequence[msgspec.Raw], row: Endpoint[Any]) -> list[Any]:
    try:
        return _items_reader(row).decode(b"[%b]" % b",".join(raws))
    except _UNREADABLE:
        return [_item(bytes(raw), row) for raw in raws]


def _item(raw: bytes, row: Endpoint[Any]) -> Any:
    try:
        return _items_reader(row).decode(b"[%b]" % raw)[0]
    except _UNREADABLE:
        return structure(_codecs.loads(raw), row.returns)


@cache
def _items_reader(row: Endpoint[Any]) -> msgspec.json.Decoder[list[Any]]:
    several: Any = list
    return msgspec.json.Decoder(several[row.returns], dec_hook=_fast_hook)


def fast(body: bytes, row: Endpoint[Any]) -> Any | None:
    """Read an ordinary answer's payload straight into its model; ``None`` if it is none such."""
    if _is_odd(body):
        return None
    try:
        envelope = _reader(row).decode(body)
    except _UNREADABLE:
        return None
    return envelope.content if envelope.is_well else None


def _is_odd(body: bytes) -> bool:
    """Return whether there may be a number that Decimal takes and nobody should.

    .NET writes NaN and Infinity as texts; an exponent asks for more digits than a memory holds.
    Looking for one byte first costs next to nothing, where looking for the word costs a decode's
    fifth.
    """
    return (
        (b"N" in body and b"NaN" in body)
        or (b"I" in body and b"Infinity" in body)
        or _EXPONENT.search(body) is not None
    )


@cache
def _reader(row: Endpoint[Any]) -> msgspec.json.Decoder[Any]:
    envelope: Any = _Envelope
    kind = envelope[shape(row)]
    return msgspec.json.Decoder(kind, dec_hook=_fast_hook)


_RAW_PAGE = msgspec.json.Decoder(_Envelope[PageContent[msgspec.Raw]])


def _fast_hook(kind: object, value: Any) -> dt.datetime:
    # Adding the zone to the text is five times as fast as replacing it in the datetime. The shape
    # is checked first: fromisoformat would take 2021-12-01+03:00 for three o'clock.
    try:
        if value[7:14:3] == "-T:":
            return _read_iso(value + "+03:00")
    except (TypeError, ValueError):  # it has a zone of its own, or is no text at all
        return moment(value)
    if kind is not Moment:
        raise NotImplementedError(kind)
    return moment(value)


def shape(row: Endpoint[Any]) -> Any:
    """Return the type of a row's payload: its model, or a page of it."""
    page: Any = PageContent
    return page[row.returns] if isinstance(row, ListEndpoint) else row.returns


def structure(value: Any, kind: Any) -> Any:
    """Read plain values into *kind*, leniently; a `ValueError` names the path of what is wrong."""
    from ._lenient import structure as read  # noqa: PLC0415  (cattrs is loaded when needed)

    return read(value, kind)
