"""Read the call that a request makes, and write its honest answer.

Written from the service's documentation, not from the package: the two may disagree.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from attrs import frozen

_NUMBER = re.compile(rb'"name":\s*"call-(\d+)"')
_ENVELOPE = b'{"retval":0,"retdesc":null,"errors":null,"content":%b}'
_PAGE = (
    b'{"page":1,"count":10,"has_next_page":false,"has_previous_page":false,'
    b'"total_count":1,"total_pages":1,"items":[{"id":%d,"name":"call-%d"}]}'
)


@frozen(kw_only=True)
class Request:
    """One request, whole."""

    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes

    @property
    def token(self) -> str:
        """Return the token that came along."""
        return self.query.get("token", [""])[0]


@frozen(kw_only=True)
class Call:
    """What a request wants: *kind* names the operation, *number* the call."""

    kind: str
    number: int

    @property
    def changes(self) -> bool:
        """Whether it has an effect."""
        return self.kind != "reads"

    @property
    def status(self) -> int:
        """Return the status of the honest answer."""
        return 204 if self.kind == "deletes" else 200

    @property
    def body(self) -> bytes:
        """Return the body of the honest answer: it repeats the call's number."""
        number = self.number
        content = {
            "reads": _PAGE % (number, number),
            "sets": b'{"id":%d,"name":"call-%d"}' % (number, number),
            "adds": b'{"id":%d,"name":"call-%d"}' % (number, number),
            "clones": b'{"products":[%d,%d]}' % (number, number),
        }
        return _ENVELOPE % content.get(self.kind, b'{"content_id":%d}' % number)


def request_of(head: bytes, body: bytes) -> Request:
    """Read a request."""
    method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
    parts = urlsplit(target)
    return Request(method=method, path=parts.path, query=parse_qs(parts.query), body=body)


def length_of(head: bytes) -> int:
    """Return how many bytes of a body follow a head."""
    found = re.search(rb"\r\ncontent-length:\s*(\d+)", head, re.IGNORECASE)
    return int(found[1]) if found else 0


def call_of(request: Request) -> Call | None:
    """Return the call that *request* makes; ``None`` for a sign-in."""
    if request.path == "/api/apilogin":
        return None
    kind, number = _named(request)
    return Call(kind=kind, number=int(number))


def _named(request: Request) -> tuple[str, str]:
    last = request.path.rpartition("/")[2]
    match request.method, request.path:
        case "GET", "/api/templates/products":
            return "reads", request.query["templateId"][0]
        case "GET", "/api/product/content/delete":
            return "fragile", request.query["contentid"][0]
        case "POST", "/api/templates":
            found = _NUMBER.search(request.body)
            return "adds", found[1].decode() if found else "0"
        case "POST", path if path.startswith("/api/product/clone/"):
            return "clones", last
        case "DELETE", _:
            return "deletes", last
        case _:
            return "sets", last
