"""A request of ours in; one of httpx's, which shows no token and leaves no generator open, out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any
from urllib.parse import quote

import anyio
import httpx

from .._wire import Streamed, WireRequest


def target(request: WireRequest, token: str | None) -> str:
    """Return what is asked for, with the token: the one place where it gets into a request."""
    if token is None:
        return request.target
    return f"{request.target}{'&' if '?' in request.target else '?'}token={quote(token, safe='')}"


def build_httpx_request(
    request: WireRequest, url: httpx.URL | str, extensions: Mapping[str, Any]
) -> httpx.Request:
    """Return *request* as httpx's transports take it."""
    body, headers = request.body, request.headers
    stream: httpx.AsyncByteStream
    if body is None or isinstance(body, bytes):
        stream = _Body(body or b"")
    else:
        stream, headers = _Streamed(body), {**headers, **_length(body)}
    found = _Quiet(
        request.method,
        url,
        headers=headers,
        content=stream if isinstance(stream, _Streamed) else request.body,
        extensions=dict(extensions),
    )
    found.stream = stream
    return found


class _Quiet(httpx.Request):
    """A request that does not show its URL, where the token may be."""

    def __repr__(self) -> str:
        return f"<Request({self.method!r})>"


def _length(body: Streamed) -> dict[str, str]:
    if body.length is None:
        return {"Transfer-Encoding": "chunked"}
    return {"Content-Length": str(body.length)}


class _Streamed(httpx.AsyncByteStream):
    """A body that is read as it is sent; *broken* is what reading it raised."""

    def __init__(self, body: Streamed) -> None:
        self._body = body
        self._pieces = aiter(body)
        self.broken: Exception | None = None

    def __aiter__(self) -> AsyncIterator[bytes]:
        self._pieces = aiter(self._body)
        return self

    async def __anext__(self) -> bytes:
        try:
            return await anext(self._pieces)
        except Exception as error:
            self.broken = error
            raise


class _Body(httpx.AsyncByteStream):
    """A request's body.

    httpx's own is a generator, and trio warns of one that is left unfinished, as it is when a
    connection breaks while it is being sent.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Once(self._content)


class _Once(AsyncIterator[bytes]):
    def __init__(self, content: bytes) -> None:
        self._rest = [content]

    async def __anext__(self) -> bytes:
        if not self._rest:
            raise StopAsyncIteration
        return self._rest.pop()


class ConnectionTrace:
    """Is told by httpcore what it does, and tells on when the request goes out.

    httpcore forgets to close a connection on which it was cancelled, or ran out of time, while it
    agreed on TLS.
    """

    def __init__(self, on_sent: Callable[[], None] | None) -> None:
        self._on_sent = on_sent
        self._opened: Any = None

    async def __call__(self, event: str, facts: Mapping[str, Any]) -> None:
        if event.endswith("send_request_headers.started") and self._on_sent is not None:
            self._on_sent()
        elif event == "connection.connect_tcp.complete":
            self._opened = facts["return_value"]
        elif event == "connection.start_tls.failed":
            with anyio.CancelScope(shield=True):
                await self._opened.aclose()
