"""One page of a list, and how it follows from what the service sent."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from attrs import field, frozen

from .._response.payload import PageContent
from ..models import Model
from ..models._model import ABOUT_PAGE

T = TypeVar("T")


@frozen(kw_only=True)
class Page(Model, Generic[T]):
    """One page of a list."""

    items: tuple[T, ...]
    """The items on it."""
    number: int
    """Its number, from 1: what the service says, else what was asked for."""
    size: int
    """How many items a full page has: what the service says, else what was asked for."""
    total_items: int | None
    """How many items there are on all pages, if the service says."""
    total_pages: int | None
    """How many pages there are, if the service says."""
    has_next: bool
    """Whether there is a page after this one."""
    about: Any = field(default=None, metadata={ABOUT_PAGE: "items"})
    """What the answer says beside its items, as a model of the operation's own, if it does."""


def page_of(content: PageContent[T], *, number: int, size: int) -> Page[T]:
    """Return the page that was asked for by *number* and *size*, and came as *content*."""
    number = content.page if content.page is not None else number
    size = content.count or size
    return Page(
        items=content.items,
        number=number,
        size=size,
        total_items=content.total_count,
        total_pages=content.total_pages,
        has_next=_has_next(content, number, size),
        about=content.about,
    )


def _has_next(content: PageContent[Any], number: int, size: int) -> bool:
    if content.total_pages is None and content.has_next_page is None:
        # Neither could be read: then how many there are in all tells it.
        return number * size < (content.total_count or 0)
    if content.total_pages is None:
        return bool(content.has_next_page)
    if number < content.total_pages:
        return True
    if not content.has_next_page:
        return False
    if content.total_count is None:
        return True
    # Past the last page, and yet "more": the sample in the documentation says so when all is read.
    return (number - 1) * size + len(content.items) < content.total_count
