"""Create the client that a command's options describe: of the service, or of a sandbox."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypedDict, TypeVar

import click
from attrs import frozen

from .._client import Digiseller
from ..config import Rate, Retry
from .credentials import Credentials, read_credentials
from .option_types import FiniteNumber
from .output import print_note
from .sandbox_import import sandbox_class

F = TypeVar("F", bound=Callable[..., Any])

_ABOVE_ZERO = FiniteNumber(min=0, min_open=True)
AT_LEAST_ONE = click.IntRange(min=1)
"""The type of an option that counts something."""
_OPTIONS = (
    click.option(
        "--sandbox",
        "use_sandbox",
        is_flag=True,
        help="Read made-up data from a sandbox in this process.",
    ),
    click.option(
        "--base-url",
        metavar="URL",
        help="The origin to call instead of the service, such as a sandbox.",
    ),
    click.option(
        "--rate",
        metavar="CALLS_PER_SECOND",
        type=_ABOVE_ZERO,
        help="At most so many calls a second.  [default: 10; with --sandbox no limit]",
    ),
    click.option(
        "--timeout",
        metavar="SECONDS",
        type=_ABOVE_ZERO,
        default=60.0,
        show_default=True,
        help="The most that one call may take, retries included.",
    ),
    click.option(
        "--attempts",
        metavar="N",
        type=AT_LEAST_ONE,
        default=3,
        show_default=True,
        help="At most so many attempts for one call.",
    ),
)
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


class ClientOptions(TypedDict):
    """What these options give."""

    use_sandbox: bool
    base_url: str | None
    rate: float | None
    timeout: float
    attempts: int


def client_options(command: F) -> F:
    """Add the options to a *command*."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def check_origin(options: ClientOptions) -> None:
    """Refuse a sandbox at another origin."""
    if options["use_sandbox"] and options["base_url"] is not None:
        raise click.UsageError("--sandbox and --base-url exclude each other.")


def open_client(options: ClientOptions) -> AbstractAsyncContextManager[Digiseller]:
    """Return the client that the *options* describe; a terminal is asked for the credentials.

    Raises `ConfigurationError` if a setting is not valid.
    """
    settings = ClientSettings(
        base_url=options["base_url"],
        rate=options["rate"],
        timeout=options["timeout"],
        attempts=options["attempts"],
    )
    if options["use_sandbox"]:
        return sandbox_client(settings)
    return service_client(settings, read_credentials())
