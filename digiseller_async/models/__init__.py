"""The frozen models of what the service sends and takes; generated, so never edit it.

Each loads its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._base import Language as Language
    from ._base import Localized as Localized
    from ._base import Moment as Moment
    from ._base import OpenStrEnum as OpenStrEnum
    from .account import AccountCurrency as AccountCurrency
    from .account import Aggregator as Aggregator
    from .account import AllowType as AllowType
    from .account import Balance as Balance
    from .account import CodeFilter as CodeFilter
    from .account import ExternalCode as ExternalCode
    from .account import ExternalItem as ExternalItem
    from .account import ExternalOperation as ExternalOperation
    from .account import ExternalOrder as ExternalOrder
    from .account import FreeDescription as FreeDescription
    from .account import Operation as Operation
    from .account import OperationType as OperationType
    from .account import Receipt as Receipt
    from .account import ReceiptCurrency as ReceiptCurrency
    from .account import ReceiptProduct as ReceiptProduct
    from .account import ReceiptResponse as ReceiptResponse
    from .account import ReceiptType as ReceiptType
    from .account import ResponseType as ResponseType
    from .account import SaleCurrency as SaleCurrency
    from .catalog import CatalogPage as CatalogPage
    from .catalog import CatalogProduct as CatalogProduct
    from .catalog import Category as Category
    from .catalog import Collection as Collection
    from .catalog import FoundProduct as FoundProduct
    from .catalog import Image as Image
    from .catalog import PathCategory as PathCategory
    from .catalog import PriceCurrency as PriceCurrency
    from .catalog import ProductLabel as ProductLabel
    from .catalog import ProductOrder as ProductOrder
    from .catalog import SaleInfo as SaleInfo
    from .catalog import SearchPage as SearchPage
    from .catalog import ShopCurrency as ShopCurrency
    from .catalog import Snippets as Snippets
    from .catalog import Subcategory as Subcategory
    from .content import AddedFile as AddedFile
    from .content import AddedText as AddedText
    from .content import DeletedContent as DeletedContent
    from .content import FormEncoding as FormEncoding
    from .content import FormMethod as FormMethod
    from .content import Status as Status
    from .content import TextItem as TextItem
    from .content import UpdatedFile as UpdatedFile
    from .content import UpdatedText as UpdatedText
    from .edit_enums import AffiliateProgram as AffiliateProgram
    from .edit_enums import CheckoutCategory as CheckoutCategory
    from .edit_enums import CheckoutTax as CheckoutTax
    from .edit_enums import InstructionType as InstructionType
    from .edit_enums import LimitationType as LimitationType
    from .edit_enums import ProductStatus as ProductStatus
    from .edits import Bonus as Bonus
    from .edits import CataloguerAttribute as CataloguerAttribute
    from .edits import Guarantee as Guarantee
    from .edits import Instruction as Instruction
    from .edits import Limitations as Limitations
    from .edits import Preorder as Preorder
    from .edits import ProductCategory as ProductCategory
    from .edits import ProductPrice as ProductPrice
    from .edits import UnitDiscount as UnitDiscount
    from .edits import UnitPrice as UnitPrice
    from .edits import VerifyCode as VerifyCode
    from .gallery import AddedImage as AddedImage
    from .gallery import AddedVideo as AddedVideo
    from .gallery import PreviewType as PreviewType
    from .offers import Offer as Offer
    from .product_details import Breadcrumb as Breadcrumb
    from .product_details import Present as Present
    from .product_details import PreviewImage as PreviewImage
    from .product_details import PreviewVideo as PreviewVideo
    from .product_details import Product as Product
    from .product_details import ProductSeller as ProductSeller
    from .product_details import ProductStatistics as ProductStatistics
    from .product_details import ProductType as ProductType
    from .product_details import SoldFile as SoldFile
    from .product_details import SoldText as SoldText
    from .product_details import VideoType as VideoType
    from .product_options import ModifyType as ModifyType
    from .product_options import OptionType as OptionType
    from .product_options import OptionVariant as OptionVariant
    from .product_options import ProductOption as ProductOption
    from .product_prices import CurrencyPrices as CurrencyPrices
    from .product_prices import LoyaltyDiscount as LoyaltyDiscount
    from .product_prices import PaymentCurrency as PaymentCurrency
    from .product_prices import PaymentMethod as PaymentMethod
    from .product_prices import ProductPrices as ProductPrices
    from .product_prices import ProductSale as ProductSale
    from .product_prices import UnitPrices as UnitPrices
    from .product_prices import Units as Units
    from .product_prices import VolumeDiscount as VolumeDiscount
    from .products import CustomerDiscount as CustomerDiscount
    from .products import Discount as Discount
    from .products import DiscountCurrency as DiscountCurrency
    from .products import DiscountedPrice as DiscountedPrice
    from .products import OrderColumn as OrderColumn
    from .products import OrderDirection as OrderDirection
    from .products import PriceQuote as PriceQuote
    from .products import ProductSummary as ProductSummary
    from .products import QuoteSale as QuoteSale
    from .products import SellerPage as SellerPage
    from .products import SellerProduct as SellerProduct
    from .reviews import Review as Review
    from .reviews import ReviewFilter as ReviewFilter
    from .reviews import ReviewTotals as ReviewTotals
    from .reviews import ReviewType as ReviewType
    from .tasks import TaskError as TaskError
    from .tasks import TaskState as TaskState
    from .tasks import TaskStatus as TaskStatus
    from .templates import CommissionTemplate as CommissionTemplate
    from .templates import TemplateCurrency as TemplateCurrency
    from .templates import TemplateProduct as TemplateProduct
    from .templates import TemplateProductPercent as TemplateProductPercent

_HOMES = {
    "_base": ("Language", "Localized", "Moment", "OpenStrEnum"),
    "account": (
        "AccountCurrency",
        "Aggregator",
        "AllowType",
        "Balance",
        "CodeFilter",
        "ExternalCode",
        "ExternalItem",
        "ExternalOperation",
        "ExternalOrder",
        "FreeDescription",
        "Operation",
        "OperationType",
        "Receipt",
        "ReceiptCurrency",
        "ReceiptProduct",
        "ReceiptResponse",
        "ReceiptType",
        "ResponseType",
        "SaleCurrency",
    ),
    "catalog": (
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
    ),
    "content": (
        "AddedFile",
        "AddedText",
        "DeletedContent",
        "FormEncoding",
        "FormMethod",
        "Status",
        "TextItem",
        "UpdatedFile",
        "UpdatedText",
    ),
    "edit_enums": (
        "AffiliateProgram",
        "CheckoutCategory",
        "CheckoutTax",
        "InstructionType",
        "LimitationType",
        "ProductStatus",
    ),
    "edits": (
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
    ),
    "gallery": ("AddedImage", "AddedVideo", "PreviewType"),
    "offers": ("Offer",),
    "product_details": (
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
    ),
    "product_options": ("ModifyType", "OptionType", "OptionVariant", "ProductOption"),
    "product_prices": (
        "CurrencyPrices",
        "LoyaltyDiscount",
        "PaymentCurrency",
        "PaymentMethod",
        "ProductPrices",
        "ProductSale",
        "UnitPrices",
        "Units",
        "VolumeDiscount",
    ),
    "products": (
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
    ),
    "reviews": ("Review", "ReviewFilter", "ReviewTotals", "ReviewType"),
    "tasks": ("TaskError", "TaskState", "TaskStatus"),
    "templates": (
        "CommissionTemplate",
        "TemplateCurrency",
        "TemplateProduct",
        "TemplateProductPercent",
    ),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
