"""Ask whether a sandbox serves, as the health check of a container does."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection, HTTPException

_TIMEOUT = 5.0  # seconds; the container's own bound is usually longer


def is_healthy(host: str, port: int) -> bool:
    """Return whether a sandbox answers there; no proxy of the environment is asked."""
    try:
        with closing(HTTPConnection(host, port, timeout=_TIMEOUT)) as connection:
            connection.request("GET", "/_sandbox/health")
            return connection.getresponse().status == 200
    except (OSError, HTTPException, UnicodeError):  # the last of a host that cannot be one
        return False
