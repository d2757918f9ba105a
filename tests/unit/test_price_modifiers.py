"""Price modifiers are read in whatever letters they are written."""

from __future__ import annotations

from typing import Any

import pytest

from digiseller_async.models import PriceModifier


@pytest.mark.parametrize("word", ["percentplus", "PercentPlus", "PERCENTPLUS"])
def test_letters(word: str) -> None:
    """The documentation's small letters and the Swagger's capitals mean the same."""
    assert PriceModifier(word) is PriceModifier.PERCENT_PLUS


def test_other_words() -> None:
    """Another word is kept as it is, and is not known."""
    found = PriceModifier("Doubled")

    assert (found, found.known) == ("Doubled", False)
    wrong: Any = (" ", 5)
    for one in wrong:
        with pytest.raises(ValueError, match="is not a valid PriceModifier"):
            PriceModifier(one)
