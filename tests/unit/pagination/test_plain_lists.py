"""Lists whose pages are a list of items and no more: they end with an empty page."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from digiseller_async import Digiseller, PaginationError, RejectedError, UnexpectedReplyError

pytestmark = pytest.mark.anyio


def page(*ids: int) -> dict[str, Any]:
    """Return an answer with these categories."""
    return {"retval": 0, "content": [{"category_id": one, "name": []} for one in ids]}


class Service:
    """Gives its pages in their order, the last one again and again; keeps what was asked for."""

    def __init__(self, *pages: Any) -> None:
        self.pages = pages
        self.asked: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        number = int(request.url.params["page"])
        self.asked.append(number)
        body = self.pages[min(number, len(self.pages)) - 1]
        return httpx.Response(200, content=json.dumps(body))


async def read(service: Service, **arguments: Any) -> list[int]:
    """Return the ids of all categories; anything that is not as documented is an error."""
    transport = httpx.MockTransport(service)
    async with Digiseller(1, token="t", transport=transport, rate=None, strict=True) as ds:
        return [one.category_id async for one in ds.cataloguer.categories(**arguments)]


@pytest.mark.parametrize("end", [page(), {"retval": 0, "content": None}])
@pytest.mark.parametrize("size", [2, 3, 500])
async def test_ends(end: Any, size: int) -> None:
    """The list ends with the first empty page, or with null, however full the others are."""
    service = Service(page(1, 2), page(3), end, page(4))

    assert await read(service, page_size=size) == [1, 2, 3]
    assert service.asked == [1, 2, 3]


async def test_empty_lists() -> None:
    """A list without any item has one empty page."""
    service = Service(page())

    assert (await read(service), service.asked) == ([], [1])


@pytest.mark.parametrize("pages", [[page(1, 2)], [page(1, 2), page(3, 4)], [page(1)]])
async def test_repeated_pages(pages: list[Any]) -> None:
    """A page that repeats the one before is an error, as going on could loop for ever."""
    service = Service(*pages)
    with pytest.raises(PaginationError, match="repeats page"):
        await read(service, page_size=2)

    assert len(service.asked) <= len(pages) + 3


async def test_pages_with_facts() -> None:
    """A page that says how many there are is read as any other."""
    facts = {"page": 1, "count": 2, "has_next_page": True, "total_count": 3, "total_pages": 2}
    first = {"retval": 0, "content": {**facts, "items": page(1, 2)["content"]}}
    last = {**facts, "page": 2, "has_next_page": False, "items": page(3)["content"]}
    service = Service(first, {"retval": 0, "content": last})

    assert (await read(service, page_size=2), service.asked) == ([1, 2, 3], [1, 2])


async def test_other_answers() -> None:
    """A refusal is one, and an answer without content is no empty page."""
    with pytest.raises(RejectedError):
        await read(Service({"retval": 1, "retdesc": "no"}))
    wrong_ones: list[Any] = [{}, {"content": "no"}, {"content": {}}]
    for wrong in wrong_ones:
        with pytest.raises(UnexpectedReplyError):
            await read(Service(page(1), {"retval": 0, **wrong}))
