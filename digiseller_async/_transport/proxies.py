"""Send the default connections through a proxy, to which the token is not shown."""

from __future__ import annotations

import base64
import ssl
from contextlib import suppress
from typing import Any, cast

import httpx
from attrs import field, frozen

from ..errors import ConfigurationError


@frozen(kw_only=True)
class Proxy:
    """A proxy; its *address* has no password, and *secrets* are what may not be shown."""

    address: str
    httpx_proxy: httpx.Proxy = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)


def proxy_at(url: str, tls: ssl.SSLContext) -> Proxy:
    """Return the proxy at *url*; if that begins with ``https:``, it is spoken to over *tls*."""
    context = tls if url.startswith("https:") else None
    proxy: httpx.Proxy | None = None
    # The text of such an error has the password: it must not become the other's context.
    with suppress(httpx.InvalidURL, ValueError):
        proxy = httpx.Proxy(url, ssl_context=context)
    if proxy is None:
        raise ConfigurationError("proxy must be an address such as http://host:port")
    host = f"[{proxy.url.host}]" if ":" in proxy.url.host else proxy.url.host
    return Proxy(
        address=f"{host}:{proxy.url.port}", httpx_proxy=proxy, secrets=_secrets(proxy.raw_auth)
    )


def _secrets(auth: tuple[bytes, bytes] | None) -> tuple[str, ...]:
    if auth is None:
        return ()
    return auth[1].decode(), base64.b64encode(b":".join(auth)).decode()


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
