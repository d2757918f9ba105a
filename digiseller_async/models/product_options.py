"""Models of what a product's buyer can choose on the payment form."""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from ._base import Int64, OpenStrEnum, wire

__all__ = ["ModifyType", "OptionType", "OptionVariant", "ProductOption"]


class OptionType(OpenStrEnum):
    """How a parameter is asked for."""

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
    """In what a price change is given."""

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
class OptionVariant:
    """A value that a parameter can have."""

    value: Int64 | None = None
    """Option value: what `products.price` takes as the valueId of its options."""
    text: str | None = None
    """Option label."""
    default: bool | None = None
    """Whether it is selected by default."""
    modify: str | None = None
    """Change in the price of goods when choosing this option."""
    modify_type: ModifyType | None = None
    """Type of the price change: a currency, or ``%``."""
    modify_value: Decimal | None = None
    """Price change, in *modify_type*."""
    modify_value_default: Decimal | None = None
    """Price change in the primary payment method."""
    num_in_stock: Int64 | None = None
    """The quantity available for purchase, if the parameter separates content; see `Product`."""
    visible: bool | None = field(default=None, eq=False)
    """Undocumented flag, seen in JSON (JSON only; not compared)."""


@frozen(kw_only=True)
class ProductOption:
    """A parameter that the buyer defines on the payment form."""

    id: Int64 | None = field(default=None, eq=False)
    """Undocumented, seen in JSON (JSON only; not compared)."""
    name: str | None = None
    """The system id of the parameter."""
    label: str | None = None
    """The text name of the parameter."""
    comment: str | None = None
    """The description (tip) of the parameter."""
    type: OptionType | None = None
    """How it is asked for."""
    separate_content: bool | None = None
    """Whether its variants have content of their own."""
    required: bool | None = None
    """Whether the buyer must define it."""
    modifier_visible: bool | None = None
    """Hide price modifier (so the page; its flag is named the other way)."""
    variants: tuple[OptionVariant, ...] = field(default=(), metadata=wire(xml="variants/variant"))
    """A set of limited variants of its values (checkbox, radio, select)."""
