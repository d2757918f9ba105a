"""A short run of the sync's soak."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import servers
from support.sync_targets import Target

from hostile.soak.figures import table
from hostile.soak.sync_kills import compare


@pytest.fixture(params=["sqlite", "postgresql"])
def targets(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Target, Target]]:
    """Give two empty databases of a kind."""
    if request.param == "sqlite":
        yield Target(str(tmp_path / "killed.db")), Target(str(tmp_path / "clean.db"))
        return
    for server in servers.postgresql_server():
        for url in servers.postgresql_database(server):
            yield Target(url, "killed"), Target(url, "clean")


def test_kills(targets: tuple[Target, Target]) -> None:
    """A sync that is killed at any moment, and run again, leaves what an undisturbed one does."""
    rows, _ = compare("a database", *targets, 2)

    assert rows.holds, "\n" + table([rows])
