"""Lists that move or lie: no row twice, no row that stayed is lost, and all of it is told."""

from __future__ import annotations

import pytest
from support.lying_servers import HONEST, SERVERS
from support.moving_lists import walk


@pytest.mark.parametrize("name", SERVERS)
def test_lists_that_move_or_lie(name: str) -> None:
    """No row is given twice, none that stayed is lost without an error, and all is reported."""
    server = SERVERS[name]()
    walked = walk(server, asked_size=50)

    assert walked.twice == 0
    assert walked.is_told
    if walked.error is None:
        assert server.stable <= set(walked.items)


READABLE = {name for name in SERVERS if "second page" not in name} - {
    "it ignores the number of the page",
}


@pytest.mark.parametrize("name", sorted(READABLE))
def test_lists_that_can_be_read(name: str) -> None:
    """Where the service has shown every row, the walk ends without an error."""
    server = SERVERS[name]()
    walked = walk(server, asked_size=50)

    assert walked.error is None
    assert server.stable <= set(walked.items)


@pytest.mark.parametrize("name", HONEST)
def test_lists_at_rest(name: str) -> None:
    """A list at rest is read in its order, each page once, and nothing is reported."""
    server = HONEST[name]()
    walked = walk(server, asked_size=50 if "smaller" in name else None)

    assert walked.items == server.rows
    assert walked.report.drift == []
    assert server.requests == list(range(1, server.pages + 1))
