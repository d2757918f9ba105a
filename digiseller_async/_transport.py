"""Bytes out, bytes in: one exchange. The only module that speaks HTTP, and that knows httpx.

httpx.AsyncClient logs the full URL at INFO, and the token is in it, so requests are handed to the
transport directly. An httpx error carries its request, and the request the token, so none of them
ever becomes a cause: what it says is told in this package's words, after its handler has ended.
"""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Mapping
from functools import cache, cached_property, partial
from typing import Any, cast
from urllib.parse import quote

import anyio
import httpx

from ._tasks import Isolation
from ._wire import ReplyLost, Streamed, WireRequest, WireResponse
from .errors import ConfigurationError, DigisellerError, NotSentError, UnexpectedReplyError

_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_CONNECT_SECONDS = 15.0
_MOST_BYTES = 256 * 2**20
# The call's own deadline bounds reading and writing; only a connection has a shorter one.
_BOUNDS = {"timeout": {"connect": _CONNECT_SECONDS, "read": None, "write": None, "pool": None}}
_TOKEN = re.compile(r"(token=)[^&\s\"']+", re.IGNORECASE)
_ONE = httpx.Limits(max_connections=1, max_keepalive_connections=1)


class Transport:
    """The connections: each exchange has one for itself, so none waits, or fails, for another.

    One httpcore pool for all would look at every connection, twice a request and again whenever two
    requests were given the same one: at ten in flight that was a third of a call's CPU. So each
    lane is a pool of its own with one connection, and one on which something went wrong is closed.
    A transport of the user's serves all calls, and is the user's to close.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport | None, *, base_url: str | None) -> None:
        if transport is not None and not hasattr(transport, "handle_async_request"):
            raise ConfigurationError("transport must be an httpx.AsyncBaseTransport")
        self._users = transport
        self.base_url = base_url
        self._free: list[httpx.AsyncHTTPTransport] = []
        self._isolation = Isolation()
        for name in ("httpcore.http11", "httpcore.http2"):
            logging.getLogger(name).addFilter(_without_tokens)

    async def send(self, request: WireRequest, token: str | None) -> WireResponse:
        """Send *request*, and read the whole answer."""
        origin, target = self.base_url or request.host, _target(request, token)
        if self._users is None:
            # A URL is parsed sign by sign in Python, so only the origin is, and only once; what is
            # asked for goes beside it. So the token is not even in the request's URL.
            outgoing = _outgoing(request, _url(origin), {**_BOUNDS, "target": target.encode()})
            work = partial(self._on_a_lane, outgoing)
        else:
            work = partial(_exchange, self._users, _outgoing(request, origin + target, _BOUNDS))
        try:
            return await self._isolation.run(work)
        except httpx.RequestError as error:
            failure = _translated(error)
        raise failure

    async def _on_a_lane(self, request: httpx.Request) -> WireResponse:
        lane = self._free.pop() if self._free else self._new_lane()
        clean = False
        try:
            response = await _exchange(lane, request)
            # One that came to its end while the client was being closed is closed with it.
            clean = _is_clean(lane) and not self._isolation.ended
        finally:
            if clean:
                self._free.append(lane)
            else:
                with anyio.CancelScope(shield=True):
                    await lane.aclose()
        return response

    def _new_lane(self) -> httpx.AsyncHTTPTransport:
        return httpx.AsyncHTTPTransport(verify=self._tls, limits=_ONE, trust_env=False)

    @cached_property
    def _tls(self) -> ssl.SSLContext | bool:
        plain = self.base_url is not None and self.base_url.startswith("http:")
        return False if plain else httpx.create_ssl_context(trust_env=False)

    async def aclose(self) -> None:
        """End the exchanges under way, and close the connections; the user's stay open."""
        self._isolation.end()
        while self._free:
            await self._free.pop().aclose()


def _target(request: WireRequest, token: str | None) -> str:
    if token is None:
        return request.target
    return f"{request.target}{'&' if '?' in request.target else '?'}token={quote(token, safe='')}"


def _outgoing(
    request: WireRequest, url: httpx.URL | str, extensions: Mapping[str, Any]
) -> httpx.Request:
    body, headers = request.body, request.headers
    stream: httpx.AsyncByteStream
    if body is None or isinstance(body, bytes):
        stream = _Body(body or b"")
    else:
        stream, headers = _Streamed(body), {**headers, **_length(body)}
    outgoing = httpx.Request(
        request.method,
        url,
        headers=headers,
        content=stream if isinstance(stream, _Streamed) else request.body,
        extensions=dict(extensions),
    )
    outgoing.stream = stream
    return outgoing


def _length(body: Streamed) -> dict[str, str]:
    if body.length is None:
        return {"Transfer-Encoding": "chunked"}
    return {"Content-Length": str(body.length)}


class _Streamed(httpx.AsyncByteStream):
    """A body that is read as it is sent."""

    def __init__(self, body: Streamed) -> None:
        self._body = body

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._body)


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


@cache
def _url(origin: str) -> httpx.URL:
    return httpx.URL(origin)


def _is_clean(lane: httpx.AsyncHTTPTransport) -> bool:
    """Return whether nothing was sent after the body: httpcore would take it for the next answer.

    It has no public word for that (50 of 50 later answers were wrong, silently), so this looks
    inside; what it does not find there, it does not trust.
    """
    try:
        return all(
            one._connection._h11_state.trailing_data == (b"", False)  # noqa: SLF001
            for one in cast("Any", lane)._pool.connections  # noqa: SLF001
        )
    except AttributeError:
        return False


async def _exchange(lane: httpx.AsyncBaseTransport, request: httpx.Request) -> WireResponse:
    response = await lane.handle_async_request(request)
    try:
        body = await _read(response)
    finally:
        await response.aclose()
    return WireResponse(status=response.status_code, headers=response.headers, body=body)


async def _read(response: httpx.Response) -> bytes:
    chunks: list[bytes] = []
    size = 0
    plain = "content-encoding" not in response.headers
    # The stream itself is 30 µs cheaper than the response's own way to it.
    stream = cast("AsyncIterable[bytes]", response.stream if plain else response.aiter_bytes())
    parts = aiter(stream)
    try:
        async for part in parts:
            size += len(part)
            if size > _MOST_BYTES:
                raise UnexpectedReplyError(f"the answer is larger than {_MOST_BYTES} bytes")
            chunks.append(part)
    finally:
        if isinstance(parts, AsyncGenerator):  # trio warns of one that is left unfinished
            await cast("AsyncGenerator[bytes, None]", parts).aclose()
    return b"".join(chunks)


def _translated(error: httpx.RequestError) -> DigisellerError:
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    if isinstance(error, _NOT_SENT):
        return NotSentError(f"the service could not be reached ({what})")
    if isinstance(error, httpx.DecodingError):
        return UnexpectedReplyError(f"the answer's compression is broken ({what})")
    return ReplyLost(f"the request was sent, and no whole answer came ({what})")


def _without_tokens(record: logging.LogRecord) -> bool:
    """Let a record through, without the token that a header of the service's may repeat."""
    record.msg = _TOKEN.sub(r"\1…", record.getMessage())
    record.args = None
    return True
