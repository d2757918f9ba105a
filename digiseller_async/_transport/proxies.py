"""Check a proxy, and send the default connections through it; its password is not shown."""

from __future__ import annotations

import base64
import re
import ssl
from contextlib import suppress
from importlib.util import find_spec
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
from attrs import field, frozen

from .._wire import NOT_IN_URLS
from ..config import shown
from ..errors import ConfigurationError

_PROXY = "http://host:port or http://user:password@host:port"
_QUOTED = "write characters such as / ? # @ of a password as %2F %3F %23 %40"
_PROXY_HOST = re.compile(r"[A-Za-z0-9_.-]+|[0-9A-Fa-f:.]+")


@frozen(kw_only=True)
class Proxy:
    """A proxy; its *address* has no password, and *secrets* are what may not be shown."""

    address: str
    httpx_proxy: httpx.Proxy = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)


def check_proxy(proxy: object) -> str | None:
    """Return *proxy* if it is the address of a proxy; no error shows it: it may hold a password."""
    if proxy is None:
        return None
    if not isinstance(proxy, str):
        raise ConfigurationError(f"proxy must be a string such as {_PROXY}, not {shown(proxy)}")
    problem = _problem_of_proxy(proxy)
    if problem is not None:
        raise ConfigurationError(problem)
    return proxy


def _problem_of_proxy(proxy: str) -> str | None:
    try:
        parts = urlsplit(proxy)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return f"proxy must be an address such as {_PROXY}; {_QUOTED}"
    if parts.scheme not in ("http", "https", "socks5"):
        return f"proxy must begin with http://, https:// or socks5://, such as {_PROXY}"
    if not _PROXY_HOST.fullmatch(host) or not port or NOT_IN_URLS.search(proxy):
        return f"proxy must have a host and a port, such as {_PROXY}"
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        return (
            f"proxy must be an address such as {_PROXY}, without a path, a query or a fragment; "
            f"{_QUOTED}"
        )
    if parts.scheme == "socks5" and find_spec("socksio") is None:
        return (
            "proxy is a socks5:// address, which needs the package socksio; "
            "install it with: pip install 'httpx[socks]'"
        )
    return None


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
