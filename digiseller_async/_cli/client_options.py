"""The options of commands that call the service: where, how fast, and how patiently."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, TypedDict, TypeVar

import click

from .._client import Digiseller
from .clients import ClientSettings, sandbox_client, service_client
from .credentials import read_credentials

F = TypeVar("F", bound=Callable[..., Any])

_ABOVE_ZERO = click.FloatRange(min=0, min_open=True)
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
