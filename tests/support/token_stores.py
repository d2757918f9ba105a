"""A token store in memory that counts how it is used."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from digiseller_async import Token


class FakeTokenStore:
    """Keeps one token."""

    def __init__(self, token: Token | None = None) -> None:
        self.token = token
        self.loads = self.saves = self.renewals = 0

    async def load(self) -> Token | None:
        """Return the token."""
        self.loads += 1
        return self.token

    async def save(self, token: Token) -> None:
        """Keep the token."""
        self.saves += 1
        self.token = token

    @asynccontextmanager
    async def renewing(self) -> AsyncGenerator[None]:
        """Let everybody renew at once."""
        self.renewals += 1
        yield
