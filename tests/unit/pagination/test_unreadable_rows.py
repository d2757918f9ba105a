"""A row without a readable identity ends the walk, and can be passed."""

from __future__ import annotations

from typing import Any

import pytest
from support.fake_list import FakeList, collect, list_key

from digiseller_async import Page, Paginator
from digiseller_async._response.payload import PageContent, UnreadableRow
from digiseller_async.errors import UnexpectedReplyError

pytestmark = pytest.mark.anyio
BAD: Any = UnreadableRow("required field missing @ $.id, item 2")


class ListWithOddRows(FakeList):
    """A list of which some rows cannot be read."""

    odd = (3, 10, 19)

    def content(self, number: int) -> PageContent[int]:
        """Return the page as it is decoded."""
        page = super().content(number)
        return PageContent(
            items=tuple(BAD if one in self.odd else one for one in page.items),
            page=page.page,
            count=page.count,
            has_next_page=page.has_next_page,
            total_count=page.total_count,
            total_pages=page.total_pages,
        )


class SilentList(FakeList):
    """A list whose pages say how many items there are, and nothing else."""

    def content(self, number: int) -> PageContent[int]:
        """Return the page as it is decoded."""
        items = super().content(number).items
        return PageContent(items=items, page=number, total_count=len(self.rows))


def paginator() -> Paginator[int]:
    """Return a list of 25 rows on pages of 10."""
    return Paginator(ListWithOddRows(range(25)).fetch, key=list_key)


@pytest.mark.parametrize("way", ["items", "prefetch", "pages"])
async def test_rows_are_passed(way: str) -> None:
    """What is before the row is given first, and a resumption goes on behind it."""
    found: list[int] = []
    listed, errors = paginator(), 0
    while True:
        try:
            await read(listed, way, found)
            break
        except UnexpectedReplyError as error:
            errors += 1
            assert str(error).startswith("list: a row of page")  # noqa: PT017  (one of several)
            listed = listed.resume(error.checkpoint or {})

    assert errors == 3
    assert found == [one for one in range(25) if one not in ListWithOddRows.odd]


async def read(listed: Paginator[int], way: str, found: list[int]) -> None:
    """Append what is read to *found*."""
    if way == "items":
        await collect(listed, found)
    elif way == "prefetch":
        async with listed.prefetch() as items:
            await collect(items, found)
    else:
        async for page in listed.pages():
            found += page.items


async def test_iterations_go_on_after_the_error() -> None:
    """Whoever asks the same iteration again gets the rest of the page."""
    pages = paginator().pages()
    seen: list[object] = []
    while True:
        try:
            page: Page[int] = await anext(pages)
        except UnexpectedReplyError:
            seen.append("error")
        except StopAsyncIteration:
            break
        else:
            seen += page.items

    odd = ListWithOddRows.odd
    assert seen == ["error" if one in odd else one for one in range(25)]


async def test_first_pages() -> None:
    """A first page with an unreadable row is an error, whose checkpoint is behind the row."""
    with pytest.raises(UnexpectedReplyError) as caught:
        await paginator().first_page()

    rest = paginator().resume(caught.value.checkpoint or {}).limit(2)
    assert (await rest.first_page()).items == (4, 5)


async def test_pages_that_say_nothing_of_more() -> None:
    """Where a page does not say whether there are more, the total does."""
    assert await Paginator(SilentList(range(25)).fetch, key=list_key).all() == list(range(25))
