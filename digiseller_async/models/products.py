"""Models of products in lists, of calculated prices, and of a customer's discount.

Fields that are "not compared" take no part in ``==``: only one of the two formats has them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ._base import Int64, Model, Moment, OpenStrEnum, wire
from .account import SaleCurrency
from .catalog import Collection, SaleInfo

__all__ = [
    "CustomerDiscount",
    "Discount",
    "DiscountCurrency",
    "DiscountedPrice",
    "OrderColumn",
    "OrderDirection",
    "PriceQuote",
    "ProductSummary",
    "QuoteSale",
    "SellerPage",
    "SellerProduct",
]


class OrderColumn(OpenStrEnum):
    """The column that a seller's products are sorted by."""

    NAME = "name"
    """Name."""
    PRICE = "price"
    """Price."""
    CNT_SELL = "cntsell"
    """The number of sales."""
    CNT_RETURN = "cntreturn"
    """The number of refunds."""
    CNT_GOOD_RESPONSES = "cntgoodresponses"
    """The number of positive reviews."""
    CNT_BAD_RESPONSES = "cntbadresponses"
    """The number of negative reviews."""


class OrderDirection(OpenStrEnum):
    """The direction that a seller's products are sorted in."""

    ASC = "asc"
    """Ascending."""
    DESC = "desc"
    """Descending."""


class DiscountCurrency(OpenStrEnum):
    """A currency in which a discounted price can be asked for."""

    USD = "USD"
    """US dollars."""
    RUR = "RUR"
    """Roubles."""
    EUR = "EUR"
    """Euros."""
    UAH = "UAH"
    """Hryvnias."""
    M_BTC = "mBTC"
    """Thousandths of a bitcoin."""


@frozen(kw_only=True)
class ProductSummary(Model):
    """A product in an answer of `products.by_ids`."""

    id: Int64
    """Item id."""
    id_seller: Int64 | None = None
    """Seller id."""
    name: str | None = None
    """Item name."""
    info: str | None = None
    """Product description; holds HTML."""
    add_info: str | None = None
    """Additional information about the product."""
    collection: Collection | None = None
    """The type of product content."""
    base_currency: SaleCurrency | None = None
    """The base currency."""
    base_price: Decimal | None = None
    """The price in the base currency set by the seller."""
    price_usd: Decimal | None = None
    """Price, in USD."""
    price_rub: Decimal | None = None
    """Price, in RUB."""
    price_eur: Decimal | None = None
    """Price, in EUR."""
    price_uah: Decimal | None = None
    """Price, in UAH."""
    cnt_sell: Int64 | None = None
    """The number of sales; -1 if hidden (the owner's token shows it)."""
    cnt_sell_hidden: bool | None = None
    """Whether *cnt_sell* is only a lower bound, as the seller hides the real number."""
    cnt_return: Int64 | None = None
    """The number of refunds; -1 if hidden (the owner's token shows it)."""
    cnt_return_hidden: bool | None = None
    """Whether *cnt_return* is only a lower bound."""
    in_stock: bool | None = None
    """Whether it is in stock."""
    num_in_stock: Int64 | None = None
    """How many are in stock; None if the seller hides it and the token is not the owner's."""
    num_in_lock: Int64 | None = None
    """Number of items reserved for payment."""
    owner_id: Int64 | None = field(default=None, eq=False)
    """Marketplace code (not in the sample of XML; not compared)."""
    release_date: Moment | None = field(default=None, eq=False)
    """Release date (not in the sample of XML; not compared)."""
    sale_info: SaleInfo | None = field(default=None, metadata=wire(empty_is_object=True))
    """Sale information."""


@frozen(kw_only=True)
class QuoteSale(Model):
    """The sale that is part of a calculated price."""

    common_base_price: Decimal | None = None
    """Price of the product before the sale."""
    sale_percent: Decimal | None = None
    """Sale percentage."""


@frozen(kw_only=True)
class PriceQuote(Model):
    """A price calculated from options and quantity; any part of it may be missing."""

    price: Decimal | None = None
    """Price in the base currency."""
    count: Decimal | None = None
    """Quantity for the total price; may be a fraction of a unit."""
    amount: Decimal | None = None
    """Total price for the quantity, in *currency*."""
    currency: str | None = None
    """Currency of *amount*, or the code of the payment method."""
    commission: Decimal | None = None
    """Commission depending on the method of payment."""
    free_pay: Any = field(default=None, eq=False)
    """Undocumented: whatever JSON has there (not compared)."""
    sale_info: QuoteSale | None = field(default=None, metadata=wire(empty_is_object=True))
    """Sale information."""


@frozen(kw_only=True)
class SellerPage(Model):
    """What a page of `products.of_seller` has besides the products."""

    id_seller: Int64 | None = None
    """Seller id."""
    name_seller: str | None = None
    """Nickname of the seller."""
    rating_seller: Decimal | None = field(default=None, eq=False)
    """Rating of the seller, seen in JSON (JSON only; not compared)."""
    order_col: OrderColumn | None = None
    """The column that the products are sorted by."""
    order_dir: OrderDirection | None = None
    """The direction that they are sorted in."""


@frozen(kw_only=True)
class SellerProduct(Model):
    """A product in a list of `products.of_seller`."""

    about_page = SellerPage

    id_goods: Int64
    """Item id."""
    name_goods: str | None = None
    """Item name."""
    info_goods: str | None = None
    """Information about the product; holds HTML."""
    add_info: str | None = field(default=None, metadata=wire(aliases=("add_goods",)))
    """Additional information."""
    price: Decimal | None = None
    """Price, in *currency*."""
    currency: SaleCurrency | None = None
    """Currency of the price."""
    cnt_sell: Int64 | None = None
    """The number of sales; -1 if hidden."""
    cnt_sell_hidden: bool | None = None
    """Whether *cnt_sell* is only a lower bound, as the seller hides the real number."""
    cnt_return: Int64 | None = None
    """The number of refunds; -1 if hidden."""
    cnt_return_hidden: bool | None = None
    """Whether *cnt_return* is only a lower bound."""
    cnt_goodresponses: Int64 | None = None
    """The number of positive reviews; -1 if hidden."""
    cnt_goodresponses_hidden: bool | None = None
    """Whether *cnt_goodresponses* is only a lower bound."""
    cnt_badresponses: Int64 | None = None
    """The number of negative reviews; -1 if hidden."""
    cnt_badresponses_hidden: bool | None = None
    """Whether *cnt_badresponses* is only a lower bound."""
    price_usd: Decimal | None = None
    """Price, in USD."""
    price_rur: Decimal | None = None
    """Price, in RUR."""
    price_eur: Decimal | None = None
    """Price, in EUR."""
    price_uah: Decimal | None = None
    """Price, in UAH."""
    in_stock: bool | None = None
    """Whether it is in stock. Others are listed only if the store is set to show them."""
    num_in_stock: Int64 | None = None
    """How many are in stock; None if the seller hides it and the token is not the owner's."""
    visible: Int64 | None = None
    """1 if it is shown, else hidden; negative if it is disabled."""
    commiss_agent: Decimal | None = None
    """Partner's reward."""
    has_discount: bool | None = None
    """Whether a discount is given to regular buyers."""
    num_options: Int64 | None = None
    """Number of product options."""
    sale_info: SaleInfo | None = field(default=None, metadata=wire(empty_is_object=True))
    """Sale information."""
    owner_id: Int64 | None = field(default=None, eq=False)
    """Marketplace code, seen in JSON (JSON only; not compared)."""


@frozen(kw_only=True)
class DiscountedPrice(Model):
    """The price of a product for one customer."""

    price: Decimal | None = None
    """The discounted price, in *currency*; may be missing."""
    currency: DiscountCurrency | None = None
    """Currency of the price."""


@frozen(kw_only=True)
class Discount(Model):
    """A customer's discount, and the purchases that it is for."""

    percent: Decimal | None = None
    """Discount percentage."""
    total: Decimal | None = None
    """The total of the customer's purchases, always in USD; may be missing."""
    currency: SaleCurrency | None = None
    """Currency of the total; always USD."""


@frozen(kw_only=True)
class CustomerDiscount(Model):
    """A product's price for one customer, with the discount."""

    product: DiscountedPrice | None = None
    """The price for this customer."""
    discount: Discount | None = None
    """The discount."""
