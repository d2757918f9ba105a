"""The environment, else a person's answers come in; who signs in goes out.

Never an argument: a shell keeps those in its history, and shows them to whoever lists processes.
"""

from __future__ import annotations

import os
import sys

import click
from attrs import field, frozen

from ..errors import ConfigurationError

_MISSING = (
    "set DIGISELLER_SELLER_ID and DIGISELLER_API_KEY (or DIGISELLER_TOKEN), "
    "or run this in a terminal, which asks for them"
)


@frozen(kw_only=True)
class Identity:
    """A seller and the API key; ``None`` is what the client finds in the environment itself."""

    seller_id: int | None = None
    api_key: str | None = field(default=None, repr=False)


def identify() -> Identity:
    """Return who signs in, asking for what the environment lacks if a person is there to answer.

    Raises `ConfigurationError` if nobody is.
    """
    given = {
        name
        for name in ("DIGISELLER_SELLER_ID", "DIGISELLER_API_KEY", "DIGISELLER_TOKEN")
        if os.environ.get(name)
    }
    is_complete = {"DIGISELLER_SELLER_ID", "DIGISELLER_API_KEY"} <= given
    if is_complete or "DIGISELLER_TOKEN" in given:
        return Identity()
    if not sys.stdin.isatty():
        raise ConfigurationError(f"there is nothing to sign in with: {_MISSING}")
    return _ask(given)


def _ask(given: set[str]) -> Identity:
    # On stderr: stdout may go into a file.
    seller_id = api_key = None
    if "DIGISELLER_SELLER_ID" not in given:
        seller_id = click.prompt("Seller id", type=click.IntRange(min=1), err=True)
    if "DIGISELLER_API_KEY" not in given:
        api_key = click.prompt("API key (not shown)", hide_input=True, err=True)
    return Identity(seller_id=seller_id, api_key=api_key)
