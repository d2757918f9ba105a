"""Models of reviews.

Fields that are "not compared" take no part in ``==``: only one of the two formats has them.
"""

from __future__ import annotations

from attrs import field, frozen

from ._base import Int64, Model, Moment, OpenStrEnum, wire

__all__ = ["Review", "ReviewFilter", "ReviewTotals", "ReviewType"]


class ReviewFilter(OpenStrEnum):
    """Which reviews to list."""

    GOOD = "good"
    """Positive."""
    BAD = "bad"
    """Negative."""
    ALL = "all"
    """All."""


class ReviewType(OpenStrEnum):
    """Whether a review is good or bad."""

    GOOD = "good"
    """Positive."""
    BAD = "bad"
    """Negative."""


@frozen(kw_only=True)
class ReviewTotals(Model):
    """What a page of `catalog.reviews` has besides the reviews."""

    total_good: Int64 | None = field(default=None, metadata=wire("totalGood", xml="reviews/@good"))
    """Total positive reviews."""
    total_bad: Int64 | None = field(default=None, metadata=wire("totalBad", xml="reviews/@bad"))
    """Total negative reviews."""
    seller_id: Int64 | None = field(default=None, eq=False, metadata=wire(xml="seller/id"))
    """The requested seller (XML only; not compared)."""
    product_id: Int64 | None = field(default=None, eq=False, metadata=wire(xml="product/id"))
    """The requested product (XML only; not compared)."""


@frozen(kw_only=True)
class Review(Model):
    """A buyer's review of a product."""

    about_page = ReviewTotals

    id: Int64 = field(metadata=wire(xml="@id"))
    """Review id."""
    invoice_id: Int64 | None = None
    """Order id."""
    owner_id: Int64 | None = None
    """Marketplace: 0 own shop, 1 plati.market, 1271 ggesel, 9295 wmcenter.net."""
    type: ReviewType | None = None
    """Positive or negative."""
    good: Int64 | None = field(default=None, metadata=wire(xml="product/id"))
    """Product id; None if *product_id* was given."""
    name: str | None = field(default=None, eq=False)
    """Product name; None if *product_id* was given (JSON only; not compared)."""
    date: Moment | None = None
    """When it was written."""
    date_utc: Moment | None = field(default=None, eq=False, metadata=wire("dateUtc", utc=True))
    """The same in UTC, seen in JSON (JSON only; not compared)."""
    info: str | None = None
    """The text of the review."""
    comment: str | None = None
    """The seller's reply."""
