"""Round trips of the group ``options``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from golden.options import KIND, PARTS, VARIANTS

from digiseller_async import RejectedError
from digiseller_async.models import NewVariantDict, OptionType, OptionVariantDetails, PriceModifier

from . import DIGI, PINS, RoundTrip, RoundTrips


async def created(trip: RoundTrip, **parts: Any) -> tuple[int, tuple[int, ...]]:
    """Add an option to a product without any, and return its id and those of its variants."""
    given: dict[str, Any] = {**PARTS, "variants": VARIANTS, **parts}
    found = await trip.ds.options.create(product_id=PINS, **given)
    return found.option_id, found.variants


async def variants(trip: RoundTrip, option_id: int) -> tuple[OptionVariantDetails, ...]:
    """Return the variants of an option."""
    return (await trip.ds.options.get(option_id)).variants


async def options(trip: RoundTrip) -> None:
    """The options of a product are those that buyers see; another product has none."""
    found = await trip.ds.options.list(DIGI)
    product = await trip.product()

    assert [one.type for one in found] == [one.type for one in product.options]
    assert [one.name[0].value for one in found] == [one.label for one in product.options]
    assert (found[0].comment[1].value, found[1].comment) == ("Choose a <kind>", ())
    assert await trip.ds.options.list(PINS) == []
    with pytest.raises(RejectedError):
        await trip.ds.options.list(1)


async def get(trip: RoundTrip) -> None:
    """An option has its variants with what they cost, as buyers see them."""
    first, second = await trip.ds.options.list(DIGI)
    found, wish = await trip.ds.options.get(first.id), await trip.ds.options.get(second.id)
    shown = (await trip.product()).options[0]

    assert (found.id, found.product_id, found.required) == (first.id, DIGI, True)
    assert [one.variant_id for one in found.variants] == [one.value for one in shown.variants]
    assert [one.rate for one in found.variants] == [one.modify_value for one in shown.variants]
    assert found.variants[1].type == PriceModifier.PERCENT_PLUS
    assert (wish.id, wish.variants) == (second.id, ())
    for wrong in (1, 28_002, 28_999):  # nobody's, or a product's that has none
        with pytest.raises(RejectedError):
            await trip.ds.options.get(wrong)


async def create(trip: RoundTrip) -> None:
    """A new option is listed, is shown to buyers, and its variants are priced."""
    option_id, (gift, cheap) = await created(trip)
    text = await trip.ds.options.create(product_id=PINS, name=KIND, type="text")
    found = await trip.ds.options.get(option_id)
    shown = (await trip.product(PINS)).options
    plain = await trip.ds.products.price(PINS)
    dearer = await trip.ds.products.price(PINS, options=[f"{option_id}:{gift}"])

    assert {name: getattr(found, name) for name in PARTS} == {**PARTS, "type": OptionType.RADIO}
    assert [one.variant_id for one in found.variants] == [gift, cheap]
    assert (found.variants[0].default, found.variants[1].default) == (True, False)
    assert (found.variants[1].type, found.variants[1].rate) == (
        PriceModifier.PRICE_MINUS,
        Decimal(5),
    )
    assert [one.value for one in shown[0].variants] == [gift, cheap]
    assert (text.variants, len(shown), shown[1].type) == ((), 2, "text")
    assert plain.price is not None
    assert dearer.price is not None
    assert abs(dearer.price - plain.price * Decimal("1.125")) < Decimal("0.03")
    with pytest.raises(RejectedError):
        await created(trip, type="text")


async def update(trip: RoundTrip) -> None:
    """What is given of an option changes, and the rest stays."""
    option_id, _ = await created(trip)
    before = await trip.ds.options.get(option_id)
    await trip.ds.options.update(option_id, required=False, order=3)
    partly = await trip.ds.options.get(option_id)
    await trip.ds.options.update(option_id, **PARTS)

    assert (partly.required, partly.order, partly.name) == (False, 3, before.name)
    assert await trip.ds.options.get(option_id) == before
    with pytest.raises(RejectedError):
        await trip.ds.options.update(1, order=1)


async def delete(trip: RoundTrip) -> None:
    """A deleted option is shown nowhere, neither a new one nor one that was there."""
    option_id, _ = await created(trip)
    first, second = await trip.ds.options.list(DIGI)
    for one in (option_id, first.id):
        await trip.ds.options.delete(one)

    assert await trip.ds.options.list(PINS) == []
    assert await trip.ds.options.list(DIGI) == [second]


async def add_variants(trip: RoundTrip) -> None:
    """New variants stand behind those that were there."""
    option_id, before = await created(trip)
    added = await trip.ds.options.add_variants(option_id, [{**VARIANT, "rate": 0}, VARIANT])

    found = await variants(trip, option_id)
    assert [one.variant_id for one in found] == [*before, *added]
    assert [one.order for one in found] == [1, 2, 3, 4]
    assert [one.rate for one in found[2:]] == [0, 7]


VARIANT: NewVariantDict = {"name": KIND, "type": "priceplus", "rate": 7}


async def update_variant(trip: RoundTrip) -> None:
    """What is given of a variant changes, and the rest stays."""
    option_id, (first, second) = await created(trip)
    change = trip.ds.options.update_variant
    before = await variants(trip, option_id)
    await change(option_id, first, rate=20)
    await change(option_id, second, type=PriceModifier.PERCENT_MINUS)
    partly = await variants(trip, option_id)
    await change(
        option_id,
        first,
        name=KIND,
        type="priceminus",
        rate=1,
        default=False,
        visible=False,
        order=9,
    )
    (_, after), hidden = await variants(trip, option_id), await variants(trip, option_id)

    assert (partly[0].type, partly[0].rate) == (PriceModifier.PERCENT_PLUS, Decimal(20))
    assert (partly[1].type, partly[1].rate) == (PriceModifier.PERCENT_MINUS, Decimal(5))
    assert (partly[0].name, partly[0].default) == (before[0].name, True)
    assert after == partly[1]
    assert hidden[0] == OptionVariantDetails(
        variant_id=first,
        name=KIND,
        type=PriceModifier.PRICE_MINUS,
        rate=Decimal(1),
        default=False,
        visible=False,
        order=9,
    )
    await change(option_id, second, order=7)
    assert (await variants(trip, option_id))[1] == evolve(after, order=7)
    with pytest.raises(RejectedError):
        await change(option_id, 1, order=1)


async def delete_variant(trip: RoundTrip) -> None:
    """A deleted variant is gone, and the others stay."""
    option_id, (first, second) = await created(trip)
    await trip.ds.options.delete_variant(option_id, first)

    assert [one.variant_id for one in await variants(trip, option_id)] == [second]


async def precheck(trip: RoundTrip) -> None:
    """At first nobody is asked before payment."""
    found = await trip.ds.options.precheck(PINS)

    assert (found.product_id, found.precheck_active, found.precheck_url) == (PINS, False, None)


async def set_precheck(trip: RoundTrip) -> None:
    """What is given of the settings changes, and the rest stays."""
    url = "https://example.com/a?b=1&c=2"
    await trip.ds.options.set_precheck(PINS, precheck_active=True, precheck_url=url)
    await trip.ds.options.set_precheck(PINS, precheck_no_answer="allow")

    found = await trip.ds.options.precheck(PINS)
    assert (found.precheck_active, found.precheck_url) == (True, url)
    assert found.precheck_no_answer == "allow"


ROUND_TRIPS: RoundTrips = {
    "options.list": options,
    "options.get": get,
    "options.create": create,
    "options.update": update,
    "options.delete": delete,
    "options.add_variants": add_variants,
    "options.update_variant": update_variant,
    "options.delete_variant": delete_variant,
    "options.precheck": precheck,
    "options.set_precheck": set_precheck,
}
