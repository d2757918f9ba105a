"""Dicts that may stand for models in arguments; generated: do not edit."""

# Not `from __future__ import annotations`: it would hide at run time which fields are required.
from collections.abc import Iterable
from decimal import Decimal
from typing import NotRequired, TypedDict

from ..price_changes import PriceModifier, VariantPriceChange
from ..words import PriceModifierWord

__all__ = ["ProductPriceChangeDict", "VariantPriceChangeDict"]


class VariantPriceChangeDict(TypedDict):
    """A dict that may stand for the model `VariantPriceChange`."""

    variant_id: int
    """The variant."""
    rate: Decimal | int | str
    """By how much it changes the price: percent, or an amount in the product's currency."""
    type: PriceModifier | PriceModifierWord
    """How it changes the price."""


class ProductPriceChangeDict(TypedDict):
    """A dict that may stand for the model `ProductPriceChange`."""

    product_id: int
    """The product."""
    price: NotRequired[Decimal | int | str | None]
    """The new price, in the product's currency; it is needed, unless *variants* are given."""
    variants: NotRequired[Iterable[VariantPriceChange | VariantPriceChangeDict] | None]
    """Variants with a new price modifier; the others stay as they are."""
