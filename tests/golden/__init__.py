"""Golden calls: for each row of the table what a call sends, letter for letter, and what it gives.

The answers are the samples of the service's pages, letter for letter where a page has one that is
not broken; the modules here name what they mend, and what is made by the rules of the other
samples. The sample of ``sign_in`` is from the wire notes.

A case is the name of a row, and of a variant of the call where there is more than one. Its request
is ``requests/<case>.http`` (``requests/<case>.xml.http`` in XML): method and URL, a line for each
pair of the query, the headers, the body. Its answer is ``answers/<operation>.<format>``, or for a
row that gives bytes just these; where there is none, it is an empty 204.
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
"""What stands for the random boundary of a body with files."""
_SENT_BOUNDARY = re.compile("boundary=([0-9a-f]{32})")


@frozen
class Case:
    """A call and what it gives; its request and its answer are files."""

    operation: str
    call: Callable[[Digiseller], Awaitable[Any]]
    gives: Any
    variant: str = ""

    @property
    def name(self) -> str:
        """What its request's file is called."""
        return f"{self.operation}.{self.variant}" if self.variant else self.operation

    def request(self, form: Format) -> str:
        """Return what it sends, as its file has it."""
        end = {"json": ""}.get(form.value, f".{form.value}")
        return (HERE / "requests" / f"{self.name}{end}.http").read_text("utf-8")

    def answer(self, form: Format) -> httpx.Response:
        """Return what the service answers."""
        if isinstance(self.gives, Image):
            headers = {"Content-Type": self.gives.content_type}
            return httpx.Response(200, content=self.gives.content, headers=headers)
        path = HERE / "answers" / f"{self.operation}.{form.value}"
        if not path.exists():
            return httpx.Response(204)
        headers = {"Content-Type": f"application/{form.value}; charset=utf-8"}
        return httpx.Response(200, content=path.read_bytes(), headers=headers)


def shown(request: httpx.Request) -> str:
    """Write *request* as the golden files have it."""
    pairs = parse_qsl(request.url.query.decode(), keep_blank_values=True, strict_parsing=True)
    query = "".join(f"{name} = {value}\n" for name, value in pairs)
    headers = "".join(f"{name.title()}: {value}\n" for name, value in request.headers.items())
    url, body = request.url.copy_with(query=None), request.content.decode()
    if sent := _SENT_BOUNDARY.search(headers):
        headers, body = (one.replace(sent[1], BOUNDARY) for one in (headers, body))
    # A golden file has no carriage returns: Git and editors would change them.
    return f"{request.method} {url}\n{query}\n{headers}\n{body}".replace("\r\n", "\n")
