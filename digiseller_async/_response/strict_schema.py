"""Check that a part of a JSON answer is just what the documentation draws.

msgspec passes over keys that a frozen class does not have, reads a number out of a text where a
`Decimal` is wanted, and knows no open enums. So each part is decoded twice: into its model, and
into a schema that knows every documented key and word, forbids all others, takes no text for a
number, and no number that a float cannot hold. The schema is cheap, as it makes neither decimals
nor moments.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from string import ascii_letters
from types import NoneType
from typing import Annotated, Any, Literal, cast, get_type_hints

import attrs
import msgspec

from ..models._base import Int64, OpenStrEnum
from ..models._serialization.fields import is_model, parts
from ..spec.language import ScalarStyle

REFUSED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What a decoder raises for a document that it does not take."""
_FlagText = Annotated[str, msgspec.Meta(pattern=r"^(0|1|[Tt]rue|[Ff]alse|)$")]
_Flag: Any = bool | Literal[0, 1] | cast("Any", _FlagText)
_NUMBERS: dict[Any, tuple[Any, Any]] = {
    # A text with a fraction would be read by way of a float.
    int: (Int64, Annotated[str, msgspec.Meta(pattern=r"^-?\d{0,18}$")]),
    Decimal: (float, Annotated[str, msgspec.Meta(pattern=r"^(-?\d{1,300}(\.\d{1,300})?)?$")]),
}
"""An ordinary number, and the text of one."""
_DEEPEST = 8
"""How often a model is followed into itself; what is nested deeper is refused."""


class StrictSchema:
    """Accepts or refuses lists of one kind of part."""

    def __init__(self, kind: Any, scalars: ScalarStyle) -> None:
        self._numbers_as_texts = scalars is ScalarStyle.STRINGS
        several: Any = list
        self._decode = msgspec.json.Decoder(several[self._type(kind, ()) | None]).decode

    def check(self, parts: bytes) -> None:
        """Raise one of `REFUSED` unless *parts*, a list in JSON, are as documented."""
        self._decode(parts)

    def _type(self, kind: Any, outer: tuple[Any, ...]) -> Any:
        """Return what may stand where a document has a value of this *kind*."""
        if is_model(kind):
            return self._struct(kind, outer)
        if kind is bool:
            return _Flag
        if kind is Any:
            return Any
        if issubclass(kind, OpenStrEnum):
            return Literal[*(one.value for one in kind)]
        if kind not in _NUMBERS:
            return str
        number, text = _NUMBERS[kind]
        return number | text if self._numbers_as_texts else number

    def _struct(self, model: Any, outer: tuple[Any, ...]) -> Any:
        if outer.count(model) > _DEEPEST:
            return NoneType
        fields = [
            (f"field_{place}", kind, msgspec.field(name=name, **default))
            for place, (name, kind, default) in enumerate(self._fields(model, (*outer, model)))
        ]
        found: Any = msgspec.defstruct(
            model.__name__, fields, forbid_unknown_fields=True, gc=False, kw_only=True
        )
        has_shorthand = any(one.metadata.get("shorthand") for one in attrs.fields(model))
        return found | str if has_shorthand else found

    def _fields(self, model: Any, outer: tuple[Any, ...]) -> Iterator[tuple[str, Any, Any]]:
        hints = get_type_hints(model)
        several: Any = list
        for one in attrs.fields(model):
            inner, many = parts(hints[one.name])
            kind = self._type(inner, outer)
            kind = several[kind] if many else kind
            if one.metadata.get("expected"):
                yield one.name, kind, {}
            else:
                yield one.name, kind | None, {"default": None}


def has_unbounded_number(parts: bytes) -> bool:
    """Return whether *parts* may have a number of 900 digits, or with an exponent of three.

    The schema does not see all of them: a float loses digits, and of zero and of what is tiny the
    exponent. A text that looks so counts as well: then it is the tolerant way that decides.
    """
    # One pass brings every number into the same digits and shortens the rest: two quick searches
    # on that cost a fifth of a regular expression's.
    digits = parts.translate(_NUMBERS_ALIKE, _BESIDE_NUMBERS)
    return b"0e000" in digits or _LONG_NUMBER in digits


_NUMBERS_ALIKE = bytes.maketrans(b"123456789E", b"000000000e")
_BESIDE_NUMBERS = bytes(
    sign for sign in range(256) if sign > 127 or chr(sign) in ascii_letters + "+-.:{}[]_"
).translate(None, b"eE")
_LONG_NUMBER = b"0" * 900
