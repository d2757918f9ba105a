"""Build httpx's form of a request, which shows no token and leaves no generator unfinished."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Self, SupportsIndex
from urllib.parse import quote

import httpx

from .._wire import StreamedBody, Traffic, WireRequest
from .log_filter import others_records_untouched

_URL_ONLY = frozenset({"httpx_aiohttp", "httpx_curl_cffi", "pyreqwest"})


class Target(bytes):
    """Path and query with the secrets, as they are sent, for httpx's extension ``target``.

    httpcore puts it into a URL of its own, which mocks like respx and httpcore's log decode or
    show: both give path and query without the token and other secrets.
    """

    shown: str
    """Path and query without the token and other secrets."""

    def __new__(cls, request: WireRequest, token: str | None) -> Self:
        """Add *token* to the query of *request*: this is where it gets into a request."""
        shown = whole = request.target
        if request.secret_query:
            whole += ("&" if "?" in whole else "?") + request.secret_query
        if token is not None:
            whole = f"{whole}{'&' if '?' in whole else '?'}token={quote(token, safe='')}"
        made = super().__new__(cls, whole.encode())
        made.shown = shown
        return made

    def __repr__(self) -> str:
        return repr(self.shown.encode())

    __str__ = __repr__

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Return path and query without the secrets; ``bytes()`` gives them with these."""
        return self.shown.encode().decode(encoding, errors)

    def __reduce_ex__(self, _: SupportsIndex) -> tuple[Any, ...]:
        return bytes, (self.shown.encode(),)


def reads_url_only(transport: object, depth: int = 3) -> bool:
    """Return whether *transport* sends the URL as it is, and knows no extension ``target``.

    It may also be inside of the user's own one, which passes requests on to it.
    """
    packages = {kind.__module__.partition(".")[0] for kind in type(transport).__mro__}
    if isinstance(transport, httpx.ASGITransport) or packages & _URL_ONLY:
        return True
    inner = vars(transport).values() if depth and hasattr(transport, "__dict__") else ()
    return any(
        reads_url_only(one, depth - 1) for one in inner if isinstance(one, httpx.AsyncBaseTransport)
    )


def build_httpx_request(
    request: WireRequest,
    origin: httpx.URL | str,
    extensions: Mapping[str, Any],
    url: httpx.URL | None = None,
    *,
    traffic: Traffic,
) -> httpx.Request:
    """Return *request* as httpx's transports take it; its URL is *url*, or else *origin*.

    The bytes of its body are counted in *traffic* as they are sent.
    """
    body, headers = request.body, request.headers
    stream: httpx.AsyncByteStream
    if body is None or isinstance(body, bytes):
        stream = _BytesStream(body or b"", traffic)
    else:
        stream, headers = _BodyStream(body, traffic), {**headers, **_length_header(body)}
    built = _RequestWithoutUrl(
        request.method,
        origin,
        headers=headers,
        content=stream if isinstance(stream, _BodyStream) else request.body,
        extensions=dict(extensions),
    )
    built.stream = stream
    if url is not None:
        built.url = url  # which the constructor would parse
    return built


def body_error(request: httpx.Request) -> Exception | None:
    """Return what reading the streamed body of *request* raised, if it did.

    With the cause that it had: httpcore raises it again "from None".
    """
    if not isinstance(request.stream, _BodyStream) or request.stream.error is None:
        return None
    error = request.stream.error
    error.__cause__, error.__suppress_context__ = request.stream.cause
    return error


class LazyUrl(httpx.URL):
    """The URL of *target* at *origin*, which is parsed only when a mock or a tracer looks at it.

    httpx parses a URL character by character: 80 µs, a quarter of an exchange. Its connections ask
    for no more than the origin's parts.
    """

    def __init__(self, origin: httpx.URL, target: str) -> None:
        self._origin, self._target = origin, target

    def __getattr__(self, name: str) -> Any:
        if name != "_uri_reference":  # what the methods of httpx.URL read
            raise AttributeError(name)
        parsed: Any = self._origin.copy_with(raw_path=self._target.encode())
        self._uri_reference = parsed._uri_reference  # noqa: SLF001
        return self._uri_reference

    @property
    def raw_scheme(self) -> bytes:
        """The scheme, as of `httpx.URL`."""
        return self._origin.raw_scheme

    @property
    def raw_host(self) -> bytes:
        """The host, as of `httpx.URL`."""
        return self._origin.raw_host

    @property
    def port(self) -> int | None:
        """The port, as of `httpx.URL`."""
        return self._origin.port

    @property
    def raw_path(self) -> bytes:
        """Path and query, as of `httpx.URL`."""
        return self._target.encode()


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

    def __init__(self, body: StreamedBody, traffic: Traffic) -> None:
        self._body, self._traffic = body, traffic
        self._pieces = aiter(body)
        self.error: Exception | None = None
        self.cause: tuple[BaseException | None, bool] = (None, False)

    def __aiter__(self) -> AsyncIterator[bytes]:
        self._pieces = aiter(self._body)
        return self

    async def __anext__(self) -> bytes:
        try:
            with others_records_untouched():  # it may come from another server
                piece = await anext(self._pieces)
        except Exception as error:
            self.error, self.cause = error, (error.__cause__, error.__suppress_context__)
            raise
        self._traffic.sent += len(piece)
        return piece


class _BytesStream(httpx.AsyncByteStream):
    """A body that is held in memory.

    httpx's own is a generator, and trio warns of one that is left unfinished, as it is when a
    connection breaks while it is being sent.
    """

    def __init__(self, content: bytes, traffic: Traffic) -> None:
        self._content, self._traffic = content, traffic

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _SinglePiece(self._content, self._traffic)


class _SinglePiece(AsyncIterator[bytes]):
    def __init__(self, content: bytes, traffic: Traffic) -> None:
        self._rest, self._traffic = [content], traffic

    async def __anext__(self) -> bytes:
        if not self._rest:
            raise StopAsyncIteration
        self._traffic.sent += len(self._rest[0])
        return self._rest.pop()


class SendTrace:
    """Is called by httpcore at each step of an exchange, and tells when the request is sent.

    This is also the one public place to keep the token from a proxy, also a user's transport's.
    """

    def __init__(
        self, on_sent: Callable[[], None] | None, origin: httpx.URL | None, traffic: Traffic
    ) -> None:
        self.on_sent = on_sent
        self.traffic = traffic
        """Counts the bytes of the exchange."""
        self.is_sent: bool | None = None
        """Whether sending the request has begun; ``None`` if the transport does not say."""
        self._origin = origin
        """Where the request goes, if that may be through a proxy."""

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        if self.is_sent is None:
            self.is_sent = False
        if not event.endswith("send_request_headers.started"):
            return
        request = info["request"]
        if request.method == b"CONNECT":
            # httpcore takes the extension for the target of its request to a proxy, too: a tunnel
            # would be asked for with path and token, unencrypted.
            host = next(value for name, value in request.headers if name.lower() == b"host")
            request.url.target = host
            return
        if self._origin is not None:
            _complete_for_proxy(request.url, self._origin)
        self.is_sent = True
        if self.on_sent is not None:
            self.on_sent()


def _complete_for_proxy(url: Any, origin: httpx.URL) -> None:
    """Give a proxy that forwards the request the whole URL: httpcore leaves it path and query.

    Other than a server, such a proxy is told by its origin.
    """
    scheme, host, port = origin.raw_scheme, origin.raw_host, origin.port
    if (url.scheme, url.host, url.port) != (scheme, host, port) and url.target.startswith(b"/"):
        authority = host if port is None else b"%b:%d" % (host, port)
        url.target = b"%b://%b%b" % (scheme, authority, url.target)
