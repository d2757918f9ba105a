"""Bytes out, bytes in: one exchange. The only module that speaks HTTP.

httpx.AsyncClient logs the full URL at INFO, and the token is in it, so requests are handed to the
transport directly. An httpx error carries its request, and the request the token, so none of them
ever becomes a cause: what it says is told in this package's words, after its handler has ended.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from contextlib import suppress
from functools import cache, cached_property, partial
from typing import Any, cast

import anyio
import certifi
import httpx
from anyio.lowlevel import checkpoint

from .._isolation import Isolation
from .._wire import ResponseLost, WireRequest, WireResponse
from ..errors import ConfigurationError, DigisellerError, NotSentError, UnexpectedReplyError
from . import aiohttp
from .decompression import BodyDecoder
from .httpx_request import ConnectionTrace, build_httpx_request, target

_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_MOST_BYTES = 64 * 2**20
_MOST_UNREAD = 20_000
"""As many pieces as a connection's buffer may hold."""
# Reading and writing have the call's own deadline: a second bound costs 30 µs a call.
_BOUNDS = {"timeout": {"connect": 15.0, "read": None, "write": None, "pool": None}}
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
            logging.getLogger(name).addFilter(_names_only)

    async def send(
        self, request: WireRequest, token: str | None, *, on_sent: Callable[[], None] | None = None
    ) -> WireResponse:
        """Send *request*, and read the whole answer; *on_sent* is told when it goes out."""
        ready = self._ready(request, token, on_sent)
        users = self._users
        way = self._on_a_lane if users is None else partial(_exchange, users)
        try:
            return await self._isolation.run(partial(way, ready), apart=users is not None)
        except httpx.RequestError as error:
            if error is getattr(ready.stream, "broken", None):
                raise  # a stream of the user's may well come from httpx, or from aiohttp
            failure = _translated(error)
        except Exception as error:
            if error is getattr(ready.stream, "broken", None) or not aiohttp.is_aiohttp_error(
                error
            ):
                raise
            failure = _translated(error)
        raise failure

    def _ready(
        self, request: WireRequest, token: str | None, on_sent: Callable[[], None] | None
    ) -> httpx.Request:
        origin, asked = self.base_url or request.host, target(request, token)
        if self._users is not None:
            if on_sent is not None:
                on_sent()  # nobody tells whether a transport of the user's is still connecting
            aiohttp.patch_aiohttp(self._users)
            return build_httpx_request(request, origin + asked, _BOUNDS)
        # A URL is parsed sign by sign in Python, so only the origin is, and only once; what is
        # asked for goes beside it. So the token is not even in the request's URL.
        extensions: dict[str, Any] = {**_BOUNDS, "target": asked.encode()}
        if on_sent is not None:
            extensions["trace"] = ConnectionTrace(on_sent)
        return build_httpx_request(request, _url(origin), extensions)

    async def _on_a_lane(self, request: httpx.Request) -> WireResponse:
        lane = self._free.pop() if self._free else self._new_lane(request)
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

    def _new_lane(self, request: httpx.Request) -> httpx.AsyncHTTPTransport:
        request.extensions.setdefault("trace", ConnectionTrace(None))  # it will connect
        return httpx.AsyncHTTPTransport(verify=self._tls, limits=_ONE, trust_env=False)

    @cached_property
    def _tls(self) -> ssl.SSLContext | bool:
        plain = self.base_url is not None and self.base_url.startswith("http:")
        return False if plain else tls_context()

    async def aclose(self) -> None:
        """End the exchanges under way, and close the connections; the user's stay open."""
        self._isolation.end()
        while self._free:
            await self._free.pop().aclose()


def tls_context() -> ssl.SSLContext:
    """Return how the service is recognised: by certifi's authorities.

    ``ssl.create_default_context`` would obey the environment's SSLKEYLOGFILE, and write the keys.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cafile=certifi.where())
    return context


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
    bounded = BodyDecoder(response.headers.get("content-encoding", ""), _MOST_BYTES)
    chunks: list[bytes] = []
    # The stream itself is 30 µs cheaper than the response's own way to it, and inflates nothing.
    parts = aiter(cast("AsyncIterable[bytes]", response.stream))
    try:
        async for part in parts:
            chunks.append(bounded.feed(part))  # noqa: PERF401  (it may raise)
    except UnexpectedReplyError:
        await _unwind(parts)
        raise
    bounded.end()
    return b"".join(chunks)


async def _unwind(parts: AsyncIterator[bytes]) -> None:
    """End a body that is not read to its end: trio warns of generators that are left unfinished.

    Closing one would close it alone; what is raised inside it ends those that it reads from, too.
    That comes when it waits for more; one that never waits is closed all the same.
    """
    with anyio.CancelScope() as scope, suppress(StopAsyncIteration, httpx.HTTPError):
        scope.cancel()
        for _ in range(_MOST_UNREAD):
            await anext(parts)
    close: Callable[[], Awaitable[None]] = getattr(parts, "aclose", checkpoint)
    await close()


def _translated(error: Exception) -> DigisellerError:
    # What aiohttp says has the URL in it, and so the token.
    connected = aiohttp.was_connected(error)
    shown = error if connected is None else error.__cause__ or error
    what = f"{type(shown).__name__}: {'' if connected is not None else error}".rstrip(": ")
    if connected is False or (connected is None and isinstance(error, _NOT_SENT)):
        return NotSentError(f"the service could not be reached ({what})")
    return ResponseLost(f"the request was sent, and no whole answer came ({what})")


def _names_only(record: logging.LogRecord) -> bool:
    """Let a record of httpcore's through with the event's name alone.

    What follows are the service's headers and lines, and they may repeat a token.
    """
    record.msg = record.getMessage().partition(" ")[0]
    record.args = None
    return True
