"""Connect to Redis, and wait for its answers in threads: that runs on asyncio and on trio."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar

from ..errors import ConfigurationError

try:
    import redis
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "digiseller_async.redis needs redis-py: pip install 'digiseller_async[redis]'"
    ) from error

T = TypeVar("T")

FAILURES = (redis.RedisError, OSError)
"""What it raises while Redis does not answer."""
_THREADS: RunVar[anyio.CapacityLimiter] = RunVar("digiseller_async.redis")
"""Bounds the threads of one event loop; those of the program may all be busy."""
_MOST_THREADS = 16


async def in_thread(function: Callable[..., T], *arguments: Any) -> T:
    """Return what *function* gives; who is cancelled does not wait for it."""
    try:
        limiter = _THREADS.get()
    except LookupError:
        limiter = anyio.CapacityLimiter(_MOST_THREADS)
        _THREADS.set(limiter)
    return await anyio.to_thread.run_sync(
        function, *arguments, abandon_on_cancel=True, limiter=limiter
    )


def connect(url: str, patience: float) -> Any:
    """Return a client of Redis that waits *patience* seconds for an answer, and never retries."""
    try:
        client: Any = redis.Redis
        return client.from_url(
            url, socket_timeout=patience, socket_connect_timeout=patience, retry=None
        )
    except (ValueError, TypeError, AttributeError):
        # Its text may repeat the password.
        raise ConfigurationError(
            "url must be one that redis-py knows, such as redis://host:6379/0"
        ) from None


def key_of(kind: str, name: str) -> str:
    """Return the key for what processes share under *name*; nobody reads the name there."""
    # In braces, so that the keys of one name are in one slot of a cluster.
    return f"digiseller:{{{hashlib.sha256(name.encode()).hexdigest()[:32]}}}:{kind}"


def check_name(name: object) -> str:
    """Return *name* if it can be one."""
    if not isinstance(name, str) or not name:
        raise ConfigurationError("name must be a non-empty string: what the processes share")
    return name
