"""Check the arguments of a client, and complete them from the environment."""

from __future__ import annotations

import os
import re
import ssl
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from attrs import Attribute, field, frozen

from .._redaction import secret_str
from .._wire import NOT_IN_URLS, is_path
from ..config import Rate, Retry, check_seconds, is_seconds, is_whole, shown
from ..errors import ConfigurationError

_HOST_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?", re.ASCII | re.IGNORECASE)
_IPV6 = 6
_SERVICE_DOMAINS = ("digiseller.com", "digiseller.ru")


def _check_timeout(_: object, attribute: Attribute[Any], value: object) -> None:
    check_seconds(attribute.name, value)


def _check_queue_timeout(_: object, attribute: Attribute[Any], value: object) -> None:
    if value is not None and not is_seconds(value):
        raise ConfigurationError(
            f"{attribute.name} must be a number of seconds above 0, or None, not {shown(value)}"
        )


def _check_seller(_: object, attribute: Attribute[Any], value: object) -> None:
    if not is_whole(value, least=1):
        raise ConfigurationError(
            f"{attribute.name} must be an integer of at least 1, not {shown(value)}"
        )


def _check_retry(_: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, Retry):
        raise ConfigurationError(
            f"{attribute.name} must be a Retry, not {shown(value)}; "
            "Retry(attempts=1) never repeats a call"
        )


def _check_format(_: object, attribute: Attribute[Any], value: object) -> None:
    if value not in ("json", "xml"):
        raise ConfigurationError(f"{attribute.name} must be 'json' or 'xml'")


@frozen(kw_only=True)
class CallSettings:
    """The settings that `Digiseller.with_options` can change: how each call is made."""

    timeout: float = field(validator=_check_timeout)
    queue_timeout: float | None = field(default=None, validator=_check_queue_timeout)
    retry: Retry = field(validator=_check_retry)
    format: str = field(default="json", validator=_check_format)


@frozen(kw_only=True)
class Credentials:
    """A seller and the seller's API key."""

    seller_id: int = field(validator=_check_seller)
    api_key: str = field(repr=False, converter=secret_str)


def resolve_credentials(
    seller_id: int | None, api_key: str | None, token: str | None
) -> tuple[Credentials | None, str | None, int | None]:
    """Return the credentials, the token and the seller: the arguments, else the environment's."""
    if token is None and api_key is None:
        token = secret_str(trimmed(os.environ.get("DIGISELLER_TOKEN", "")) or None)
    if token is None and api_key is None:
        api_key = secret_str(trimmed(os.environ.get("DIGISELLER_API_KEY", "")) or None)
    token, api_key = _stripped(token), _stripped(api_key)
    if seller_id is None:
        seller_id = _seller_of_environment()
    if seller_id is not None and not is_whole(seller_id, least=1):
        raise ConfigurationError(
            f"seller_id must be an integer of at least 1, not {shown(seller_id)}"
        )
    for name, secret in (("token", token), ("api_key", api_key)):
        if secret is not None and not _is_text(secret):
            raise ConfigurationError(f"{name} must be a non-empty string")
    if api_key is None:
        return None, token, seller_id
    if seller_id is None:
        raise ConfigurationError(
            "api_key is given without seller_id: pass seller_id, or set DIGISELLER_SELLER_ID"
        )
    return Credentials(seller_id=seller_id, api_key=api_key), token, seller_id


def _stripped(secret: str | None) -> str | None:
    return secret_str(trimmed(secret)) if isinstance(secret, str) else secret


def trimmed(text: str) -> str:
    """Return *text* without what a file has around it: line ends, white space, a BOM."""
    return text.strip().strip("\ufeff").strip()


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _seller_of_environment() -> int | None:
    text = trimmed(os.environ.get("DIGISELLER_SELLER_ID", ""))
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise ConfigurationError(
            "the environment variable DIGISELLER_SELLER_ID must be an integer of at least 1"
        )
    return int(text)


def resolve_base_url(base_url: str | None, *, allow_http: object = False) -> str | None:
    """Return the argument, else the environment's, if the token may be sent there."""
    if base_url is not None:
        return check_base_url(base_url, allow_http=allow_http)
    text = trimmed(os.environ.get("DIGISELLER_BASE_URL", ""))
    name = "the environment variable DIGISELLER_BASE_URL"
    return check_base_url(text or None, allow_http=allow_http, name=name)


def check_base_url(
    base_url: str | None, *, allow_http: object = False, name: str = "base_url"
) -> str | None:
    """Return *base_url* without a slash at its end, if the token may be sent to it.

    An error calls it by its *name*.
    """
    if not isinstance(allow_http, bool):
        raise ConfigurationError(f"allow_http must be True or False, not {shown(allow_http)}")
    if base_url is None and allow_http:
        raise ConfigurationError(
            "allow_http is given without base_url: the service itself is called over https only; "
            "pass base_url too, or leave allow_http out"
        )
    if base_url is None:
        return None
    example = "must be an origin such as https://host or https://host:port, perhaps with a path"
    if not _is_text(base_url) or NOT_IN_URLS.search(base_url):
        raise ConfigurationError(f"{name} {example}")
    try:
        parts = urlsplit(base_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ConfigurationError(f"{name} {example}") from None
    if parts.scheme not in ("http", "https") or not host or not _is_host(host, parts.netloc):
        raise ConfigurationError(f"{name} {example}")
    path = parts.path.removesuffix("/")
    if parts.query or parts.fragment or parts.username is not None or (path and not is_path(path)):
        raise ConfigurationError(f"{name} {example}, and without a query or a user")
    _check_scheme(parts.scheme, host, allow_http=allow_http, name=name)
    netloc = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{netloc}" + (f":{port}" if port is not None else "") + path


def _check_scheme(scheme: str, host: str, *, allow_http: bool, name: str) -> None:
    """Raise if the token would be sent unencrypted, unless that is allowed and not to the service.

    The flag is refused for the service over https too: whoever sets it there expects otherwise.
    """
    is_service = f".{host}".removesuffix(".").endswith(tuple(f".{one}" for one in _SERVICE_DOMAINS))
    if allow_http and is_service:
        raise ConfigurationError(
            f"allow_http is refused for {host}, a host of the service: "
            "over http the token would be sent unencrypted; leave allow_http out"
        )
    if scheme == "https" or allow_http or is_loopback(host):
        return
    hint = "" if is_service else "; Digiseller(allow_http=True) allows it, for a sandbox elsewhere"
    raise ConfigurationError(
        f"{name} must be https unless it is a loopback address: "
        f"over http the token would be sent unencrypted{hint}"
    )


def _is_host(host: str, netloc: str) -> bool:
    """Return whether *host* is a name in ASCII or an address, and no IPvFuture.

    A name in another script has to be given as ``xn--…``: there are two ways to translate it.
    """
    if "[" not in netloc:
        return _HOST_NAME.fullmatch(host) is not None
    try:
        return ip_address(host).version == _IPV6 and "%" not in host
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Return whether *host* is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_verify(verify: object) -> ssl.SSLContext | None:
    """Return *verify* if it is a TLS context of a client, or ``None``."""
    if verify is None:
        return None
    if not isinstance(verify, ssl.SSLContext):
        raise ConfigurationError(
            f"verify must be an ssl.SSLContext, not {shown(verify)}; "
            "ssl.create_default_context(cafile=…) makes one that trusts the authorities of a file"
        )
    if verify.protocol == ssl.PROTOCOL_TLS_SERVER:
        raise ConfigurationError(
            "verify must be an ssl.SSLContext of a client, not of a server; "
            "ssl.create_default_context() makes one"
        )
    return verify


def check_max_connections(number: int) -> int:
    """Return *number* if it is a valid number of connections."""
    if not is_whole(number, least=1):
        raise ConfigurationError(
            f"max_connections must be an integer of at least 1, not {shown(number)}"
        )
    return number


def check_max_response_bytes(number: int) -> int:
    """Return *number* if it is a valid bound for the size of an answer."""
    if not is_whole(number, least=1024):
        raise ConfigurationError(
            f"max_response_bytes must be an integer of at least 1024, not {shown(number)}"
        )
    return number


def check_rate(rate: object) -> Rate | None:
    """Return *rate* if it is a `Rate` or ``None``."""
    if rate is None or isinstance(rate, Rate):
        return rate
    raise ConfigurationError(f"rate must be a Rate, or None for no rate limit, not {shown(rate)}")
