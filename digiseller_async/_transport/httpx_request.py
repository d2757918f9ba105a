"""Build httpx's form of a request, which shows no token and leaves no generator unfinished."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any
from urllib.parse import quote

import httpx

from .._wire import StreamedBody, WireRequest


def target_with_token(request: WireRequest, token: str | None) -> str:
    """Return path and query with the token: this is where it gets into a request."""
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
        stream = _BytesStream(body or b"")
    else:
        stream, headers = _BodyStream(body), {**headers, **_length_header(body)}
    built = _RequestWithoutUrl(
        request.method,
        url,
        headers=headers,
        content=stream if isinstance(stream, _BodyStream) else request.body,
        extensions=dict(extensions),
    )
    built.stream = stream
    return built


def body_error(request: httpx.Request) -> Exception | None:
    """Return what reading the streamed body of *request* raised, if it did."""
    return request.stream.error if isinstance(request.stream, _BodyStream) else None


class _RequestWithoutUrl(httpx.Request):
    """A request whose repr has no URL, as the token may be in it."""

    def __repr__(self) -> str:
        return f"<Request({self.method!r})>"


def _length_header(body: StreamedBody) -> dict[str, str]:
    if body.length is None:
        return {"Transfer-Encoding": "chunked"}
    return {"Content-Length": str(body.length)}


class _BodyStream(httpx.AsyncByteStream):
    """A body that is read while it is sent; *error* is what reading it raised."""

    def __init__(self, body: StreamedBody) -> None:
        self._body = body
        self._pieces = aiter(body)
        self.error: Exception | None = None

    def __aiter__(self) -> AsyncIterator[bytes]:
        self._pieces = aiter(self._body)
        return self

    async def __anext__(self) -> bytes:
        try:
            return await anext(self._pieces)
        except Exception as error:
            self.error = error
            raise


class _BytesStream(httpx.AsyncByteStream):
    """A body that is held in memory.

    httpx's own is a generator, and trio warns of one that is left unfinished, as it is when a
    connection breaks while it is being sent.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _SinglePiece(self._content)


class _SinglePiece(AsyncIterator[bytes]):
    def __init__(self, content: bytes) -> None:
        self._rest = [content]

    async def __anext__(self) -> bytes:
        if not self._rest:
            raise StopAsyncIteration
        return self._rest.pop()


class SendTrace:
    """Is called by httpcore at each step of an exchange, and tells when the request is sent."""

    def __init__(self, on_sent: Callable[[], None] | None) -> None:
        self.on_sent = on_sent
        self.is_sent: bool | None = None
        """Whether sending the request has begun; ``None`` if the transport does not say."""

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        if self.is_sent is None:
            self.is_sent = False
        if event.endswith("send_request_headers.started") and not _is_of_proxy(info):
            self.is_sent = True
            if self.on_sent is not None:
                self.on_sent()


def _is_of_proxy(info: Mapping[str, Any]) -> bool:
    """Return whether the request of an event is that for a tunnel, before the request itself."""
    method: bytes = info["request"].method
    return method == b"CONNECT"
