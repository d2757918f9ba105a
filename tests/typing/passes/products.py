"""Create, edit and price products, with models, with dicts, and with both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from digiseller_async import Digiseller, Task
from digiseller_async.models import (
    Bonus,
    ContentType,
    Language,
    Localized,
    LocalizedDict,
    NewVariantDict,
    PriceCurrency,
    PriceModifier,
    ProductCategoryDict,
    ProductPrice,
    ProductPriceChange,
    ProductPriceChangeDict,
    ProductPriceDict,
    ProductStatusWord,
    SellerProduct,
    TaskStatus,
    VariantPriceChange,
)

PRICE: ProductPriceDict = {"price": "9.99", "currency": "USD"}


async def edit(ds: Digiseller) -> None:
    """Edit each kind of product."""
    name: list[LocalizedDict] = [{"locale": "ru-RU", "value": "Ключ"}]
    await ds.products.edit_base(7, price=PRICE, name=name, enabled=True)
    await ds.products.edit_book(7, price=ProductPrice(price=Decimal("9.99")), trial_url="http://a")
    await ds.products.edit_software(7, price={"price": 10}, bonus={"enabled": True, "percent": 5})
    await ds.products.edit_unique_fixed(
        7,
        name=[Localized(locale=Language.EN, value="Key"), {"locale": "ru-RU", "value": "Ключ"}],
        price={"price": Decimal("33.50"), "currency": PriceCurrency.RUB},
        categories=[{"owner": 1, "category_id": 3, "cataloguer_attributes": ()}],
        preorder={"enabled": True, "delivery_date": dt.date(2027, 1, 1)},
        instruction={"type": "text", "locales": [Localized(locale=Language.EN, value="Read.")]},
        verify_code={"auto_verify": True, "verify_url": "https://example.com"},
        guarantee={"enabled": True, "value": 3},
    )
    await ds.products.edit_unique_unfixed(
        7,
        prices={"price": "0.5", "unit_quantity": 100, "currency": "EUR", "unit_name": "Gold"},
        discounts=[{"unit_for_discount": 1000, "discount": 5}],
        limitations={"type": "MinAndMax", "only_integer": True, "limitations": [10, 500]},
    )
    await ds.products.edit_arbitrary(
        7,
        bonus=Bonus(enabled=False),
        online_checkout_category="Goods",
        online_checkout_tax="vat20",
        affiliate_program="ToSelectedPartners",
    )


async def create(ds: Digiseller) -> int:
    """Create a product with an option, and put it into a category."""
    product_id = await ds.products.create_unique_fixed(
        content_type="Text",
        name=[{"locale": "en-US", "value": "Key"}],
        price=PRICE,
        categories=[{"owner": 0, "category_id": 0}],
        description=[{"locale": "en-US", "value": "A key."}],
    )
    await ds.products.create_book(
        content_type=ContentType.FILE,
        name=[Localized(locale=Language.EN, value="Book")],
        price={"price": 5, "currency": "USD"},
        categories=[{"owner": 1, "cataloguer_category_id": 3}],
        description=(),
    )
    await ds.products.create_unique_unfixed(
        content_type="Url",
        name=[Localized(locale=Language.EN, value="Gold")],
        price=PRICE,
        categories=[{"owner": 0, "category_id": 5}],
        description=[],
        prices={"price": 1, "unit_quantity": 10, "currency": "RUB", "unit_name": "Gold"},
    )
    await ds.products.add_to_category(product_id, 12)
    return (await ds.products.clone(product_id, count=1, options=True))[0]


async def create_others(ds: Digiseller, name: LocalizedDict, owner: ProductCategoryDict) -> None:
    """Create products of what an own function was given."""
    await ds.products.create_software(
        content_type="File", name=[name], price=PRICE, categories=[owner], description=[name]
    )
    await ds.products.create_arbitrary(
        content_type="DigisellerCode",
        name=(name,),
        price=ProductPrice(price=Decimal(5), currency=PriceCurrency.USD),
        categories=(owner,),
        description=(name,),
        pay_as_you_want=True,
    )


async def options(ds: Digiseller, product_id: int) -> list[int]:
    """Give a product an option with variants, and change them."""
    variant: NewVariantDict = {
        "name": [{"locale": "en-US", "value": "Large"}],
        "type": "priceplus",
        "rate": "1.50",
    }
    made = await ds.options.create(
        product_id=product_id,
        name=[{"locale": "en-US", "value": "Size"}],
        type="radio",
        variants=[variant, {**variant, "type": PriceModifier.PRICE_MINUS}],
    )
    await ds.options.update(made.option_id, required=True)
    await ds.options.update_variant(made.option_id, made.variants[0], rate=2, type="percentplus")
    await ds.options.set_precheck(product_id, precheck_active=True)
    print((await ds.options.precheck(product_id)).precheck_active)
    await ds.options.delete_variant(made.option_id, made.variants[1])
    print(await ds.options.list(product_id), await ds.options.get(made.option_id))
    added = await ds.options.add_variants(made.option_id, [variant])
    await ds.options.delete(made.option_id)
    return added


def dearer(goods: Iterable[SellerProduct]) -> Iterator[ProductPriceChangeDict]:
    """Make each product dearer by five percent."""
    for one in goods:
        if one.price is not None:
            yield {"product_id": one.id_goods, "price": one.price * Decimal("1.05")}


async def set_prices(ds: Digiseller) -> TaskStatus:
    """Set the prices of all, and of variants of one, in one call each."""
    goods = await ds.products.of_seller().all()
    task: Task = await ds.products.set_prices(dearer(goods))
    await task.wait(timeout=60)
    change = VariantPriceChange(variant_id=1, rate=Decimal(5), type=PriceModifier.PERCENT_PLUS)
    await ds.products.set_prices(
        [
            ProductPriceChange(product_id=7, variants=(change,)),
            {"product_id": 8, "variants": [{"variant_id": 2, "rate": 5, "type": "priceplus"}]},
        ]
    )
    return await ds.tasks.status(task.id)


async def switch(ds: Digiseller, product_ids: set[int], status: ProductStatusWord) -> TaskStatus:
    """Switch sales on or off."""
    task = await ds.products.set_status(product_ids, status)
    return await task.wait()
