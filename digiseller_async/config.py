"""Settings in, frozen values out; those that make no sense are refused here."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol, TypeGuard

from attrs import Attribute, field, frozen

from ._redaction import secret_str
from .errors import ConfigurationError

__all__ = ["Rate", "RateStore", "Retry", "Token", "TokenStore"]

_FOREVER = 10.0**9  # thirty years; also what NaN and infinity are not below


def is_whole(value: object, *, least: int) -> TypeGuard[int]:
    """Return whether *value* is a whole number (a bool is none) of at least *least*."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def is_text(value: object) -> TypeGuard[str]:
    """Return whether *value* is a text that says something."""
    return isinstance(value, str) and bool(value)


def _positive(owner: object, attribute: Attribute[Any], value: object) -> None:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else 0
    if not 0 < number < _FOREVER:
        raise ConfigurationError(f"{_name(owner, attribute)} must be a number above 0")


def _whole(owner: object, attribute: Attribute[Any], value: object) -> None:
    if not is_whole(value, least=1):
        raise ConfigurationError(f"{_name(owner, attribute)} must be a whole number of at least 1")


def _name(owner: object, attribute: Attribute[Any]) -> str:
    return f"{type(owner).__name__}.{attribute.name}"


def _is_retry(_: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, Retry):
        raise ConfigurationError(f"{attribute.name} must be a Retry")


def _is_format(_: object, attribute: Attribute[Any], value: object) -> None:
    if value not in ("json", "xml"):
        raise ConfigurationError(f"{attribute.name} must be 'json' or 'xml'")


@frozen(kw_only=True)
class Retry:
    """How patient a call is: at most *attempts* sends; waits grow from *base* to *cap* seconds.

    The wait before attempt n is drawn evenly from 0 to ``min(cap, base * 2**(n - 1))``, but never
    less than what the service asked for. ``Retry(attempts=1)`` never repeats. *lost_deletes* also
    repeats a deletion of content or of a preview whose answer was lost.
    """

    attempts: int = field(default=3, validator=_whole)
    base: float = field(default=0.5, validator=_positive)
    cap: float = field(default=30.0, validator=_positive)
    lost_deletes: bool = False


@frozen(kw_only=True)
class Rate:
    """On average *calls* each *per* seconds; after an idle pause up to *calls* go at once.

    The service documents no limit, and no real 429 has been recorded: ten calls a second is a
    guess between careful clients (one a second) and careless ones (ten at a time, unpaced).
    """

    calls: int = field(default=10, validator=_whole)
    per: float = field(default=1.0, validator=_positive)


@frozen(kw_only=True)
class Options:
    """What one view of a client may set differently: seconds for a call, patience, and format."""

    timeout: float = field(validator=_positive)
    retry: Retry = field(validator=_is_retry)
    format: str = field(default="json", validator=_is_format)


@frozen(kw_only=True)
class Credentials:
    """A seller and the seller's API key."""

    seller_id: int = field(validator=_whole)
    api_key: str = field(repr=False, converter=secret_str)


@frozen(kw_only=True)
class Token:
    """An access token and the moment until which it is valid (``None``: unknown)."""

    value: str = field(repr=False, converter=secret_str)
    valid_until: dt.datetime | None = None


class TokenStore(Protocol):
    """Where a token is kept between sign-ins; share one to let several processes sign in once."""

    async def load(self) -> Token | None:
        """Return the kept token, or ``None``."""
        ...

    async def save(self, token: Token) -> None:
        """Keep *token* instead of the one before."""
        ...


class RateStore(Protocol):
    """Where calls are booked; share one to let several clients keep one rate together."""

    async def book(self, rate: Rate) -> float:
        """Book the next call, and return how many seconds it has to wait."""
        ...
