"""Dicts that may stand for models in arguments; generated: do not edit."""

# Not `from __future__ import annotations`: it would hide at run time which fields are required.
from collections.abc import Iterable
from decimal import Decimal
from typing import NotRequired, TypedDict

from .._base import Localized
from ..dicts.base import LocalizedDict
from ..price_changes import PriceModifier
from ..words import PriceModifierWord

__all__ = ["NewVariantDict"]


class NewVariantDict(TypedDict):
    """A dict that may stand for the model `NewVariant`."""

    name: Iterable[Localized | LocalizedDict]
    """Its label, by language."""
    type: PriceModifier | PriceModifierWord
    """How it changes the price."""
    rate: Decimal | int | str
    """By how much: percent, or an amount in the product's currency."""
    default: NotRequired[bool | None]
    """Whether it is selected by default."""
    order: NotRequired[int | None]
    """Its place among the variants, from 1."""
