"""Settings come in; a client of the service, or of a sandbox beside it, goes out."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import click
from attrs import frozen

from .._client import Digiseller
from ..config import Rate, Retry
from .credentials import Identity
from .sandbox_import import sandbox_class

_DEFAULT_RATE = Rate()


@frozen(kw_only=True)
class Settings:
    """How the client behaves."""

    base_url: str | None
    rate: float | None
    timeout: float
    attempts: int


def pace(calls_per_second: float) -> Rate:
    """Return the rate of so many calls a second, which may be a fraction."""
    if calls_per_second.is_integer():
        return Rate(calls=int(calls_per_second))
    return Rate(calls=1, per=1 / calls_per_second)


def connect(settings: Settings, identity: Identity) -> AbstractAsyncContextManager[Digiseller]:
    """Return a client of the service.

    Raises `ConfigurationError` if the settings make no sense.
    """
    return Digiseller(
        identity.seller_id,
        identity.api_key,
        base_url=settings.base_url,
        rate=_DEFAULT_RATE if settings.rate is None else pace(settings.rate),
        timeout=settings.timeout,
        retry=Retry(attempts=settings.attempts),
    )


@asynccontextmanager
async def play(settings: Settings) -> AsyncGenerator[Digiseller, None]:
    """Lend a client of a sandbox that lives as long; it is paced only on demand."""
    async with (
        sandbox_class()() as box,
        Digiseller(
            box.seller_id,
            box.api_key,
            base_url=box.url,
            rate=None if settings.rate is None else pace(settings.rate),
            timeout=settings.timeout,
            retry=Retry(attempts=settings.attempts),
        ) as ds,
    ):
        click.echo(f"a sandbox answers at {box.url}", err=True)
        yield ds
