"""Create the client that a command uses: one of the service, or one of a sandbox of its own."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from attrs import frozen

from .._client import Digiseller
from ..config import Rate, Retry
from .credentials import Credentials
from .output import print_note
from .sandbox_import import sandbox_class

_DEFAULT_RATE = Rate()


@frozen(kw_only=True)
class ClientSettings:
    """The settings of a client that the command line has options for."""

    base_url: str | None
    rate: float | None
    timeout: float
    attempts: int


def rate_of(calls_per_second: float) -> Rate:
    """Return the rate of so many calls per second, which may be a fraction."""
    if calls_per_second.is_integer():
        return Rate(calls=int(calls_per_second))
    return Rate(calls=1, per=1 / calls_per_second)


def service_client(
    settings: ClientSettings, credentials: Credentials
) -> AbstractAsyncContextManager[Digiseller]:
    """Return a client of the service.

    Raises `ConfigurationError` if a setting is not valid.
    """
    return Digiseller(
        credentials.seller_id,
        credentials.api_key,
        base_url=settings.base_url,
        rate=_DEFAULT_RATE if settings.rate is None else rate_of(settings.rate),
        timeout=settings.timeout,
        retry=Retry(attempts=settings.attempts),
    )


@asynccontextmanager
async def sandbox_client(settings: ClientSettings) -> AsyncGenerator[Digiseller, None]:
    """Run a sandbox, and give a client of it, without a rate limit unless one is set."""
    async with (
        sandbox_class()() as box,
        Digiseller(
            box.seller_id,
            box.api_key,
            base_url=box.url,
            rate=None if settings.rate is None else rate_of(settings.rate),
            timeout=settings.timeout,
            retry=Retry(attempts=settings.attempts),
        ) as ds,
    ):
        print_note(f"a sandbox answers at {box.url}")
        yield ds
