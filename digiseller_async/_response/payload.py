"""What an answer holds for a row of the table, whichever format it came in."""

from __future__ import annotations

from typing import Any, Generic, Protocol, TypeVar

from attrs import fields, frozen

from ..models._base import Int64
from ..spec.language import Endpoint, ListEndpoint, PageLayout, ScalarStyle
from .field_reader import FieldReader
from .model_fields import Tell
from .model_reader import Plain, field_reader_of

T = TypeVar("T")

ENVELOPE = frozenset({"retval", "retdesc", "desc", "endesc", "errors"})
"""What an envelope says of the call."""
IGNORED = ENVELOPE | {"queryId", "has_previous_page"}
"""What may stand beside a payload or a page's facts, without meaning anything here."""


@frozen(kw_only=True)
class PageFacts:
    """What a page says of itself."""

    page: Int64 | None = None
    count: Int64 | None = None
    has_next_page: bool | None = None
    total_count: Int64 | None = None
    total_pages: Int64 | None = None


@frozen(kw_only=True)
class PageContent(PageFacts, Generic[T]):
    """A page as the service sends it: *about* is what it says beside items and counts."""

    items: tuple[T, ...]
    """The rows; an `UnreadableRow` stands for one that has no readable identity."""
    about: Any = None


@frozen
class UnreadableRow:
    """Stands for a row of a list that has no readable identity; *why* says so."""

    why: str


@frozen
class Payload:
    """What a document holds for a row: parts of one kind, not yet decoded."""

    parts: list[Any]
    facts: Plain
    """A page's facts, in the shape of `PageFacts`."""
    about: Plain | None = None
    """What is said beside the items, in the shape of its model."""


class Document(Protocol):
    """An answer that was parsed for a row."""

    size: int
    """How many bytes it has."""

    def envelope(self) -> Plain:
        """Return what the envelope says of the call, as plain values.

        Raises `ValueError` if this is no answer to a call of the row.
        """
        ...

    def reason_fields(self) -> Plain:
        """Return the fields that may say why a call was refused, by their names in lower case."""
        ...

    def payload(self, tell: Tell) -> Payload:
        """Return what the row asked for; raise `ValueError` if this cannot be that."""
        ...

    def decode(self, parts: list[Any], tell: Tell, *, start: int = 0) -> list[Any]:
        """Return the models of *parts*, which begin with number *start*.

        An `UnreadableRow` stands for each that has no readable identity.
        """
        ...


def is_several(row: Endpoint[Any]) -> bool:
    """Return whether *row* gives several."""
    return row.many or isinstance(row, ListEndpoint)


def payload_reader(row: Endpoint[Any], path: str = ".") -> FieldReader:
    """Return the reader of the items of *row*, or of its one object."""
    texts = row.scalars is ScalarStyle.STRINGS
    return field_reader_of(
        row.returns, many=is_several(row), texts=texts, path=path, id_keys=row.id_keys
    )


def fact_places(layout: PageLayout) -> dict[str, str]:
    """Return where a page's facts are: keys in JSON, or paths in XML."""
    places = {one.name: getattr(layout, one.name) for one in fields(PageFacts)}
    return {name: place for name, place in places.items() if place}
