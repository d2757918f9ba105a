"""Digest keys and requests, so that a journal can name them and tell them apart, and holds none."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import Any, cast

from .._request.build import Request

SIZE = 16
"""The bytes of a digest: no two of a billion calls have the same one."""
_PAIR = 2


def digest_of_key(key: str | int) -> bytes:
    """Return a digest of *key*; ``1`` and ``"1"`` are two keys."""
    return _digest([f"str {key}" if isinstance(key, str) else f"int {key:x}"])


def digest_of_request(request: Request) -> bytes:
    """Return a digest of all that *request* asks for.

    A file counts by its bytes if they are given, by its path, or else by its name only: to read
    it would take as long as to send it.
    """
    asked = [request.method, request.path, request.query]
    asked += _texts_of(request.body)
    for param, given in request.files:
        asked += [param.name, *_texts_of_file(given)]
    return _digest(asked)


def _digest(parts: list[str]) -> bytes:
    found = hashlib.blake2b(digest_size=SIZE)
    for one in parts:
        data = str.encode(one, "utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big"))
        found.update(data)
    return found.digest()


def _texts_of(value: object) -> Iterator[str]:
    """Yield texts that no other *value* of a body gives: with its types, keys in any order."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        yield f"dict {len(fields)}"
        for name, one in sorted(fields.items()):
            yield name
            yield from _texts_of(one)
    elif isinstance(value, list):
        items = cast("list[object]", value)
        yield f"list {len(items)}"
        for one in items:
            yield from _texts_of(one)
    elif isinstance(value, str):
        yield "str"
        yield value
    else:  # a number, a flag, or nothing
        yield f"{type(value).__name__} {value}"


def _texts_of_file(given: object) -> Iterator[str]:
    pair = cast("tuple[object, ...]", given) if isinstance(given, tuple) else ()
    name, content = pair if len(pair) == _PAIR else ("", cast("Any", given))
    yield str(name)
    if isinstance(content, bytes | bytearray | memoryview):
        yield hashlib.blake2b(cast("bytes", content)).hexdigest()
    elif isinstance(content, str | os.PathLike):
        yield os.fsdecode(cast("str", content))
    else:
        yield str(getattr(content, "name", ""))
