"""Send the default connections through a proxy, whose password is not shown."""

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


def use_own_context(connection: httpx.AsyncHTTPTransport, proxy: Proxy) -> None:
    """Let *connection* speak to its *proxy* over the proxy's TLS context.

    httpx 0.27 gives it to httpcore for a synchronous client only.
    """
    pool = cast("Any", connection)._pool  # noqa: SLF001  (httpx has no seam between the two)
    if proxy.httpx_proxy.ssl_context is not None:
        pool._proxy_ssl_context = proxy.httpx_proxy.ssl_context  # noqa: SLF001
