"""A seller, a timestamp and a signature come in; a token or a retval goes out."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

import msgspec

from .._http.dates import with_offset

WRONG = -1
FAILED = -3
NOT_UNIQUE = -4
TEXTS = {
    WRONG: ("Неверный seller_id или подпись", "Wrong seller_id or sign"),
    FAILED: ("Ошибка выполнения", "Execution error"),
    NOT_UNIQUE: ("Timestamp не уникален", "Timestamp is not unique"),
}


class Asked(msgspec.Struct, frozen=True):
    """The body of a sign-in."""

    seller_id: int
    timestamp: int
    sign: str


class SignedIn(msgspec.Struct, frozen=True):
    """The answer to a sign-in, which has no envelope."""

    retval: int = 0
    desc: str | None = None
    endesc: str | None = None
    token: str | None = None
    seller_id: int = 0
    valid_thru: str | None = None


def failed(retval: int) -> SignedIn:
    """Return the answer that refuses a sign-in."""
    russian, english = TEXTS[retval]
    return SignedIn(retval=retval, desc=russian, endesc=english)


@dataclass
class Tokens:
    """The tokens of one seller."""

    seller_id: int
    api_key: str = field(repr=False)
    lifetime: float
    clock: Callable[[], float]
    _until: dict[str, float] = field(default_factory=dict[str, float], repr=False)
    _timestamps: set[int] = field(default_factory=set[int], repr=False)

    def sign_in(self, asked: Asked) -> SignedIn:
        """Return a new token if the signature is right and the timestamp is new."""
        right = sha256(f"{self.api_key}{asked.timestamp}".encode()).hexdigest()
        same = hmac.compare_digest(right.encode(), asked.sign.encode())
        if asked.seller_id != self.seller_id or not same:
            return failed(WRONG)
        if asked.timestamp in self._timestamps:
            return failed(NOT_UNIQUE)
        self._timestamps.add(asked.timestamp)
        token, until = secrets.token_hex(24).upper(), self.clock() + self.lifetime
        self._until[token] = until
        return SignedIn(token=token, seller_id=self.seller_id, valid_thru=with_offset(until))

    def is_valid(self, token: str | None) -> bool:
        """Tell if the *token* was given out and has not expired."""
        return token is not None and self.clock() < self._until.get(token, float("-inf"))

    def expire(self) -> None:
        """Make all tokens invalid."""
        self._until.clear()
