"""Synchronize one step of a shop that changes.

``python -m hostile.soak.sync_program URL SCHEMA N`` prints ``started`` and, at the end, how many
seconds it took; what the shop has at step N depends on N alone.
"""

from __future__ import annotations

import sys
import time

import anyio
from support.fake_shop import FakeShop, Row, external, product, receipt

from digiseller_async import Store
from digiseller_async._sync import windows
from digiseller_async.sync import sync

RECEIPTS, EXTERNAL, PRODUCTS, OFFERS, TEMPLATES = 11_000, 2_500, 2_100, 250, 3
REVIEWS = 350


def differs(number: int, step: int) -> bool:
    """Return whether a row is changed in this *step*: a few are."""
    return (number * 7919 + step * 104_729) % 97 == 0


def version(number: int, step: int) -> int:
    """Return in which step a row was changed last."""
    return next((one for one in range(step, 0, -1) if differs(number, one)), 0)


def is_there(number: int, step: int) -> bool:
    """Return whether a row of a whole list is there in this *step*: a few are not."""
    return (number + step) % 61 != 0


def shop_at(step: int) -> FakeShop:
    """Return the shop at a *step*."""
    return FakeShop(
        receipts=[
            receipt(one, one * 4, owner_id=version(one, step))
            for one in range(RECEIPTS + 150 * step)
        ],
        external=[
            external(one, cart_id=version(one, step)) for one in range(EXTERNAL + 100 * step)
        ],
        products=[
            product(one, num_in_stock=version(one, step))
            for one in range(1, PRODUCTS)
            if is_there(one, step)
        ],
        offers=[
            {"product_id": one, "global_percent": version(one, step)}
            for one in range(OFFERS)
            if is_there(one, step)
        ],
        reviews=[
            {"id": one, "comment": f"reply {version(one, step)}"}
            for one in range(REVIEWS)
            if is_there(one, step)
        ],
        templates={
            one: rows_of(one, step) for one in range(1, TEMPLATES + 1) if is_there(one, step)
        },
    )


def rows_of(template: int, step: int) -> list[Row]:
    """Return the products of a *template*."""
    return [
        {"id": one, "percent": version(one + template, step)}
        for one in range(200)
        if is_there(one + template, step)
    ]


async def main() -> None:
    """Synchronize everything, the receipts in many windows."""
    windows.MOST_PAGES = 3
    url, schema, step = sys.argv[1:]
    shop = shop_at(int(step))
    with Store(url, schema=schema or None) as store:
        async with shop.client() as ds:
            print("started", flush=True)  # noqa: T201  (it is told by this)
            began = time.perf_counter()
            await sync(ds, store)
            print(time.perf_counter() - began, flush=True)  # noqa: T201


if __name__ == "__main__":
    anyio.run(main)
