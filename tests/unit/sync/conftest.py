"""Databases for the tests of the sync."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import servers
from support.fake_shop import FakeShop
from support.sync_targets import Target, new_target


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Give the URL of a new PostgreSQL database."""
    for server in servers.postgresql_server():
        yield from servers.postgresql_database(server)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    """Give an empty SQLite database, and an empty schema of a PostgreSQL one."""
    yield from new_target(request, tmp_path, request.param)


@pytest.fixture
def sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    """Give an empty SQLite database."""
    yield from new_target(request, tmp_path, "sqlite")


@pytest.fixture
def shop() -> FakeShop:
    """Give a seller who has nothing."""
    return FakeShop()
