"""Settings are frozen values, and those that make no sense are refused when they are made."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from digiseller_async import ConfigurationError, Rate, Retry, Token
from digiseller_async._runtime.settings import CallSettings, Credentials
from digiseller_async.config import is_whole

NO_NUMBERS = [0, -1, 0.0, -0.5, float("nan"), float("inf"), True, "1", None, 1j]
NO_WHOLES = [0, -1, 1.0, 2.5, float("nan"), True, "3", None]
MOMENT = dt.datetime(2026, 3, 19, tzinfo=dt.UTC)


SECONDS: dict[str, Callable[[Any], object]] = {
    "Retry.base": lambda value: Retry(base=value),
    "Retry.cap": lambda value: Retry(cap=value),
    "Rate.per": lambda value: Rate(per=value),
    "timeout": lambda value: CallSettings(timeout=value, retry=Retry()),
}
COUNTS: dict[str, Callable[[Any], object]] = {
    "Retry.attempts": lambda value: Retry(attempts=value),
    "Rate.calls": lambda value: Rate(calls=value),
    "seller_id": lambda value: Credentials(seller_id=value, api_key="k"),
}


@pytest.mark.parametrize("value", NO_NUMBERS)
@pytest.mark.parametrize("name", SECONDS)
def test_seconds_that_are_none(name: str, value: object) -> None:
    """Seconds are a finite number above 0; the refusal names the setting."""
    with pytest.raises(
        ConfigurationError, match=f"^{name} must be a number of seconds above 0, not "
    ):
        SECONDS[name](value)


@pytest.mark.parametrize("value", [one for one in NO_NUMBERS if one is not None])
def test_queue_timeouts_that_are_none(value: Any) -> None:
    """A wait for a turn has as many seconds as it takes, or a finite number above 0."""
    assert CallSettings(timeout=1.0, retry=Retry(), queue_timeout=None).queue_timeout is None
    with pytest.raises(ConfigurationError, match=r"^queue_timeout must be a number of "):
        CallSettings(timeout=1.0, retry=Retry(), queue_timeout=value)


@pytest.mark.parametrize("value", NO_WHOLES)
@pytest.mark.parametrize("name", COUNTS)
def test_counts_that_are_none(name: str, value: object) -> None:
    """A count is a whole number of at least 1; the refusal names the setting."""
    with pytest.raises(ConfigurationError, match=f"^{name} must be an integer of at least 1, not "):
        COUNTS[name](value)


@pytest.mark.parametrize("name", SECONDS)
def test_seconds_beyond_any_float(name: str) -> None:
    """A number of seconds that no clock can count is refused like any other nonsense."""
    with pytest.raises(ConfigurationError):
        SECONDS[name](10**400)


@pytest.mark.parametrize("value", [None, 3, {"attempts": 3}, Retry])
def test_retry_that_is_none(value: Any) -> None:
    """Only a `Retry` says when a call is repeated."""
    with pytest.raises(ConfigurationError, match=r"^retry must be a Retry, not \w+; "):
        CallSettings(timeout=1.0, retry=value)


def test_defaults() -> None:
    """By default a call is sent three times at most, and ten calls go in a second."""
    assert (Retry().attempts, Rate().calls, Rate().per) == (3, 10, 1.0)


@pytest.mark.parametrize(
    "setting",
    [
        Retry(),
        Rate(),
        CallSettings(timeout=1.0, retry=Retry()),
        Credentials(seller_id=1, api_key="k"),
        Token(value="t"),
    ],
)
def test_settings_are_frozen(setting: Any) -> None:
    """A setting never changes: a changed one is another value."""
    name = next(iter(inspect.signature(setting.__class__).parameters))

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(setting, name, getattr(setting, name))
    assert attrs.evolve(setting) == setting


def test_secrets_are_not_shown() -> None:
    """What is printed of credentials and of a token has no secret."""
    shown = repr(
        (Credentials(seller_id=7, api_key="S3CRET"), Token(value="S3CRET", valid_until=MOMENT))
    )

    assert "S3CRET" not in shown
    assert "seller_id=7" in shown


@pytest.mark.parametrize(
    ("value", "least", "whole"),
    [(1, 1, True), (0, 1, False), (0, 0, True), (True, 0, False), (1.0, 0, False), ("1", 0, False)],
)
def test_is_whole(value: object, *, least: int, whole: bool) -> None:
    """A whole number is an int, and a bool is none."""
    assert is_whole(value, least=least) is whole
