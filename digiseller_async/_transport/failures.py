"""Say why an exchange failed in this package's errors, without the URL and its token.

An httpx error has its request, and the request may have the token, so none of them ever becomes a
cause. What aiohttp says has the URL in it.
"""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Iterator
from typing import cast

import httpx

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


def exchange_error(error: Exception, origin: httpx.URL) -> DigisellerError:
    """Return *error*, of httpx or aiohttp, as an error of this package."""
    was_connected = aiohttp.was_connected(error)
    reason = _reason(error, is_httpx=was_connected is None)
    address = _address(origin)
    if was_connected is False or (was_connected is None and isinstance(error, _NOT_SENT)):
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
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            error = cast("tuple[BaseException, ...]", error.exceptions)[0]
        else:
            # httpcore raises its own errors again "from None", which hides their cause.
            error = error.__cause__ or (error.__context__ if error.__suppress_context__ else None)
