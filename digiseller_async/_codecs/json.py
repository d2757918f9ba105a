"""Read and write JSON; numbers keep the digits that were sent.

What no strict parser takes is repaired, and read once more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

import msgspec

from .json_limits import MOST_LEVELS, check_depth
from .json_repair import MOST_REPAIRED, repair

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
_LONG_NUMBER = 1000
_encoder = msgspec.json.Encoder(decimal_format="number")

_STRUCTURE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?P<end>"?)|[][{},:]', re.DOTALL)
_WHOLE_STARTS = re.compile(r'"(?:[^"\\]|\\u[0-9a-fA-F]{4}|\\[^u])*', re.DOTALL)
_HALF_AT_END = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\Z")


def dumps(value: Any) -> bytes:
    """Write *value*; a `Decimal` becomes a number with exactly its digits."""
    return _encoder.encode(value)


def read_number(text: str) -> Decimal | str:
    """Return the number that *text* spells, or the text if no `Decimal` can be that number.

    One of a thousand digits stays a text, too.
    """
    if len(text) >= _LONG_NUMBER:
        return text
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


plain_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=read_number)
"""Gives plain values, fractions as `Decimal`."""


def loads(body: bytes) -> Any:
    """Read *body*; a fraction becomes a `Decimal`.

    Broken JSON, NaN, or a document of too many levels is a `ValueError`.
    """
    body = in_utf8(body)
    check_depth(body)
    return decode(plain_decoder, body)


def start_of(body: bytes, size: int) -> bytes:
    """Return the first *size* bytes of a JSON document as a document of its own.

    A text is cut; a value of another kind that is cut off, or has no value yet, is left out.
    """
    if len(body) <= size:
        return body
    text = body[:size].decode("utf-8", "ignore")
    closing: list[str] = []
    end, at_end, is_key = 0, "", False
    for found in _STRUCTURE.finditer(text):
        mark = found[0]
        if mark[0] == '"':
            if not (found["end"] or is_key):
                start = _HALF_AT_END.sub("", _WHOLE_STARTS.findall(text, found.start())[0])
                return f'{text[: found.start()]}{start}"{"".join(closing)}'.encode()
            continue
        if len(closing) > MOST_LEVELS:
            break
        if mark in "[{":
            closing.insert(0, "]" if mark == "[" else "}")
        elif mark in "]}":
            del closing[:1]
        if mark != ":":
            end = found.start() if mark == "," else found.end()
            at_end = "".join(closing)
        is_key = mark in "{," and closing[:1] == ["}"]
    return f"{text[:end]}{at_end}".encode()


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
            if (size := memoryview(body).nbytes) > MOST_REPAIRED:
                raise ValueError(
                    f"it is broken, and too long to be repaired: {size:,} bytes"
                ) from None
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
