"""Models of the options of products as their seller sets them up.

What buyers see of them is in `product_options`.
"""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from ._base import Int64, Localized, Model, wire
from .price_changes import PriceModifier
from .product_options import OptionType

__all__ = [
    "CreatedOption",
    "NewVariant",
    "OptionDetails",
    "OptionSummary",
    "OptionVariantDetails",
    "PrecheckSettings",
]


@frozen(kw_only=True)
class NewVariant(Model):
    """A variant that an option is to have."""

    name: tuple[Localized, ...]
    """Its label, by language."""
    type: PriceModifier
    """How it changes the price."""
    rate: Decimal = field(metadata=wire(at_least=0))
    """By how much: percent, or an amount in the product's currency."""
    default: bool | None = None
    """Whether it is selected by default."""
    order: Int64 | None = field(default=None, metadata=wire(at_least=1))
    """Its place among the variants, from 1."""


@frozen(kw_only=True)
class OptionSummary(Model):
    """An option of a product."""

    id: Int64
    """The option."""
    type: OptionType | None = None
    """Its form control."""
    order: Int64 | None = None
    """Its place among the options."""
    name: tuple[Localized, ...] = ()
    """Its label, by language."""
    comment: tuple[Localized, ...] = ()
    """A comment, by language."""


@frozen(kw_only=True)
class OptionVariantDetails(Model):
    """A variant of an option."""

    variant_id: Int64 = field(metadata=wire(aliases=("id",)))
    """The variant."""
    name: tuple[Localized, ...] = ()
    """Its label, by language."""
    type: PriceModifier | None = None
    """How it changes the price."""
    rate: Decimal | None = None
    """By how much: percent, or an amount in the product's currency."""
    default: bool | None = None
    """Whether it is selected by default."""
    visible: bool | None = None
    """Whether buyers see it; the documentation's words say the opposite, so it is unsure."""
    order: Int64 | None = None
    """Its place among the variants."""


@frozen(kw_only=True)
class OptionDetails(Model):
    """An option of a product in full."""

    id: Int64 = field(default=0, metadata=wire(aliases=("option_id", "parameter_id")))
    """The option: the one that was asked for if the answer does not repeat it."""
    type: OptionType | None = None
    """Its form control."""
    order: Int64 | None = None
    """Its place among the options."""
    name: tuple[Localized, ...] = ()
    """Its label, by language."""
    comment: tuple[Localized, ...] = ()
    """A comment, by language."""
    separate_content: bool | None = None
    """Whether each variant has content of its own."""
    required: bool | None = None
    """Whether the buyer must set it."""
    modifier_visible: bool | None = None
    """Whether buyers see how it changes the price."""
    product_id: Int64 | None = None
    """The product."""
    variants: tuple[OptionVariantDetails, ...] = ()
    """What can be chosen."""


@frozen(kw_only=True)
class CreatedOption(Model):
    """The ids of a new option and of its variants."""

    option_id: Int64 = field(
        metadata=wire(aliases=("id", "parameter_id"), shorthand=True, expected=True)
    )
    """The option."""
    variants: tuple[Int64, ...] = field(default=(), metadata=wire(id_keys=("variant_id", "id")))
    """Its variants, in their order; empty if the answer does not name them."""


@frozen(kw_only=True)
class PrecheckSettings(Model):
    """Whether the seller's server is asked about a buyer's options before payment."""

    product_id: Int64 | None = None
    """The product."""
    precheck_active: bool | None = None
    """Whether it is asked."""
    precheck_url: str | None = None
    """Where."""
    precheck_no_answer: str | None = None
    """What happens if it does not answer; the words for that are listed nowhere."""
