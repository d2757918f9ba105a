"""Read and write JSON; numbers keep the digits that were sent.

What no strict parser takes is repaired, and read once more: halves of characters outside the basic
plane, bytes that are no UTF-8, control characters in texts, numbers that are longer than Python
reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
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
MOST_REPAIRED = 2 * 2**20
"""How long a document, or a part of one, may be that is repaired."""
MOST_REPAIRS = 100_000
"""How many escaped, wrong and control characters are looked at in one."""
_MOST_VALUES = 250_000
_LONG_NUMBER = 1000
_SLICE = 128 * 1024
_BESIDE_VALUES = bytes(one for one in range(256) if one not in b",[{")
_TEXTS_A_TURN = 20_000
_encoder = msgspec.json.Encoder(decimal_format="number")

# Each sign is looked at once: a text that is never closed is taken whole, and only what begins a
# number is tried as one.
_TOKEN = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|(?P<number>(?<![\d.eE+-])-?\d[\d.eE+-]{999,}+)',
    re.DOTALL | re.ASCII,
)
_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_ODD = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # two halves that belong together
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.|(?P<control>[\0-\x1f])",
    re.DOTALL | re.ASCII,
)


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
    """Read *body*; a fraction becomes a `Decimal`. Broken JSON, or NaN, is a `ValueError`."""
    return decode(plain_decoder, in_utf8(body))


def check_count_in_steps(body: bytes) -> Generator[None, None, None]:
    """Raise `ValueError` if *body* has more values than an answer may; pause in long ones.

    A value takes twenty times the bytes of the shortest one.
    """
    # A value takes two bytes at least.
    if len(body) <= 2 * _MOST_VALUES or (
        count_at_most(body, _BESIDE_VALUES, _MOST_VALUES) <= _MOST_VALUES
    ):
        return
    # Some of these signs may stand in texts.
    left, end = _MOST_VALUES, 0
    for number, text in enumerate(_TEXT.finditer(body), 1):
        if text.start() > end:
            left -= count_at_most(body[end : text.start()], _BESIDE_VALUES, left)
        end = text.end()
        if left < 0 or number > 2 * _MOST_VALUES:
            raise _too_many_values()
        if number % _TEXTS_A_TURN == 0:
            yield
    if count_at_most(body[end:], _BESIDE_VALUES, left) > left:
        raise _too_many_values()


def count_at_most(body: bytes, others: bytes, most: int) -> int:
    """Return how many bytes of *body* are not *others*, or a number above *most* if it is more."""
    if len(body) <= most:
        return len(body.translate(None, others))
    count = 0
    for start in range(0, len(body), _SLICE):
        count += len(body[start : start + _SLICE].translate(None, others))
        if count > most:
            break
    return count


def _too_many_values() -> ValueError:
    return ValueError(f"it has more than {_MOST_VALUES:,} values")


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


def repair(body: bytes) -> bytes:
    """Return *body* as JSON that strict parsers take, if only single characters are wrong in it.

    Control characters stay what they are. What cannot be a character becomes U+FFFD, and a number
    of a thousand digits a text. Raises `ValueError` if there is too much to repair.
    """
    return _TOKEN.sub(_Repair().token, body.decode("utf-8", "replace")).encode()


class _Repair:
    """Repairs the texts and numbers of one document, up to so many signs in them."""

    def __init__(self) -> None:
        self._left = MOST_REPAIRS

    def token(self, found: re.Match[str]) -> str:
        """Return a text or a number as strict parsers take it."""
        if found["number"]:
            return f'"{found["number"]}"'
        return _ODD.sub(self._character, found[0])

    def _character(self, found: re.Match[str]) -> str:
        self._left -= 1
        if self._left < 0:
            raise ValueError(f"it is broken, and too odd to be repaired: {MOST_REPAIRS:,} signs")
        if found["half"]:
            return "\\ufffd"
        return f"\\u{ord(found['control']):04x}" if found["control"] else found[0]
