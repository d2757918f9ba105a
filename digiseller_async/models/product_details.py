"""Models of one product in full; its options are in `product_options`.

Fields that are "not compared" take no part in ``==``: only one of the two formats has them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ._base import Int64, Model, Moment, OpenStrEnum, wire
from .account import SaleCurrency
from .catalog import Collection, ProductLabel
from .product_options import ProductOption
from .product_prices import (
    LoyaltyDiscount,
    PaymentMethod,
    ProductPrices,
    ProductSale,
    UnitPrices,
    Units,
)

__all__ = [
    "Breadcrumb",
    "Present",
    "PreviewImage",
    "PreviewVideo",
    "Product",
    "ProductSeller",
    "ProductStatistics",
    "ProductType",
    "SoldFile",
    "SoldText",
    "VideoType",
]


class ProductType(OpenStrEnum):
    """Whether the content of a product is texts or files."""

    TEXT = "text"
    """Texts."""
    FILE = "file"
    """Files."""


class VideoType(OpenStrEnum):
    """Where a preview video is hosted."""

    YOUTUBE = "youtube"
    """YouTube."""
    VIMEO = "vimeo"
    """Vimeo."""
    VIDEO = "video"
    """Seen in answers, not documented."""


@frozen(kw_only=True)
class PreviewImage(Model):
    """An image of a product."""

    id: Int64 | None = field(default=None, metadata=wire(xml="@id"))
    """Image id."""
    url: str | None = field(default=None, metadata=wire(xml="img_real"))
    """The URL of the real image."""
    width: Int64 | None = field(default=None, metadata=wire(xml="img_real/@width"))
    """The width of the real image, in pixels."""
    height: Int64 | None = field(default=None, metadata=wire(xml="img_real/@height"))
    """The height of the real image, in pixels."""
    img_small: str | None = field(default=None, eq=False)
    """URL of the small image (XML only; not compared)."""
    img_small_width: Int64 | None = field(
        default=None, eq=False, metadata=wire(xml="img_small/@width")
    )
    """The width of the small image, in pixels (XML only; not compared)."""
    img_small_height: Int64 | None = field(
        default=None, eq=False, metadata=wire(xml="img_small/@height")
    )
    """The height of the small image, in pixels (XML only; not compared)."""


@frozen(kw_only=True)
class PreviewVideo(Model):
    """A video of a product."""

    type: VideoType | None = field(default=None, metadata=wire(aliases=("video_type",)))
    """Where the video is."""
    id: str | None = field(default=None, metadata=wire(aliases=("video_id",)))
    """Video id there."""
    preview: str | None = field(default=None, metadata=wire(aliases=("video_preview",)))
    """The video's preview image."""


@frozen(kw_only=True)
class SoldText(Model):
    """The text that a product sells."""

    date: Moment | None = None
    """When it was published."""
    size: Int64 | None = None
    """Its length, in characters."""


@frozen(kw_only=True)
class SoldFile(Model):
    """The file that a product sells."""

    date: Moment | None = None
    """When it was published."""
    size: Int64 | None = None
    """File size, in bytes."""
    name: str | None = None
    """File name."""
    trial: str | None = None
    """The URL of the trial version (the documentation's sample has a 1)."""


@frozen(kw_only=True)
class Breadcrumb(Model):
    """A category on the path to the category of the product."""

    id: Int64 | None = None
    """Category id."""
    name: str | None = None
    """Category name."""
    products_cnt: Int64 | None = field(default=None, metadata=wire(xml="@cnt"))
    """Number of items of the category."""


@frozen(kw_only=True)
class Present(Model):
    """A product that comes with another as a present."""

    id: Int64 | None = None
    """Present id."""
    name: str | None = None
    """Present name."""


@frozen(kw_only=True)
class ProductStatistics(Model):
    """Sales, refunds and reviews of a product; -1 if hidden."""

    sales: Int64 | None = None
    """The number of sales."""
    refunds: Int64 | None = None
    """The number of refunds."""
    good_reviews: Int64 | None = None
    """The number of positive reviews."""
    bad_reviews: Int64 | None = None
    """The number of negative reviews."""
    sales_hidden: bool | None = None
    """Whether *sales* is only a lower bound, as the seller hides the real number."""
    refunds_hidden: bool | None = None
    """Whether *refunds* is only a lower bound."""
    good_reviews_hidden: bool | None = None
    """Whether *good_reviews* is only a lower bound."""
    bad_reviews_hidden: bool | None = None
    """Whether *bad_reviews* is only a lower bound."""


@frozen(kw_only=True)
class ProductSeller(Model):
    """The seller of a product."""

    id: Int64 | None = None
    """Seller id."""
    name: str | None = None
    """Seller name; None if *seller_id* was given."""


@frozen(kw_only=True)
class Product(Model):
    """One product in full."""

    id: Int64
    """Item id."""
    id_prev: Int64 | None = field(default=None, eq=False)
    """ID of the previous item in the category (JSON only; not compared)."""
    id_next: Int64 | None = field(default=None, eq=False)
    """ID of the next item in the category (JSON only; not compared)."""
    name: str | None = None
    """Item name."""
    price: Decimal | None = field(default=None, eq=False)
    """Price, in *currency* (JSON only; not compared)."""
    currency: SaleCurrency | None = field(default=None, eq=False)
    """Currency of the price (JSON only; not compared)."""
    is_available: bool | None = field(default=None, metadata=wire(aliases=("in_stock",)))
    """Whether it is in stock."""
    url: str | None = None
    """URL of the item."""
    card_url: Any = field(default=None, eq=False)
    """Undocumented: whatever JSON has there (not compared)."""
    info: str | None = None
    """Product description; holds HTML."""
    add_info: str | None = None
    """Additional information about the product."""
    release_date: Moment | None = None
    """Release date, for products of the type preorder."""
    agency_fee: Decimal | None = None
    """Agent's commission."""
    agency_sum: Decimal | None = field(default=None, eq=False)
    """Agent's commission (JSON only; not compared)."""
    agency_id: Int64 | None = field(default=None, eq=False)
    """Agent id (JSON only; not compared)."""
    collection: Collection | None = None
    """Type of the item."""
    propertygood: Int64 | None = None
    """Content of the item: 1 universal, 2 unique."""
    show_rest: bool | None = None
    """Whether *num_in_stock* is shown to everybody."""
    num_in_stock: Int64 | None = None
    """How many are in stock; None if the seller hides it and the token is not the owner's."""
    num_in_lock: Int64 | None = None
    """How many are reserved for payments under way."""
    owner: Any = field(default=None, eq=False)
    """Undocumented: whatever JSON has there (not compared)."""
    section_id: Any = field(default=None, eq=False)
    """Undocumented: whatever JSON has there (not compared)."""
    pwyw: bool | None = field(default=None, eq=False)
    """Undocumented flag (JSON only; not compared)."""
    label: ProductLabel | None = field(default=None, metadata=wire(xml="@icon"))
    """The tag on it."""
    no_cart: Any = field(default=None, eq=False)
    """Undocumented: whatever JSON has there (not compared)."""
    prices: ProductPrices | None = None
    """Main prices; only for products with a fixed price (*collection* is not ``unit``)."""
    payment_methods: tuple[PaymentMethod, ...] = field(
        default=(), metadata=wire(xml="payment_methods/payment_method")
    )
    """Methods of payment."""
    prices_unit: UnitPrices | None = None
    """Price of a unique item with a non-fixed price."""
    preview_imgs: tuple[PreviewImage, ...] = field(
        default=(), metadata=wire(xml="preview_imgs/preview_img")
    )
    """Its images."""
    preview_videos: tuple[PreviewVideo, ...] = field(
        default=(), metadata=wire(xml="preview_videos/preview_video")
    )
    """Its videos."""
    type_good: Any = field(default=None, eq=False)
    """Undocumented: whatever JSON has there (not compared)."""
    type: ProductType | None = None
    """Whether it sells texts or files."""
    text: SoldText | None = None
    """The text; None if it sells files."""
    file: SoldFile | None = None
    """The file; None if it sells texts."""
    category_id: Int64 | None = field(default=None, eq=False)
    """Category id, if *seller_id* was given (JSON only; not compared)."""
    breadcrumbs: tuple[Breadcrumb, ...] = field(
        default=(), metadata=wire(xml="categories//category")
    )
    """The path to the category; empty unless *seller_id* was given."""
    discounts: tuple[LoyaltyDiscount, ...] = field(
        default=(), metadata=wire(xml="discounts/discount")
    )
    """Discounts for regular customers."""
    units: Units | None = None
    """For products with a free price, or of the model "pay as much as you want"."""
    present: Present | None = None
    """The product that comes with it as a present."""
    gift_commiss: Decimal | None = None
    """The part of the price that pays for the present, in percent."""
    options: tuple[ProductOption, ...] = field(default=(), metadata=wire(xml="options/option"))
    """Parameters that the buyer defines on the payment form."""
    options_check: bool | None = None
    """Whether the parameters are sent to the seller's server to be checked before paying."""
    statistics: ProductStatistics | None = None
    """Its sales, refunds and reviews."""
    seller: ProductSeller | None = None
    """The seller."""
    sale_info: ProductSale | None = field(default=None, metadata=wire(empty_is_object=True))
    """Sale information."""
