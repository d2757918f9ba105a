"""File names in, the bytes around files out, as ``multipart/form-data`` has them."""

from __future__ import annotations

import re
from mimetypes import guess_type
from pathlib import PurePosixPath

from .._kinds import refused

_FIELD = "file"
"""The service does not document the field's name; this one is known to work for images."""
_UNWRITABLE = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff"\\/]|%22|%0[aAdD]')
"""The last three are how browsers write a quote and a line break, so some servers read them so."""


def checked_name(argument: str, name: str) -> str:
    """Return *name* if every server reads the same from it; how to write others is disputed."""
    if not name or name in (".", ".."):
        raise refused(argument, "must have a file name: give a pair of a name and the content")
    if found := _UNWRITABLE.search(name):
        raise refused(argument, f"must not have {found[0]!r} in its file name {name!r}")
    return name


def head(boundary: str, name: str) -> bytes:
    """Return what comes before the content of the file *name*."""
    # Only the end: of a whole name that begins like a URL it takes the type from the URL.
    kind, packed = guess_type(f"file{PurePosixPath(name).suffix}")
    kind = "application/octet-stream" if kind is None or packed else kind
    return (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="{_FIELD}"; filename="{name}"\r\n'
        f"Content-Type: {kind}\r\n\r\n"
    ).encode()


AFTER = b"\r\n"
"""What comes after a file's content."""


def tail(boundary: str) -> bytes:
    """Return what comes after all files."""
    return f"--{boundary}--\r\n".encode()


def media_type(boundary: str) -> str:
    """Return the body's media type."""
    return f"multipart/form-data; boundary={boundary}"
