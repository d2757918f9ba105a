"""Models of the arguments that edit a product; their enums are in `edit_enums`.

An edit changes only what it is given: a field that is None is not sent, and stays as it is.
"""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from ._base import Int64, Localized, Model, wire
from ._types import Day
from .catalog import PriceCurrency
from .edit_enums import InstructionType, LimitationType

__all__ = [
    "Bonus",
    "CataloguerAttribute",
    "Guarantee",
    "Instruction",
    "Limitations",
    "Preorder",
    "ProductCategory",
    "ProductPrice",
    "UnitDiscount",
    "UnitPrice",
    "VerifyCode",
]


@frozen(kw_only=True)
class ProductPrice(Model):
    """A price."""

    price: Decimal | None = field(default=None, metadata=wire(at_least=0))
    """The product cost for one unit, in *currency*."""
    currency: PriceCurrency | None = None
    """Product price currency."""


@frozen(kw_only=True)
class UnitPrice(Model):
    """A price for a quantity of units, of a product whose price is not fixed."""

    price: Decimal | None = field(default=None, metadata=wire(at_least=0))
    """The product cost for one unit, in *currency*."""
    unit_quantity: Int64 | None = field(
        default=None, metadata=wire(choices=tuple(10**power for power in range(10)))
    )
    """Unit quantity: 1, or a power of ten up to 1 000 000 000."""
    currency: PriceCurrency | None = None
    """Product price currency."""
    unit_name: str | None = None
    """Unit name, such as ``Gold``."""


@frozen(kw_only=True)
class CataloguerAttribute(Model):
    """The value of an attribute in a category of the cataloguer."""

    attribute_id: Int64
    """The attribute."""
    attribute_value_id: Int64
    """Its value."""


@frozen(kw_only=True)
class ProductCategory(Model):
    """A category that a product is in."""

    owner: Int64 = field(metadata=wire(choices=(0, 1, 2, 3)))
    """Category owner: 0 own store, 1 Plati.Market, 2 WMCENTRE, 3 GGSell."""
    category_id: Int64 | None = None
    """Identifier of the category of own store or marketplace; 0 in the own store: no category.

    It is needed, unless *cataloguer_category_id* is given.
    """
    cataloguer_category_id: Int64 | None = field(
        default=None, metadata=wire(instead_of="category_id")
    )
    """When above 0: a category of the cataloguer that the product is in too (from the Swagger).

    A new product on the marketplace of *owner* 1 has it in place of *category_id*.
    """
    cataloguer_attributes: tuple[CataloguerAttribute, ...] = ()
    """Attribute values for that category of the cataloguer (from the Swagger)."""


@frozen(kw_only=True)
class Bonus(Model):
    """A gift certificate for a favorable review of the purchase."""

    enabled: bool | None = None
    """Bonus enabled."""
    percent: Decimal | None = field(default=None, metadata=wire(at_least=0))
    """Value of the certificate, in percent of the price."""


@frozen(kw_only=True)
class Guarantee(Model):
    """Refund of payment."""

    enabled: bool | None = None
    """Guarantee enabled."""
    value: Int64 | None = field(default=None, metadata=wire(at_least=0))
    """For how long: hours for unique codes that Digiseller creates, days for other products."""


@frozen(kw_only=True)
class VerifyCode(Model):
    """Code verification; by default it is done manually."""

    auto_verify: bool | None = None
    """Automatic code verification."""
    verify_url: str | None = None
    """URL for automatic code verification."""
    redirect_to: str | None = None
    """URL that the buyer is sent to if the payment has no additional parameters."""
    parameters: tuple[str, ...] = ()
    """Additional options for payment."""


@frozen(kw_only=True)
class Preorder(Model):
    """A pre-order; an edit can only change its date, neither add nor delete it."""

    enabled: bool | None = None
    """Pre-order is enabled."""
    delivery_date: Day | None = None
    """Date of delivery of the item to the buyer: a date, or a moment to the minute."""


@frozen(kw_only=True)
class Instruction(Model):
    """Usage instruction given to the buyer on the order description page."""

    type: InstructionType | None = None
    """Instruction type."""
    locales: tuple[Localized, ...] = ()
    """Usage instruction by language; replaces all that was there."""


@frozen(kw_only=True)
class Limitations(Model):
    """How much may be bought."""

    type: LimitationType | None = None
    """Limitation type."""
    only_integer: bool | None = None
    """Only whole numbers of units can be bought."""
    limitations: tuple[Int64, ...] = ()
    """The numbers: the least and the most, or the fixed quantities; replaces what was there."""


@frozen(kw_only=True)
class UnitDiscount(Model):
    """A discount when purchasing a certain quantity of goods."""

    unit_for_discount: Decimal = field(metadata=wire(at_least=0))
    """How many units it is for."""
    discount: Int64 = field(metadata=wire(at_least=0))
    """Discount percentage."""
