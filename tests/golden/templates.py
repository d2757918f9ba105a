"""Golden calls of the group ``templates``.

Repaired: the sample of `templates.products` ends its list with dots, which are left out. The
samples in XML tell of other templates than those in JSON, and stay as they are: see `XML_SAMPLES`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from attrs import evolve

from digiseller_async import Page
from digiseller_async._codecs.scalars import MOSCOW
from digiseller_async.models import (
    CommissionTemplate,
    SaleCurrency,
    TemplateProduct,
    TemplateProductPercent,
)

from . import Case

CREATED = dt.datetime(2019, 6, 13, 13, 51, 28, 227000, MOSCOW)
FIRST = dt.datetime(2019, 4, 24, 13, 48, 51, 70000, MOSCOW)
SECOND = dt.datetime(2019, 4, 24, 13, 53, 20, 517000, MOSCOW)
TEMPLATE = CommissionTemplate(
    id=1, name="comission template name", seller_id=1, created=CREATED, modified=CREATED
)
TEMPLATES = Page(
    number=1,
    size=10,
    total_items=2,
    total_pages=1,
    has_next=False,  # the sample says true, and that these two are all
    items=(
        CommissionTemplate(
            id=1, name="commission template #1", seller_id=1, created=FIRST, modified=FIRST
        ),
        CommissionTemplate(
            id=2, name="commission template #2", seller_id=1, created=SECOND, modified=SECOND
        ),
    ),
)
PRODUCTS = Page(
    number=1,
    size=10,
    total_items=20,
    total_pages=2,
    has_next=True,
    items=(
        TemplateProduct(
            id=2339982,
            name="test product #1",
            price=Decimal("7286.74"),
            currency=SaleCurrency.RUR,
            added_in_affiliate=False,
            global_percent=1,
        ),
        TemplateProduct(
            id=2339983,
            name="test product #2",
            price=Decimal(99),
            currency=SaleCurrency.RUR,
            added_in_affiliate=False,
            percent=5,
            global_percent=1,
            modified=SECOND,
        ),
    ),
)
CASES = (
    Case(
        "templates.create",
        lambda ds: ds.templates.create(name="comission template name"),
        TEMPLATE,
    ),
    Case(
        "templates.update",
        lambda ds: ds.templates.update(1, name="Шаблон «1»\n\t\\"),
        TEMPLATE,
    ),
    Case("templates.list", lambda ds: ds.templates.list(page_size=10).first_page(), TEMPLATES),
    Case("templates.delete", lambda ds: ds.templates.delete(1), None),
    Case("templates.delete", lambda ds: ds.templates.delete(1, via_post=True), None, "via_post"),
    Case("templates.products", lambda ds: ds.templates.products(7).first_page(), PRODUCTS),
    Case(
        "templates.products",
        lambda ds: ds.templates.products(
            7,
            product_id=2339982,
            price_min=Decimal("33.50"),
            price_max="1e4",
            currency="RUB",
            language="ru-RU",
            name="test product",
            min_comiss=0,
            max_comiss=Decimal("99.90"),
            in_affiliate=True,
            not_in_affiliate=False,
            only_payment=True,
            owner_id=1,
            page=2,
            page_size=10,
        ).first_page(),
        PRODUCTS,
        "filtered",
    ),
    Case(
        "templates.set_products",
        lambda ds: ds.templates.set_products(
            1,
            products=[
                {"product_id": 1, "percent": 2},
                TemplateProductPercent(product_id=2, percent=5),
            ],
        ),
        None,
    ),
    Case("templates.apply", lambda ds: ds.templates.apply(1, seller_id=1), None),
)
OTHER_TEMPLATE = evolve(
    TEMPLATE,
    created=dt.datetime(2019, 4, 14, 6, 6, 40, 930000, MOSCOW),
    modified=dt.datetime(2019, 4, 15, 7, 3, 14, 963000, MOSCOW),
)
XML_SAMPLES: dict[str, Any] = {
    "templates.create": OTHER_TEMPLATE,
    "templates.update": OTHER_TEMPLATE,
    "templates.list": evolve(
        TEMPLATES,
        items=tuple(evolve(one, name="commission template 1") for one in TEMPLATES.items),
    ),
}
"""What the samples in XML return, where they differ from those in JSON."""
