"""Walks over arbitrary servers: each ends, and none loses anything in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from support.fake_list import FakeList

from digiseller_async import PaginationError, Report
from digiseller_async._response.payload import PageContent
from digiseller_async.pagination.checkpoint import Position
from digiseller_async.pagination.page import page_of
from digiseller_async.pagination.walk import PageWalk

Server = Callable[[int], PageContent[int]]
COUNTS = st.integers(0, 60)
SIZES = st.integers(1, 7)


def read(server: Server, size: int, most: int, *, start: int = 1) -> tuple[list[int], Report]:
    """Read all pages in at most *most* requests; return the items and the report."""
    report = Report()
    walk: PageWalk[int] = PageWalk(report, Position(start))
    items: list[int] = []
    requests = 0
    while walk.next is not None:
        requests += 1
        assert requests <= most, "it goes on and on"
        page = page_of(server(walk.next), number=walk.next, size=size)
        for batch in walk.add(page):
            items += batch.cut().items
    return items, report


TOLD: dict[str, dict[str, Any]] = {
    "everything": {},
    "only whether there is more": {"total_count": None, "total_pages": None},
    "only the number of pages": {"total_count": None, "has_next_page": None},
    "both totals": {"has_next_page": None},
    "neither page nor count": {"page": None, "count": None},
    "always more, as in the page's sample": {"has_next_page": True},
}


@given(COUNTS, SIZES, st.sampled_from(list(TOLD)))
def test_lists_at_rest(count: int, size: int, told: str) -> None:
    """A list at rest is read whole, without drift, however little the service tells of it."""
    rows = FakeList(range(count), size)

    items, report = read(lambda number: evolve(rows.content(number), **TOLD[told]), size, most=61)

    assert items == rows.rows
    assert report.drift == []
    assert (report.pages, report.items) == (max(1, -(-count // size)), count)


@given(
    prefix=st.integers(0, 12),
    cycle=st.integers(1, 25),
    size=SIZES,
    numbered=st.sampled_from(["as asked", "not at all", "by themselves"]),
)
def test_cycles(prefix: int, cycle: int, size: int, numbered: str) -> None:
    """Pages that go round in a circle of any length are found out in three rounds or so."""

    def server(number: int) -> PageContent[int]:
        place = number - 1
        if place >= prefix:
            place = prefix + (place - prefix) % cycle
        said = {"as asked": number, "not at all": None, "by themselves": place + 1}[numbered]
        items = tuple(range(place * size, place * size + size))
        return PageContent(items=items, page=said, count=size, has_next_page=True)

    most = 3 * (prefix + cycle) + 3
    if cycle == 1 and prefix:  # the last page of a list may come for ever
        items, report = read(server, size, most=most)
        assert items == list(range((prefix + 1) * size))
        assert "repeats page" in report.drift[-1].what
    else:
        with pytest.raises(PaginationError, match="repeats page"):
            read(server, size, most=most)


@given(count=COUNTS, size=SIZES, since=st.integers(1, 12), totals=st.booleans())
def test_empty_pages_that_say_more(count: int, size: int, since: int, *, totals: bool) -> None:
    """An empty page that says "more" ends the walk with an error, or is never met."""
    rows = FakeList(range(count), size, totals=totals)

    def server(number: int) -> PageContent[int]:
        content = rows.content(number)
        if number < since:
            return content
        return evolve(content, items=(), has_next_page=True, total_pages=None)

    met = since == 1 or (since - 1) * size < count
    if met and totals and not count:  # then the total denies it
        assert read(server, size, most=since)[1].drift
    elif met:
        with pytest.raises(PaginationError, match=f"page {since} is empty"):
            read(server, size, most=since)
    else:
        assert read(server, size, most=since)[0] == rows.rows


@given(
    count=COUNTS,
    size=SIZES,
    when=st.integers(2, 12),
    by=st.integers(1, 20),
    newest=st.booleans(),
)
def test_lists_that_shrink(count: int, size: int, when: int, by: int, *, newest: bool) -> None:
    """A list that shrinks between two pages loses rows only with an error or with drift."""
    rows = FakeList(range(count), size)

    def server(number: int) -> PageContent[int]:
        if number == when:
            rows.rows = rows.rows[by:] if newest else rows.rows[: max(0, len(rows.rows) - by)]
        return rows.content(number)

    try:
        items, report = read(server, size, most=61)
    except PaginationError:
        return
    if not report.drift:
        assert items == list(range(count))


@given(COUNTS, SIZES, st.integers(2, 12), st.integers(1, 20))
def test_lists_that_grow(count: int, size: int, when: int, by: int) -> None:
    """A list that grows while it is read is read twice in part only with an error or drift."""
    rows = FakeList(range(count), size)

    def server(number: int) -> PageContent[int]:
        if number == when:
            rows.rows = [*range(-by, 0), *rows.rows]
        return rows.content(number)

    try:
        items, report = read(server, size, most=3 * 100 + 8)
    except PaginationError:
        return
    if not report.drift:
        assert items == list(range(count))


@given(
    count=COUNTS,
    size=SIZES,
    pages=st.none() | st.integers(0, 20),
    total=st.none() | st.integers(0, 90),
    says_more=st.sampled_from(["truly", True, False, None]),
)
def test_totals_that_lie(
    count: int, size: int, pages: int | None, total: int | None, *, says_more: str | bool | None
) -> None:
    """Whatever totals a service makes up, rows are lost in silence only if it denies them."""
    rows = FakeList(range(count), size)

    def server(number: int) -> PageContent[int]:
        content = evolve(rows.content(number), total_pages=pages, total_count=total)
        return content if isinstance(says_more, str) else evolve(content, has_next_page=says_more)

    try:
        items, report = read(server, size, most=61)
    except PaginationError:
        return
    if not report.drift and items != rows.rows:
        # It said that there were so many, or so many pages, or that there was no more.
        assert total == len(items) or (total is None and (pages is not None or not says_more))


def test_more_pages_than_said() -> None:
    """A last page that says "more", without a total that denies it, ends with drift."""
    rows = FakeList(range(25), 10)

    def server(number: int) -> PageContent[int]:
        return evolve(rows.content(number), total_pages=1, total_count=None)

    items, report = read(server, 10, most=5)

    assert items == rows.rows or report.drift


@pytest.mark.parametrize("start", [2, 3])
def test_missing_rows_of_a_later_start(start: int) -> None:
    """A walk that does not start at the beginning tells of missing rows as well."""
    rows = FakeList(range(45), 10)

    def server(number: int) -> PageContent[int]:
        content = evolve(rows.content(number), total_pages=None)
        return evolve(content, has_next_page=False) if number == 3 else content

    items, report = read(server, 10, most=5, start=start)

    assert items == rows.rows[(start - 1) * 10 :] or report.drift
