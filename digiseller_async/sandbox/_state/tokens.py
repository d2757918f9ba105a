"""Issue the tokens of one seller, and check them."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass
class Tokens:
    """The tokens of one seller."""

    seller_id: int
    api_key: str = field(repr=False)
    lifetime: float
    clock: Callable[[], float]
    _until: dict[str, float] = field(default_factory=dict[str, float], repr=False)
    _timestamps: set[int] = field(default_factory=set[int], repr=False)

    def is_signed(self, seller_id: int, timestamp: int, sign: str) -> bool:
        """Tell if the seller's own key made the signature of the *timestamp*."""
        expected = sha256(f"{self.api_key}{timestamp}".encode()).hexdigest()
        is_same = hmac.compare_digest(expected.encode(), sign.encode())
        return seller_id == self.seller_id and is_same

    def is_new(self, timestamp: int) -> bool:
        """Tell if no token was issued for this *timestamp*."""
        return timestamp not in self._timestamps

    def issue(self, timestamp: int) -> tuple[str, float]:
        """Return a new token, and until when it is valid."""
        self._timestamps.add(timestamp)
        token, until = secrets.token_hex(24).upper(), self.clock() + self.lifetime
        self._until[token] = until
        return token, until

    def is_valid(self, token: str | None) -> bool:
        """Tell if the *token* was given out and has not expired."""
        return token is not None and self.clock() < self._until.get(token, float("-inf"))

    def expire(self) -> None:
        """Make all tokens invalid."""
        self._until.clear()
