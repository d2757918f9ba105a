"""Bytes out, bytes in: one exchange. The only module that speaks HTTP, and that knows httpx.

httpx.AsyncClient logs the full URL at INFO, and the token is in it, so requests are handed to the
transport directly. An httpx error carries its request, and the request the token, so none of them
ever becomes a cause: what it says is told in this package's words, after its handler has ended.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

import httpx

from ._tasks import isolated
from ._wire import ReplyLost, WireRequest, WireResponse
from .errors import DigisellerError, NotSentError, UnexpectedReplyError

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


class Transport:
    """One pool of connections, ours or the user's; what the user passed in, the user closes."""

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport | None,
        *,
        base_url: str | None,
        max_connections: int,
    ) -> None:
        self._owned = transport is None
        # The gate in front lets at most *max_connections* calls in, so the pool never queues; one
        # more is for a sign-in whose caller has gone. Idle ones are kept, not opened anew.
        limits = httpx.Limits(
            max_connections=max_connections + 1, max_keepalive_connections=max_connections + 1
        )
        self._transport = transport or httpx.AsyncHTTPTransport(limits=limits, trust_env=False)
        self._base_url = base_url

    async def send(self, request: WireRequest, token: str | None) -> WireResponse:
        """Send *request*, and read the whole answer."""
        return await isolated(partial(self._exchange, request, token))

    async def _exchange(self, request: WireRequest, token: str | None) -> WireResponse:
        outgoing = httpx.Request(
            request.method,
            self._url(request, token),
            headers=request.headers,
            content=request.body,
            extensions=_BOUNDS,
        )
        try:
            response = await self._transport.handle_async_request(outgoing)
            try:
                body = await _read(response)
            finally:
                await response.aclose()
            return WireResponse(status=response.status_code, headers=response.headers, body=body)
        except httpx.RequestError as error:
            failure = _translated(error, token)
        raise failure

    def _url(self, request: WireRequest, token: str | None) -> str:
        url = (self._base_url or request.host) + request.target
        if token is None:
            return url
        return f"{url}{'&' if '?' in url else '?'}token={quote(token, safe='')}"

    async def aclose(self) -> None:
        """Close the connections, unless the transport is the user's."""
        if self._owned:
            await self._transport.aclose()


async def _read(response: httpx.Response) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > _MOST_BYTES:
            raise UnexpectedReplyError(f"the answer is larger than {_MOST_BYTES} bytes")
        chunks.append(chunk)
    return b"".join(chunks)


def _translated(error: httpx.RequestError, token: str | None) -> DigisellerError:
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    if token:
        what = what.replace(token, "…")
    if isinstance(error, _NOT_SENT):
        return NotSentError(f"the service could not be reached ({what})")
    if isinstance(error, httpx.DecodingError):
        return UnexpectedReplyError(f"the answer's compression is broken ({what})")
    return ReplyLost(f"the request was sent, and no whole answer came ({what})")
