"""File names in, the bytes around files out, as ``multipart/form-data`` has them."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import PurePosixPath

_FIELD = "file"
"""The service does not document the field's name; this one is known to work for images."""


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
