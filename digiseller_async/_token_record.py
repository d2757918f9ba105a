"""Write a token as a record of JSON, and read it back."""

from __future__ import annotations

import datetime as dt

import msgspec

from .config import Token


class TokenRecord(msgspec.Struct, omit_defaults=True):
    """A token as it is stored."""

    value: str
    valid_until: dt.datetime | None = None
    seller_id: int | None = None
    origin: str | None = None

    @classmethod
    def of(cls, token: Token) -> TokenRecord:
        """Return the record of *token*."""
        return cls(token.value.encode().decode(), token.valid_until, token.seller_id, token.origin)

    @property
    def owner(self) -> str:
        """Whose token it is, as one text."""
        return owner_of(self.seller_id, self.origin)

    def token(self) -> Token:
        """Return the token."""
        return Token(
            value=self.value,
            valid_until=self.valid_until,
            seller_id=self.seller_id,
            origin=self.origin,
        )


def owner_of(seller_id: int | None, origin: str | None) -> str:
    """Return the name under which a seller's token for an origin is kept."""
    return f"{seller_id or ''}@{origin or ''}"
