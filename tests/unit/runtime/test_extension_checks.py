"""Objects of the wrong kind are refused when a client is made, by name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from support.token_stores import FakeTokenStore

from digiseller_async import ConfigurationError, Digiseller, Retry, Token


class Half:
    """Has one method of a token store, and an attribute in place of the other."""

    save = 1

    def load(self) -> None:
        """Return nothing."""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("token_store", "redis://:SECRET-PASSWORD@host"),
        ("token_store", Half()),
        ("token_store", FakeTokenStore),
        ("rate_store", FakeTokenStore()),
        ("rate_store", False),
        ("clock", 0),
        ("clock", object()),
        ("transport", "SECRET-PASSWORD"),
        ("on_drift", "SECRET-PASSWORD"),
        ("on_outcome", 1),
        ("on_attempt", "SECRET-PASSWORD"),
        ("random", None),
        ("random", 0.5),
        ("strict", 1),
        ("strict", "yes"),
        ("strict", None),
        ("timeout", float("nan")),
        ("timeout", float("inf")),
    ],
)
def test_wrong_kind(name: str, value: Any) -> None:
    """The error names the setting, and does not show what was given."""
    settings: dict[str, Any] = {name: value}
    with pytest.raises(ConfigurationError, match=f"^{name} must be") as caught:
        Digiseller(1, "KEY-OF-THE-SELLER", **settings)

    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize("value", ["", None, 7])
def test_token_without_text(value: Any) -> None:
    """A token is a text."""
    with pytest.raises(ConfigurationError, match=r"Token\.value must be"):
        Token(value=value)


@pytest.mark.parametrize("moment", [dt.datetime(2026, 1, 1), "2026-01-01", 5])  # noqa: DTZ001
def test_token_without_zone(moment: Any) -> None:
    """The end of a token is an aware moment."""
    with pytest.raises(ConfigurationError, match=r"Token\.valid_until must be"):
        Token(value="T", valid_until=moment)


def test_flag_of_retry() -> None:
    """A flag is a bool."""
    wrong: Any = "yes"
    with pytest.raises(ConfigurationError, match=r"Retry\.lost_deletes must be"):
        Retry(lost_deletes=wrong)


@pytest.mark.parametrize(
    "host",
    ["магазин.рф", "straße.example", "[v1.fe80]", "exa%6dple.com", "a..b", ".", "[::1%25lo]"],
)
def test_refused_hosts(host: str) -> None:
    """A host in another script, an IPvFuture and a host with escapes are refused."""
    with pytest.raises(ConfigurationError, match="base_url must be an origin"):
        Digiseller(1, "KEY", base_url=f"https://{host}")


@pytest.mark.parametrize(
    "host", ["xn--80aaxgqc.xn--p1ai", "my_host", "a.example.", "[2001:db8::1]"]
)
def test_accepted_hosts(host: str) -> None:
    """Names in ASCII and addresses are accepted."""
    assert host in repr(Digiseller(1, "KEY", base_url=f"https://{host}"))
