"""Round trips of the rows that create products, set prices, and put up on marketplaces."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import pytest
from golden.goods import NEW_ARBITRARY, NEW_BOOK, NEW_FIXED, NEW_SOFTWARE, NEW_UNFIXED

from digiseller_async import RejectedError
from digiseller_async.models import (
    PriceModifier,
    ProductPriceChange,
    ProductPriceChangeDict,
    VariantPriceChange,
)

from . import DIGI, UNIT, RoundTrip, RoundTrips

PRICE = Decimal(725)


def create(
    call: Callable[[RoundTrip], Callable[..., Awaitable[int]]],
    parts: dict[str, Any],
    price: Decimal,
) -> Callable[[RoundTrip], Awaitable[None]]:
    """Return the round trip of a creation with all *parts*; the product costs *price*."""

    async def round_trip(trip: RoundTrip) -> None:
        """A created product is in the seller's list, is described as asked, and can be filled."""
        others = await trip.products()
        found = await call(trip)(**parts)
        await trip.ds.content.add_text(found, texts=["one", "two"])
        goods, product = await trip.products(), await trip.product(found)

        name = parts["name"][0].value
        assert goods.keys() - others.keys() == {found}
        assert {**goods, found: None} == {**others, found: None}
        assert goods[found].name_goods == product.name == name
        assert (goods[found].price, product.num_in_stock) == (price, 2)
        assert (product.info, product.options) == (parts["description"][0].value, ())
        again = await call(trip)(**parts)
        assert again not in goods
        one_language = {"name": parts["name"][:1], "categories": [{"owner": 1, "category_id": 1}]}
        with pytest.raises(RejectedError) as caught:
            await call(trip)(**{**parts, **one_language})
        assert [error.code for error in caught.value.errors] == ["name"]

    return round_trip


async def set_prices(trip: RoundTrip) -> None:
    """Prices of products and of variants are set, and the task tells which were not."""
    before = await trip.product()
    first, second, third = before.options[0].variants
    of_unit: ProductPriceChangeDict = {"product_id": UNIT, "price": 20}
    changes: list[ProductPriceChange | ProductPriceChangeDict] = [
        ProductPriceChange(
            product_id=DIGI,
            price=Decimal("33.50"),
            variants=(
                VariantPriceChange(
                    variant_id=second.value or 0, rate=Decimal(10), type=PriceModifier.PERCENT_MINUS
                ),
                VariantPriceChange(
                    variant_id=third.value or 0, rate=Decimal(5), type=PriceModifier.PRICE_PLUS
                ),
            ),
        ),
        of_unit,
    ]
    done = await (await trip.ds.products.set_prices(changes)).wait()
    mixed = await trip.ds.products.set_prices([{"product_id": 1, "price": 1}, of_unit])
    with pytest.raises(RejectedError) as caught:
        await mixed.wait()

    goods, after = await trip.products(), await trip.product()
    assert (done.is_done, done.success_count) == (True, 2)
    assert [error.code for error in caught.value.errors] == ["1"]
    assert (goods[DIGI].price, goods[UNIT].price) == (Decimal("33.50"), Decimal(20))
    assert [one.modify_value for one in after.options[0].variants] == [0, -10, 5]
    assert after.options[0].variants[0] == first
    assert after.options[0].variants[1].modify_type == "%"


async def add_to_category(trip: RoundTrip) -> None:
    """A product is shown in a subcategory that is open, and twice is as good as once."""
    for _ in range(2):
        assert (await trip.ds.products.add_to_category(DIGI, 200_011)).status == "success"
    with pytest.raises(RejectedError):
        await trip.ds.products.add_to_category(DIGI, 200_013)

    assert trip.box.stock.find(DIGI).subcategories == {200_011}


ROUND_TRIPS: RoundTrips = {
    "products.set_prices": set_prices,
    "products.create_unique_fixed": create(
        lambda trip: trip.ds.products.create_unique_fixed, NEW_FIXED, PRICE
    ),
    "products.create_unique_unfixed": create(
        lambda trip: trip.ds.products.create_unique_unfixed, NEW_UNFIXED, Decimal(250)
    ),
    "products.create_book": create(lambda trip: trip.ds.products.create_book, NEW_BOOK, PRICE),
    "products.create_software": create(
        lambda trip: trip.ds.products.create_software, NEW_SOFTWARE, PRICE
    ),
    "products.create_arbitrary": create(
        lambda trip: trip.ds.products.create_arbitrary, NEW_ARBITRARY, PRICE
    ),
    "products.add_to_category": add_to_category,
}
