"""Parameters of the rows in `edits`: what an edit can change."""

from __future__ import annotations

from typing import Any

from ..models._base import Localized
from ..models.edit_enums import AffiliateProgram, CheckoutCategory, CheckoutTax
from ..models.edits import (
    Bonus,
    Guarantee,
    Instruction,
    Limitations,
    Preorder,
    ProductCategory,
    ProductPrice,
    UnitDiscount,
    UnitPrice,
    VerifyCode,
)
from .language import Location, Param

PRODUCT_ID = Param(
    "product_id",
    int,
    location=Location.PATH,
    required=True,
    positional=True,
    at_least=1,
    doc="The product.",
)


def _part(name: str, kind: type[Any], doc: str, *, many: bool = False) -> Param:
    return Param(name, kind, location=Location.BODY, many=many, doc=doc)


BASE = (
    _part("enabled", bool, "Product posted for sale."),
    _part("name", Localized, "Item name, by language.", many=True),
    _part("price", ProductPrice, "Price."),
    Param(
        "comission_partner",
        int,
        location=Location.BODY,
        at_least=-1,
        doc=(
            "Commission fee for partners, in percent. 0: deduction for selected affiliates only; "
            "-1: the item is not part of an affiliate program."
        ),
    ),
    _part("categories", ProductCategory, "Item categories.", many=True),
    _part("bonus", Bonus, "For a favorable review of the purchase."),
    _part("guarantee", Guarantee, "Refund of payment."),
    _part("description", Localized, "Item description, by language.", many=True),
    _part("add_info", Localized, "Additional information, by language.", many=True),
    _part("address_required", bool, "Buyer must enter delivery address before paying."),
    _part("instruction", Instruction, "Usage instruction on the order description page."),
    Param(
        "present_product_id",
        int,
        location=Location.BODY,
        at_least=0,
        doc="Item id provided as a gift to the buyer; 0 removes it.",
    ),
    Param(
        "sales_limit",
        int,
        location=Location.BODY,
        choices=(-1, 1, 10, 50, 100, 1000),
        allow_empty=True,
        doc='Visibility of the number of sales: ``""`` shows it, -1 hides it.',
    ),
    _part("online_checkout_name", str, "Product name for online checkout."),
    _part("online_checkout_category", CheckoutCategory, "Settlement item flag."),
    _part("online_checkout_tax", CheckoutTax, "VAT rate for generating an electronic receipt."),
)
"""What every edit can change."""

TRIAL_URL = _part("trial_url", str, "URL of the trial version.")
VERIFY_CODE = _part("verify_code", VerifyCode, "Code verification (the default: manually).")
PREORDER = _part("preorder", Preorder, "Pre-order.")
PRICES = _part("prices", UnitPrice, "Price for a quantity of units.")
DISCOUNTS = _part(
    "discounts", UnitDiscount, "Discounts when purchasing a certain quantity of goods.", many=True
)
LIMITATIONS = _part("limitations", Limitations, "Purchase limitations.")
AFFILIATE_PROGRAM = _part(
    "affiliate_program",
    AffiliateProgram,
    "How it takes part in affiliate sales (from the Swagger).",
)
PAY_AS_YOU_WANT = _part(
    "pay_as_you_want", bool, 'The model of "Pay as you want" (from the Swagger).'
)
