"""Documents in, models out: straight from the bytes where the shape is as expected, else by a plan.

The fast way is msgspec from JSON's bytes into the frozen classes themselves. Whatever it refuses,
and all XML, is first brought into the models' shape; msgspec then converts it, and what that
refuses goes the lenient way. All ways give equal models.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable
from typing import Any, Generic, TypeVar

import attrs
import msgspec

from .._codecs.scalars import read_moment
from ..models._base import Moment
from ..spec.language import Endpoint, ListEndpoint
from .documents import Document, PageFacts
from .field_reader import Tell

T = TypeVar("T")

_read_iso = dt.datetime.fromisoformat
_SLICE = 200
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


@attrs.frozen(kw_only=True)
class PageContent(Generic[T]):
    """A page as the service sends it: *about* is what it says beside items and counts."""

    items: tuple[T, ...]
    page: int | None = None
    count: int | None = None
    has_next_page: bool | None = None
    total_count: int | None = None
    total_pages: int | None = None
    about: Any = None


def read_payload(document: Document, row: Endpoint[Any], tell: Tell) -> Generator[None, None, Any]:
    """Read what *document* holds for *row*, and pause on the way if it is long.

    Raises `ValueError` for what is not there, or cannot be read.
    """
    holding = document.holding(row, tell)
    items: list[Any] = []
    for start in range(0, len(holding.parts), _SLICE):
        parts = document.read(holding.spot, holding.parts[start : start + _SLICE], tell)
        items += convert_all(parts, row.returns)
        yield
    if not isinstance(row, ListEndpoint):
        return items if row.many else items[0]
    facts = convert(holding.facts, PageFacts)
    about = None if row.page_extras is None else convert(holding.about, row.page_extras)
    return page_content(tuple(items), facts, about)


def page_content(items: tuple[T, ...], facts: Any, about: Any) -> PageContent[T]:
    """Return a page of *items* with what *facts* has of it."""
    return PageContent(
        items=items,
        page=facts.page,
        count=facts.count,
        has_next_page=facts.has_next_page,
        total_count=facts.total_count,
        total_pages=facts.total_pages,
        about=about,
    )


def convert_all(parts: Iterable[Any], kind: Any) -> list[Any]:
    """Convert *parts*, which are in the shape of *kind*; one that is odd goes the lenient way."""
    several: Any = list
    try:
        found: list[Any] = msgspec.convert(
            parts, several[kind], strict=False, dec_hook=decode_moment
        )
    except _UNREADABLE:
        found = [_numbered(number, one, kind) for number, one in enumerate(parts)]
    return found


def _numbered(number: int, part: Any, kind: Any) -> Any:
    try:
        return convert(part, kind)
    except ValueError as error:
        raise ValueError(f"{error}, item {number}") from None


def convert(part: Any, kind: Any) -> Any:
    """Convert a part in the shape of *kind*; a `ValueError` names the path of what is wrong."""
    try:
        return msgspec.convert(part, kind, strict=False, dec_hook=decode_moment)
    except _UNREADABLE:
        from .lenient import structure  # noqa: PLC0415  (cattrs is loaded when needed)

        return structure(part, kind)


def decode_moment(kind: object, value: Any) -> dt.datetime:
    """Read a moment for msgspec, which knows no zone to be missing."""
    # Adding the zone to the text is five times as fast as replacing it in the datetime. The shape
    # is checked first: fromisoformat would take 2021-12-01+03:00 for three o'clock.
    try:
        if value[7:14:3] == "-T:":
            return _read_iso(value + "+03:00")
    except (TypeError, ValueError):  # it has a zone of its own, or is no text at all
        return read_moment(value)
    if kind is not Moment:
        raise NotImplementedError(kind)
    return read_moment(value)
