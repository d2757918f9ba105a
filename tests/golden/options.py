"""Golden calls of the group ``options``.

No answer is shown by any page: they have plausible values for the documented fields.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from digiseller_async.models import (
    CreatedOption,
    NewVariant,
    NewVariantDict,
    OptionDetails,
    OptionSummary,
    OptionType,
    OptionVariantDetails,
    PrecheckSettings,
    PriceModifier,
)

from . import Case
from .edits import by_language

OPTION = 28000
KIND = by_language("Вид", "Kind")
COMMENT = by_language("Выберите <вид>", "Choose a <kind>")
GIFT = by_language("Подарочный", "Gift")
PARTS: dict[str, Any] = {
    "name": KIND,
    "type": OptionType.RADIO,
    "comment": COMMENT,
    "separate_content": False,
    "required": True,
    "modifier_visible": True,
    "order": 1,
}
VARIANTS: list[NewVariant | NewVariantDict] = [
    NewVariant(
        name=GIFT, type=PriceModifier.PERCENT_PLUS, rate=Decimal("12.5"), default=True, order=1
    ),
    {"name": GIFT, "type": "priceminus", "rate": 5},
]
DETAILS = OptionDetails(
    id=OPTION,
    **PARTS,
    product_id=2661878,
    variants=(
        OptionVariantDetails(
            variant_id=41001,
            name=GIFT,
            type=PriceModifier.PERCENT_PLUS,
            rate=Decimal("12.5"),
            default=True,
            visible=True,
            order=1,
        ),
        OptionVariantDetails(
            variant_id=41002,
            name=GIFT,
            type=PriceModifier.PRICE_MINUS,
            rate=Decimal(5),
            default=False,
            visible=False,
            order=2,
        ),
    ),
)

CASES = (
    Case(
        "options.list",
        lambda ds: ds.options.list(2661878),
        [
            OptionSummary(id=OPTION, type=OptionType.RADIO, order=1, name=KIND, comment=COMMENT),
            OptionSummary(id=OPTION + 1, type=OptionType.TEXTAREA, order=2, name=GIFT),
        ],
    ),
    Case("options.get", lambda ds: ds.options.get(OPTION), DETAILS),
    Case(
        "options.create",
        lambda ds: ds.options.create(product_id=2661878, **PARTS, variants=VARIANTS),
        CreatedOption(option_id=OPTION, variants=(41001, 41002)),
    ),
    Case("options.update", lambda ds: ds.options.update(OPTION, **PARTS), None),
    Case("options.update", lambda ds: ds.options.update(OPTION, required=False), None, "partly"),
    Case("options.delete", lambda ds: ds.options.delete(OPTION), None),
    Case(
        "options.add_variants",
        lambda ds: ds.options.add_variants(OPTION, VARIANTS),
        [41001, 41002],
    ),
    Case(
        "options.update_variant",
        lambda ds: ds.options.update_variant(
            OPTION,
            41001,
            name=GIFT,
            type=PriceModifier.PRICE_PLUS,
            rate=Decimal("1.50"),
            default=False,
            visible=True,
            order=2,
        ),
        None,
    ),
    Case("options.delete_variant", lambda ds: ds.options.delete_variant(OPTION, 41001), None),
    Case(
        "options.precheck",
        lambda ds: ds.options.precheck(2661878),
        PrecheckSettings(
            product_id=2661878,
            precheck_active=True,
            precheck_url="https://example.com/precheck",
            precheck_no_answer="allow",
        ),
    ),
    Case(
        "options.set_precheck",
        lambda ds: ds.options.set_precheck(
            2661878,
            precheck_active=True,
            precheck_url="https://example.com/precheck",
            precheck_no_answer="allow",
        ),
        None,
    ),
)
