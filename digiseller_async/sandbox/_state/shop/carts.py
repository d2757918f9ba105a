"""Keep what buyers have chosen and not yet paid: options, and carts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

# The page's sample has 22418804.
FIRST_PREPARED = 22_418_804


@dataclass
class Carts:
    """The shop's carts, and the options that were prepared."""

    prepared: dict[int, Mapping[int, str]] = field(default_factory=dict[int, Mapping[int, str]])
    """What was chosen for each option, by the id that was given for it."""
    carts: dict[str, dict[int, int]] = field(default_factory=dict[str, dict[int, int]])
    """How many of each product, by the cart's id."""
    _ids: "count[int]" = field(default_factory=lambda: count(FIRST_PREPARED))

    def prepare(self, chosen: Mapping[int, str]) -> int:
        """Keep what was chosen, and return its id."""
        number = next(self._ids)
        self.prepared[number] = chosen
        return number

    def open(self) -> str:
        """Return the id of a new cart."""
        cart_uid = f"{len(self.carts) + 1:032X}"
        self.carts[cart_uid] = {}
        return cart_uid
