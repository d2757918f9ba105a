"""Declare the bodies of the edits as their pages draw them.

Each field may be missing: an edit changes what it names. A null is a missing field, as ASP.NET
reads it. Ranges and words that the pages close are part of the types.
"""

from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

Currency: TypeAlias = Literal["RUB", "USD", "EUR", "UAH"]
Percent: TypeAlias = Annotated[int, Meta(ge=0, le=100)]
Natural: TypeAlias = Annotated[int, Meta(ge=0)]
# 0 is for chosen partners only, -1 for no affiliate program.
Commission: TypeAlias = Annotated[int, Meta(ge=-1, le=100)]
Quantity: TypeAlias = Literal[
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
]
DeliveryDate: TypeAlias = Annotated[
    str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$")
]
# The pages write these words with a small letter, the Swagger with a capital one.
InstructionType: TypeAlias = Literal["url", "text", "Url", "Text"]
# An empty field shows the number of sales.
SalesLimit: TypeAlias = (
    Literal[-1, 1, 10, 50, 100, 1000] | Annotated[str, Meta(pattern="^(-1|10{0,3}|50|)$")]
)
CheckoutCategory: TypeAlias = Literal[
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
CheckoutTax: TypeAlias = Literal["vat20", "vat10", "vat110", "vat120", "vat0", "no_vat"]


class Local(Struct, frozen=True):
    """A text in one language."""

    locale: Literal["ru-RU", "en-US"]
    value: str


class Price(Struct, frozen=True):
    """A price; the unit belongs to a product whose price is not fixed."""

    price: Decimal | None = None
    currency: Currency | None = None
    unit_quantity: Quantity | None = None
    unit_name: str | None = None


class Attribute(Struct, frozen=True):
    """One attribute in a category of the cataloguer."""

    attribute_id: int | None = None
    attribute_value_id: int | None = None


class Category(Struct, frozen=True):
    """A category of the own store or of a marketplace."""

    owner: Annotated[int, Meta(ge=0, le=3)]
    category_id: Natural | None = None
    cataloguer_category_id: int | None = None
    cataloguer_attributes: tuple[Attribute, ...] | None = None


class Bonus(Struct, frozen=True):
    """What a favourable review brings."""

    enabled: bool | None = None
    percent: Decimal | None = None


class Guarantee(Struct, frozen=True):
    """Until when the money is given back."""

    enabled: bool | None = None
    value: Natural | None = None


class VerifyCode(Struct, frozen=True):
    """How a code is verified."""

    auto_verify: bool | None = None
    verify_url: str | None = None
    redirect_to: str | None = None
    parameters: tuple[str, ...] | None = None


class Preorder(Struct, frozen=True):
    """When a product comes that is sold before it is there."""

    enabled: bool | None = None
    delivery_date: DeliveryDate | None = None


class Instruction(Struct, frozen=True):
    """What the buyer reads on the page of his order."""

    type: InstructionType | None = None
    locales: tuple[Local, ...] | None = None


class Limitations(Struct, frozen=True):
    """How many units may be bought."""

    type: Literal["None", "MinAndMax", "FixedQuantity"] | None = None
    only_integer: bool | None = None
    limitations: tuple[int, ...] | None = None


class Discount(Struct, frozen=True):
    """A discount from some number of units on."""

    unit_for_discount: Decimal
    discount: Percent


class Base(Struct, frozen=True):
    """What all products have; the type of the content is named in the Swagger, and stays."""

    enabled: bool | None = None
    name: tuple[Local, ...] | None = None
    price: Price | None = None
    comission_partner: Commission | None = None
    categories: tuple[Category, ...] | None = None
    bonus: Bonus | None = None
    guarantee: Guarantee | None = None
    description: tuple[Local, ...] | None = None
    add_info: tuple[Local, ...] | None = None
    address_required: bool | None = None
    instruction: Instruction | None = None
    present_product_id: Natural | None = None
    sales_limit: SalesLimit | None = None
    online_checkout_name: str | None = None
    online_checkout_category: CheckoutCategory | None = None
    online_checkout_tax: CheckoutTax | None = None


class UniqueFixed(Base, frozen=True):
    """A unique product with a fixed price."""

    trial_url: str | None = None
    verify_code: VerifyCode | None = None
    preorder: Preorder | None = None


class UniqueUnfixed(Base, frozen=True):
    """A unique product whose price is for one unit; sample and table disagree on its name."""

    prices: Price | None = None
    verify_code: VerifyCode | None = None
    discounts: tuple[Discount, ...] | None = None
    limitations: Limitations | None = None


class WithTrial(Base, frozen=True):
    """A book or software."""

    trial_url: str | None = None


class Arbitrary(Base, frozen=True):
    """Any other digital product."""

    affiliate_program: (
        Literal["ToSelectedPartners", "DeductionsPartners", "ProductNotParticipateInProgram"] | None
    ) = None
    pay_as_you_want: bool | None = None
