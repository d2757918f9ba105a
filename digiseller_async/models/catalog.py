"""Models of the public catalog: categories, their products, search results, images.

Fields that are "not compared" take no part in ``==``: only one of the two formats has them.
"""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from ._base import Int64, Language, Model, Moment, OpenStrEnum, wire
from .account import SaleCurrency

__all__ = [
    "CatalogPage",
    "CatalogProduct",
    "Category",
    "Collection",
    "FoundProduct",
    "Image",
    "PathCategory",
    "PriceCurrency",
    "ProductLabel",
    "ProductOrder",
    "SaleInfo",
    "SearchPage",
    "ShopCurrency",
    "Snippets",
    "Subcategory",
]


class ShopCurrency(OpenStrEnum):
    """A currency in which a shop's products can be shown; roubles are RUR here."""

    USD = "USD"
    """US dollars."""
    RUR = "RUR"
    """Roubles."""
    EUR = "EUR"
    """Euros."""
    UAH = "UAH"
    """Hryvnias."""


class PriceCurrency(OpenStrEnum):
    """A currency in which a price can be shown; roubles are RUB here."""

    USD = "USD"
    """US dollars."""
    RUB = "RUB"
    """Roubles."""
    EUR = "EUR"
    """Euros."""
    UAH = "UAH"
    """Hryvnias."""


class ProductOrder(OpenStrEnum):
    """The order of a category's products."""

    NAME = "name"
    """By name."""
    NAME_DESC = "nameDESC"
    """By name, in reverse."""
    PRICE = "price"
    """By price."""
    PRICE_DESC = "priceDESC"
    """By price, in reverse."""


class Collection(OpenStrEnum):
    """The type of a product's content."""

    DIGI = "digi"
    """Digital product."""
    PINS = "pins"
    """PIN codes."""
    UNIT = "unit"
    """Non-fixed price item."""
    BOOK = "book"
    """E-book."""
    SOFT = "soft"
    """Software."""


class ProductLabel(OpenStrEnum):
    """The tag on a product."""

    SALE = "sale"
    """Sold at a discount."""
    NEW = "new"
    """New."""
    TOP = "top"
    """Popular."""


@frozen(kw_only=True)
class SaleInfo(Model):
    """A sale: the prices before it, and its terms. All fields are None if there is no sale."""

    common_base_price: Decimal | None = None
    """Base price before the sale."""
    common_price_usd: Decimal | None = None
    """Price before the sale, in USD."""
    common_price_rur: Decimal | None = None
    """Price before the sale, in RUR."""
    common_price_eur: Decimal | None = None
    """Price before the sale, in EUR."""
    common_price_uah: Decimal | None = None
    """Price before the sale, in UAH."""
    sale_begin: Moment | None = None
    """When the sale starts; only `products.by_ids` tells."""
    sale_end: Moment | None = None
    """When the sale ends; `catalog.search` does not tell."""
    sale_percent: Decimal | None = None
    """Discount, in percent."""


@frozen(kw_only=True)
class Category(Model):
    """A category of a seller's store, with the categories below it."""

    id: Int64 | None = field(default=None, metadata=wire(expected=True))
    """Category id; None only if an answer has nothing readable there."""
    name: str | None = None
    """Category name."""
    cnt: Int64 | None = field(default=None, metadata=wire(xml="@cnt"))
    """Number of items of the category."""
    sub: tuple[Category, ...] = field(default=(), metadata=wire(xml="category"))
    """The subcategories, each with its own."""


@frozen(kw_only=True)
class PathCategory(Model):
    """A category on the path to the requested one."""

    id: Int64 | None = None
    """Category id."""
    name: str | None = None
    """Category name."""
    cnt: Int64 | None = field(default=None, eq=False, metadata=wire(xml="@cnt"))
    """Number of items of the category (XML only; not compared)."""


@frozen(kw_only=True)
class Subcategory(Model):
    """A category below the requested one."""

    id: Int64 | None = None
    """Subcategory id."""
    name: str | None = None
    """Subcategory name."""
    has_img: bool | None = field(default=None, eq=False, metadata=wire("hasImg"))
    """Whether it has an image (JSON only; not compared)."""
    cnt: Int64 | None = field(default=None, metadata=wire(xml="@cnt"))
    """Number of items of the subcategory."""


@frozen(kw_only=True)
class CatalogPage(Model):
    """What a page of `catalog.products` has besides the products."""

    lang: Language | None = field(default=None, eq=False)
    """Language (JSON only; not compared)."""
    bread_crumbs: tuple[PathCategory, ...] = field(
        default=(), metadata=wire("breadCrumbs", xml="categories//category")
    )
    """The path to the requested category."""
    categories: tuple[Subcategory, ...] = field(
        default=(), metadata=wire(xml="subcategories/subcategory")
    )
    """The subcategories."""
    seller_id: Int64 | None = field(default=None, eq=False, metadata=wire(xml="seller/id"))
    """The requested seller (XML only; not compared)."""
    order: ProductOrder | None = field(default=None, eq=False, metadata=wire(xml="products/order"))
    """The requested order (XML only; not compared)."""
    currency: SaleCurrency | None = field(
        default=None, eq=False, metadata=wire(xml="products/currency")
    )
    """The requested currency (XML only; not compared)."""


@frozen(kw_only=True)
class CatalogProduct(Model):
    """A product in a list of `catalog.products`."""

    about_page = CatalogPage

    id: Int64
    """Item id."""
    name: str | None = None
    """Item name."""
    cnt_img: Int64 | None = field(default=None, eq=False, metadata=wire("cntImg"))
    """The number of images (JSON only; not compared)."""
    img: bool | None = field(default=None, eq=False, metadata=wire(xml="@img"))
    """Whether there is a thumbnail image (XML only; not compared)."""
    info: str | None = None
    """Product description; holds HTML."""
    price: Decimal | None = None
    """Price, in *currency*."""
    base_price: Decimal | None = None
    """The price in the base currency set by the seller."""
    base_currency: SaleCurrency | None = None
    """The base currency."""
    currency: SaleCurrency | None = field(default=None, eq=False)
    """Currency of the price (JSON only; not compared)."""
    price_rub: Decimal | None = None
    """Price, in RUB."""
    price_usd: Decimal | None = None
    """Price, in USD."""
    price_eur: Decimal | None = None
    """Price, in EUR."""
    price_uah: Decimal | None = None
    """Price, in UAH."""
    partner_comiss: Decimal | None = None
    """Partner's reward, in percent of the price."""
    agency_id: Int64 | None = field(default=None, eq=False)
    """Partner id (JSON only; not compared)."""
    collection: Collection | None = None
    """The type of product content."""
    is_available: bool | None = field(default=None, metadata=wire(xml="in_stock"))
    """Whether it is in stock. Others are listed only if the store is set to show them."""
    num_in_stock: Int64 | None = None
    """How many are in stock; None unless Digiseller's support has made the number public."""
    has_discount: bool | None = None
    """Whether a discount is given to regular buyers."""
    id_present: Int64 | None = None
    """Id of the product that is given as a present; 0 if there is none."""
    sale_info: SaleInfo | None = field(default=None, metadata=wire(empty_is_object=True))
    """Sale information."""
    label: ProductLabel | None = field(default=None, metadata=wire(xml="@icon"))
    """The tag on it."""


@frozen(kw_only=True)
class Snippets(Model):
    """Where a search found its words: each is between ``[[!b!]]`` and ``[[/!b!]]``."""

    name: str | None = None
    """The product name, with the words marked."""
    info: str | None = None
    """Fragments of the product description, with the words marked."""


@frozen(kw_only=True)
class SearchPage(Model):
    """What a page of `catalog.search` has besides the products."""

    search: str | None = field(default=None, metadata=wire(xml="products/search"))
    """What was searched for."""
    currency: SaleCurrency | None = field(default=None, metadata=wire(xml="products/currency"))
    """The requested currency."""


@frozen(kw_only=True)
class FoundProduct(Model):
    """A product that a search found."""

    about_page = SearchPage

    id: Int64
    """Item id."""
    name: str | None = None
    """Item name."""
    price: Decimal | None = None
    """Price, in the requested currency; may be missing."""
    agency_fee: Decimal | None = None
    """Partner's reward, in percent of the price."""
    snippets: Snippets | None = None
    """Where the search found its words."""
    sale_info: SaleInfo | None = field(default=None, metadata=wire(empty_is_object=True))
    """Sale information."""


@frozen(kw_only=True)
class Image(Model):
    """An image file."""

    content: bytes = field(repr=False)
    """Its bytes."""
    content_type: str
    """Its media type, such as ``image/jpeg``."""
