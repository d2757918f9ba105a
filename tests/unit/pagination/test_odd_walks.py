"""Walks at their bounds: endless growth, endless shifts, long lists, rows of every kind."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import pytest
from attrs import frozen
from support.fake_list import FakeList, list_key
from support.lying_servers import SERVERS
from support.moving_lists import Move, MovingList, walk

from digiseller_async import Page, Paginator
from digiseller_async._response.payload import UnreadableRow
from digiseller_async.pagination.checkpoint import Position
from digiseller_async.pagination.page import page_of
from digiseller_async.pagination.rows import SeenRows, digest


@frozen
class Row:
    """A row with an id."""

    id: int


def test_rows_of_every_kind() -> None:
    """A row is recognised by its key, else by all of it; one that cannot be read by nothing."""
    odd: Any = UnreadableRow("no id")
    keyed: SeenRows[Any] = SeenRows(attrgetter("id"))
    whole: SeenRows[Any] = SeenRows(None)
    thing = object()

    assert keyed.identify((Row(1), Row(2))) == [1, 2]
    assert keyed.identify((Row(1), odd))[0] == 1
    assert keyed.identify((odd,)) != keyed.identify((odd,))
    assert whole.identify((Row(1), [1])) == whole.identify((Row(1), [1]))
    assert whole.identify((thing,)) != whole.identify((thing,))
    assert digest(Row(1), attrgetter("id")) == digest(1, None) != digest(2, None)
    assert digest(odd, None) == ""


def test_bounded_memory() -> None:
    """Of a long list at least the last 8,192 rows are known, and at most twice as many."""
    seen: SeenRows[int] = SeenRows(None)
    for page in range(1, 51):
        seen.add(range(1000 * page, 1000 * page + 1000), page)
    known = seen.known(range(60_000))

    assert 8192 <= len(known) <= 2 * 8192 + 1000
    assert known == set(range(51_000 - len(known), 51_000))
    assert not seen.is_complete


def test_rows_of_a_long_list() -> None:
    """Pages that come again when their rows are long forgotten are found out as well."""
    server = MovingList(list(range(40_000)), 1000)
    server.answer = lambda one, number: one.page(
        (number - 1) % 40 + 1, page=number, has_next_page=True, total_pages=None, total_count=None
    )
    walked = walk(server)

    assert "repeats page" in str(walked.error)


def test_growth_without_end() -> None:
    """A list that grows by a page before each page is given up after a number of pages."""
    server = MovingList(list(range(40)), 10, always=lambda one: one.insert(0, 10))

    assert "no new item on" in str(walk(server, most=100).error)


def test_swings_without_end() -> None:
    """A list that swings to and fro before each page is read in a bounded number of requests."""

    def swing(server: MovingList) -> None:
        if len(server.requests) % 2:
            server.insert(0)
        else:
            server.delete(0)

    walked = walk(MovingList(list(range(200)), 4, always=swing))

    assert walked.twice == 0
    assert walked.is_told


def test_later_starts() -> None:
    """A walk that starts later gives no row from before its start, wherever rows move."""
    moves: list[Move] = [lambda one: one.delete(3), lambda one: one.insert(0, 2)]
    for move in moves:
        server = MovingList(list(range(60)), 10, moves={2: move})
        walked = walk(server, start=Position(3))
        assert walked.items == list(range(20, 60))
        assert walked.is_told

    server = MovingList(list(range(60)), 10, moves={2: lambda one: one.delete(0, 25)})
    walked = walk(server, start=Position(4))
    assert walked.items == list(range(30, 60))


@pytest.mark.anyio
async def test_second_look_moves_no_position() -> None:
    """Rows that are found at the very end, on a page that was read, leave the position there."""
    server = SERVERS["a row moves to the head"]()

    async def fetch(number: int) -> Page[int]:
        return page_of(server.ask(number), number=number, size=server.size)

    listed = Paginator(fetch, key=list_key)
    found = await listed.all()

    assert sorted(found) == list(range(45))
    assert found[-1] == 33
    assert (listed.checkpoint()["page"], listed.checkpoint()["given"]) == (5, 5)


@pytest.mark.anyio
async def test_resumed_without_totals() -> None:
    """A list without totals is resumed where the row given last is, on this page or the next."""
    rows = FakeList(range(40), totals=False)
    listed = Paginator(rows.fetch, key=list_key)
    found = await listed.limit(15).all()
    limited = listed.limit(15)
    await limited.all()
    checkpoint = limited.checkpoint()
    rows.rows = [*range(-8, 0), *rows.rows]
    assert found + await listed.resume(checkpoint).all() == list(range(40))

    rows.rows = [*range(7), *range(16, 40)]
    resumed = listed.resume(checkpoint)
    assert set(await resumed.all()) >= set(range(22, 40))
    assert "gone" in resumed.report.drift[0].what


def test_repr() -> None:
    """A paginator shows what it reads, from where, and how many."""
    listed = Paginator(FakeList(()).fetch, key=list_key, page=3)

    assert repr(listed) == "<Paginator of list from page 3>"
    assert repr(listed.limit(5)) == "<Paginator of list from page 3, limit 5>"
