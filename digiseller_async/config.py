"""Define the public settings as frozen values that are checked when they are made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeGuard

from attrs import Attribute, field, frozen

from ._redaction import secret_str
from .errors import ConfigurationError

__all__ = [
    "PausingRateStore",
    "Rate",
    "RateStore",
    "RenewingTokenStore",
    "Retry",
    "Token",
    "TokenStore",
]

_FOREVER = 10.0**9  # thirty years; NaN and infinity are not below it


def is_whole(value: object, *, least: int) -> TypeGuard[int]:
    """Return whether *value* is an int (a bool is none) of at least *least*."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def is_seconds(value: object) -> TypeGuard[float]:
    """Return whether *value* is a finite number above 0."""
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else 0
    return 0 < number < _FOREVER


def shown(value: object) -> str:
    """Return how an error shows a setting that is not valid: anything but a number may be secret.

    A key that is passed as the seller's id, for example.
    """
    if isinstance(value, float):
        return f"{value:.6g}"
    # The digits of an int of any size may be too many to be written at all.
    return str(value) if isinstance(value, int) and abs(value) < _FOREVER else type(value).__name__


def check_seconds(name: str, value: object) -> float:
    """Return *value* if it is a number of seconds; raise `ConfigurationError` if not."""
    if not is_seconds(value):
        raise ConfigurationError(f"{name} must be a number of seconds above 0, not {shown(value)}")
    return value


def _check_seconds(owner: object, attribute: Attribute[Any], value: object) -> None:
    check_seconds(f"{type(owner).__name__}.{attribute.name}", value)


def _check_count(owner: object, attribute: Attribute[Any], value: object) -> None:
    if not is_whole(value, least=1):
        name = f"{type(owner).__name__}.{attribute.name}"
        raise ConfigurationError(f"{name} must be an integer of at least 1, not {shown(value)}")


def _check_flag(owner: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, bool):
        name = f"{type(owner).__name__}.{attribute.name}"
        raise ConfigurationError(f"{name} must be True or False, not {shown(value)}")


def _check_token(_: object, __: Attribute[Any], value: object) -> None:
    if not isinstance(value, str) or not value:
        raise ConfigurationError("Token.value must be a non-empty string")


def _check_valid_until(_: object, __: Attribute[Any], value: object) -> None:
    if value is not None and not (isinstance(value, dt.datetime) and value.tzinfo is not None):
        raise ConfigurationError(
            f"Token.valid_until must be a datetime with a time zone, or None, not {shown(value)}"
        )


@frozen(kw_only=True)
class Retry:
    """When a failed call is repeated: at most *attempts* in all, with exponential backoff.

    The wait before attempt n + 1 is a random number of seconds between 0 and
    ``min(cap, base * 2**(n - 1))`` (full jitter), but never less than the service asks for.
    ``Retry(attempts=1)`` never repeats. A deletion of content or of a preview whose answer was lost
    is repeated only with *lost_deletes*.
    """

    attempts: int = field(default=3, validator=_check_count)
    base: float = field(default=0.5, validator=_check_seconds)
    cap: float = field(default=30.0, validator=_check_seconds)
    lost_deletes: bool = field(default=False, validator=_check_flag)


@frozen(kw_only=True)
class Rate:
    """A rate limit: *calls* every *per* seconds on average; after a pause up to *calls* at once.

    The service documents no limit, and no real 429 has been recorded: ten calls a second is a
    guess between careful clients (one a second) and careless ones (ten at a time, without a limit).
    """

    calls: int = field(default=10, validator=_check_count)
    per: float = field(default=1.0, validator=_check_seconds)


@frozen(kw_only=True)
class Token:
    """An access token, until when it is valid (``None``: unknown), and whose it is.

    A client adopts a stored token only if *seller_id* and *origin* are its own, so a store has to
    keep them; a token without them is passed over.
    """

    value: str = field(repr=False, converter=secret_str, validator=_check_token)
    valid_until: dt.datetime | None = field(default=None, validator=_check_valid_until)
    seller_id: int | None = None
    """The seller whose token it is."""
    origin: str | None = None
    """The origin that gave it, such as ``https://api.digiseller.com``."""


class TokenStore(Protocol):
    """Keeps a token between sign-ins; share one so that several processes sign in only once.

    Its methods may be plain or awaitable. Each has 5 s at most (and a quarter of the client's
    timeout). One that takes longer, raises, or gives anything else is logged once, and the store is
    passed over for a minute: the client signs in on its own.

    Programs that start at once may all sign in, unless it is a `RenewingTokenStore`.
    """

    def load(self) -> Token | Awaitable[Token | None] | None:
        """Return the kept token, or ``None``."""
        ...

    def save(self, token: Token, /) -> object:
        """Keep *token* in place of the previous one."""
        ...


class RenewingTokenStore(TokenStore, Protocol):
    """A store that lets one program at a time renew the token."""

    def renewing(self) -> AbstractAsyncContextManager[object]:
        """Return a context manager that one program at a time can be in.

        A program that enters it loads the token again before it signs in.
        """
        ...


class RateStore(Protocol):
    """Reserves calls; share one so that several clients keep to one rate limit together.

    Its methods may be plain or awaitable, and have 2 s at most. One that takes longer, raises, or
    gives no number of seconds is logged once, and the store is passed over for a minute: the client
    keeps to its rate on its own.

    A pause that the service asks for is for the client that was asked, unless it is a
    `PausingRateStore`.
    """

    def book(self, rate: Rate, /, *, within: float, burst: float) -> float | Awaitable[float]:
        """Reserve the next call, and return how many seconds it has to wait.

        If that is more than *within*, reserve nothing. *burst* is for how many seconds' worth of
        calls may go at once after a pause.
        """
        ...


class PausingRateStore(RateStore, Protocol):
    """A store that pauses all its clients when the service asks one of them for that."""

    def hold(self, seconds: float, /) -> object:
        """Let no call start for *seconds*."""
        ...
