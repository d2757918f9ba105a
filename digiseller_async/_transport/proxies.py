"""Send the default connections through a proxy, which is shown neither the token nor in errors."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

import httpx

from ..errors import ConfigurationError


def proxy_of(address: str, tls: Callable[[], ssl.SSLContext]) -> httpx.Proxy:
    """Return the proxy at *address*, which speaks *tls* if that begins with ``https:``."""
    context = tls() if address.startswith("https:") else None
    proxy: httpx.Proxy | None = None
    # The text of such an error has the password: it must not become the other's context.
    with suppress(httpx.InvalidURL, ValueError):
        proxy = httpx.Proxy(address, ssl_context=context)
    if proxy is None:
        raise ConfigurationError("proxy must be an address such as http://host:port")
    return proxy


def keep_target_from_proxy(connection: httpx.AsyncHTTPTransport) -> None:
    """Let *connection* ask its proxy for a tunnel as usual.

    The target, and so the token, is an extension of the request. httpcore has put it into the URL
    by the time its pool gets the request, but would put it also into its ``CONNECT`` to the proxy,
    which is not encrypted, and, for a request that a proxy forwards, in place of the whole URL.
    """
    pool = cast("Any", connection)._pool  # noqa: SLF001  (httpx has no seam between the two)
    handle = pool.handle_async_request

    async def handle_without_target(request: Any) -> Any:
        request.extensions = {
            name: value for name, value in request.extensions.items() if name != "target"
        }
        return await handle(request)

    pool.handle_async_request = handle_without_target
