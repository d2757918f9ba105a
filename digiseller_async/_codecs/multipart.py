"""Write what stands around the files in a ``multipart/form-data`` body."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import PurePosixPath

_FIELD = "file"
"""The service does not document the field's name; this one is known to work for images."""


def part_head(boundary: str, filename: str) -> bytes:
    """Return the boundary and the headers that precede the content of a file."""
    # Only the suffix: a whole name such as "data:text/html,x" would be taken for a URL.
    media_type, encoding = guess_type(f"file{PurePosixPath(filename).suffix}")
    if media_type is None or encoding:
        media_type = "application/octet-stream"
    return (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="{_FIELD}"; filename="{filename}"\r\n'
        f"Content-Type: {media_type}\r\n\r\n"
    ).encode()


PART_END = b"\r\n"
"""What follows the content of a file."""


def body_end(boundary: str) -> bytes:
    """Return the closing boundary."""
    return f"--{boundary}--\r\n".encode()


def content_type(boundary: str) -> str:
    """Return the value of the header ``Content-Type``."""
    return f"multipart/form-data; boundary={boundary}"
