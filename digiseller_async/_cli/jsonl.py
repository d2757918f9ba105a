"""Encode values as JSON, and rows as lines of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

# An amount is text of all its digits: many readers of JSON would make a float of a number.
_ENCODER = msgspec.json.Encoder()


def json_text(value: object) -> str:
    """Return *value* as JSON, as a line has it."""
    return _ENCODER.encode(value).decode()


def json_lines(rows: Sequence[Any]) -> bytes:
    """Return *rows* as JSON Lines."""
    return _ENCODER.encode_lines(rows)
