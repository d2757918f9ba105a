"""Repair JSON that no strict parser takes, if only single characters are wrong in it.

Halves of characters outside the basic plane, bytes that are no UTF-8, control characters in texts,
numbers that are longer than Python reads.
"""

from __future__ import annotations

import re

MOST_REPAIRED = 2 * 2**20
"""How long a document, or a part of one, may be that is repaired."""
MOST_REPAIRS = 25_000
"""How many escaped, wrong and control characters are looked at in one."""

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
