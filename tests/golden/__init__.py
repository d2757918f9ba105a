"""Golden calls: for each row of the table what a call sends, letter for letter, and what it gives.

The answers are the samples of the service's pages (``/work/shared/api-docs``), letter for letter
but for two that are no JSON there: ``offers.list`` and ``templates.products`` end their lists with
dots, which are left out here. The sample of ``sign_in`` is from the wire notes.

A case is the name of a row, and of a variant of the call where there is more than one. Its request
is ``requests/<case>.http``: method and URL, a line for each pair of the query, the headers, the
body. Its answer is ``answers/<operation>.<format>``; where there is none, it is an empty 204.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
from attrs import frozen

from digiseller_async import Digiseller
from digiseller_async.spec.language import Format

HERE = Path(__file__).parent


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
    url = request.url.copy_with(query=None)
    return f"{request.method} {url}\n{query}\n{headers}\n{request.content.decode()}"
