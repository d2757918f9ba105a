"""Adapt a transport of the user's that is built on aiohttp, without importing aiohttp.

``httpx_aiohttp.AiohttpTransport`` is the one that is supported. It raises the same error for every
connection that breaks while connecting, and lets aiohttp's own errors through, with the URL in
them, and so the token. Its session repeats GET requests by itself.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from .unread import is_readable

_NOT_CONNECTED = frozenset(
    {"ClientConnectorError", "ConnectionTimeoutError", "InvalidURL", "NonHttpUrlClientError"}
)


def patch_aiohttp(transport: Any) -> bool:
    """Keep aiohttp's session from repeating requests, and from reading bytes before a request.

    Return whether *transport* is one of aiohttp's.
    """
    if not _is_of(transport, "httpx_aiohttp"):
        return False
    if not hasattr(transport.client, "_retry_connection"):
        transport.client = transport.get_client()
    session = transport.client
    if session._retry_connection:  # noqa: SLF001  (none of this has a public name)
        session._retry_connection = False  # noqa: SLF001
        connector = session.connector
        factory = connector._factory  # noqa: SLF001
        handler = _without_unread_bytes(factory.func)
        connector._factory = partial(handler, *factory.args, **factory.keywords)  # noqa: SLF001
    return True


def _without_unread_bytes(handler: Any) -> Any:
    """Return aiohttp's *handler* of a connection, as one that is not reused with unread bytes.

    They would be taken for the next response, whether they were read from the socket or not.
    """

    def is_connected(self: Any) -> bool:
        if self._buffer or self._tail or not handler.is_connected(self):
            return False
        return not is_readable(self.transport.get_extra_info("socket"))

    return type("HandlerWithoutUnreadBytes", (handler,), {"is_connected": is_connected})


def is_error(error: BaseException) -> bool:
    """Return whether *error* is one of aiohttp's own."""
    return _is_of(error, "aiohttp")


def was_connected(error: BaseException) -> bool | None:
    """Return whether there was a connection when *error* came; ``None`` if aiohttp did not say."""
    cause = error if is_error(error) else error.__cause__
    if cause is None or not is_error(cause):
        return None
    return not _NOT_CONNECTED & {kind.__name__ for kind in type(cause).__mro__}


def _is_of(thing: object, package: str) -> bool:
    return any(kind.__module__.partition(".")[0] == package for kind in type(thing).__mro__)
