"""Decode a JSON answer whose envelope is as documented, and says success: its parts stay bytes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, cast

import attrs
import msgspec

from ..models._base import Int64
from ..spec.language import Endpoint, ListEndpoint, ResponseShape
from .payload import fact_places, is_several
from .strict_schema import REFUSED

NULL = msgspec.Raw(b"null")


def decode_strictly(body: bytes, row: Endpoint[Any]) -> Any:
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
        has_choices = not {"/", "|"}.isdisjoint(row.layout.items + row.layout.total_pages)
        if has_choices or row.layout.is_plain:
            return None
        page = list(_page_fields(row, parts))
        if row.shape is ResponseShape.FLAT:
            return msgspec.json.Decoder(_struct("Envelope", [*page, *_BESIDE]))
        parts = _struct("Page", [*page, ("has_previous_page", Any, None)])
    if row.shape is not ResponseShape.ENVELOPE or "/" in row.payload:
        return None
    return msgspec.json.Decoder(
        _struct("Envelope", [_field("content", parts, row.payload), *_BESIDE])
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
            yield _field(f"about_{one.name}", msgspec.Raw, key, default=NULL)


def _field(name: str, kind: Any, key: str, **default: Any) -> Any:
    return name, kind, msgspec.field(name=key, **default)


def _struct(name: str, fields: list[Any]) -> Any:
    return msgspec.defstruct(name, fields, kw_only=True, forbid_unknown_fields=True)
