"""Cut one page out of a list, and answer with it: in the envelope, or with flat facts.

The flat envelope has its facts beside ``retval``, and no ``errors`` and no ``content``.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Self, TypeVar

import msgspec

from .._http.answers import Answer, Envelope, found
from .._http.call import Arguments, Call, Handler
from .._state.seeded import Indexes
from .._state.seller import Seller
from .._state.texts import RefusedError

REQUEST_ROOT = "digiseller.request"
FLAT_ROOT = "digiseller.response"
LANGUAGES = ("ru-RU", "en-US")
CURRENCIES = ("USD", "RUR", "RUB", "EUR", "UAH")
V = TypeVar("V", bound="FlatPage")


class Page(msgspec.Struct, frozen=True):
    """One page of a list."""

    page: int
    count: int
    has_next_page: bool
    has_previous_page: bool
    total_count: int
    total_pages: int
    items: list[object]


def listed(page: Page) -> Answer:
    """Return one *page* of a list."""
    bare = msgspec.structs.replace(page, items=[], has_next_page=True)
    return Answer(payload=Envelope(content=page), emptied=lambda: found(bare))


def cut(rows: Indexes, row: Callable[[int], object], arguments: Arguments, most: int) -> Page:
    """Return the page of *rows* that is asked for, and make only its rows."""
    page = arguments.integer("page")
    page = 1 if page is None else page
    count = arguments.integer("count")
    count = 10 if count is None else count
    if page < 1:
        raise RefusedError("page", f"page is less than 1: {page}")
    if not 1 <= count <= most:
        raise RefusedError("count", f"count is not from 1 to {most}: {count}")
    total = len(rows)
    first, last = min((page - 1) * count, total), min(page * count, total)
    return Page(
        page=page,
        count=count,
        has_next_page=page * count < total,
        has_previous_page=page > 1 and total > 0,
        total_count=total,
        total_pages=-(-total // count),
        items=[row(rows[place]) for place in range(first, last)],
    )


@dataclass(frozen=True, kw_only=True)
class PageBounds:
    """Which page of a list it is, and of how many rows each."""

    page: int
    size: int
    total: int
    pages: int

    @property
    def places(self) -> range:
        """The places of the page's rows in the list."""
        return range((self.page - 1) * self.size, min(self.page * self.size, self.total))


def page_bounds(
    page: int | None, size: int | None, total: int, *, usual: int, most: int
) -> PageBounds:
    """Return the page that is asked for, or refuse."""
    page, size = 1 if page is None else page, usual if size is None else size
    if page < 1:
        raise RefusedError("page", f"page is less than 1: {page}")
    if not 1 <= size <= most:
        raise RefusedError("rows", f"rows is not from 1 to {most}: {size}")
    return PageBounds(page=page, size=size, total=total, pages=-(-total // size))


@dataclass(frozen=True, kw_only=True)
class FlatPage(ABC):
    """One page of a list in both formats, which differ in more than their syntax."""

    bounds: PageBounds
    rows: tuple[dict[str, object], ...]

    @abstractmethod
    def json(self) -> object:
        """Return what the JSON document says."""

    @abstractmethod
    def xml(self) -> object:
        """Return what the XML document says."""

    def emptied(self) -> Self:
        """Return the same page without rows, which promises one more page."""
        return replace(self, rows=(), bounds=replace(self.bounds, pages=self.bounds.page + 1))


def page_answer(page: FlatPage) -> Answer:
    """Return the answer that shows the *page*."""
    return Answer(
        payload=page.json(),
        root=FLAT_ROOT,
        xml=page.xml,
        emptied=lambda: page_answer(page.emptied()),
    )


def flat_refusals(handler: Handler) -> Handler:
    """Return the *handler* with refusals that have neither ``errors`` nor ``content``."""

    @wraps(handler)
    def wrapped(seller: Seller, call: Call) -> Answer:
        try:
            return handler(seller, call)
        except RefusedError as refusal:
            payload = {"retval": 1, "retdesc": refusal.english}
            return Answer(payload=payload, status=refusal.status, root=FLAT_ROOT)

    return wrapped


def require_seller(seller: Seller, seller_id: int | None, name: str = "seller_id") -> int:
    """Return the id of the seller, whose products these are, or refuse."""
    if seller_id != seller.tokens.seller_id:
        raise RefusedError(name, f"{name} is not known: {seller_id}")
    return seller.tokens.seller_id
