"""Models of products in short: summaries, a seller's own list, prices, a customer's discount."""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from ._base import Int64, Moment, OpenStrEnum, wire
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
    """By what a seller's products are sorted."""

    NAME = "name"
    """Name."""
    PRICE = "price"
    """Price."""
    CNT_SELL = "cntsell"
    """The number of sales."""
    CNT_RETURN = "cntreturn"
    """Number of refunds."""
    CNT_GOOD_RESPONSES = "cntgoodresponses"
    """The number of positive reviews."""
    CNT_BAD_RESPONSES = "cntbadresponses"
    """The number of negative reviews."""


class OrderDirection(OpenStrEnum):
    """In which direction a seller's products are sorted."""

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
class ProductSummary:
    """A product in short."""

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
    """The number of sales; -1 if completely hidden (the owner's token shows it)."""
    cnt_sell_hidden: bool | None = None
    """Whether sales are hidden: then there are more than *cnt_sell*."""
    cnt_return: Int64 | None = None
    """Number of refunds; -1 if completely hidden (the owner's token shows it)."""
    cnt_return_hidden: bool | None = None
    """Whether refunds are hidden: then there are more than *cnt_return*."""
    in_stock: bool | None = None
    """Whether it is in stock."""
    num_in_stock: Int64 | None = None
    """The quantity available for purchase, if the seller shows it or the token is the owner's."""
    num_in_lock: Int64 | None = None
    """Number of items reserved for payment."""
    owner_id: Int64 | None = field(default=None, eq=False)
    """Marketplace code (not in the sample of XML; not compared)."""
    release_date: Moment | None = field(default=None, eq=False)
    """Release date (not in the sample of XML; not compared)."""
    sale_info: SaleInfo | None = field(default=None, metadata=wire(hollow=True))
    """Sale information."""


@frozen(kw_only=True)
class QuoteSale:
    """A sale that a price takes into account."""

    common_base_price: Decimal | None = None
    """Price of the product before the sale."""
    sale_percent: Decimal | None = None
    """Sale percentage."""


@frozen(kw_only=True)
class PriceQuote:
    """A price that takes options and quantity into account; any part of it may be missing."""

    price: Decimal | None = None
    """Price in the base currency."""
    count: Decimal | None = None
    """Quantity of the product, based on the total price; may be a fraction of a unit."""
    amount: Decimal | None = None
    """Total price for the quantity, in *currency*."""
    currency: str | None = None
    """Currency, or the code of the payment method."""
    commission: Decimal | None = None
    """Commission depending on the method of payment."""
    free_pay: bool | None = field(default=None, eq=False)
    """Undocumented, seen in JSON (JSON only; not compared)."""
    sale_info: QuoteSale | None = field(default=None, metadata=wire(hollow=True))
    """Sale information."""


@frozen(kw_only=True)
class SellerProduct:
    """A product as its seller sees it."""

    id_goods: Int64
    """Item id."""
    name_goods: str | None = None
    """Item name."""
    info_goods: str | None = None
    """Information about the product; holds HTML."""
    add_info: str | None = field(default=None, metadata=wire(also=("add_goods",)))
    """Additional information."""
    price: Decimal | None = None
    """Price, in *currency*."""
    currency: SaleCurrency | None = None
    """Currency of the price."""
    cnt_sell: Int64 | None = None
    """The number of sales; -1 if completely hidden."""
    cnt_sell_hidden: bool | None = None
    """Whether sales are hidden: then there are more than *cnt_sell*."""
    cnt_return: Int64 | None = None
    """Number of refunds; -1 if completely hidden."""
    cnt_return_hidden: bool | None = None
    """Whether refunds are hidden: then there are more than *cnt_return*."""
    cnt_goodresponses: Int64 | None = None
    """The number of positive reviews; -1 if completely hidden."""
    cnt_goodresponses_hidden: bool | None = None
    """Whether they are hidden: then there are more than *cnt_goodresponses*."""
    cnt_badresponses: Int64 | None = None
    """The number of negative reviews; -1 if completely hidden."""
    cnt_badresponses_hidden: bool | None = None
    """Whether they are hidden: then there are more than *cnt_badresponses*."""
    price_usd: Decimal | None = None
    """Price, in USD."""
    price_rur: Decimal | None = None
    """Price, in RUR."""
    price_eur: Decimal | None = None
    """Price, in EUR."""
    price_uah: Decimal | None = None
    """Price, in UAH."""
    in_stock: bool | None = None
    """Whether it is in stock. Products out of stock come only if the display settings show them."""
    num_in_stock: Int64 | None = None
    """The quantity available for purchase, if the seller shows it or the token is the owner's."""
    visible: Int64 | None = None
    """1 if not hidden; otherwise hidden. Negative when the product is disabled."""
    commiss_agent: Decimal | None = None
    """Partner reward."""
    has_discount: bool | None = None
    """Whether a discount is given to regular buyers."""
    num_options: Int64 | None = None
    """Number of product options."""
    sale_info: SaleInfo | None = field(default=None, metadata=wire(hollow=True))
    """Sale information."""
    owner_id: Int64 | None = field(default=None, eq=False)
    """Marketplace code, seen in JSON (JSON only; not compared)."""


@frozen(kw_only=True)
class SellerPage:
    """What a page of a seller's products says beside them."""

    id_seller: Int64 | None = None
    """Seller id."""
    name_seller: str | None = None
    """Nickname of the seller."""
    rating_seller: Decimal | None = field(default=None, eq=False)
    """Rating of the seller, seen in JSON (JSON only; not compared)."""
    order_col: OrderColumn | None = None
    """Sorting field."""
    order_dir: OrderDirection | None = None
    """Sorting order."""


@frozen(kw_only=True)
class DiscountedPrice:
    """What a product costs a customer."""

    price: Decimal | None = None
    """The discounted price, in *currency*; may be missing."""
    currency: DiscountCurrency | None = None
    """Currency of the price."""


@frozen(kw_only=True)
class Discount:
    """What a customer has earned."""

    percent: Decimal | None = None
    """Discount percentage."""
    total: Decimal | None = None
    """The total cost of purchases, always in USD; may be missing."""
    currency: SaleCurrency | None = None
    """Currency of the total; always USD."""


@frozen(kw_only=True)
class CustomerDiscount:
    """A product's price for one customer, with the discount."""

    product: DiscountedPrice | None = None
    """What the product costs this customer."""
    discount: Discount | None = None
    """The discount."""
