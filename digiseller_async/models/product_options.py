"""Models of the options that a buyer sets on the payment form.

Fields that are "not compared" take no part in ``==``: only one of the two formats has them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ._base import Int64, Model, OpenStrEnum, wire

__all__ = ["ModifyType", "OptionType", "OptionVariant", "ProductOption"]


class OptionType(OpenStrEnum):
    """The form control of an option."""

    TEXTAREA = "textarea"
    """A text of several lines."""
    CHECKBOX = "checkbox"
    """Any of several variants."""
    TEXT = "text"
    """A text of one line."""
    RADIO = "radio"
    """One of several variants, all shown."""
    SELECT = "select"
    """One of several variants, from a list."""


class ModifyType(OpenStrEnum):
    """The unit of a price change."""

    PERCENT = "%"
    """In percent of the price."""
    USD = "USD"
    """In US dollars."""
    RUB = "RUB"
    """In roubles."""
    EUR = "EUR"
    """In euros."""
    UAH = "UAH"
    """In hryvnias."""


@frozen(kw_only=True)
class OptionVariant(Model):
    """A value that an option can have."""

    value: Int64 | None = None
    """The id of the value: the *valueId* in the options of `products.price`."""
    text: str | None = None
    """Its label."""
    default: bool | None = None
    """Whether it is selected by default."""
    modify: str | None = None
    """How the price changes with this value, as a text."""
    modify_type: ModifyType | None = None
    """Type of the price change: a currency, or ``%``."""
    modify_value: Decimal | None = None
    """Price change, in *modify_type*."""
    modify_value_default: Decimal | None = None
    """Price change in the primary payment method."""
    num_in_stock: Int64 | None = None
    """How many are in stock, if each value has content of its own; see `Product`."""
    visible: Any = field(default=None, eq=False)
    """Undocumented: whatever JSON has there (not compared)."""


@frozen(kw_only=True)
class ProductOption(Model):
    """An option that the buyer sets on the payment form."""

    id: Any = field(default=None, eq=False)
    """Undocumented: whatever JSON has there (not compared)."""
    name: str | None = None
    """Its id, as a text."""
    label: str | None = None
    """Its label."""
    comment: str | None = None
    """A hint for the buyer."""
    type: OptionType | None = None
    """Its form control."""
    separate_content: bool | None = None
    """Whether each value has content of its own."""
    required: bool | None = None
    """Whether the buyer must set it."""
    modifier_visible: bool | None = None
    """Whether the price change is hidden, says the documentation; the name says the opposite."""
    variants: tuple[OptionVariant, ...] = field(default=(), metadata=wire(xml="variants/variant"))
    """The values to choose from (checkbox, radio, select)."""
