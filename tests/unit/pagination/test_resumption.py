"""Resuming a list that moved meanwhile: no row twice, and no row that stayed is lost."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fake_list import FakeList, list_key

from digiseller_async import Page, Paginator, UnexpectedReplyError
from digiseller_async._response.payload import UnreadableRow

MOVES = st.lists(st.tuples(st.booleans(), st.integers(0, 60), st.integers(1, 6)), max_size=4)


class Moving(FakeList):
    """A list, newest first, whose rows come and go."""

    new = 1000

    def move(self, count: int, place: int | None = None) -> None:
        """Add so many rows at the head, or delete so many at a place."""
        if place is None:
            self.rows[:0] = range(self.new, self.new + count)
            self.new += count
        elif self.rows:
            place %= len(self.rows)
            del self.rows[place : place + count]

    def listed(self) -> Paginator[int]:
        """Return a new paginator."""
        return Paginator(self.fetch, key=list_key)


async def read(listed: Paginator[int], count: int) -> list[int]:
    """Return the first *count* items."""
    return await listed.limit(count).all() if count else []


def resumed(rows: Moving, stop: int, *, by_pages: bool = False) -> tuple[list[int], Any]:
    """Read *stop* items, or pages, and return them with a checkpoint, carried by JSON."""

    async def run() -> tuple[list[int], Any]:
        listed = rows.listed()
        found: list[int] = []
        if by_pages:
            pages = listed.pages()
            for _ in range(stop):
                found += (await anext(pages)).items
        else:
            items = aiter(listed)
            for _ in range(stop):
                found.append(await anext(items))
        return found, json.loads(json.dumps(listed.checkpoint()))

    return anyio.run(run)


def rest(rows: Moving, checkpoint: Any) -> tuple[list[int], Paginator[int]]:
    """Return what comes after a checkpoint, and the paginator that read it."""
    rows.asked.clear()
    listed = rows.listed().resume(checkpoint)
    return anyio.run(listed.all), listed


@given(
    st.integers(0, 60),
    st.integers(1, 7),
    st.integers(0, 60),
    MOVES,
    st.booleans(),
)
def test_lists_that_moved(count: int, size: int, stop: int, moves: Any, totals: bool) -> None:  # noqa: FBT001 (hypothesis draws it)
    """Whatever came in at the head or went meanwhile, the rest of the list is given, once."""
    rows = Moving(range(count), size, totals=totals)
    found, checkpoint = resumed(rows, min(stop, count))
    stable = set(rows.rows)
    for is_head, place, number in moves if totals else ():
        rows.move(number, None if is_head else place)
    stable &= set(rows.rows)
    after, listed = rest(rows, checkpoint)

    assert stable <= set(found + after)
    is_found = not any("gone" in one.what for one in listed.report.drift)
    assert not is_found or len(set(found + after)) == len(found + after)
    assert is_found or len(stable.intersection(found[-8:])) == 0 or size < 4


@pytest.mark.parametrize("stop", [10, 14, 20])
def test_at_rest(stop: int) -> None:
    """A list at rest is resumed by one request a page that is still to be read."""
    rows = Moving(range(30))
    _, checkpoint = resumed(rows, stop)
    after, listed = rest(rows, checkpoint)

    assert after == rows.rows[stop:]
    assert rows.asked == list(range(1 + stop // 10, 4))
    assert listed.report.drift == []


def test_no_empty_first_page() -> None:
    """A list that was left between two pages is resumed by the next one."""
    rows = Moving(range(25))
    _, checkpoint = resumed(rows, 2, by_pages=True)

    async def pages() -> list[Page[int]]:
        return [page async for page in rows.listed().resume(checkpoint).pages()]

    assert [page.number for page in anyio.run(pages)] == [3]


def test_no_page_after_the_end() -> None:
    """After the end there is no page, and what came in meanwhile at the head is not given."""
    rows = Moving(range(25))
    _, checkpoint = resumed(rows, 25)

    assert rest(rows, checkpoint)[0] == []
    rows.move(3)
    assert rest(rows, checkpoint)[0] == []


def test_far_away() -> None:
    """A row that moved by several pages is found by the total, in few requests."""
    rows = Moving(range(300))
    _, checkpoint = resumed(rows, 155)
    rows.move(72)
    after, listed = rest(rows, checkpoint)

    assert after == list(range(155, 300))
    assert rows.asked[:2] == [16, 23]
    assert "moved" in listed.report.drift[0].what

    rows.rows = list(range(80, 300))
    after, _ = rest(rows, checkpoint)
    assert after == list(range(155, 300))


def test_rows_that_are_gone() -> None:
    """If all rows that were given last are gone, it goes on rather too early, and says so."""
    rows = Moving(range(60))
    _, checkpoint = resumed(rows, 35)
    rows.rows = [*range(20), *range(35, 60)]
    after, listed = rest(rows, checkpoint)

    assert after[-25:] == list(range(35, 60))
    assert "gone" in listed.report.drift[0].what

    rows.rows = []
    assert rest(rows, checkpoint)[0] == []


def test_old_checkpoints() -> None:
    """A checkpoint of an earlier version goes on at its place, with the limit that it had."""
    rows = Moving(range(30))
    old = {"list": "list#1", "page": 2, "given": 3, "left": 4, "total": 30}

    assert rest(rows, old)[0] == [13, 14, 15, 16]
    assert rest(rows, {**old, "left": None})[0] == list(range(13, 30))


def test_limit_is_no_part_of_it() -> None:
    """A checkpoint is a position: whoever resumes sets a limit of their own."""
    rows = Moving(range(30))

    async def run() -> list[int]:
        listed = rows.listed().limit(5)
        found = await listed.all()
        again = rows.listed().limit(7).resume(listed.checkpoint())
        return [*found, *await again.all(), *await again.resume(again.checkpoint()).limit(2).all()]

    assert anyio.run(run) == list(range(14))


def test_it_is_small() -> None:
    """However long the list, a checkpoint has a few hundred bytes."""
    _, checkpoint = resumed(Moving(range(5000), 100), 4321)

    assert len(json.dumps(checkpoint)) < 300


def test_first_page() -> None:
    """``first_page`` of a resumed list is the page that ``pages`` gives first."""
    rows = Moving(range(25))
    _, checkpoint = resumed(rows, 14)
    rows.move(2)

    async def run(stop: Any) -> tuple[int, ...]:
        return (await rows.listed().resume(stop).first_page()).items

    assert anyio.run(run, checkpoint) == (14, 15, 16, 17)
    _, checkpoint = resumed(rows, 27)
    assert anyio.run(run, checkpoint) == ()


def test_unreadable_rows_after_a_move() -> None:
    """Rows that cannot be read and were passed are passed again where they moved to."""
    odd: Any = UnreadableRow("no id")
    rows = Moving([0, 1, odd, odd, 4, 5, odd, 7])

    async def run() -> tuple[Any, list[int]]:
        listed = rows.listed()
        items, passed = aiter(listed), 0
        while passed < 4:
            passed += 1
            with suppress(UnexpectedReplyError):  # of the two odd rows
                await anext(items)
        checkpoint = json.loads(json.dumps(listed.checkpoint()))
        rows.move(3)
        return checkpoint, await rows.listed().resume(checkpoint).limit(2).all()

    assert anyio.run(run)[1] == [4, 5]
