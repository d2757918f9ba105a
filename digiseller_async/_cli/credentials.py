"""Read credentials from the environment, or ask for them at a terminal.

They are never arguments: a shell keeps those in its history, and every user of the machine can list
them.
"""

from __future__ import annotations

import os
import sys

import click
from attrs import field, frozen

from .._runtime.settings import trimmed
from ..errors import ConfigurationError

_MISSING = (
    "no credentials: set DIGISELLER_SELLER_ID and DIGISELLER_API_KEY (or DIGISELLER_TOKEN), "
    "or run this in a terminal, which asks for them"
)


@frozen(kw_only=True)
class Credentials:
    """The credentials that were typed; the client reads the others from the environment itself."""

    seller_id: int | None = None
    api_key: str | None = field(default=None, repr=False)


def read_credentials() -> Credentials:
    """Return the credentials, asking for those that the environment lacks.

    Raises `ConfigurationError` if there is no terminal to ask at.
    """
    given = {
        name
        for name in ("DIGISELLER_SELLER_ID", "DIGISELLER_API_KEY", "DIGISELLER_TOKEN")
        if trimmed(os.environ.get(name, ""))
    }
    is_complete = {"DIGISELLER_SELLER_ID", "DIGISELLER_API_KEY"} <= given
    if is_complete or "DIGISELLER_TOKEN" in given:
        return Credentials()
    if not sys.stdin.isatty():
        raise ConfigurationError(_MISSING)
    return _prompt(given)


def _prompt(given: set[str]) -> Credentials:
    # On stderr: stdout may be redirected to a file.
    seller_id = api_key = None
    if "DIGISELLER_SELLER_ID" not in given:
        seller_id = click.prompt("Seller id", type=click.IntRange(min=1), err=True)
    if "DIGISELLER_API_KEY" not in given:
        api_key = click.prompt("API key (not shown)", hide_input=True, err=True)
    return Credentials(seller_id=seller_id, api_key=api_key)
