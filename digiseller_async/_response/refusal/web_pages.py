"""Tell web pages from answers: of maintenance, of a web server, of a protection in front of it."""

from __future__ import annotations

import re

from ..xml_document import ROOTS

_MAINTENANCE = (
    "digiseller updating",
    "digiseller is experiencing an unscheduled maintenance work",
    "регламентные работы",
)
"""What the service's own pages say while it is down."""
_MARKERS = (*_MAINTENANCE, "server error", "404 - file or directory not found")
"""What pages say that come in place of an answer, also with status 200."""
# Each comment is read in one way: with a choice of two for each, a page of them takes for ever.
_ROOT = re.compile(rb"(?:(?><\?xml[^>]*\?>|<!--.{0,200}?-->)\s*+)*+<(!doctype\s+)?([a-z0-9_.]+)")
_TITLE = re.compile(r"<(title|h1)[^>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_START = 4096


def is_web_page(body: bytes) -> bool:
    """Return whether *body* is a web page, and no document."""
    start = body[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"{", b"[")):
        return False
    root = _ROOT.match(start)
    if root and root[2].decode() in ROOTS:
        return False
    if root and root[2] == b"html":
        return True
    return _says(body, _MARKERS)


def is_page_of_error(body: bytes, content_type: str) -> bool:
    """Return whether *body*, which came with a status of an error, is a web page.

    Such a one may be a part of a page; a success under a wrong type is never one for its type.
    """
    if is_web_page(body):
        return True
    start = body[:512].lstrip().lower()
    root = _ROOT.match(start)
    return root is not None and root[2].decode() not in ROOTS and "html" in content_type


def is_maintenance(body: bytes) -> bool:
    """Return whether *body*, a web page, says that the service is down."""
    return _says(body, _MAINTENANCE)


def page_title(body: bytes) -> str:
    """Return the title of a web page, or ``""``."""
    found = _TITLE.search(body[:_START].decode("utf-8", "replace"))
    return " ".join(found[2].split()) if found else ""


def _says(body: bytes, markers: tuple[str, ...]) -> bool:
    text = body[:_START].decode("utf-8", "replace").lower()
    return any(marker in text for marker in markers)
