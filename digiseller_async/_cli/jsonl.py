"""Encode values as JSON, and rows as lines of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..models._serialization.plain import encode


def json_text(value: object) -> str:
    """Return *value* as JSON, as a line has it."""
    return encode(value).decode()


def json_lines(rows: Iterable[Any]) -> bytes:
    """Return *rows* as JSON Lines, which `from_json` reads back."""
    return b"".join(encode(row) + b"\n" for row in rows)
