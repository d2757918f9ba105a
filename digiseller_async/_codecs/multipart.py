"""Write what stands around the files in a ``multipart/form-data`` body."""

from __future__ import annotations

from pathlib import PurePosixPath

# Not from mimetypes: that reads lists of the machine's, and slim images have none.
_MEDIA_TYPES = {
    ".png": "image/png",
    **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif"), "image/jpeg"),
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".bmp": "image/bmp",
    **dict.fromkeys((".tif", ".tiff"), "image/tiff"),
    ".svg": "image/svg+xml",
    ".ico": "image/vnd.microsoft.icon",
    ".txt": "text/plain",
    ".csv": "text/csv",
    **dict.fromkeys((".htm", ".html"), "text/html"),
    ".json": "application/json",
    ".xml": "text/xml",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
}


def part_head(boundary: str, name: str, filename: str) -> bytes:
    """Return the boundary and the headers that precede the content of the file in part *name*."""
    suffix = PurePosixPath(filename).suffix.lower()
    media_type = _MEDIA_TYPES.get(suffix, "application/octet-stream")
    return (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
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
