"""Lists that move between any two pages: no row twice, and none that stayed is lost."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from support.moving_lists import Move, MovingList, walk

Steps = list[tuple[bool, int, int]]
STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 60), st.integers(1, 4)), max_size=3)
MOVES = st.lists(STEPS, max_size=14)
COUNTS = st.integers(0, 60)
SIZES = st.integers(2, 7)


def move(steps: Steps) -> Callable[[MovingList], None]:
    """Return what adds rows at the head, and deletes rows anywhere."""

    def change(server: MovingList) -> None:
        asked = server.requests
        is_again = len(asked) > 1 and asked[-1] <= max(asked[:-1])
        for is_head, place, count in steps:
            if is_again and is_head is not steps[0][0]:
                continue  # what cancels out while a page is read again cannot be seen
            if is_head:
                server.insert(0, count)
            elif server.rows:
                server.delete(place % len(server.rows), count)

    return change


def moving(count: int, size: int, moves: list[Steps]) -> MovingList:
    """Return a list that moves before the second page, the third, and so on."""
    numbered = {number: move(steps) for number, steps in enumerate(moves, start=2) if steps}
    return MovingList(list(range(count)), size, moves=numbered)


@given(COUNTS, SIZES, MOVES)
def test_no_row_twice_and_none_lost(count: int, size: int, moves: list[Steps]) -> None:
    """In at most 3 requests a page, and 8, each row that stayed is given, and none twice."""
    server = moving(count, size, moves)
    walked = walk(server)

    assert walked.twice == 0
    if walked.error is None:
        assert server.stable <= set(walked.items)
    else:
        assert walked.report.drift[-1].what == walked.error.message


@given(COUNTS, SIZES, MOVES)
def test_what_moved_is_told(count: int, size: int, moves: list[Steps]) -> None:
    """Where rows came in or went, but did not cancel out, the report says so."""
    server = moving(count, size, moves)
    walked = walk(server)

    assert walked.is_told or len(set(server.totals)) == 1


@given(COUNTS, SIZES, st.integers(2, 10), st.integers(1, 4))
def test_insertion_and_deletion_that_cancel_out(count: int, size: int, when: int, by: int) -> None:
    """Rows that come in while as many go ahead are told, though the total stays as it was."""

    def swap(server: MovingList) -> None:
        ahead = (when - 1) * size + by
        if ahead + by < len(server.rows) and by < size:
            server.delete(len(server.rows) - by, by)
            server.insert(0, by)

    server = MovingList(list(range(count)), size, moves={when: swap})
    initial = list(server.rows)
    walked = walk(server)

    assert server.stable <= set(walked.items)
    assert walked.twice == 0
    assert walked.is_told is (server.rows != initial)


@given(COUNTS, SIZES, st.integers(2, 10), st.integers(0, 60))
def test_reordered(count: int, size: int, when: int, place: int) -> None:
    """A row that moves to the head while it was not read yet is given all the same."""

    def reorder(server: MovingList) -> None:
        if (when - 1) * size < len(server.rows):
            ahead = (when - 1) * size + place % (len(server.rows) - (when - 1) * size)
            server.rows.insert(0, server.rows.pop(ahead))

    server = MovingList(list(range(count)), size, moves={when: reorder})
    walked = walk(server)

    assert walked.twice == 0
    assert server.stable == set(walked.items)
    assert walked.is_told is (server.rows != sorted(server.rows))


@given(st.randoms(use_true_random=False), COUNTS, SIZES, st.booleans())
def test_shuffled(random: object, count: int, size: int, totals: bool) -> None:  # noqa: FBT001 (hypothesis draws it)
    """A list that is shuffled before each page ends in a bounded number of requests."""

    def shuffle(server: MovingList) -> None:
        random.shuffle(server.rows)  # type: ignore[attr-defined] # a Random

    server = MovingList(list(range(count)), size, always=shuffle)
    if not totals:
        server.answer = lambda one, number: one.page(number, total_count=None, total_pages=None)
    walked = walk(server)

    assert walked.twice == 0
    assert walked.is_told or set(walked.items) == server.stable


def test_growth_while_pages_are_read_again() -> None:
    """Rows that move on while pages are read again, the last one first, are read once more."""
    moves: dict[int, Move] = {3: lambda one: one.delete(0, 3), 5: lambda one: one.insert(0)}
    server = MovingList(list(range(5)), 2, moves=moves)
    walked = walk(server)

    assert server.requests[:6] == [1, 2, 3, 2, 1, 2]
    assert server.stable <= set(walked.items)
    assert walked.twice == 0
