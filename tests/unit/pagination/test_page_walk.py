"""Pages and walks: what is a page, is there a next one, and do the pages make sense?"""

from __future__ import annotations

import gc
from typing import Any
from weakref import WeakSet

import pytest

from digiseller_async import Page, PaginationError, Report
from digiseller_async._response.payload import PageContent
from digiseller_async.pagination.checkpoint import Position
from digiseller_async.pagination.page import page_of
from digiseller_async.pagination.walk import PageWalk


def a_page(*items: int, number: int = 1, more: bool = False, **facts: Any) -> Page[int]:
    """Return a page of two items at most."""
    usual: dict[str, Any] = {"size": 2, "total_items": None, "total_pages": None}
    return Page(items=items, number=number, has_next=more, **(usual | facts))


@pytest.mark.parametrize(
    ("page", "total_pages", "total_count", "says_more", "has_next"),
    [
        (1, None, None, True, True),
        (1, None, None, False, False),
        (1, None, None, None, False),
        (1, 3, 25, False, True),
        (2, 3, 25, None, True),
        (3, 3, 25, False, False),
        (3, 3, None, True, True),
        (3, 3, 25, True, False),
        (3, 3, 35, True, True),
        (3, 3, 35, False, False),
        (1, 0, 0, False, False),
    ],
)
def test_next_page(
    page: int,
    total_pages: int | None,
    total_count: int | None,
    *,
    says_more: bool | None,
    has_next: bool,
) -> None:
    """The number of pages decides; past the last, "more" counts only while items are missing."""
    content = PageContent(
        items=tuple(range(10 if page < 3 else 5)),
        page=page,
        count=10,
        has_next_page=says_more,
        total_count=total_count,
        total_pages=total_pages,
    )

    assert page_of(content, number=page, size=10).has_next is has_next


@pytest.mark.parametrize(
    ("said_page", "said_size", "number", "size"),
    [(None, None, 4, 50), (7, 20, 7, 20), (7, None, 7, 50), (None, 0, 4, 50)],
)
def test_number_and_size(
    said_page: int | None, said_size: int | None, number: int, size: int
) -> None:
    """A page has the number and the size that the service says, else the ones asked for."""
    content: PageContent[int] = PageContent(items=(), page=said_page, count=said_size)

    found = page_of(content, number=4, size=50)

    assert (found.number, found.size, found.items) == (number, size, ())


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ([a_page(1, 2, more=True), a_page(number=2, more=True)], "page 2 is empty"),
        ([a_page(number=1, more=True)], "page 1 is empty"),
        ([a_page(1, 2, more=True)] * 3, "repeats page 1"),
        (
            [a_page(1, 2, more=True), a_page(1, 2, number=2), a_page(1, 2, more=True)],
            "repeats page 1",
        ),
    ],
)
def test_contradictions(pages: list[Page[int]], words: str) -> None:
    """A page that repeats, or is empty and says "more", is an error that says so."""
    report = Report()
    walk: PageWalk[int] = PageWalk(report, Position(1))
    for page in pages[:-1]:
        walk.add(page)

    with pytest.raises(PaginationError, match=words):
        walk.add(pages[-1])
    assert words in report.drift[-1].what


@pytest.mark.parametrize(
    ("pages", "seen"),
    [
        ([a_page(1, 2, more=True), a_page(3, number=2)], []),
        ([a_page(1, 2, number=5)], [(1, "asked for page 1, got page 5")]),
        ([a_page(1, more=True), a_page(2, number=2)], [(1, "1 items where a full page has 2")]),
        (
            [a_page(1, 2, more=True, total_items=3), a_page(3, number=2, total_items=4)],
            [(2, "the total went from 3 to 4"), (2, "3 items read of 4")],
        ),
        ([a_page(1, total_items=3)], [(1, "1 items read of 3")]),
        (
            [a_page(1, 2, more=True), a_page(3, 4, number=1, more=True), a_page(5, number=3)],
            [(2, "asked for page 2, got page 1")],
        ),
        ([a_page(total_items=0)], []),
    ],
)
def test_drift(pages: list[Page[int]], seen: list[tuple[int, str]]) -> None:
    """What changed while the list was read is noted with its page, and the walk goes on."""
    report = Report()
    walk: PageWalk[int] = PageWalk(report, Position(1))
    following: list[int | None] = []
    for page in pages:
        walk.add(page)
        following.append(walk.next)

    assert [(drift.page, drift.what) for drift in report.drift] == seen
    assert (report.pages, report.items) == (len(pages), sum(len(page.items) for page in pages))
    assert following == [*range(2, len(pages) + 1), None]


def test_resumed_page_that_lost_items() -> None:
    """A page on which fewer items are than were read before is drift."""
    report = Report()
    walk: PageWalk[int] = PageWalk(report, Position(3, 7))
    walk.add(a_page(1, number=3))

    assert [drift.what for drift in report.drift] == ["1 items where 7 had been read before"]


class Thing:
    """An item that can be watched."""


def test_memory_of_a_long_walk() -> None:
    """However long a walk is, it holds no more than two earlier pages."""
    walk: PageWalk[Thing] = PageWalk(Report(), Position(1))
    alive: WeakSet[Thing] = WeakSet()
    for asked in range(1, 101):
        things = tuple(Thing() for _ in range(10))
        alive.update(things)
        page = Page(
            items=things, number=asked, size=10, total_items=None, total_pages=None, has_next=True
        )
        walk.add(page)
        del page, things
    gc.collect()

    assert len(alive) <= 20
