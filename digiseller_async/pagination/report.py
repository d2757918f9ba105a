"""What an iteration has read, and what it saw of a list that moved."""

from __future__ import annotations

from attrs import Factory, define, frozen


@frozen(kw_only=True)
class Drift:
    """A sign that the list changed while it was read, or that the service contradicts itself."""

    page: int
    """The page on which it was seen."""
    what: str
    """What was seen."""


@define
class Report:
    """What an iteration has read so far: *pages*, *items*, and the *drift* that was seen.

    An item that came on two pages counts once, a page that was read again counts again.
    """

    pages: int = 0
    items: int = 0
    drift: list[Drift] = Factory(list[Drift])
