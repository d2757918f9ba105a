"""Refuse what another site's page lets a browser send."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

OWN = frozenset({"same-origin", "none"})  # "none" is a person who typed the address


def refusal(method: str, headers: Mapping[str, str]) -> str | None:
    """Return why the request is refused, or None if it is not."""
    host = headers.get("host", "")
    if not is_own_name(host):
        return (
            "This page is not shown under this name, because anybody's name can point to this "
            "machine. Open it by an IP address, as localhost, or by a name without a dot."
        )
    if method == "POST" and not is_same_origin(headers, host):
        return "This form was sent from another site. Open the page itself, and send it there."
    return None


def is_of_another_site(headers: Mapping[str, str]) -> bool:
    """Tell if a browser sends a request to the control API that is not this machine's own.

    Programs, which say nothing of a site, may use any name.
    """
    is_browser = "origin" in headers or "sec-fetch-site" in headers
    return is_browser and refusal("POST", headers) is not None


def is_own_name(host: str) -> bool:
    """Tell if a stranger's name server cannot have answered for the name in a ``Host`` header.

    An address needs no name server, and a name without a dot, as those of containers, is looked up
    on the own network only.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name.endswith(".localhost"):
        return True
    try:
        ip_address(name)
    except ValueError:
        return bool(name) and "." not in name
    return True


def is_same_origin(headers: Mapping[str, str], host: str) -> bool:
    """Tell if the page that sent the form is this one, or if no browser sent it.

    Browsers tell by ``Sec-Fetch-Site``; where the connection is not trusted, by ``Origin`` only.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == host
