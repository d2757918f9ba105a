"""Read answers in JSON: the envelope first, then each part of the payload on its own.

What is just as documented goes from its bytes straight into its model. What is not, be it the
envelope or a single part, and only that, goes the tolerant way: repaired if it is no JSON, through
plain values and the model's reader. Both ways give equal models.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

import attrs
import msgspec

from .._codecs import json
from ..spec.language import Endpoint, ListEndpoint, ResponseShape, ScalarStyle
from .json_envelope import NULL, decode_strictly
from .json_parts import REPAIRED, part_decoder
from .model_fields import Tell
from .model_reader import Plain, field_reader_of, model_reader_of
from .payload import ENVELOPE, IGNORED, PageFacts, Payload, fact_places
from .refusal.reason_fields import fields_of_raw

_object_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])
_list_decoder = msgspec.json.Decoder(list[msgspec.Raw])


class JsonDocument:
    """An answer in JSON; its parts are `msgspec.Raw`."""

    def __init__(self, body: bytes, row: Endpoint[Any]) -> None:
        self._body = body
        self._row = row
        self._is_repaired = False
        self._strict = decode_strictly(self._body, row)
        self.size = len(self._body)

    def envelope(self) -> Plain:
        """Return what the envelope says of the call, as plain values."""
        is_success = self._strict is not None
        if is_success or (self._may_be_list and self._is_list):
            return {}
        # Only a refusal's other words are read, as far as they are kept: they may be very long.
        found: Plain = {name: raw for name, raw in self._fields.items() if name in ENVELOPE}
        if "retval" in found:
            found["retval"] = _start(found["retval"])
        return found

    @property
    def is_as_documented(self) -> bool:
        """Whether its envelope is just as documented."""
        return self._strict is not None

    @property
    def _may_be_list(self) -> bool:
        return self._row.shape is ResponseShape.BARE or self._row.may_be_bare

    @property
    def _is_list(self) -> bool:
        return self._body.lstrip().startswith(b"[")

    @cached_property
    def _fields(self) -> dict[str, msgspec.Raw]:
        found, names = _fields(self._body, self._note_repair), dict(self._row.envelope_names)
        if not names:
            return found
        renamed = {names[name]: raw for name, raw in found.items() if name in names}
        return {**{name: raw for name, raw in found.items() if name not in names}, **renamed}

    def _note_repair(self) -> None:
        self._is_repaired = True

    def reason_fields(self) -> Plain:
        """Return the fields that may say why a call was refused, by their names in lower case."""
        return dict(fields_of_raw(self._fields))

    def payload(self, tell: Tell) -> Payload:
        """Return what the row asked for; raise `ValueError` if this cannot be that."""
        row = self._row
        if self._strict is not None:
            return _strict_payload(row, self._strict, tell)
        node = self._node(tell)
        if isinstance(row, ListEndpoint) and row.layout.is_plain and self._is_plain_page(row, node):
            items = _several(node, self._note_repair)
            payload = Payload(items, {"has_next_page": bool(items)})
        elif isinstance(row, ListEndpoint):
            payload = _page(row, _fields(node, self._note_repair), tell)
        else:
            payload = Payload(self._parts(node), {})
        if self._is_repaired:
            tell("", REPAIRED)
        return payload

    def _is_plain_page(self, row: ListEndpoint[Any], node: bytes | msgspec.Raw) -> bool:
        """Return whether a page is just its items: a list, one alone, or null for none."""
        if _starts_with(node, b"{"):
            return row.row_key[0] in _fields(node)
        return row.payload in self._fields and (_starts_with(node, b"[") or _is_null(node))

    def _parts(self, node: bytes | msgspec.Raw) -> list[msgspec.Raw]:
        row = self._row
        if row.shape is ResponseShape.FLAT:
            own = {name: one for name, one in self._fields.items() if name not in IGNORED}
            node = msgspec.json.encode(own)
        return _several(node, self._note_repair) if row.many else [msgspec.Raw(node)]

    def _node(self, tell: Tell) -> bytes | msgspec.Raw:
        """Return the payload's place in the document."""
        row = self._row
        if row.shape is not ResponseShape.ENVELOPE or (self._may_be_list and self._is_list):
            return self._body
        first, *others = row.payload.split("/")
        if row.may_be_bare and self._fields.keys().isdisjoint((first, *ENVELOPE)):
            return self._body
        known = {first, *(one.partition("/")[0] for one in row.fallbacks)}
        for name in self._fields.keys() - IGNORED - known:
            tell(f"/{name}", "an unknown field")
        if row.fallbacks:
            found_at = map(self._scalar_at, (row.payload, *row.fallbacks))
            return next((one for one in found_at if _loads(one) not in _NO_ID), NULL)
        found = self._fields.get(first, NULL)
        for name in others:
            found = _fields(found).get(name, NULL)
        return found

    def _scalar_at(self, path: str) -> msgspec.Raw:
        """Return the scalar at a *path*, or null if there is none."""
        found, fields = NULL, self._fields
        for name in path.split("/"):
            found = fields.get(name, NULL)
            fields = _fields(found) if _starts_with(found, b"{") else {}
        return NULL if _starts_with(found, b"{[") else found

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
    return next((node[one] for one in keys.split("|") if not _is_null(node.get(one, NULL))), NULL)


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
_NO_ID = (None, "", 0, "0")
"""What stands where an id would be if there is none."""


def _start(part: msgspec.Raw) -> Any:
    """Return a plain value, or of a very long one its start."""
    return _loads(json.start_of(bytes(memoryview(part)[: 2 * _LONGEST_WORD]), _LONGEST_WORD))


_LONGEST_WORD = 4096


def _starts_with(part: bytes | msgspec.Raw, signs: bytes) -> bool:
    return bytes(memoryview(part)[:1]) in [bytes([sign]) for sign in signs]


def _is_null(part: bytes | msgspec.Raw) -> bool:
    return bytes(part).strip() == b"null"


def _loads(part: bytes | msgspec.Raw) -> Any:
    return json.loads(bytes(part))
