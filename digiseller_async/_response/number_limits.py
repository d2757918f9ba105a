"""A JSON document in; whether it may have a number that Decimal takes and nobody should, out."""

from __future__ import annotations

import re


def has_odd_digits(body: bytes) -> bool:
    """Return whether there may be a number of more digits than anybody should hold."""
    # The less is left, the faster is the search.
    digits = body.translate(_AS_ZEROS, _OTHERS)
    return _EXPONENT.search(digits) is not None or _ENDLESS in digits


def has_odd_words(body: bytes) -> bool:
    """Return whether there may be a word that Decimal takes: .NET writes them as texts."""
    return any(_has(body, letter, pattern) for letter, pattern in _ODD.items())


_ODD = {b"N": re.compile(rb"NaN"), b"I": re.compile(rb"Infinity")}
_AS_ZEROS = bytes.maketrans(b"123456789E", b"000000000e")
_OTHERS = bytes([*b'"<>/{}[]()._=+-', *range(128, 256)])
"""What can go: neither digits nor letters nor what is between numbers, nor escapes."""
_EXPONENT = re.compile(rb"0e000")
_ENDLESS = b"0" * 900
"""Of fewer digits, and with an exponent of two, no number is beyond what any way takes."""
_MANY = 1000


def _has(body: bytes, letter: bytes, pattern: re.Pattern[bytes]) -> bool:
    """Return whether *pattern*, which begins with *letter*, is in *body*.

    Going from letter to letter is five times as fast as a search for the pattern, for they are
    rare; where they are not, the rest is searched.
    """
    place = body.find(letter)
    for _ in range(_MANY):
        if place < 0 or pattern.match(body, place):
            return place >= 0
        place = body.find(letter, place + 1)
    return place >= 0 and pattern.search(body, place) is not None
