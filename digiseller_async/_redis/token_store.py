"""Keep tokens in Redis for several processes, and let one of them renew at a time."""

from __future__ import annotations

import math
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from copy import copy
from functools import partial

import anyio
import msgspec

from .._token_record import TokenRecord, owner_of
from ..config import Token, check_seconds
from .connection import FAILURES, check_name, connect, in_thread, key_of
from .scripts import RELEASE

_PATIENCE = 2.0
_POLL = 0.05
_TOKENS_LAST = 7 * 24 * 3600


class RedisTokenStore:
    """Keeps tokens in Redis, so that processes and machines sign in only once together.

    One store may serve any number of sellers. The tokens are there in plain: let nobody else read
    that Redis. Where it cannot be reached, each client signs in on its own.

    Args:
        url: As redis-py takes it: ``redis://``, ``rediss://`` or ``unix://``.
        name: What the processes share, such as ``"digiseller tokens"``; Redis sees a hash of it.
        lease: For how many seconds one process at most keeps the others waiting while it renews.

    Raises:
        ConfigurationError: An argument is not valid.
    """

    def __init__(self, url: str, *, name: str, lease: float = 15.0) -> None:
        self._key = key_of("tokens", check_name(name))
        self._client = connect(url, _PATIENCE)
        self._lease = check_seconds("lease", lease)
        self._release = self._client.register_script(RELEASE)
        self._owner = ""

    def __repr__(self) -> str:
        return f"<RedisTokenStore {self._key!r}>"

    def for_seller(self, seller_id: int, origin: str) -> RedisTokenStore:
        """Return the same store for the tokens of one seller and one origin; clients call it."""
        store = copy(self)
        store._owner = owner_of(seller_id, origin)  # noqa: SLF001  (of this class)
        return store

    async def load(self) -> Token | None:
        """Return the seller's token, or the newest of all if the store is for no one seller."""
        stored = await in_thread(self._client.hget, self._key, self._owner)
        return None if stored is None else msgspec.json.decode(stored, type=TokenRecord).token()

    async def save(self, token: Token) -> None:
        """Keep *token* in place of its owner's previous one."""
        record = TokenRecord.of(token)
        await in_thread(self._save, record.owner, msgspec.json.encode(record))

    def _save(self, owner: str, content: bytes) -> None:
        with self._client.pipeline(transaction=True) as pipeline:
            pipeline.hset(self._key, mapping={owner: content, "": content})
            pipeline.expire(self._key, _TOKENS_LAST)
            pipeline.execute()

    @asynccontextmanager
    async def renewing(self) -> AsyncGenerator[None]:
        """Wait until no other process renews the seller's token, and keep them waiting meanwhile.

        A holder that dies, or takes longer than the lease, keeps nobody waiting after that.
        """
        key, holder = f"{self._key}:lock:{self._owner}", secrets.token_hex(16)
        lease = math.ceil(self._lease * 1000)
        take = partial(self._client.set, key, holder, nx=True, px=lease)
        try:
            while not await in_thread(take):  # noqa: ASYNC110  (of other processes)
                await anyio.sleep(_POLL)
            yield
        finally:
            with anyio.CancelScope(shield=True), suppress(*FAILURES):
                # Only its own: after the lease it may be another's.
                await in_thread(self._release, [key], (holder,))
