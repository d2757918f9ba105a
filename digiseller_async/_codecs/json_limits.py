"""Count what a JSON document has before any of it is made: values, levels, digits of a number."""

from __future__ import annotations

import re
from collections.abc import Generator

MOST_LEVELS = 100
"""How many levels a document may have, in whatever format it is."""
LONG = 2**20
"""The bytes from which on a document is no ordinary one: it is not copied, and others have their
turns between two passes over it."""
_MOST_VALUES = 250_000
_SLICE = 128 * 1024
_SLICES_A_TURN = 8
_BESIDE_VALUES = bytes(one for one in range(256) if one not in b",[{")
_BESIDE_BRACKETS = bytes(one for one in range(256) if one not in b'"[]{}')
_TEXTS_A_TURN = 20_000
_ROUNDS_A_TURN = 10
_CHUNK = 64 * 1024
# A text that is never closed is taken whole.
_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_ESCAPE = re.compile(rb"\\.", re.DOTALL)


def check_numbers(body: bytes) -> None:
    """Raise `ValueError` for a number of 128 KiB, which takes as long to read as 1 MiB."""
    is_inside = False
    for start in range(_CHUNK, len(body) - _CHUNK, _CHUNK):
        if not body[start : start + _CHUNK].isdigit():
            is_inside = False
        elif not is_inside:
            before = body[start - _CHUNK : start].rstrip(b"0123456789.")
            if not before or before[-1:] in b":,[-+ \t\r\n":
                raise ValueError(f"it has a number of more than {_CHUNK:,} digits")
            is_inside = True


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


def check_depth_in_steps(body: bytes) -> Generator[None, None, None]:
    """Raise `ValueError` if *body* has more levels than an answer may; pause in long ones.

    What is no JSON passes: it has no levels.
    """
    if len(body) <= _SLICE and body.count(b"[") + body.count(b"{") <= MOST_LEVELS:
        return
    marks: list[bytes] = []
    start = 0
    while start < len(body):
        piece = body[start : start + _SLICE]
        if (len(piece) - len(piece.rstrip(b"\\"))) % 2:  # it ends within an escape
            piece = body[start : start + _SLICE + 1]
        start += len(piece)
        if b"\\" in piece:
            piece = _ESCAPE.sub(b"", piece)
        marks.append(piece.translate(None, _BESIDE_BRACKETS))
        if len(marks) % _SLICES_A_TURN == 0:
            yield
    # What stands in texts does not count.
    outside = b"".join(b"".join(marks).split(b'"')[::2])
    opened = outside.count(b"[") + outside.count(b"{")
    if 2 * opened < len(outside):
        return
    for number in range(MOST_LEVELS):
        # The innermost level goes, then what is the innermost then.
        less = outside.replace(b"[]", b"").replace(b"{}", b"")
        if not less or len(less) == len(outside):
            return
        outside = less
        if number % _ROUNDS_A_TURN == 0:
            yield
    raise ValueError(f"it is nested too deeply: it has more than {MOST_LEVELS} levels")


def check_depth(body: bytes) -> None:
    """Do as `check_depth_in_steps`, in one go: for parts."""
    for _ in check_depth_in_steps(body):
        pass
