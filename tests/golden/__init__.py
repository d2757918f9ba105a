"""Golden files: what a call of each operation sends, byte for byte, and what it returns.

The answers are the samples of the service's documentation, byte for byte where it has one that is
not broken. The modules here say what they repair, and what is made up after other samples. The
sample of ``sign_in`` is from the wire notes.

A case has the name of its operation, and of a variant of the call if there is more than one. Its
request is ``requests/<case>.http`` (``requests/<case>.xml.http`` in XML): method and URL, a line
for each parameter of the query, the headers, the body. Its answer is
``answers/<operation>.<format>``, or the image of the case; if there is none, it is an empty 204.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
from attrs import frozen

from digiseller_async import Digiseller
from digiseller_async.models import Image
from digiseller_async.spec.language import Format

HERE = Path(__file__).parent
BOUNDARY = "00112233445566778899aabbccddeeff"
"""Replaces the random boundary of a multipart body."""
_OF_A_USERS_TRANSPORT = frozenset({"connection"})
"""Headers that a request has only where the transport is the user's, as it is here."""
_SENT_BOUNDARY = re.compile("boundary=([0-9a-f]{32})")


@frozen
class Case:
    """A call and what it returns; its request and its answer are files."""

    operation: str
    call: Callable[[Digiseller], Awaitable[Any]]
    returns: Any
    variant: str = ""

    @property
    def name(self) -> str:
        """The name of its request file."""
        return f"{self.operation}.{self.variant}" if self.variant else self.operation

    def request(self, form: Format) -> str:
        """Return the golden request."""
        end = {"json": ""}.get(form.value, f".{form.value}")
        return (HERE / "requests" / f"{self.name}{end}.http").read_text("utf-8")

    def answer(self, form: Format) -> httpx.Response:
        """Return the answer of the service."""
        if isinstance(self.returns, Image):
            headers = {"Content-Type": self.returns.content_type}
            return httpx.Response(200, content=self.returns.content, headers=headers)
        path = HERE / "answers" / f"{self.operation}.{form.value}"
        if not path.exists():
            return httpx.Response(204)
        headers = {"Content-Type": f"application/{form.value}; charset=utf-8"}
        return httpx.Response(200, content=path.read_bytes(), headers=headers)


def dump_request(request: httpx.Request) -> str:
    """Return *request* in the form of the golden files."""
    # The URL lacks the token: httpx sends the extension in its place.
    sent_url = request.url.copy_with(raw_path=bytes(request.extensions["target"]))
    pairs = parse_qsl(sent_url.query.decode(), keep_blank_values=True, strict_parsing=True)
    query = "".join(f"{name} = {value}\n" for name, value in pairs)
    names = [name for name in request.headers if name not in _OF_A_USERS_TRANSPORT]
    headers = "".join(f"{name.title()}: {request.headers[name]}\n" for name in names)
    url, body = sent_url.copy_with(query=None), request.content.decode()
    if sent := _SENT_BOUNDARY.search(headers):
        headers, body = (one.replace(sent[1], BOUNDARY) for one in (headers, body))
    # Golden files have no carriage returns, as Git and editors change them.
    return f"{request.method} {url}\n{query}\n{headers}\n{body}".replace("\r\n", "\n")
