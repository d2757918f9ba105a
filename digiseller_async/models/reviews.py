"""Models of reviews."""

from __future__ import annotations

from attrs import field, frozen

from ._base import Int64, Moment, OpenStrEnum, wire

__all__ = ["Review", "ReviewFilter", "ReviewTotals", "ReviewType"]


class ReviewFilter(OpenStrEnum):
    """A kind of feedback to ask for."""

    GOOD = "good"
    """Positive."""
    BAD = "bad"
    """Negative."""
    ALL = "all"
    """All."""


class ReviewType(OpenStrEnum):
    """A kind of feedback."""

    GOOD = "good"
    """Positive."""
    BAD = "bad"
    """Negative."""


@frozen(kw_only=True)
class ReviewTotals:
    """What a page of reviews says beside them."""

    total_good: Int64 | None = field(default=None, metadata=wire("totalGood", xml="reviews/@good"))
    """Total positive reviews."""
    total_bad: Int64 | None = field(default=None, metadata=wire("totalBad", xml="reviews/@bad"))
    """Total negative reviews."""
    seller_id: Int64 | None = field(default=None, eq=False, metadata=wire(xml="seller/id"))
    """The seller that was asked for (XML only; not compared)."""
    product_id: Int64 | None = field(default=None, eq=False, metadata=wire(xml="product/id"))
    """The product that was asked for (XML only; not compared)."""


@frozen(kw_only=True)
class Review:
    """A buyer's review of a product."""

    id: Int64 = field(metadata=wire(xml="@id"))
    """Response id."""
    invoice_id: Int64 | None = None
    """Order id."""
    owner_id: Int64 | None = None
    """Marketplace: 0 own shop, 1 plati.market, 1271 ggesel, 9295 wmcenter.net."""
    type: ReviewType | None = None
    """Positive or negative."""
    good: Int64 | None = field(default=None, metadata=wire(xml="product/id"))
    """Item id; present if it was not asked for."""
    name: str | None = field(default=None, eq=False)
    """Product name; present if no product was asked for (JSON only; not compared)."""
    date: Moment | None = None
    """Date of the feedback."""
    date_utc: Moment | None = field(default=None, eq=False, metadata=wire("dateUtc"))
    """Undocumented, seen in JSON (JSON only; not compared)."""
    info: str | None = None
    """Review content."""
    comment: str | None = None
    """Seller's comment."""
