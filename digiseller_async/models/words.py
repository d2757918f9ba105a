"""Words that may stand for members of enums in arguments; generated: do not edit."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = [
    "AffiliateProgramWord",
    "AggregatorWord",
    "AllowTypeWord",
    "BaseCurrencyWord",
    "CheckoutCategoryWord",
    "CheckoutTaxWord",
    "CodeFilterWord",
    "ContentTypeWord",
    "DiscountCurrencyWord",
    "ExternalCodeWord",
    "ExternalOrderWord",
    "FormEncodingWord",
    "FormMethodWord",
    "InstructionTypeWord",
    "LanguageWord",
    "LimitationTypeWord",
    "OptionTypeWord",
    "OrderColumnWord",
    "OrderDirectionWord",
    "PlatformWord",
    "PreviewTypeWord",
    "PriceCurrencyWord",
    "PriceModifierWord",
    "ProductOrderWord",
    "ProductStatusWord",
    "RateCurrencyWord",
    "RateSourceWord",
    "ReceiptCurrencyWord",
    "ReceiptTypeWord",
    "ReviewFilterWord",
    "ShopCurrencyWord",
    "TemplateCurrencyWord",
]

AffiliateProgramWord: TypeAlias = Literal[
    "ToSelectedPartners", "DeductionsPartners", "ProductNotParticipateInProgram"
]
"""A word of `AffiliateProgram`."""

AggregatorWord: TypeAlias = Literal[
    "yandex",
    "enot",
    "robokassa",
    "paypal",
    "paymaster",
    "interkassa",
    "unitpay",
    "api",
    "freekassa",
]
"""A word of `Aggregator`."""

AllowTypeWord: TypeAlias = Literal["exclude", "only"]
"""A word of `AllowType`."""

BaseCurrencyWord: TypeAlias = Literal["USD", "RUB", "EUR", "UAH"]
"""A word of `BaseCurrency`."""

CheckoutCategoryWord: TypeAlias = Literal[
    "Goods",
    "ExciseGoods",
    "Work",
    "Service",
    "GamblingBet",
    "GamblingPrize",
    "LotteryTicket",
    "LotteryPrize",
    "IntellectualPropertyGrant",
    "Payment",
    "AgencyFee",
    "CompositeSubject",
    "OtherSubject",
    "PropertyRight",
    "NonOperatingIncome",
    "InsurancePremiums",
    "TradeFee",
    "ResortFee",
    "Pledge",
]
"""A word of `CheckoutCategory`."""

CheckoutTaxWord: TypeAlias = Literal["vat20", "vat10", "vat110", "vat120", "vat0", "no_vat"]
"""A word of `CheckoutTax`."""

CodeFilterWord: TypeAlias = Literal["only_waiting_check_code", "hide_waiting_code_check"]
"""A word of `CodeFilter`."""

ContentTypeWord: TypeAlias = Literal["Text", "File", "Url", "DigisellerCode", "Form"]
"""A word of `ContentType`."""

DiscountCurrencyWord: TypeAlias = Literal["USD", "RUR", "EUR", "UAH", "mBTC"]
"""A word of `DiscountCurrency`."""

ExternalCodeWord: TypeAlias = Literal["only", "exclude"]
"""A word of `ExternalCode`."""

ExternalOrderWord: TypeAlias = Literal[
    "ProductId DESC", "ProductId", "Date DESC", "Date", "Amount DESC", "Amount"
]
"""A word of `ExternalOrder`."""

FormEncodingWord: TypeAlias = Literal["UTF8", "Windows1251"]
"""A word of `FormEncoding`."""

FormMethodWord: TypeAlias = Literal["Email", "JSON", "XML"]
"""A word of `FormMethod`."""

InstructionTypeWord: TypeAlias = Literal["url", "text"]
"""A word of `InstructionType`."""

LanguageWord: TypeAlias = Literal["ru-RU", "en-US"]
"""A word of `Language`."""

LimitationTypeWord: TypeAlias = Literal["None", "MinAndMax", "FixedQuantity"]
"""A word of `LimitationType`."""

OptionTypeWord: TypeAlias = Literal["textarea", "checkbox", "text", "radio", "select"]
"""A word of `OptionType`."""

OrderColumnWord: TypeAlias = Literal[
    "name", "price", "cntsell", "cntreturn", "cntgoodresponses", "cntbadresponses"
]
"""A word of `OrderColumn`."""

OrderDirectionWord: TypeAlias = Literal["asc", "desc"]
"""A word of `OrderDirection`."""

PlatformWord: TypeAlias = Literal["plati", "wmcentre", "ggsel"]
"""A word of `Platform`."""

PreviewTypeWord: TypeAlias = Literal["image", "video"]
"""A word of `PreviewType`."""

PriceCurrencyWord: TypeAlias = Literal["USD", "RUB", "EUR", "UAH"]
"""A word of `PriceCurrency`."""

PriceModifierWord: TypeAlias = Literal["percentplus", "percentminus", "priceplus", "priceminus"]
"""A word of `PriceModifier`."""

ProductOrderWord: TypeAlias = Literal["name", "nameDESC", "price", "priceDESC"]
"""A word of `ProductOrder`."""

ProductStatusWord: TypeAlias = Literal["enabled", "disabled"]
"""A word of `ProductStatus`."""

RateCurrencyWord: TypeAlias = Literal["USD", "RUB", "EUR", "mBTC", "mLTC"]
"""A word of `RateCurrency`."""

RateSourceWord: TypeAlias = Literal["MR", "CBR", "NBU", "BTC", "LTC"]
"""A word of `RateSource`."""

ReceiptCurrencyWord: TypeAlias = Literal["WMR", "WMZ", "WME"]
"""A word of `ReceiptCurrency`."""

ReceiptTypeWord: TypeAlias = Literal[
    "agent_accurals",
    "product_sales",
    "add_funds",
    "exchange_response",
    "exchange_request",
    "refund",
    "adv_goods",
    "external_commissions",
    "hard_disk_rent",
    "extra_partner_space",
    "gift_certificates",
    "transfer_to_wallet",
]
"""A word of `ReceiptType`."""

ReviewFilterWord: TypeAlias = Literal["good", "bad", "all"]
"""A word of `ReviewFilter`."""

ShopCurrencyWord: TypeAlias = Literal["USD", "RUR", "EUR", "UAH"]
"""A word of `ShopCurrency`."""

TemplateCurrencyWord: TypeAlias = Literal["RUB", "USD", "UAH", "EUR"]
"""A word of `TemplateCurrency`."""
