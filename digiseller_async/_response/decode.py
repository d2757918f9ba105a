"""An ordinary JSON answer in, its payload out, straight from the bytes into the models.

What is not ordinary is not read here but left to `_structure`: an envelope that complains, keys
that are not the fields' names, scalars of another type. What is read here is looked at by its
shadow as well, so that what is not documented shows: a short answer wholly, of a long list an item
in each slice.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from functools import cache
from types import NoneType
from typing import Any, cast, get_type_hints

import attrs
import msgspec

from .._codecs import json, xml
from ..models._base import strangers
from ..spec.language import Endpoint, ListEndpoint, ResponseShape, ScalarStyle
from . import documents
from .field_reader import Tell
from .model_fields import is_direct
from .number_limits import has_odd_digits, has_odd_words
from .strict_schema import StrictSchema
from .structure import convert, decode_moment, page_content

_LONG = 64 * 1024
"""A list of more bytes takes some milliseconds, and is read in slices."""
_SLICE = 200
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class _Reading:
    """How the ordinary answers of one row are read."""

    def __init__(self, row: Endpoint[Any]) -> None:
        several: Any = tuple
        items = several[row.returns, ...] if documents.is_several(row) else row.returns
        self._row = row
        self._whole = _decoder(row, _envelope(row, items))
        self._raw = _decoder(row, _envelope(row, several[msgspec.Raw, ...]))
        self._items = _decoder(row, several[row.returns, ...])
        self._spot = documents.payload_reader(row)
        self.shadow = StrictSchema(row)

    def payload(self, body: bytes) -> Any | None:
        """Return the payload, or ``None`` if this is no ordinary answer."""
        try:
            envelope = self._whole.decode(body)
        except _UNREADABLE:
            return None
        row = self._row
        if row.shape is ResponseShape.BARE:
            return list(envelope) if row.many else envelope
        if envelope.retval or envelope.errors:
            return None
        if isinstance(row, ListEndpoint):
            page = _page(row, envelope)
            return page_content(page.items or (), page, _about(row, page))
        return list(envelope.content) if row.many else envelope.content

    def slices(self, body: bytes, tell: Tell) -> Generator[None, None, Any | None]:
        """Return a long page's payload, and pause after each slice."""
        row = cast("ListEndpoint[Any]", self._row)
        try:
            envelope = self._raw.decode(body)
            if envelope.retval or envelope.errors:
                return None
            page = _page(row, envelope)
            raws = page.items or ()
            items: list[Any] = []
            for start in range(0, len(raws), _SLICE):
                items += self._slice(raws[start : start + _SLICE], tell)
                yield
        except (ValueError, *_UNREADABLE):
            return None  # no such answer, or an item that nothing can be made of
        return page_content(tuple(items), page, _about(row, page))

    def _slice(self, raws: Sequence[msgspec.Raw], tell: Tell) -> Sequence[Any]:
        before = strangers.count
        try:
            found: Sequence[Any] = self._items.decode(b"[%b]" % b",".join(raws))
        except _UNREADABLE:
            return [self._item(bytes(raw), tell) for raw in raws]
        if strangers.count > before:
            for raw in raws:
                self._by_plan(bytes(raw), tell)
        elif self.shadow.refuses_item(raws[0]):
            self._by_plan(bytes(raws[0]), tell)
        return found

    def _item(self, raw: bytes, tell: Tell) -> Any:
        try:
            return self._items.decode(b"[%b]" % raw)[0]
        except _UNREADABLE:
            return convert(self._by_plan(raw, tell), self._row.returns)

    def _by_plan(self, raw: bytes, tell: Tell) -> Any:
        return self._spot.one_from_json(json.loads(raw), "", tell)


def _decoder(row: Endpoint[Any], kind: Any) -> msgspec.json.Decoder[Any]:
    strict = row.scalars is ScalarStyle.NATIVE
    return msgspec.json.Decoder(kind, dec_hook=decode_moment, strict=strict)


def _page(row: ListEndpoint[Any], envelope: Any) -> Any:
    return envelope.content if row.shape is ResponseShape.ENVELOPE else envelope


def _envelope(row: Endpoint[Any], items: Any) -> Any:
    """Return the type of a whole answer."""
    facts: list[Any] = [("retval", int, 0), ("errors", Any, None)]
    if row.shape is ResponseShape.BARE:
        return items
    if isinstance(row, ListEndpoint):
        page = list(_page_fields(row, items))
        if row.shape is ResponseShape.FLAT:
            return msgspec.defstruct("Envelope", [*page, *facts], kw_only=True)
        items = msgspec.defstruct("Content", page, kw_only=True)
    content = _field("content", items, row.payload)
    return msgspec.defstruct("Envelope", [content, *facts])


def _page_fields(row: ListEndpoint[Any], items: Any) -> Iterator[Any]:
    layout = row.layout
    if layout.items_optional:
        yield _field("items", items | None, layout.items, default=None)
    else:
        yield _field("items", items, layout.items)
    for name, kind in _COUNTS.items():
        key = getattr(layout, name)
        yield _field(name, kind, key, default=None) if key else (name, NoneType, None)
    if row.page_extras is not None:
        hints = get_type_hints(row.page_extras, include_extras=True)
        for field in attrs.fields(row.page_extras):
            default = {} if field.default is attrs.NOTHING else {"default": field.default}
            yield _field(field.name, hints[field.name], field.name, **default)


_COUNTS: dict[str, Any] = {
    "page": int | None,
    "count": int | None,
    "has_next_page": bool | None,
    "total_count": int | None,
    "total_pages": int | None,
}


def _field(name: str, kind: Any, key: str, **default: Any) -> Any:
    return name, kind, msgspec.field(name=key, **default)


def _about(row: ListEndpoint[Any], page: Any) -> Any:
    about: Any = row.page_extras
    if about is None:
        return None
    return about(**{one.name: getattr(page, one.name) for one in attrs.fields(about)})


@cache
def _reading(row: Endpoint[Any]) -> _Reading | None:
    """Return how ordinary answers of *row* are read; ``None`` if none of them can be."""
    models: tuple[Any, ...] = (row.returns,)
    if isinstance(row, ListEndpoint):
        models, items = (row.returns, row.page_extras), row.layout.items
    elif row.shape in (ResponseShape.ENVELOPE, ResponseShape.BARE):
        items = row.payload
    else:
        return None
    ordinary = not {"/", "|"} & set(items) and all(map(is_direct, models))
    return _Reading(row) if ordinary else None


def fast(body: bytes, row: Endpoint[Any]) -> Any | None:
    """Read an ordinary answer's payload straight into its model; ``None`` if it is none such."""
    reading = _reading(row)
    is_odd = reading is None or has_odd_digits(body) or has_odd_words(body)
    return None if is_odd or reading is None else reading.payload(body)


def payload(body: bytes, row: Endpoint[Any], tell: Tell) -> Generator[None, None, Any | None]:
    """Read an ordinary answer's payload, and pause on the way if it is long; see `fast`.

    A long page is read a slice at a time, so that others on the loop have their turn. If some of a
    page's items are not as expected, only these go another way.
    """
    reading = _reading(row)
    if reading is None or xml.looks_like_xml(body) or has_odd_digits(body):
        return None
    if len(body) > _LONG and isinstance(row, ListEndpoint):
        return None if has_odd_words(body) else (yield from reading.slices(body, tell))
    if reading.shadow.refuses(body):
        return None  # the other way tells what is strange
    before = strangers.count
    found = reading.payload(body)
    return found if strangers.count == before else None
