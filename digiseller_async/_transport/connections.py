"""Keep the connections, and exchange a request for a response on one of them.

httpx.AsyncClient logs the full URL at INFO, and the token is in it, so requests are handed to the
transport directly.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from functools import cache, cached_property, partial
from io import BytesIO
from typing import Any, cast

import anyio
import certifi
import httpx
from anyio.lowlevel import cancel_shielded_checkpoint, checkpoint

from .._isolation import Isolation
from .._wire import Traffic, WireRequest, WireResponse
from ..errors import ConfigurationError, DigisellerError, UnexpectedReplyError
from . import aiohttp
from .decompression import BodyDecoder
from .failures import ForeignError, exchange_error
from .httpx_request import (
    LazyUrl,
    SendTrace,
    Target,
    body_error,
    build_httpx_request,
    reads_url_only,
)
from .log_filter import install_filter, own_exchange
from .network_backend import close, has_no_unread_bytes, use_fast_locks, use_own_streams
from .proxies import proxy_at, use_own_context

_MAX_BYTES = 32 * 2**20
_WORK_IN_ONE_GO = 2**20
_WORK_OF_A_PIECE = 2**12
"""Reading a tiny piece takes httpcore as long as inflating so many bytes."""
_MAX_UNREAD = 20_000
"""As many pieces as the buffer of a connection may hold."""
# Reading and writing have the call's own deadline: a second one costs 30 µs a call.
_TIMEOUTS = {"timeout": {"connect": 15.0, "read": None, "write": None, "pool": None}}
_PROXY_AUTHENTICATION = 407
_ONE_CONNECTION = httpx.Limits(max_connections=1, max_keepalive_connections=1)


class Transport:
    """The connections: each exchange has one of its own, so none waits, or fails, for another.

    One httpcore pool for all would look at every connection, twice a request and again whenever two
    requests were given the same one: at ten in flight that was a third of a call's CPU. So each
    connection is a pool of one, and one on which something went wrong is closed. A transport of
    the user's serves all calls, and is the user's to close.
    """

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport | None,
        *,
        max_response_bytes: int = _MAX_BYTES,
        proxy: str | None = None,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        if transport is not None:
            _check_transport(transport, {"proxy": proxy, "verify": verify})
        self._users_transport = transport
        self._verify = verify
        self._proxy = None if proxy is None else proxy_at(proxy, self._tls_context)
        self._idle: list[tuple[str, httpx.AsyncHTTPTransport]] = []
        self._isolation = Isolation()
        self._max_response_bytes = max_response_bytes
        install_filter()

    async def send(
        self,
        request: WireRequest,
        token: str | None,
        *,
        on_sent: Callable[[], None] | None = None,
        traffic: Traffic | None = None,
    ) -> WireResponse:
        """Send *request*, and read the whole response; call *on_sent* when it is being sent.

        The bytes of both bodies are counted in *traffic*.
        """
        users = self._users_transport
        traffic = Traffic() if traffic is None else traffic
        has_proxy = users is not None or self._proxy is not None  # as far as is known here
        origin = _url(request.host) if has_proxy else None
        trace = SendTrace(on_sent, origin, traffic)
        prepared = self._prepare(request, token, trace)
        exchange = (
            partial(self._exchange_on_own, request.host)
            if users is None
            else partial(self._exchange, users)
        )
        if users is not None and on_sent is not None:
            on_sent()  # a transport of the user's may not tell when it has connected
        try:
            with own_exchange():
                response = await self._isolation.run(
                    partial(exchange, prepared, traffic), in_child_task=users is not None
                )
        except DigisellerError:
            raise  # of this call: those of others are a `ForeignError`
        except Exception as error:
            # What a stream of the user's raises is the user's, and so are a mock's assertions.
            is_assertion = users is not None and isinstance(error, AssertionError)
            if is_assertion or error is body_error(prepared):
                raise
            failure = self._failure(error, request, trace)
        else:
            if isinstance(request.body, bytes):
                traffic.sent = len(request.body)  # a mock need not read it
            return response
        raise failure  # here, as it must not have the other error as its context

    def _failure(self, error: Exception, request: WireRequest, trace: SendTrace) -> DigisellerError:
        return exchange_error(
            error,
            _url(request.host),
            is_sent=trace.is_sent,
            through=self._proxy.address if self._proxy is not None else "",
            secrets=self._proxy.secrets if self._proxy is not None else (),
        )

    def _prepare(self, request: WireRequest, token: str | None, trace: SendTrace) -> httpx.Request:
        if self._users_transport is not None:
            return self._prepare_for(self._users_transport, request, token, trace)
        url, target = _url(request.host), Target(request, token)
        extensions: dict[str, Any] = {**_TIMEOUTS, "target": target}
        is_connected = any(origin == request.host for origin, _ in self._idle)
        if trace.on_sent is not None or self._proxy is not None or not is_connected:
            extensions["trace"] = trace  # it costs 15 µs, and tells nothing else
        # What mocks, recorders and tracers see is the URL; the token goes beside it.
        shown = LazyUrl(url, target.shown)
        return build_httpx_request(request, url, extensions, shown, traffic=trace.traffic)

    def _prepare_for(
        self,
        transport: httpx.AsyncBaseTransport,
        request: WireRequest,
        token: str | None,
        trace: SendTrace,
    ) -> httpx.Request:
        origin, target = request.host, Target(request, token)
        extensions: dict[str, Any] = {**_TIMEOUTS, "trace": trace}
        is_aiohttp = aiohttp.patch_aiohttp(transport)
        build = partial(build_httpx_request, request, traffic=trace.traffic)
        if reads_url_only(transport):
            built = build(origin + bytes(target).decode(), extensions)
        else:
            url, extensions["target"] = _url(origin), target
            built = build(url, extensions, LazyUrl(url, target.shown))
        if not is_aiohttp:
            # Its connections cannot be looked at, so none is used for a second request.
            built.headers["Connection"] = "close"
        return built

    async def _exchange_on_own(
        self, origin: str, request: httpx.Request, traffic: Traffic
    ) -> WireResponse:
        connection = self._take_idle(origin) or self._new_connection(origin)
        is_reusable = False
        try:
            response = await self._exchange(connection, request, traffic)
            if self._proxy is not None and response.status == _PROXY_AUTHENTICATION:
                raise httpx.ProxyError(f"{response.status}")
            # One whose exchange ended while the client was being closed is closed with it.
            is_reusable = has_no_unread_bytes(connection) and not self._isolation.is_closed
        finally:
            if is_reusable:
                use_fast_locks(connection)
                self._idle.append((origin, connection))
            else:
                with anyio.CancelScope(shield=True):
                    await close(connection)
        return response

    async def _exchange(
        self, transport: httpx.AsyncBaseTransport, request: httpx.Request, traffic: Traffic
    ) -> WireResponse:
        try:
            response = await transport.handle_async_request(request)
        except DigisellerError as error:
            if error is body_error(request):
                raise
            raise ForeignError from error
        try:
            body = await _read(response, self._max_response_bytes, traffic)
        finally:
            await response.aclose()
        return WireResponse(status=response.status_code, headers=response.headers, body=body)

    def _take_idle(self, origin: str) -> httpx.AsyncHTTPTransport | None:
        """Return an idle connection to *origin*, or else one that will be made anew to it.

        So there are never more than there were exchanges at once, however many origins there are.
        """
        scheme = origin.partition(":")[0]
        for wanted in (origin, f"{scheme}:"):
            for index in reversed(range(len(self._idle))):
                if self._idle[index][0].startswith(wanted):
                    return self._idle.pop(index)[1]
        return None

    def _new_connection(self, origin: str) -> httpx.AsyncHTTPTransport:
        connection = httpx.AsyncHTTPTransport(
            verify=False if origin.startswith("http:") else self._tls_context,
            limits=_ONE_CONNECTION,
            trust_env=False,
            proxy=None if self._proxy is None else self._proxy.httpx_proxy,
        )
        use_own_streams(connection)
        if self._proxy is not None:
            use_own_context(connection, self._proxy)
        return connection

    @cached_property
    def _tls_context(self) -> ssl.SSLContext:
        return self._verify or tls_context()

    async def aclose(self) -> None:
        """Cancel the exchanges under way, and close the connections; the user's stay open."""
        self._isolation.close()
        while self._idle:
            await close(self._idle.pop()[1])


def _check_transport(transport: object, settings: Mapping[str, object]) -> None:
    if not hasattr(transport, "handle_async_request"):
        raise ConfigurationError(
            f"transport must be an httpx.AsyncBaseTransport, not {type(transport).__name__}"
        )
    for name, value in settings.items():
        if value is not None:
            raise ConfigurationError(
                f"{name} belongs to the default connections, and transport replaces them; "
                f"give {name} to the transport, or leave transport out"
            )


def tls_context() -> ssl.SSLContext:
    """Return a TLS context that trusts certifi's authorities.

    ``ssl.create_default_context`` would obey the environment's SSLKEYLOGFILE, and write the keys.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cafile=certifi.where())
    return context


@cache
def _url(origin: str) -> httpx.URL:
    return httpx.URL(origin)


async def _read(response: httpx.Response, max_bytes: int, traffic: Traffic) -> bytes:
    decoder = BodyDecoder(response.headers.get("content-encoding", ""), max_bytes)
    body, work = BytesIO(), 0  # a list of tiny pieces takes 40 times their bytes
    # The stream itself is 30 µs cheaper than the response's own methods, and does not decompress.
    pieces = aiter(cast("AsyncIterable[bytes]", response.stream))
    try:
        async for piece in pieces:
            traffic.received += len(piece)
            work += _WORK_OF_A_PIECE
            for decoded in decoder.feed(piece):
                body.write(decoded)
                work += _WORK_OF_A_PIECE + len(decoded)
                if work > _WORK_IN_ONE_GO:
                    work = 0
                    # A cancellation here would leave a generator unfinished; the next read gets it.
                    await cancel_shielded_checkpoint()
    except UnexpectedReplyError:
        await _abandon(pieces)
        raise
    except DigisellerError as error:
        raise ForeignError from error
    decoder.end()
    return body.getvalue()  # without a copy


async def _abandon(pieces: AsyncIterator[bytes]) -> None:
    """End a body that is not read to its end: trio warns of generators that are left unfinished.

    Closing a generator closes only that one; a cancellation inside it also ends those that it reads
    from. It comes where the generator waits; one that never waits is closed all the same.
    """
    with anyio.CancelScope() as scope, suppress(StopAsyncIteration, httpx.HTTPError):
        scope.cancel()
        for _ in range(_MAX_UNREAD):
            await anext(pieces)
    close: Callable[[], Awaitable[None]] = getattr(pieces, "aclose", checkpoint)
    await close()
