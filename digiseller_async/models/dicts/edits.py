"""Dicts that may stand for models in arguments; generated: do not edit."""

# Not `from __future__ import annotations`: it would hide at run time which fields are required.
import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import NotRequired, TypedDict

from .._base import Localized
from ..catalog import PriceCurrency
from ..dicts.base import LocalizedDict
from ..edit_enums import InstructionType, LimitationType
from ..edits import CataloguerAttribute
from ..words import InstructionTypeWord, LimitationTypeWord, PriceCurrencyWord

__all__ = [
    "BonusDict",
    "CataloguerAttributeDict",
    "GuaranteeDict",
    "InstructionDict",
    "LimitationsDict",
    "PreorderDict",
    "ProductCategoryDict",
    "ProductPriceDict",
    "UnitDiscountDict",
    "UnitPriceDict",
    "VerifyCodeDict",
]


class CataloguerAttributeDict(TypedDict):
    """A dict that may stand for the model `CataloguerAttribute`."""

    attribute_id: int
    """The attribute."""
    attribute_value_id: int
    """Its value."""


class ProductPriceDict(TypedDict):
    """A dict that may stand for the model `ProductPrice`."""

    price: NotRequired[Decimal | int | str | None]
    """The product cost for one unit, in *currency*."""
    currency: NotRequired[PriceCurrency | PriceCurrencyWord | None]
    """Product price currency."""


class ProductCategoryDict(TypedDict):
    """A dict that may stand for the model `ProductCategory`."""

    owner: int
    """Category owner: 0 own store, 1 Plati.Market, 2 WMCENTRE, 3 GGSell."""
    category_id: NotRequired[int | None]
    """Identifier of the category of own store or marketplace; 0 in the own store: no category.

    It is needed, unless *cataloguer_category_id* is given.
    """
    cataloguer_category_id: NotRequired[int | None]
    """When above 0: a category of the cataloguer that the product is in too (from the Swagger).

    A new product on the marketplace of *owner* 1 has it in place of *category_id*.
    """
    cataloguer_attributes: NotRequired[
        Iterable[CataloguerAttribute | CataloguerAttributeDict] | None
    ]
    """Attribute values for that category of the cataloguer (from the Swagger)."""


class BonusDict(TypedDict):
    """A dict that may stand for the model `Bonus`."""

    enabled: NotRequired[bool | None]
    """Bonus enabled."""
    percent: NotRequired[Decimal | int | str | None]
    """Value of the certificate, in percent of the price."""


class GuaranteeDict(TypedDict):
    """A dict that may stand for the model `Guarantee`."""

    enabled: NotRequired[bool | None]
    """Guarantee enabled."""
    value: NotRequired[int | None]
    """For how long: hours for unique codes that Digiseller creates, days for other products."""


class InstructionDict(TypedDict):
    """A dict that may stand for the model `Instruction`."""

    type: NotRequired[InstructionType | InstructionTypeWord | None]
    """Instruction type."""
    locales: NotRequired[Iterable[Localized | LocalizedDict] | None]
    """Usage instruction by language; replaces all that was there."""


class VerifyCodeDict(TypedDict):
    """A dict that may stand for the model `VerifyCode`."""

    auto_verify: NotRequired[bool | None]
    """Automatic code verification."""
    verify_url: NotRequired[str | None]
    """URL for automatic code verification."""
    redirect_to: NotRequired[str | None]
    """URL that the buyer is sent to if the payment has no additional parameters."""
    parameters: NotRequired[Iterable[str] | None]
    """Additional options for payment."""


class PreorderDict(TypedDict):
    """A dict that may stand for the model `Preorder`."""

    enabled: NotRequired[bool | None]
    """Pre-order is enabled."""
    delivery_date: NotRequired[dt.date | None]
    """Date of delivery of the item to the buyer: a date, or a moment to the minute."""


class UnitPriceDict(TypedDict):
    """A dict that may stand for the model `UnitPrice`."""

    price: NotRequired[Decimal | int | str | None]
    """The product cost for one unit, in *currency*."""
    unit_quantity: NotRequired[int | None]
    """Unit quantity: 1, or a power of ten up to 1 000 000 000."""
    currency: NotRequired[PriceCurrency | PriceCurrencyWord | None]
    """Product price currency."""
    unit_name: NotRequired[str | None]
    """Unit name, such as ``Gold``."""


class UnitDiscountDict(TypedDict):
    """A dict that may stand for the model `UnitDiscount`."""

    unit_for_discount: Decimal | int | str
    """How many units it is for."""
    discount: int
    """Discount percentage."""


class LimitationsDict(TypedDict):
    """A dict that may stand for the model `Limitations`."""

    type: NotRequired[LimitationType | LimitationTypeWord | None]
    """Limitation type."""
    only_integer: NotRequired[bool | None]
    """Only whole numbers of units can be bought."""
    limitations: NotRequired[Iterable[int] | None]
    """The numbers: the least and the most, or the fixed quantities; replaces what was there."""
