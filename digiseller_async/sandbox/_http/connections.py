"""Track the open connections, so that they can be counted and broken."""

import asyncio
from collections.abc import Sequence

from uvicorn.protocols.http.h11_impl import H11Protocol

Address = tuple[str, int]


class ConnectionTracker:
    """The open connections by the client's address, and how many there ever were."""

    def __init__(self) -> None:
        """Start without a connection."""
        self.accepted = 0
        self._open: dict[Address, asyncio.Transport] = {}

    def opened(self, transport: asyncio.Transport) -> Address:
        """Keep a new connection, and return the client's address."""
        self.accepted += 1
        client = address(transport.get_extra_info("peername"))
        self._open[client] = transport
        return client

    def lost(self, client: Address) -> None:
        """Forget the client's connection."""
        self._open.pop(client, None)

    def abort(self, client: Address) -> None:
        """Break the client's connection at once, whatever is still unsent."""
        if client in self._open:
            self._open[client].abort()

    def close(self, client: Address) -> None:
        """Close the client's connection behind what was sent."""
        if client in self._open:
            self._open[client].close()

    def abort_all(self) -> None:
        """Break all connections at once."""
        for transport in list(self._open.values()):
            transport.abort()


def address(peer: Sequence[object]) -> Address:
    """Return host and port of a *peer*, as ASGI's scope has them."""
    return str(peer[0]), int(str(peer[1]))


def tracking_protocol(tracker: ConnectionTracker) -> type[asyncio.Protocol]:
    """Return a protocol that tells the *tracker* of its connection."""

    class Protocol(H11Protocol):
        """HTTP by h11, on a connection that can be found and broken."""

        def connection_made(  # type: ignore[override] # as uvicorn narrows it
            self, transport: asyncio.Transport
        ) -> None:
            """Keep the connection."""
            # A TLS connection that is lost has forgotten its peer.
            self._address = tracker.opened(transport)
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            """Forget the connection."""
            tracker.lost(self._address)
            super().connection_lost(exc)

    return Protocol
