"""Open enums for the arguments that edit products."""

from __future__ import annotations

from ._base import OpenStrEnum

__all__ = [
    "AffiliateProgram",
    "CheckoutCategory",
    "CheckoutTax",
    "ContentType",
    "InstructionType",
    "LimitationType",
    "ProductStatus",
]


class InstructionType(OpenStrEnum):
    """What an instruction consists of."""

    URL = "url"
    """A link."""
    TEXT = "text"
    """A text."""


class ContentType(OpenStrEnum):
    """What a new product's content consists of."""

    TEXT = "Text"
    """Texts."""
    FILE = "File"
    """Files."""
    URL = "Url"
    """Links."""
    DIGISELLER_CODE = "DigisellerCode"
    """Unique codes that Digiseller makes."""
    FORM = "Form"
    """What the seller's own server sends."""


class LimitationType(OpenStrEnum):
    """How purchases are limited."""

    NONE = "None"
    """Not at all."""
    MIN_AND_MAX = "MinAndMax"
    """Minimum and maximum quantity for buying."""
    FIXED_QUANTITY = "FixedQuantity"
    """Fixed quantity for buying."""


class AffiliateProgram(OpenStrEnum):
    """How a product takes part in the affiliate program (from the Swagger)."""

    TO_SELECTED_PARTNERS = "ToSelectedPartners"
    """For selected partners."""
    DEDUCTIONS_PARTNERS = "DeductionsPartners"
    """With deductions to partners."""
    PRODUCT_NOT_PARTICIPATE_IN_PROGRAM = "ProductNotParticipateInProgram"
    """The product does not take part."""


class ProductStatus(OpenStrEnum):
    """Whether a product is on sale."""

    ENABLED = "enabled"
    """On sale."""
    DISABLED = "disabled"
    """Not on sale."""


class CheckoutTax(OpenStrEnum):
    """VAT rate for generating an electronic receipt."""

    VAT20 = "vat20"
    """Calculated rate 20%."""
    VAT10 = "vat10"
    """Calculated rate 10%."""
    VAT110 = "vat110"
    """Calculated rate 10/110."""
    VAT120 = "vat120"
    """Calculated rate 20/120."""
    VAT0 = "vat0"
    """Calculated rate 0%."""
    NO_VAT = "no_vat"
    """VAT is not imposed."""


class CheckoutCategory(OpenStrEnum):
    """Settlement item flag (online cash register)."""

    GOODS = "Goods"
    """Goods."""
    EXCISE_GOODS = "ExciseGoods"
    """Excisable goods."""
    WORK = "Work"
    """Work."""
    SERVICE = "Service"
    """Service."""
    GAMBLING_BET = "GamblingBet"
    """Gambling bet."""
    GAMBLING_PRIZE = "GamblingPrize"
    """Gambling winnings."""
    LOTTERY_TICKET = "LotteryTicket"
    """Lottery ticket."""
    LOTTERY_PRIZE = "LotteryPrize"
    """Lottery winnings."""
    INTELLECTUAL_PROPERTY_GRANT = "IntellectualPropertyGrant"
    """Provision of intellectual property grant."""
    PAYMENT = "Payment"
    """Payment."""
    AGENCY_FEE = "AgencyFee"
    """Agency fee."""
    COMPOSITE_SUBJECT = "CompositeSubject"
    """Composite settlement item."""
    OTHER_SUBJECT = "OtherSubject"
    """Other settlement item."""
    PROPERTY_RIGHT = "PropertyRight"
    """Property right."""
    NON_OPERATING_INCOME = "NonOperatingIncome"
    """Non-operating income."""
    INSURANCE_PREMIUMS = "InsurancePremiums"
    """Insurance premiums."""
    TRADE_FEE = "TradeFee"
    """Trade fee."""
    RESORT_FEE = "ResortFee"
    """Resort fee."""
    PLEDGE = "Pledge"
    """Pledge."""
