"""Arguments and environment in, checked settings out: who, where, how many connections."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from .._redaction import secret_str
from ..config import Credentials, Rate, is_text, is_whole
from ..errors import ConfigurationError

_STRANGE = re.compile(r"[\s\\\x00-\x1f]")


def identity(
    seller_id: int | None, api_key: str | None, token: str | None
) -> tuple[Credentials | None, str | None, int | None]:
    """Return what to sign in with, a token, and the seller: arguments, else environment."""
    if token is None and api_key is None:
        token = secret_str(os.environ.get("DIGISELLER_TOKEN") or None)
    if token is None and api_key is None:
        api_key = secret_str(os.environ.get("DIGISELLER_API_KEY") or None)
    if seller_id is None:
        seller_id = _number(os.environ.get("DIGISELLER_SELLER_ID") or None)
    if seller_id is not None and not is_whole(seller_id, least=1):
        raise ConfigurationError("seller_id must be a whole number of at least 1")
    for name, secret in (("token", token), ("api_key", api_key)):
        if secret is not None and not is_text(secret):
            raise ConfigurationError(f"{name} must be a text that is not empty")
    if api_key is None:
        return None, token, seller_id
    if seller_id is None:
        raise ConfigurationError("an api_key needs its seller_id")
    return Credentials(seller_id=seller_id, api_key=api_key), token, seller_id


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise ConfigurationError("DIGISELLER_SELLER_ID must be a whole number")
    return int(text)


def origin(base_url: str | None) -> str | None:
    """Return *base_url* if it is an origin that may be shown a token."""
    if base_url is None:
        return None
    if not is_text(base_url) or _STRANGE.search(base_url):
        raise ConfigurationError("base_url is not a URL")
    try:
        parts = urlsplit(base_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ConfigurationError("base_url is not a URL") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigurationError("base_url must be like https://host[:port]")
    if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username is not None:
        raise ConfigurationError("base_url must be an origin: no path, no query, no user")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ConfigurationError("base_url must be https: the token would travel in the clear")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port is not None else "")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def connections(number: int) -> int:
    """Return *number* if so many connections make sense."""
    if not is_whole(number, least=1):
        raise ConfigurationError("max_connections must be a whole number of at least 1")
    return number


def checked_rate(rate: object) -> Rate | None:
    """Return *rate* if it is one, or none."""
    if rate is None or isinstance(rate, Rate):
        return rate
    raise ConfigurationError("rate must be a Rate, or None for no pacing")
