"""A row in; decoders out that read its ordinary answers for nothing but to refuse what is strange.

msgspec passes over keys that a frozen class does not have, and reads a number out of a text where a
Decimal is wanted. So a document is read twice: into its models, and into the shadows of them, which
know every documented key, forbid all others, and take no text for a number. That is cheap, as a
shadow holds neither Decimals nor moments.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, get_type_hints

import attrs
import msgspec

from ..spec.language import Endpoint, ListEndpoint, ResponseShape, ScalarStyle
from .documents import PageFacts, is_several
from .model_fields import is_model, parts

_BESIDE = ("retdesc", "errors", "desc", "endesc", "queryId", "has_previous_page")
_NUMBERS: dict[Any, tuple[Any, Any]] = {
    # A text with a fraction would be read by way of a float.
    int: (int, Annotated[str, msgspec.Meta(pattern=r"^-?\d*$")]),
    Decimal: (int | float, Annotated[str, msgspec.Meta(pattern=r"^(-?\d+(\.\d+)?)?$")]),
}
"""What an ordinary number is, and the text of one."""
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class StrictSchema:
    """Tells ordinary documents of a row from strange ones."""

    def __init__(self, row: Endpoint[Any]) -> None:
        self._texts = row.scalars is ScalarStyle.STRINGS
        item = self._kind(row.returns, frozenset())
        several: Any = list
        self._item = msgspec.json.Decoder(item)
        self._whole = msgspec.json.Decoder(
            self._answer(row, several[item] if is_several(row) else item)
        )

    def refuses(self, body: bytes) -> bool:
        """Return whether a whole answer has something that is not documented."""
        return _fails(self._whole, body)

    def refuses_item(self, raw: bytes | msgspec.Raw) -> bool:
        """Return whether one item of a list has."""
        return _fails(self._item, raw)

    def _answer(self, row: Endpoint[Any], payload: Any) -> Any:
        if row.shape is ResponseShape.BARE:
            return payload
        beside: dict[str, Any] = dict.fromkeys(_BESIDE, Any)
        beside["retval"] = int
        if isinstance(row, ListEndpoint):
            page = {row.layout.items: payload | None, **self._facts(row)}
            if row.shape is ResponseShape.FLAT:
                return _struct("Answer", {**beside, **page})
            payload = _struct("Page", {"has_previous_page": Any, **page})
        return _struct("Answer", {**beside, row.payload: payload})

    def _facts(self, row: ListEndpoint[Any]) -> dict[str, Any]:
        facts = {one.name: getattr(row.layout, one.name) for one in attrs.fields(PageFacts)}
        found: dict[str, Any] = {key: int | bool | None for key in facts.values() if key}
        if row.page_extras is not None:
            found |= dict(self._fields(row.page_extras, frozenset()))
        return found

    def _kind(self, kind: Any, within: frozenset[Any]) -> Any:
        """Return what may stand where a document has one of this *kind*."""
        if is_model(kind):
            return Any if kind in within else self._struct_of(kind, within)
        if kind is bool:
            return bool | int | str | None
        if kind not in _NUMBERS:
            return str | None
        number, text = _NUMBERS[kind]
        return number | text | None if self._texts else number | None

    def _struct_of(self, model: Any, within: frozenset[Any]) -> Any:
        found: Any = _struct(model.__name__, dict(self._fields(model, within | {model})))
        alone = any(one.metadata.get("shorthand") for one in attrs.fields(model))
        return found | str | None if alone else found | None

    def _fields(self, model: Any, within: frozenset[Any]) -> Iterator[tuple[str, Any]]:
        hints = get_type_hints(model)
        several: Any = list
        for one in attrs.fields(model):
            inner, many = parts(hints[one.name])
            kind = self._kind(inner, within)
            yield one.name, several[kind] | None if many else kind


def _struct(name: str, fields: dict[str, Any]) -> Any:
    places = [
        (f"field_{place}", kind, msgspec.field(default=None, name=key))
        for place, (key, kind) in enumerate(fields.items())
    ]
    return msgspec.defstruct(name, places, forbid_unknown_fields=True, gc=False)


def _fails(decoder: msgspec.json.Decoder[Any], body: bytes | msgspec.Raw) -> bool:
    try:
        decoder.decode(body)
    except _UNREADABLE:
        return True
    return False
