"""Models of the prices of one product: by currency, by method of payment, by unit.

Fields that are "not compared" take no part in ``==``: only one of the two formats has them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ._base import Model, Moment, wire
from .account import SaleCurrency

__all__ = [
    "CurrencyPrices",
    "LoyaltyDiscount",
    "PaymentCurrency",
    "PaymentMethod",
    "ProductPrices",
    "ProductSale",
    "UnitPrices",
    "Units",
    "VolumeDiscount",
]


@frozen(kw_only=True)
class ProductSale(Model):
    """A sale of one product; roubles are RUB here. All fields are None if there is no sale."""

    common_base_price: Decimal | None = None
    """Base price before the sale."""
    common_price_usd: Decimal | None = None
    """Price before the sale, in USD."""
    common_price_rub: Decimal | None = None
    """Price before the sale, in RUB."""
    common_price_eur: Decimal | None = None
    """Price before the sale, in EUR."""
    common_price_uah: Decimal | None = None
    """Price before the sale, in UAH."""
    sale_end: Moment | None = None
    """When the sale ends."""
    sale_percent: Decimal | None = None
    """Discount, in percent."""


@frozen(kw_only=True)
class CurrencyPrices(Model):
    """One price in several currencies."""

    rub: Decimal | None = field(
        default=None, metadata=wire("RUB", xml="price[currency='RUB']/price")
    )
    """In roubles."""
    usd: Decimal | None = field(
        default=None, metadata=wire("USD", xml="price[currency='USD']/price")
    )
    """In US dollars."""
    eur: Decimal | None = field(
        default=None, metadata=wire("EUR", xml="price[currency='EUR']/price")
    )
    """In euros."""
    uah: Decimal | None = field(
        default=None, metadata=wire("UAH", xml="price[currency='UAH']/price")
    )
    """In hryvnias."""
    m_btc: Decimal | None = field(
        default=None, metadata=wire("mBTC", xml="price[currency='mBTC']/price")
    )
    """In thousandths of a bitcoin."""
    m_ltc: Decimal | None = field(
        default=None, metadata=wire("mLTC", xml="price[currency='mLTC']/price")
    )
    """In thousandths of a litecoin."""


@frozen(kw_only=True)
class ProductPrices(Model):
    """The main prices of a product with a fixed price."""

    initial: CurrencyPrices | None = None
    """Base price."""
    default: CurrencyPrices | None = None
    """Price with the primary method of payment."""


@frozen(kw_only=True)
class PaymentCurrency(Model):
    """The price with one method of payment, in one of its currencies."""

    currency: str | None = None
    """Currency."""
    code: str | None = None
    """Three-character code of the method of payment."""
    price: Decimal | None = None
    """Price, in *currency*."""
    limit: Any = field(default=None, eq=False)
    """Undocumented: whatever JSON has there (not compared)."""


@frozen(kw_only=True)
class PaymentMethod(Model):
    """A method of payment."""

    name: str | None = None
    """Its name."""
    code: Any = field(default=None, eq=False)
    """Undocumented: whatever JSON has there (not compared)."""
    hide: Any = field(default=None, eq=False)
    """Undocumented: whatever JSON has there (not compared)."""
    currencies: tuple[PaymentCurrency, ...] = field(
        default=(), metadata=wire(xml="currencies/currency")
    )
    """The prices in its currencies."""


@frozen(kw_only=True)
class UnitPrices(Model):
    """The price of a unique item with a non-fixed price."""

    unit_name: str | None = None
    """Unit name."""
    unit_amount: Decimal | None = None
    """Item unit."""
    unit_amount_desc: str | None = None
    """The same, in words."""
    unit_currency: SaleCurrency | None = None
    """Currency."""
    unit_cnt: Decimal | None = None
    """Quantity."""
    unit_cnt_min: Decimal | None = None
    """The smallest quantity that can be bought."""
    unit_cnt_max: Decimal | None = None
    """The largest quantity that can be bought."""
    unit_cnt_desc: str | None = None
    """Information on the quantity."""
    unit_fixed: tuple[Decimal, ...] = field(default=(), metadata=wire(xml="unit_fixed/unit_fixed"))
    """The only quantities that can be bought; empty if any can."""
    unit_only_int: bool | None = None
    """Whether only whole numbers of units are sold."""


@frozen(kw_only=True)
class LoyaltyDiscount(Model):
    """A discount for regular customers."""

    summa: Decimal | None = None
    """The total of purchases from which on it is given."""
    percent: Decimal | None = None
    """Discount percentage."""


@frozen(kw_only=True)
class VolumeDiscount(Model):
    """A discount depending on the volume of purchases of unit products."""

    desc: str | None = None
    """Its description, in words."""
    percent: Decimal | None = None
    """Discount percentage."""
    price: Decimal | None = None
    """The price with the discount."""


@frozen(kw_only=True)
class Units(Model):
    """The units of a product with a free price, or of "pay as much as you want"."""

    desc: str | None = None
    """Unit name."""
    price: Decimal | None = None
    """Price per unit."""
    discounts: tuple[VolumeDiscount, ...] = field(
        default=(), metadata=wire(xml="discounts/discount")
    )
    """Discounts depending on the volume of purchases."""
