"""How options become settings of the client."""

from __future__ import annotations

import pytest

from digiseller_async import Rate
from digiseller_async._cli.clients import rate_of


@pytest.mark.parametrize(
    ("calls_per_second", "rate"),
    [
        (10.0, Rate(calls=10, per=1.0)),
        (0.5, Rate(calls=1, per=2.0)),
        (2.5, Rate(calls=1, per=0.4)),
    ],
)
def test_rate_of(calls_per_second: float, rate: Rate) -> None:
    """Whole calls per second are that rate, and a fraction is one call in so many seconds."""
    assert rate_of(calls_per_second) == rate
