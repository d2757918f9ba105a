"""Read and write JSON; numbers keep the digits that were sent.

What no strict parser takes is repaired, and read once more: halves of characters outside the basic
plane, bytes that are no UTF-8, control characters in texts, numbers that are longer than Python
reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class OtherShapeError(ValueError):
    """A document is JSON, but not of the shape that is wanted."""


_BOM = b"\xef\xbb\xbf"
_UTF16_STARTS = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"{\0": "utf-16-le",
    b"[\0": "utf-16-le",
    b"\0{": "utf-16-be",
    b"\0[": "utf-16-be",
}
_encoder = msgspec.json.Encoder(decimal_format="number")

# Each sign is looked at once: a text that is never closed is taken whole, and only what begins a
# number is tried as one.
_TOKEN = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|(?P<number>(?<![\d.eE+-])-?\d[\d.eE+-]{999,}+)',
    re.DOTALL | re.ASCII,
)
_ODD = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # two halves that belong together
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.|(?P<control>[\0-\x1f])",
    re.DOTALL | re.ASCII,
)


def dumps(value: Any) -> bytes:
    """Write *value*; a `Decimal` becomes a number with exactly its digits."""
    return _encoder.encode(value)


def read_number(text: str) -> Decimal | str:
    """Return the number that *text* spells, or the text if no `Decimal` can be that number."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


plain_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=read_number)
"""Gives plain values, fractions as `Decimal`."""


def loads(body: bytes) -> Any:
    """Read *body*; a fraction becomes a `Decimal`. Broken JSON, or NaN, is a `ValueError`."""
    return decode(plain_decoder, in_utf8(body))


def in_utf8(body: bytes) -> bytes:
    """Return *body* in UTF-8 without a byte order mark, if it is in UTF-16 or has one."""
    for start, encoding in _UTF16_STARTS.items():
        if body.startswith(start):
            return body.decode(encoding, "replace").encode()
    return body.removeprefix(_BOM)


def decode(
    decoder: msgspec.json.Decoder[T],
    body: bytes | msgspec.Raw,
    on_repair: Callable[[], object] = bool,
) -> T:
    """Return what *decoder* makes of *body*, which is repaired, and told so, if it is no JSON.

    Raises `OtherShapeError` for JSON of another shape, and `ValueError` for what is still no JSON.
    """
    try:
        try:
            return decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            _refuse_other_shape(error)
            found = decoder.decode(repair(bytes(body)))
            on_repair()
            return found
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        _refuse_other_shape(error)
        raise ValueError(str(error)) from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _refuse_other_shape(error: Exception) -> None:
    # A number of thousands of digits is called one out of range.
    if isinstance(error, msgspec.ValidationError) and "out of range" not in str(error):
        raise OtherShapeError(str(error)) from None


def repair(body: bytes) -> bytes:
    """Return *body* as JSON that strict parsers take, if only single characters are wrong in it.

    Control characters stay what they are. What cannot be a character becomes U+FFFD, and a number
    of a thousand digits a text.
    """
    return _TOKEN.sub(_repaired_token, body.decode("utf-8", "replace")).encode()


def _repaired_token(found: re.Match[str]) -> str:
    if found["number"]:
        return f'"{found["number"]}"'
    return _ODD.sub(_repaired_character, found[0])


def _repaired_character(found: re.Match[str]) -> str:
    if found["half"]:
        return "\\ufffd"
    return f"\\u{ord(found['control']):04x}" if found["control"] else found[0]
