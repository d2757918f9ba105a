"""Rows of the group ``products`` (documented in 'Products and catalog').

The rows that list products are in `product_lists`; those that edit one are in `edits`,
and those that create one in `creations`.
"""

from __future__ import annotations

from decimal import Decimal

from ..models._base import Language
from ..models.catalog import PriceCurrency
from ..models.product_details import Product
from ..models.products import CustomerDiscount, DiscountCurrency, PriceQuote
from .creations import (
    ADD_TO_CATEGORY,
    CREATE_ARBITRARY,
    CREATE_BOOK,
    CREATE_SOFTWARE,
    CREATE_UNIQUE_FIXED,
    CREATE_UNIQUE_UNFIXED,
)
from .edits import (
    EDIT_ARBITRARY,
    EDIT_BASE,
    EDIT_BOOK,
    EDIT_SOFTWARE,
    EDIT_UNIQUE_FIXED,
    EDIT_UNIQUE_UNFIXED,
    SET_PRICES,
    SET_STATUS,
)
from .language import (
    Effect,
    Endpoint,
    Format,
    Host,
    Location,
    Param,
    ResponseShape,
    ScalarStyle,
    Token,
)
from .product_lists import BY_IDS, OF_SELLER

_DOCS = "products-and-catalog"
_BOTH = (Format.JSON, Format.XML)
_ID = Param("product_id", int, required=True, positional=True, at_least=1, doc="The product.")
_ID_IN_PATH = Param(
    "product_id",
    int,
    location=Location.PATH,
    required=True,
    positional=True,
    at_least=1,
    doc="The product.",
)
_LANG = Param("lang", Language, doc="The language (the service's default: ru-RU).")

GET = Endpoint(
    group="products",
    name="get",
    method="GET",
    path="/api/products/{product_id}/data",
    effect=Effect.SAFE,
    params=(
        _ID_IN_PATH,
        Param(
            "seller_id",
            int,
            at_least=1,
            doc=(
                "For a cart: the product's seller, or yourself if the product is yours or in "
                "your store. Without it there is no path to the category."
            ),
        ),
        Param("partner_uid", str, doc="Partner UID, to track individual commission payments."),
        Param("currency", PriceCurrency, doc="The currency (the service's default: USD)."),
        _LANG,
        Param(
            "owner",
            int,
            choices=(1,),
            doc="1: show all payment methods that the marketplace supports.",
        ),
        Param(
            "show_hidden_variants",
            int,
            wire="showHiddenVariants",
            choices=(0, 1),
            doc="Show hidden variants of options (from the Swagger).",
        ),
    ),
    returns=Product,
    payload="product",
    scalars=ScalarStyle.INT_FLAGS,
    formats=_BOTH,
    token=Token.OPTIONAL,
    permission="[ Products ]: View",
    docs=_DOCS,
    summary="Read one product in full.",
    returns_doc="the product",
    notes=(
        "With the token of the product's owner, *num_in_stock* is not hidden. A disabled product "
        "answers like a live one."
    ),
)

PRICE = Endpoint(
    group="products",
    name="price",
    method="GET",
    path="/api/products/price/calc",
    effect=Effect.SAFE,
    params=(
        _ID,
        Param(
            "options",
            str,
            wire="options[]",
            many=True,
            pattern=r"\d+:\d+",
            pattern_doc="two ids such as '12:34' (optionId:valueId)",
            doc="Choices that affect the price, each as ``optionId:valueId``.",
        ),
        Param(
            "currency",
            str,
            pattern=r"[A-Za-z0-9]{3}",
            pattern_doc="a code of three letters or digits, such as 'WMZ'",
            doc="Three-character code of the payment method, such as ``WMZ``.",
        ),
        Param("amount", Decimal, at_least=0, doc="Total price for the quantity."),
        Param(
            "unit_cnt",
            Decimal,
            at_least=0,
            doc="Quantity of a product with a non-fixed price, which needs it.",
        ),
        Param("count", int, at_least=1, doc="Quantity of a product with a fixed price."),
    ),
    returns=PriceQuote,
    payload="data",
    formats=_BOTH,
    xml_media_type="application/xml",
    token=Token.NEVER,
    docs=_DOCS,
    summary="Calculate a price from options and quantity.",
    returns_doc="the price",
    notes=(
        "It is refused with a `RejectedError` whose *retval* says why: 1 fewer units than the "
        "minimum, 2 more than the maximum or than available, 3 the amount does not suit the "
        "method of payment, 5 more units than available, 33 out of stock or the sale is suspended."
    ),
)

DISCOUNT = Endpoint(
    group="products",
    name="discount",
    method="POST",
    path="/xml/shop_discount.asp",
    host=Host.SHOP,
    effect=Effect.SAFE,
    params=(
        Param(
            "product_id",
            int,
            xml="product/id",
            location=Location.BODY,
            required=True,
            positional=True,
            at_least=1,
            doc="The product.",
        ),
        Param(
            "currency",
            DiscountCurrency,
            xml="product/currency",
            location=Location.BODY,
            required=True,
            doc="The currency of the price.",
        ),
        Param(
            "email",
            str,
            location=Location.BODY,
            required=True,
            secret=True,
            doc="Customer's e-mail.",
        ),
    ),
    returns=CustomerDiscount,
    shape=ResponseShape.FLAT,
    formats=(Format.XML,),
    body_formats=(Format.XML,),
    xml_root="digiseller.request",
    token=Token.NEVER,
    docs=_DOCS,
    summary="Read a customer's discount on a product.",
    returns_doc="the price with the discount, and the discount",
    notes="The price and the total of purchases may be missing.",
)

CLONE = Endpoint(
    group="products",
    name="clone",
    method="POST",
    path="/api/product/clone/{product_id}",
    effect=Effect.NOT_IDEMPOTENT,
    params=(
        _ID_IN_PATH,
        Param(
            "count",
            int,
            location=Location.BODY,
            at_least=1,
            at_most=5,
            doc="Number of copies (the service's default: 1).",
        ),
        Param(
            "categories",
            bool,
            location=Location.BODY,
            doc="Put the copies into the same categories (the service's default: false).",
        ),
        Param(
            "notify",
            bool,
            location=Location.BODY,
            doc="Copy the notification settings (the service's default: false).",
        ),
        Param(
            "discounts",
            bool,
            location=Location.BODY,
            doc="Copy the discount settings (the service's default: false).",
        ),
        Param(
            "options",
            bool,
            location=Location.BODY,
            doc="Copy the advanced parameters (the service's default: false).",
        ),
        Param(
            "comissions",
            bool,
            location=Location.BODY,
            doc="Copy the compensation settings (the service's default: false).",
        ),
        Param(
            "gallery",
            bool,
            location=Location.BODY,
            doc="Copy images and videos (the service's default: false).",
        ),
        Param(
            "payment_settings",
            bool,
            location=Location.BODY,
            doc="Copy the payment settings (from the Swagger).",
        ),
    ),
    returns=int,
    many=True,
    counted="count",
    payload="content/products",
    formats=_BOTH,
    permission="[ Products ]: Create",
    docs=_DOCS,
    summary="Copy a product's description, without its content.",
    returns_doc="the ids of the copies",
    notes=(
        "Twice makes twice as many copies. Keep the ids that `products.of_seller(show_hidden=1)` "
        "gives before the call; after an `OutcomeUnknownError` read it again: new ids with the "
        "original's name are the copies. Try again only if there are none."
    ),
)

__all__ = [
    "ADD_TO_CATEGORY",
    "BY_IDS",
    "CLONE",
    "CREATE_ARBITRARY",
    "CREATE_BOOK",
    "CREATE_SOFTWARE",
    "CREATE_UNIQUE_FIXED",
    "CREATE_UNIQUE_UNFIXED",
    "DISCOUNT",
    "EDIT_ARBITRARY",
    "EDIT_BASE",
    "EDIT_BOOK",
    "EDIT_SOFTWARE",
    "EDIT_UNIQUE_FIXED",
    "EDIT_UNIQUE_UNFIXED",
    "GET",
    "OF_SELLER",
    "PRICE",
    "ROWS",
    "SET_PRICES",
    "SET_STATUS",
]

ROWS = (
    BY_IDS,
    GET,
    PRICE,
    DISCOUNT,
    OF_SELLER,
    CLONE,
    EDIT_UNIQUE_FIXED,
    EDIT_UNIQUE_UNFIXED,
    EDIT_BOOK,
    EDIT_SOFTWARE,
    EDIT_ARBITRARY,
    EDIT_BASE,
    SET_STATUS,
    SET_PRICES,
    CREATE_UNIQUE_FIXED,
    CREATE_UNIQUE_UNFIXED,
    CREATE_BOOK,
    CREATE_SOFTWARE,
    CREATE_ARBITRARY,
    ADD_TO_CATEGORY,
)
