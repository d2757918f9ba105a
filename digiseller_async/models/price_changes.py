"""Models of the arguments that change prices of many products, and of variants of options."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from attrs import field, frozen

from ._base import Int64, Model, OpenStrEnum, wire

__all__ = ["PriceModifier", "ProductPriceChange", "VariantPriceChange"]


class PriceModifier(OpenStrEnum):
    """How a variant changes the price; answers may write it in other letters."""

    PERCENT_PLUS = "percentplus"
    """Raises it by some percent."""
    PERCENT_MINUS = "percentminus"
    """Lowers it by some percent."""
    PRICE_PLUS = "priceplus"
    """Raises it by an amount."""
    PRICE_MINUS = "priceminus"
    """Lowers it by an amount."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if isinstance(value, str) and cls.lists(value.lower()):
            return cls(value.lower())  # the Swagger writes PercentPlus
        return super()._missing_(value)


@frozen(kw_only=True)
class VariantPriceChange(Model):
    """A new price modifier of a variant of an option."""

    variant_id: Int64 = field(metadata=wire(at_least=1))
    """The variant."""
    rate: Decimal = field(metadata=wire(at_least=0))
    """By how much it changes the price: percent, or an amount in the product's currency."""
    type: PriceModifier
    """How it changes the price."""


@frozen(kw_only=True)
class ProductPriceChange(Model):
    """New prices of a product: its own, those of its variants, or both."""

    product_id: Int64 = field(metadata=wire(at_least=1))
    """The product."""
    price: Decimal | None = field(default=None, metadata=wire(at_least=0))
    """The new price, in the product's currency; it is needed, unless *variants* are given."""
    variants: tuple[VariantPriceChange, ...] = field(default=(), metadata=wire(instead_of="price"))
    """Variants with a new price modifier; the others stay as they are."""
