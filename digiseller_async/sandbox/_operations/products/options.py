"""List what the buyer of a product can choose, and what it costs."""

from collections.abc import Iterable
from decimal import Decimal

from ..._state.products import Item, Option, Variant
from ..._state.shop.options import PERCENT, options_of
from ..._state.texts import text_in
from ..prices import CENT, converted


def options(item: Item, currency: str, language: str, *, is_owner: bool) -> list[dict[str, object]]:
    """Return what can be chosen or written."""
    return [
        shown(item, one, currency, language, is_owner=is_owner)
        for one in sorted(options_of(item), key=lambda one: one.order)
    ]


def shown(
    item: Item, one: Option, currency: str, language: str, *, is_owner: bool
) -> dict[str, object]:
    """Return an option with its variants."""
    return {
        "id": one.option_id,
        "name": f"option_{one.type}_{one.option_id}",
        "label": text_in(one.name, language),
        "comment": text_in(one.comment, language),
        "type": one.type,
        "separate_content": int(one.separate_content),
        "required": int(one.required),
        "modifier_visible": int(one.modifier_visible),
        "variants": [
            shown_variant(item, variant, currency, language, is_owner=is_owner)
            for variant in sorted(one.variants, key=lambda variant: variant.order)
        ],
    }


def shown_variant(
    item: Item, one: Variant, currency: str, language: str, *, is_owner: bool
) -> dict[str, object]:
    """Return one of the variants."""
    price = converted(item.price, item.currency, currency)
    unit = "RUB" if one.unit == "RUR" else one.unit  # the page has this spelling here
    return {
        "value": one.variant_id,
        "text": text_in(one.name, language),
        "default": int(one.default),
        "modify": f"{one.amount:+f}{unit}" if one.amount else "",
        "modify_type": unit,
        "modify_value": one.amount,
        "modify_value_default": extra(one, price, currency),
        "num_in_stock": item.num_in_stock if is_owner else None,
        "visible": int(one.visible),
    }


def extra(one: Variant, amount: Decimal, currency: str) -> Decimal:
    """Return what a variant adds to an *amount* in this *currency*."""
    if one.unit == PERCENT:
        return (amount * one.amount / 100).quantize(CENT)
    if not one.amount:
        return Decimal(0)
    return converted(abs(one.amount), one.unit, currency).copy_sign(one.amount)


def with_options(
    item: Item, chosen: Iterable[tuple[int, int]], amount: Decimal, currency: str
) -> Decimal:
    """Return the *amount* with what the *chosen* variants add; unknown ones add nothing."""
    pairs = set(chosen)
    found = (
        extra(variant, amount, currency)
        for one in options_of(item)
        for variant in one.variants
        if (one.option_id, variant.variant_id) in pairs
    )
    return max(amount + sum(found, Decimal(0)), CENT)
