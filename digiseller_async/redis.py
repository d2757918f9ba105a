"""Share tokens and a rate limit between processes and machines by Redis; extra ``[redis]``."""

from __future__ import annotations

from ._redis.rate_store import RedisRateStore
from ._redis.token_store import RedisTokenStore

__all__ = ["RedisRateStore", "RedisTokenStore"]
