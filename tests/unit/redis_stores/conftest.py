"""Give tests a Redis server of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.redis_server import RedisServer, redis_server


@pytest.fixture(scope="session")
def shared_server() -> Iterator[RedisServer]:
    """Give one server for all tests that leave it as it is."""
    with redis_server() as server:
        yield server


@pytest.fixture
def own_server() -> Iterator[RedisServer]:
    """Give a server that the test may freeze and kill."""
    with redis_server() as server:
        yield server
