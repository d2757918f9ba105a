"""Lists that are read a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Generic, Self, TypeVar

from attrs import evolve, fields, frozen

from ..config import is_whole
from ..errors import ArgumentError
from .checkpoint import Checkpoint, Position, position_of
from .iteration import Fetch, ItemIterator, Key, PagedList, PageIterator, is_readable
from .page import Page
from .prefetch import Prefetch
from .report import Report
from .rows import RowKey
from .shards import (
    VERSION,
    Source,
    as_json,
    by_pages,
    by_time,
    list_row,
    read_arguments,
    read_form,
    refused,
)

T = TypeVar("T")


class Paginator(Generic[T]):
    """A list that is read a page at a time: ``async for item in ...``.

    Nothing is sent before the first item is asked for, and iterating twice reads twice. An item
    that comes again because the list moved is not given twice, and where items may have slipped to
    a page that was read already, that page is read again. What was seen of that is in `report`. An
    error that leaves an iteration carries a ``checkpoint``.

    Each iteration has its own ``report`` and ``checkpoint()``; those of the paginator are those of
    its newest iteration.
    """

    def __init__(
        self,
        fetch: Fetch[T],
        *,
        key: Key,
        row_key: RowKey[T] | None = None,
        page: int = 1,
        strict: bool = False,
        ends_empty: bool = False,
        source: Source | None = None,
    ) -> None:
        self._list = PagedList(
            fetch=fetch, key=key, row_key=row_key, strict=strict, ends_empty=ends_empty
        )
        self._start: Position[T] = Position(page)
        self._source = source
        self._newest: PageIterator[T] | None = None

    def __repr__(self) -> str:
        start, operation = self._start, self._list.key().partition("#")[0]
        limit = "" if start.left is None else f", limit {start.left}"
        return f"<Paginator of {operation} from page {start.page}{limit}>"

    def _copy(self, start: Position[T], pages: PagedList[T] | None = None) -> Paginator[T]:
        copied = object.__new__(type(self))
        copied._list = pages or self._list
        copied._start = start
        copied._source = self._source
        copied._newest = None
        return copied

    @property
    def report(self) -> Report:
        """What the newest iteration has read so far, and the drift that it saw."""
        return Report() if self._newest is None else self._newest.report

    def checkpoint(self) -> Checkpoint:
        """Return where the newest iteration is: just after the item that it gave last.

        It is a position in the list, and can be stored as JSON; a limit is no part of it.
        """
        if self._newest is None:
            return self._start.checkpoint(self._list.key(), self._list.row_key)
        return self._newest.checkpoint()

    def _iterate(self, pages: PagedList[T] | None = None) -> PageIterator[T]:
        self._newest = PageIterator(pages or self._list, self._start)
        return self._newest

    def __aiter__(self) -> ItemIterator[T]:
        """Give item after item, from the first page to the last."""
        return ItemIterator(self._iterate())

    def pages(self) -> PageIterator[T]:
        """Give page after page; with a limit, the last is cut to it."""
        return self._iterate()

    async def first_page(self) -> Page[T]:
        """Return the first page, cut to the limit if there is one."""
        start, first = self._start, await self._list.fetch(self._start.page)
        if (
            start.left is None
            and not start.passed
            and not start.earlier
            and is_readable(first.items)
        ):
            return first

        async def fetch(number: int) -> Page[T]:
            return first if number == start.page else await self._list.fetch(number)

        pages = PageIterator(evolve(self._list, fetch=fetch), start)
        async for page in pages:
            pages.take()  # raises the error of a row after it that cannot be read
            return page
        return evolve(first, items=())

    async def first(self) -> T | None:
        """Return the first item, or ``None`` if there is none."""
        async for item in self.limit(1):
            return item
        return None

    async def all(self) -> list[T]:
        """Return all items as a list, which holds them all in memory."""
        return [item async for item in self]

    async def total(self) -> int:
        """Return how many items there are: what the service says, or, if it does not, by counting.

        Filters count; the paginator's own start and limit do not.
        """
        page = await self._list.fetch(1)
        if page.total_items is not None:
            return page.total_items
        return len(await self._copy(Position(1), evolve(self._list, last=None)).all())

    def limit(self, n: int) -> Paginator[T]:
        """Return the same list, cut off after *n* items."""
        if not is_whole(n, least=0):
            raise ArgumentError("n must be a whole number of at least 0", parameter="n")
        left = n if self._start.left is None else min(n, self._start.left)
        return self._copy(evolve(self._start, left=left))

    def resume(self, checkpoint: Mapping[str, Any]) -> Paginator[T]:
        """Return the same list from *checkpoint* on, which may come from another process.

        The item that was given last is looked for, so that items which came in meanwhile do not
        bring others again, and items which went do not hide others. A limit of this paginator
        stays.

        Raises `ArgumentError` if the checkpoint is of another list: another operation, other
        filters, another page size.
        """
        start = position_of(checkpoint, self._list.key())
        if start.left is None:
            start.left = self._start.left
        return self._copy(start)

    def prefetch(self, *, pages: int = 4) -> Prefetch[T]:
        """Read ahead: ``async with p.prefetch() as items: async for item in items: ...``.

        Up to *pages* pages are fetched at once, beside what the caller does with the items, which
        still come in order; ``items.pages()`` gives pages. At most that many are held. The block
        may be left in another task than it was entered in.
        """
        if not is_whole(pages, least=1):
            raise ArgumentError("pages must be a whole number of at least 1", parameter="pages")
        return Prefetch(self._list, self._iterate, pages)

    async def shards(
        self, *, by: dt.timedelta | None = None, pages: int | None = None
    ) -> list[Shard]:
        """Return the list in parts for several machines: *by* windows of time, or by *pages*.

        The shards are read by ``shard.open(client)``, in any process, and together are the whole
        list. Windows of time touch and do not overlap; the first has no start and the last no end
        where the list's arguments have none, so a list that grows stays whole. Where a list moves,
        items may come in two shards of pages, or in none. It takes up to two requests.

        Raises `ArgumentError` if the list cannot be divided so.
        """
        if self._source is None or self._start != Position(1):
            raise ArgumentError("shards are of a whole list: without page, limit and resume")
        if (by is None) == (pages is None):
            raise ArgumentError("give either by or pages", parameter="by")
        if by is not None:
            parts = await by_time(self._source, by, self._list.fetch)
        elif is_whole(pages, least=1):
            parts = by_pages(self._source, pages, await self._list.fetch(1))
        else:
            raise ArgumentError("pages must be a whole number of at least 1", parameter="pages")
        return [Shard(owner=self.owner, **part) for part in parts]

    @property
    def owner(self) -> str:
        """A digest of the seller whose list it is, and of its origin."""
        return self._list.key().partition("@")[2]

    def until_page(self, last: int | None) -> Paginator[T]:
        """Return the same list, cut off after page *last*."""
        return self._copy(self._start, evolve(self._list, last=last))


@frozen(kw_only=True)
class Shard:
    """A part of a list, for any process that has a client of the same seller; holds no secret.

    It pickles, and `to_dict` is a form for JSON.
    """

    operation: str
    """The public name of the list, such as ``"account.receipts"``."""
    arguments: tuple[tuple[str, Any], ...]
    """What the list is read with, as JSON can hold it."""
    page_size: int
    """How many items a page has."""
    page: int
    """The first page."""
    last_page: int | None
    """The last page; ``None`` is the list's last."""
    owner: str
    """A digest of seller and origin, whose list it is."""

    def open(self, client: Any) -> Paginator[Any]:
        """Return the paginator that reads this part through *client*.

        Raises `ArgumentError` if it is no list of this package, or of another seller.
        """
        row = list_row(self.operation)
        method = getattr(getattr(client, row.group), row.name)
        found: Paginator[Any] = method(
            **read_arguments(row, self.arguments), page=self.page, page_size=self.page_size
        )
        if found.owner != self.owner:
            raise refused(f"is of {self.operation} of another seller, or of another base_url")
        return found.until_page(self.last_page)

    def to_dict(self) -> dict[str, Any]:
        """Return it in a form that JSON can hold, with a version."""
        facts = {one.name: getattr(self, one.name) for one in fields(Shard)}
        arguments = {name: as_json(value) for name, value in self.arguments}
        return {"version": VERSION, **facts, "arguments": arguments}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the shard that `to_dict` gave *data* of.

        Raises `ArgumentError` if it is of another version, of no list, or damaged.
        """
        return cls(**read_form(data))
