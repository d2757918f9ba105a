"""Define the kinds that come in one answer: the balance, and the tree of categories."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any

from attrs import frozen

from ..._client import Digiseller
from ..._kinds import Kind
from ...models import Balance, Category
from ...pagination import Page, Paginator

__all__ = ["SINGLE_ANSWERS", "ExportedCategory"]


@frozen(kw_only=True)
class ExportedCategory:
    """A category of the seller's own shop, in a row of its own."""

    id: int | None
    """Category id."""
    parent_id: int | None
    """The category that it is in; None at the top."""
    name: str | None
    """Category name."""
    cnt: int | None
    """Number of items of the category."""


def _of_one_page(
    ds: Digiseller, operation: str, read: Callable[[], Awaitable[Sequence[Any]]]
) -> Paginator[Any]:
    """Return a list of one page, which has all that *read* returns."""

    async def fetch(number: int) -> Page[Any]:
        items = tuple(await read())
        return Page(
            items=items,
            number=number,
            size=max(1, len(items)),
            total_items=len(items),
            total_pages=1,
            has_next=False,
        )

    return Paginator(fetch, key=lambda: f"{operation}#@{ds.account.receipts().owner}")


def _balance(ds: Digiseller, _size: int, _template: int) -> Paginator[Any]:
    async def read() -> Sequence[Balance]:
        return [await ds.account.balance()]

    return _of_one_page(ds, "account.balance", read)


def _categories(ds: Digiseller, _size: int, _template: int) -> Paginator[Any]:
    async def read() -> Sequence[ExportedCategory]:
        return list(_flat(await ds.catalog.categories(), None))

    return _of_one_page(ds, "catalog.categories", read)


def _flat(categories: Iterable[Category], parent: int | None) -> Iterator[ExportedCategory]:
    """Give each category before those that are in it."""
    for one in categories:
        yield ExportedCategory(id=one.id, parent_id=parent, name=one.name, cnt=one.cnt)
        yield from _flat(one.sub, one.id)


SINGLE_ANSWERS: tuple[Kind, ...] = (
    Kind(name="categories", model=ExportedCategory, key="id", open=_categories),
    Kind(name="balance", model=Balance, key="", open=_balance),
)
