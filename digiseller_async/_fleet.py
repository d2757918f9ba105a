"""Clients of many sellers that share their connections."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Any, Literal, Self, TypedDict, Unpack
from weakref import WeakSet

import httpx

from ._client import Digiseller, new_connections
from ._clock import Clock
from ._response.drift import Deviation
from ._runtime.admission import LoopBinding
from ._runtime.call import Outcome
from ._runtime.observation.attempt import Attempt
from ._runtime.settings import check_max_connections
from ._transport.connections import Transport
from .config import Rate, RateStore, Retry, TokenStore
from .errors import ClosedError

__all__ = ["ClientSettings", "Fleet"]


class ClientSettings(TypedDict, total=False):
    """What each client of a `Fleet` may have of its own, as `Digiseller` takes it."""

    base_url: str | None
    format: Literal["json", "xml"]
    timeout: float
    queue_timeout: float | None
    retry: Retry
    rate: Rate | None
    strict: bool
    on_drift: Callable[[Deviation], object] | None
    on_attempt: Callable[[Attempt], object] | None
    on_outcome: Callable[[Outcome], object] | None
    allow_http: bool
    clock: Clock | None
    random: Callable[[], float]


class Fleet:
    """Clients of many sellers over one bound of connections, with one close.

    Use it as ``async with Fleet() as fleet: ds = fleet.client(seller_id, api_key)``. Each client
    has a token and a rate limit of its own; all of them together have at most *max_connections*
    calls in flight. They are bound to the event loop and the process that first use one of them.

    Args:
        max_connections: How many calls of all clients may be in flight at once; others wait.
        token_store: Keeps the tokens. One store may serve all sellers if it has ``for_seller``, as
            `FileTokenStore` and `RedisTokenStore` have.
        rate_store: Reserves the calls of all clients under one rate limit; without it each client
            has its own.
        transport: As `Digiseller` takes it, for all clients; likewise the following.
        proxy: The proxy of the default connections.
        verify: The TLS context of the default connections.
        max_response_bytes: How many bytes an answer may have.

    Raises:
        ConfigurationError: A setting is not valid.
    """

    def __init__(
        self,
        *,
        max_connections: int = 32,
        token_store: TokenStore | None = None,
        rate_store: RateStore | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        proxy: str | None = None,
        verify: ssl.SSLContext | None = None,
        max_response_bytes: int = 32 * 2**20,
    ) -> None:
        self._connections = new_connections(
            transport=transport, proxy=proxy, verify=verify, max_response_bytes=max_response_bytes
        )
        self._binding = LoopBinding(check_max_connections(max_connections))
        self._is_closed = False
        self._stores: dict[str, Any] = {"token_store": token_store, "rate_store": rate_store}
        self._clients: WeakSet[_FleetClient] = WeakSet()

    def __repr__(self) -> str:
        state = "closed" if self._is_closed else "open"
        return f"<Fleet of {len(self._clients)} clients, {state}>"

    def client(
        self, seller_id: int, api_key: str, **settings: Unpack[ClientSettings]
    ) -> Digiseller:
        """Return a client of one seller, which need not be closed.

        Closing it refuses its further calls; the connections are the fleet's.

        Raises:
            ConfigurationError: A setting is not valid.
            ClosedError: The fleet is closed.
        """
        if self._is_closed:
            raise ClosedError("the fleet is closed")
        client = _FleetClient(
            self._connections, self._binding, seller_id, api_key, **{**self._stores, **settings}
        )
        self._clients.add(client)
        return client

    async def aclose(self) -> None:
        """Close the connections; calls in flight end with an error, further ones are refused."""
        self._is_closed = True
        for client in list(self._clients):
            await client.aclose()
        await self._connections.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()


class _FleetClient(Digiseller):
    """A client over the connections of a fleet."""

    def __init__(
        self,
        connections: Transport,
        binding: LoopBinding,
        seller_id: int,
        api_key: str,
        **settings: Any,
    ) -> None:
        self._shared = connections, binding
        super().__init__(seller_id, api_key, **settings)

    def _connect(self, max_connections: int, **settings: Any) -> tuple[Transport, LoopBinding]:
        del max_connections, settings
        return self._shared

    async def aclose(self) -> None:
        """Refuse further calls; the connections are the fleet's."""
        await self._pipeline.aclose(owns_connections=False)
