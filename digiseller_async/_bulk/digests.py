"""Digest keys and requests, so that a journal can name them and tell them apart, and holds none."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any, cast

from .._request.build import Request

SIZE = 16
"""The bytes of a digest: no two of a billion calls have the same one."""
_PAIR = 2


def digest_of_key(key: str | int) -> bytes:
    """Return a digest of *key*; ``1`` and ``"1"`` are two keys."""
    return _digest(f"str {key}" if isinstance(key, str) else f"int {key:x}")


def digest_of_request(request: Request) -> bytes:
    """Return a digest of all that *request* asks for.

    A file counts by its bytes if they are given, by its path, or else by its name only: to read
    it would take as long as to send it.
    """
    files = [(param.name, *_names_of_file(given)) for param, given in request.files]
    asked = [request.method, request.path, request.query, request.body, files]
    # A parameter has one type: a number in the place of its text is the same.
    return _digest(json.dumps(asked, sort_keys=True, default=str))


def _digest(text: str) -> bytes:
    data = str.encode(text, "utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=SIZE).digest()


def _names_of_file(given: object) -> tuple[str, str]:
    pair = cast("tuple[object, ...]", given) if isinstance(given, tuple) else ()
    name, content = pair if len(pair) == _PAIR else ("", cast("Any", given))
    if isinstance(content, bytes | bytearray | memoryview):
        return str(name), hashlib.blake2b(cast("bytes", content)).hexdigest()
    if isinstance(content, str | os.PathLike):
        return str(name), os.fsdecode(cast("str", content))
    return str(name), str(getattr(content, "name", ""))
