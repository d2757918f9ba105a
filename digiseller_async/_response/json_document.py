"""Read answers in JSON: the envelope first, then each part of the payload on its own.

What is just as documented goes from its bytes straight into its model. What is not, be it the
envelope or a single part, and only that, goes the tolerant way: repaired if it is no JSON, through
plain values and the model's reader. Both ways give equal models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import Any, Literal, cast

import attrs
import msgspec

from .._codecs import json
from ..models._base import Int64
from ..spec.language import Endpoint, ListEndpoint, ResponseShape, ScalarStyle
from .convert import convert_row, decode_moment
from .model_fields import Tell, is_direct
from .model_reader import Plain, field_reader_of, model_reader_of
from .payload import ENVELOPE, IGNORED, PageFacts, Payload, fact_places, is_several, payload_reader
from .strict_schema import REFUSED, StrictSchema, has_unbounded_number

_REPAIRED = "a text that is no JSON, and was repaired"
_NULL = msgspec.Raw(b"null")
_object_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])
_list_decoder = msgspec.json.Decoder(list[msgspec.Raw])


class JsonDocument:
    """An answer in JSON; its parts are `msgspec.Raw`."""

    def __init__(self, body: bytes, row: Endpoint[Any]) -> None:
        self._body = body
        self._row = row
        self._is_repaired = False
        self._strict = _decode_strictly(self._body, row)
        self.size = len(self._body)

    def envelope(self) -> Plain:
        """Return what the envelope says of the call, as plain values."""
        is_success = self._strict is not None
        if is_success or (self._may_be_list and self._is_list):
            return {}
        # Only a refusal's other words are read, as far as they are kept: they may be very long.
        return {
            name: _loads(raw) if name == "retval" else raw
            for name, raw in self._fields.items()
            if name in ENVELOPE
        }

    @property
    def _may_be_list(self) -> bool:
        return self._row.shape is ResponseShape.BARE or self._row.payload.endswith("|.")

    @property
    def _is_list(self) -> bool:
        return self._body.lstrip().startswith(b"[")

    @cached_property
    def _fields(self) -> dict[str, msgspec.Raw]:
        return _fields(self._body, self._note_repair)

    def _note_repair(self) -> None:
        self._is_repaired = True

    def payload(self, tell: Tell) -> Payload:
        """Return what the row asked for; raise `ValueError` if this cannot be that."""
        row = self._row
        if self._strict is not None:
            return _strict_payload(row, self._strict, tell)
        node = self._node(tell)
        if isinstance(row, ListEndpoint):
            payload = _page(row, _fields(node, self._note_repair), tell)
        else:
            payload = Payload(self._parts(node), {})
        if self._is_repaired:
            tell("", _REPAIRED)
        return payload

    def _parts(self, node: bytes | msgspec.Raw) -> list[msgspec.Raw]:
        row = self._row
        if row.shape is ResponseShape.FLAT:
            fields = _fields(node, self._note_repair)
            own = {name: one for name, one in fields.items() if name not in IGNORED}
            node = msgspec.json.encode(own)
        return _several(node, self._note_repair) if row.many else [msgspec.Raw(node)]

    def _node(self, tell: Tell) -> bytes | msgspec.Raw:
        """Return the payload's place in the document."""
        row = self._row
        if row.shape is not ResponseShape.ENVELOPE or (self._may_be_list and self._is_list):
            return self._body
        first, *others = row.payload.removesuffix("|.").split("/")
        for name in self._fields.keys() - IGNORED - {first}:
            tell(f"/{name}", "an unknown field")
        found = self._fields.get(first, _NULL)
        for name in others:
            found = _fields(found).get(name, _NULL)
        return found

    def decode(self, parts: list[Any], tell: Tell, *, start: int = 0) -> list[Any]:
        """Return the models of *parts*, which begin with number *start*."""
        decoder = part_decoder(self._row)
        models = decoder.strictly(parts)
        if models is not None:
            return models
        if len(parts) == 1:  # which was refused just now
            return [decoder.tolerantly(parts[0], tell, number=start)]
        each = enumerate(parts, start)
        return [decoder.decode(part, tell, number=number) for number, part in each]


class PartDecoder:
    """Decodes parts of one row's answers: strictly, or, where that refuses, tolerantly."""

    def __init__(self, row: Endpoint[Any]) -> None:
        self._model = row.returns
        self._reader = payload_reader(row)
        # msgspec knows the fields of attrs' classes by their names only.
        self._schema = StrictSchema(row.returns, row.scalars) if is_direct(row.returns) else None
        several: Any = list
        self._decoder: msgspec.json.Decoder[list[Any]] = msgspec.json.Decoder(
            several[row.returns],
            dec_hook=decode_moment,
            float_hook=json.read_number,
            strict=row.scalars is ScalarStyle.NATIVE,
        )

    def decode(self, part: msgspec.Raw, tell: Tell, *, number: int) -> Any:
        """Return the model of one part, and tell what in it is not documented.

        It is an `UnreadableRow`, which names the path and the *number* of the part, if the part has
        no readable identity.
        """
        models = self.strictly([part])
        return self.tolerantly(part, tell, number=number) if models is None else models[0]

    def strictly(self, parts: list[msgspec.Raw]) -> list[Any] | None:
        """Return the models of *parts* if all of them are as documented."""
        if self._schema is None:
            return None
        if len(parts) == 1 and memoryview(parts[0]).nbytes > _LONGEST_STRICT:
            return None
        # One call for many parts: each call by itself would add a tenth.
        joined = b"[%b]" % b",".join(parts)
        if self._model is not str and has_unbounded_number(joined):
            return None
        try:
            self._schema.check(joined)
            return self._decoder.decode(joined)
        except REFUSED:
            return None

    def tolerantly(self, part: msgspec.Raw, tell: Tell, *, number: int) -> Any:
        """Return the model of one part by way of plain values."""
        given = json.decode(json.plain_decoder, part, lambda: tell("", _REPAIRED))
        value = self._reader.one_from_json(given, "", tell)
        return convert_row(value, self._model, tell, number=number)


@cache
def part_decoder(row: Endpoint[Any]) -> PartDecoder:
    """Return what decodes the parts of answers to *row*."""
    return PartDecoder(row)


# The documented envelope: all its keys are known, it says success, and the parts stay bytes.


def _decode_strictly(body: bytes, row: Endpoint[Any]) -> Any:
    """Return the envelope if it is as documented and says success, else ``None``."""
    decoder = _envelope_decoder(row)
    if decoder is None:
        return None
    try:
        return decoder.decode(body)
    except REFUSED:
        return None


@cache
def _envelope_decoder(row: Endpoint[Any]) -> msgspec.json.Decoder[Any] | None:
    several: Any = list
    parts = several[msgspec.Raw] if is_several(row) else msgspec.Raw
    if row.shape is ResponseShape.BARE:
        return msgspec.json.Decoder(parts) if row.many else None
    if isinstance(row, ListEndpoint):
        if not {"/", "|"}.isdisjoint(row.layout.items + row.layout.total_pages):
            return None
        page = list(_page_fields(row, parts))
        if row.shape is ResponseShape.FLAT:
            return msgspec.json.Decoder(_struct("Envelope", [*page, *_BESIDE]))
        parts = _struct("Page", [*page, ("has_previous_page", Any, None)])
    if row.shape is not ResponseShape.ENVELOPE or "/" in row.payload:
        return None
    return msgspec.json.Decoder(
        _struct("Envelope", [_field("content", parts, row.payload.removesuffix("|.")), *_BESIDE])
    )


_BESIDE: list[Any] = [
    ("retval", Literal[0, "0"] | None, None),
    ("errors", tuple[()] | Literal[""] | None, None),
    *((name, Any, None) for name in ("retdesc", "desc", "endesc", "queryId")),
]


def _page_fields(row: ListEndpoint[Any], parts: Any) -> Iterator[Any]:
    layout = row.layout
    if layout.items_optional:
        yield _field("items", parts | None, layout.items, default=None)
    else:
        yield _field("items", parts, layout.items)
    flag, count = cast("Any", bool), cast("Any", Int64)
    for name, key in fact_places(layout).items():
        kind: Any = flag | None if name == "has_next_page" else count | None
        yield _field(name, kind, key, default=None)
    if row.page_extras is not None:
        for one in attrs.fields(row.page_extras):
            key = one.metadata.get("wire", one.name)
            yield _field(f"about_{one.name}", msgspec.Raw, key, default=_NULL)


def _field(name: str, kind: Any, key: str, **default: Any) -> Any:
    return name, kind, msgspec.field(name=key, **default)


def _struct(name: str, fields: list[Any]) -> Any:
    return msgspec.defstruct(name, fields, kw_only=True, forbid_unknown_fields=True)


def _strict_payload(row: Endpoint[Any], envelope: Any, tell: Tell) -> Payload:
    if row.shape is ResponseShape.BARE:
        return Payload(envelope, {})
    if not isinstance(row, ListEndpoint):
        return Payload(envelope.content if row.many else [envelope.content], {})
    page = envelope if row.shape is ResponseShape.FLAT else envelope.content
    facts = {name: getattr(page, name) for name in fact_places(row.layout)}
    about = None
    if row.page_extras is not None:
        wires = [one.metadata.get("wire", one.name) for one in attrs.fields(row.page_extras)]
        names = [f"about_{one.name}" for one in attrs.fields(row.page_extras)]
        given = {wire: getattr(page, name) for wire, name in zip(wires, names, strict=True)}
        about = _about(row, given, tell)
    return Payload(page.items or [], facts, about)


# Any other envelope.


def _page(row: ListEndpoint[Any], node: dict[str, msgspec.Raw], tell: Tell) -> Payload:
    layout, places = row.layout, fact_places(row.layout)
    keys = layout.items.split("|")
    if not (layout.items_optional or node.keys() & keys):
        raise ValueError(f"it has no {keys[0]}")
    items = _first_of(node, layout.items)
    texts = row.scalars is ScalarStyle.STRINGS
    given = {name: _loads(_first_of(node, key)) for name, key in places.items()}
    facts = field_reader_of(PageFacts, texts=texts).one_from_json(given, "", tell)
    known = {*keys, *"|".join(places.values()).split("|")} | IGNORED
    beside = {name: one for name, one in node.items() if name not in known}
    about = None
    if row.page_extras is not None:
        about = _about(row, beside, tell)
    else:
        for name in beside:
            tell(f"/{name}", "an unknown field")
    return Payload(_several(items), facts, about)


def _first_of(node: dict[str, msgspec.Raw], keys: str) -> msgspec.Raw:
    """Return what is under the first of *keys* that has anything."""
    return next((node[one] for one in keys.split("|") if not _is_null(node.get(one, _NULL))), _NULL)


def _about(row: ListEndpoint[Any], fields: dict[str, msgspec.Raw], tell: Tell) -> Plain:
    reader = model_reader_of(cast("Any", row.page_extras), texts=row.scalars is ScalarStyle.STRINGS)
    found: Plain = reader.from_json({name: _loads(raw) for name, raw in fields.items()}, "", tell)
    return found


def _fields(
    part: bytes | msgspec.Raw, on_repair: Callable[[], object] = bool
) -> dict[str, msgspec.Raw]:
    try:
        return json.decode(_object_decoder, part, on_repair)
    except json.OtherShapeError:
        raise ValueError("it is not an object") from None


def _several(
    part: bytes | msgspec.Raw, on_repair: Callable[[], object] = bool
) -> list[msgspec.Raw]:
    """Return the parts of a list; one part may stand for itself, and nothing for none."""
    text = bytes(part).strip()
    if text.startswith(b"["):
        return json.decode(_list_decoder, part, on_repair)
    is_none = len(text) < _LONGEST_NOTHING and _loads(text) in (None, {}, "")
    return [] if is_none else [msgspec.Raw(part)]


_LONGEST_NOTHING = 20
_LONGEST_STRICT = 2**20
"""Of a longer part, which cannot be an ordinary one, three copies would be made."""


def _is_null(part: msgspec.Raw) -> bool:
    return bytes(part).strip() == b"null"


def _loads(part: bytes | msgspec.Raw) -> Any:
    return json.loads(bytes(part))
