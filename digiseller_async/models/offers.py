"""Models of individual offers."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from ._base import Int64, Localized, Model, Moment
from .account import SaleCurrency

__all__ = ["Offer"]


@frozen(kw_only=True)
class Offer(Model):
    """A product with the commission that one seller gets for it."""

    product_id: Int64
    """Product id."""
    name: tuple[Localized, ...] = ()
    """Product name by language."""
    price: Decimal | None = None
    """Price, in *currency*."""
    currency: SaleCurrency | None = None
    """Currency of the price."""
    in_affiliate: bool | None = None
    """Whether the product is part of an affiliate program."""
    global_percent: Int64 | None = None
    """Deduction in the product's own settings, in percent."""
    individual_percent: Int64 | None = None
    """Individual deduction, in percent."""
    last_change: Moment | None = None
    """When it was last changed."""
