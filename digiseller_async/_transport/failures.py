"""Say why an exchange failed in this package's errors, without the URL and its token.

An httpx error has its request, and the request may have the token, so none of them ever becomes a
cause. What aiohttp says has the URL in it.
"""

from __future__ import annotations

import os
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from typing import cast

import httpx

from .._redaction import redact
from .._wire import ResponseLost
from ..errors import DigisellerError, NotSentError
from . import aiohttp

_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_PROXY_STATUS = re.compile(r"(\d{3})\b.*", re.DOTALL)


class ForeignError(Exception):
    """A user's transport raised an error of this package, which is about another call."""


def exchange_error(
    error: Exception,
    origin: httpx.URL,
    *,
    is_sent: bool | None = None,
    through: str = "",
    secrets: Sequence[str] = (),
) -> DigisellerError:
    """Return *error*, whatever a transport raises, as an error of this package.

    Args:
        error: What was raised; not every backend translates what it comes across.
        origin: Where the request was to be sent.
        is_sent: Whether sending the request had begun, if that is known.
        through: The proxy's address, if there is one.
        secrets: What a proxy knows, and may repeat in its refusal.
    """
    was_connected = aiohttp.was_connected(error)
    is_httpx = was_connected is None and isinstance(error, httpx.RequestError)
    reason = redact(_reason(error, is_httpx=is_httpx), secrets)
    address = _address(origin) + (f" through the proxy {through}" if through else "")
    if was_connected is None:
        was_connected = is_sent is not False and not isinstance(error, _NOT_SENT)
    if not was_connected:
        return NotSentError(f"cannot connect to {address} ({reason}); nothing was sent")
    return ResponseLost(
        f"the request was sent to {address}, but no complete response came ({reason})"
    )


def _address(origin: httpx.URL) -> str:
    host = f"[{origin.host}]" if ":" in origin.host else origin.host
    return f"{host}:{origin.port or (80 if origin.scheme == 'http' else 443)}"


def _reason(error: BaseException, *, is_httpx: bool) -> str:
    for cause in _causes(error if isinstance(error, httpx.NetworkError) or not is_httpx else None):
        if isinstance(cause, ssl.SSLCertVerificationError):
            message = getattr(cause, "verify_message", "")
            return f"certificate not trusted: {message}".rstrip(": ")
        if isinstance(cause, ssl.SSLError):
            reason = getattr(cause, "reason", None) or "no handshake"
            return f"TLS failed: {reason}".replace("_", " ")
        if isinstance(cause, socket.gaierror):
            return "host name not found"
        if isinstance(cause, OSError) and cause.errno:
            return os.strerror(cause.errno).lower()
    if not is_httpx:
        return type(error.__cause__ or error).__name__
    text = str(error)
    if isinstance(error, httpx.ProxyError):  # what follows the status are the proxy's own words
        text = _PROXY_STATUS.sub(r"HTTP \1", text)
    return f"{type(error).__name__}: {text}".rstrip(": ")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            error = cast("BaseExceptionGroup[BaseException]", error).exceptions[0]
        else:
            # httpcore raises its own errors again "from None", which hides their cause.
            error = error.__cause__ or (error.__context__ if error.__suppress_context__ else None)
