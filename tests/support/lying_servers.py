"""Servers whose lists move while they are read, or that lie about them; each a walk can meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from digiseller_async._response.payload import PageContent

from .moving_lists import MovingList

SIZE = 10


def _server(count: int = 45, **how: Any) -> MovingList:
    return MovingList(list(range(count)), SIZE, **how)


def _lies(**facts: Any) -> Callable[[MovingList, int], PageContent[int]]:
    return lambda server, number: server.page(number, **facts)


def _grow(server: MovingList) -> None:
    server.insert(0, 2)


def _shrink(server: MovingList) -> None:
    server.delete(1)


def _moved(move: Callable[[MovingList], None]) -> MovingList:
    return _server(moves={3: move})


def _come(server: MovingList) -> None:
    server.insert(0, 3)


def _go(server: MovingList) -> None:
    server.delete(4)


def _go_ahead(server: MovingList) -> None:
    server.delete(30)


def _go_by_pages(server: MovingList) -> None:
    server.delete(3, 20)


def _swap_ahead(server: MovingList) -> None:
    """Add a row at the head, and delete one that was not read yet: the total stays."""
    server.insert(0)
    server.delete(len(server.rows) - 2)


def _reorder(server: MovingList) -> None:
    """Move a row that was not read yet to the head, as a sale does in a list of bestsellers."""
    server.rows.insert(0, server.rows.pop(33))


def _repeat_last(server: MovingList, number: int, **facts: Any) -> PageContent[int]:
    """Return the last page for every number beyond it, and always say that there is more."""
    facts = {"total_count": None, "total_pages": None, **facts}
    return server.page(min(number, 5), page=number, has_next_page=True, **facts)


def _repeat_last_of_45(server: MovingList, number: int) -> PageContent[int]:
    return _repeat_last(server, number, total_count=45)


def _repeat_second(server: MovingList, number: int) -> PageContent[int]:
    return server.page(min(number, 2), page=number, has_next_page=True)


def _more_on_empty(server: MovingList, number: int) -> PageContent[int]:
    return server.page(number, total_pages=None, has_next_page=True)


def _only_first(server: MovingList, number: int) -> PageContent[int]:
    return server.page(1, page=number)


def _capped(server: MovingList, number: int) -> PageContent[int]:
    return server.page(number)


def _short(server: MovingList, number: int) -> PageContent[int]:
    """Never show the last row of the second page."""
    page = server.page(number)
    server.stable.discard(19)
    return server.page(number, items=page.items[:-1]) if number == 2 else page


SERVERS: dict[str, Callable[[], MovingList]] = {
    "rows come in at the head": lambda: _moved(_come),
    "it grows before each page": lambda: _server(always=_grow),
    "a row that was read goes": lambda: _moved(_go),
    "a row that was not read goes": lambda: _moved(_go_ahead),
    "it shrinks before each page": lambda: _server(always=_shrink),
    "two pages go at once": lambda: _server(95, moves={5: _go_by_pages}),
    "an insertion and a deletion cancel out": lambda: _server(moves={3: _swap_ahead}),
    "a row moves to the head": lambda: _server(moves={3: _reorder}),
    "it repeats its last page for ever": lambda: _server(answer=_repeat_last),
    "it repeats its last page for ever, with a total": lambda: _server(answer=_repeat_last_of_45),
    "it repeats its second page": lambda: _server(answer=_repeat_second),
    "it says more on an empty page": lambda: _server(40, answer=_more_on_empty),
    "its total is too low": lambda: _server(answer=_lies(total_count=40)),
    "its total is too high": lambda: _server(answer=_lies(total_count=50)),
    "it ignores the number of the page": lambda: _server(answer=_only_first),
    "it leaves out a row in the middle": lambda: _server(answer=_short),
    "it never says that there is more": lambda: _server(
        answer=_lies(has_next_page=False, total_pages=None)
    ),
}
"""Servers that move or lie, each such that something must be told of it."""

HONEST: dict[str, Callable[[], MovingList]] = {
    "at rest": _server,
    "no totals": lambda: _server(answer=_lies(total_count=None, total_pages=None)),
    "always more": lambda: _server(answer=_lies(has_next_page=True)),
    "pages smaller than asked for": lambda: _server(answer=_capped),
    "no facts but the total": lambda: _server(
        answer=_lies(page=None, count=None, has_next_page=None, total_pages=None)
    ),
}
"""Servers that say little, or say it oddly, of a list at rest."""
