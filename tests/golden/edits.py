"""Golden calls of the rows that edit products.

The bodies are the documentation's samples, repaired: a comma and a quotation mark are missing, and
the type of limitations is a placeholder. What only the tables or the Swagger have is added. There
is no XML: the bodies are a ``request`` with repeated elements, the answers a ``result``, as those
of `content`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from digiseller_async import Digiseller
from digiseller_async._codecs.scalars import MOSCOW
from digiseller_async.models import (
    AffiliateProgram,
    Bonus,
    CataloguerAttribute,
    CheckoutCategory,
    CheckoutTax,
    Guarantee,
    Instruction,
    InstructionType,
    Language,
    Limitations,
    LimitationType,
    Localized,
    Preorder,
    PriceCurrency,
    ProductCategory,
    ProductPrice,
    ProductStatus,
    Status,
    UnitDiscount,
    UnitPrice,
    VerifyCode,
)

from . import Case

ID = 2661878
DONE = Status(status="Success")


def by_language(russian: str, english: str) -> tuple[Localized, ...]:
    """Return a text in both languages."""
    return (
        Localized(locale=Language.RU, value=russian),
        Localized(locale=Language.EN, value=english),
    )


BASE: dict[str, Any] = {
    "enabled": True,
    "name": by_language("Тестовый продукт №1", "Test product №1"),
    "price": ProductPrice(price=Decimal(725), currency=PriceCurrency.RUB),
    "comission_partner": 15,
    "categories": [
        ProductCategory(owner=0, category_id=7074),
        {"owner": 1, "category_id": 18162},
    ],
    "bonus": Bonus(enabled=False, percent=Decimal(5)),
    "guarantee": Guarantee(enabled=True, value=5),
    "description": by_language("Тестовое описание", "Test description"),
    "add_info": by_language("Тестовая дополнительная информация", "Test additional information"),
    "address_required": False,
    "instruction": Instruction(
        type=InstructionType.TEXT, locales=by_language("Русская инструкция", "English instruction")
    ),
    "present_product_id": 123321,
    "sales_limit": -1,
    "online_checkout_name": "Тестовый продукт №1",
    "online_checkout_category": CheckoutCategory.GOODS,
    "online_checkout_tax": CheckoutTax.NO_VAT,
}
CODE = VerifyCode(auto_verify=True, verify_url="http://example.com/verify")
FIXED: dict[str, Any] = {
    "trial_url": "http://localhost",
    "verify_code": CODE,
    "preorder": Preorder(enabled=True, delivery_date=dt.date(2018, 10, 10)),
}
UNFIXED: dict[str, Any] = {
    "prices": UnitPrice(
        price=Decimal(250),
        unit_quantity=1_000_000,
        currency=PriceCurrency.RUB,
        unit_name="Gold",
    ),
    "verify_code": VerifyCode(
        auto_verify=True,
        verify_url="http://example.com/verify",
        redirect_to="http://example.com/back",
        parameters=("login", "server"),
    ),
    "discounts": [UnitDiscount(unit_for_discount=Decimal("1.0"), discount=1)] * 2,
    "limitations": Limitations(
        type=LimitationType.MIN_AND_MAX, only_integer=True, limitations=(1, 2)
    ),
}
CATALOGUED = ProductCategory(
    owner=0,
    category_id=7074,
    cataloguer_category_id=12,
    cataloguer_attributes=(
        CataloguerAttribute(attribute_id=1, attribute_value_id=2),
        CataloguerAttribute(attribute_id=3, attribute_value_id=4),
    ),
)
BOOK: dict[str, Any] = {
    **BASE,
    "bonus": Bonus(enabled=False, percent=Decimal("2.5")),
    "trial_url": "http://localhost",
}
ARBITRARY: dict[str, Any] = {
    **BASE,
    "categories": [CATALOGUED],
    "affiliate_program": AffiliateProgram.TO_SELECTED_PARTNERS,
    "pay_as_you_want": True,
}
SHOWN: dict[str, Any] = {**BASE, "sales_limit": ""}


async def task_id(ds: Digiseller) -> str:
    """Return what the task is called that switches two products off."""
    task = await ds.products.set_status(new_status=ProductStatus.DISABLED, products=[123, 2345])
    return task.id


CASES = (
    Case(
        "products.edit_unique_fixed",
        lambda ds: ds.products.edit_unique_fixed(ID, **BASE, **FIXED),
        DONE,
    ),
    Case(
        "products.edit_unique_fixed",
        lambda ds: ds.products.edit_unique_fixed(
            ID,
            price={"price": Decimal("33.50")},
            preorder={"delivery_date": dt.datetime(2018, 10, 10, 12, 30, tzinfo=MOSCOW)},
        ),
        DONE,
        "partly",
    ),
    Case(
        "products.edit_unique_unfixed",
        lambda ds: ds.products.edit_unique_unfixed(ID, **BASE, **UNFIXED),
        DONE,
    ),
    Case("products.edit_book", lambda ds: ds.products.edit_book(ID, **BOOK), DONE),
    Case(
        "products.edit_software",
        lambda ds: ds.products.edit_software(ID, trial_url="http://localhost", **BASE),
        DONE,
    ),
    Case("products.edit_arbitrary", lambda ds: ds.products.edit_arbitrary(ID, **ARBITRARY), DONE),
    Case("products.edit_base", lambda ds: ds.products.edit_base(ID, **SHOWN), DONE),
    Case("products.edit_base", lambda ds: ds.products.edit_base(ID, enabled=False), DONE, "partly"),
    Case("products.set_status", task_id, "03a5e74f-654d-4d60-9585-ff1dcf02fe6f"),
)
