"""Mistakes that type checkers find: each line that ends in ``# error`` is one."""

from __future__ import annotations

import asyncio
import io
from decimal import Decimal

import digiseller_async
from digiseller_async import (
    Digiseller,
    DigisellerError,
    Fleet,
    Retry,
    bulk,
    callbacks,
    endpoints,
    models,
)
from digiseller_async.models import (
    Language,
    Localized,
    PriceCurrency,
    ProductPrice,
    ProductPriceDict,
    Receipt,
)
from digiseller_async.redis import RedisRateStore
from digiseller_async.sync import Store, sync


def names() -> None:
    """The package, or a module of it, has no such name."""
    digiseller_async.Digiseler()  # error
    digiseller_async.errors.NotFound()  # error
    models.Reciept()  # error
    endpoints.Product()  # error


async def words(ds: Digiseller, currency: str) -> None:
    """A word is none of the list's: misspelt, of another list, or anything at all."""
    ds.account.receipts(types=["product_sale"])  # error
    ds.account.receipts(types="product_sales")  # error
    ds.account.external_operations(order="amount DESC")  # error
    await ds.products.get(7, currency="EURO")  # error
    await ds.products.get(7, currency=currency)  # error
    await ds.products.set_status([7], "disable")  # error
    await ds.catalog.categories(lang="ru")  # error
    await ds.catalog.categories(lang=PriceCurrency.EUR)  # error
    await ds.request("GET", "/api/token/perms", effect="read")  # error
    Digiseller(format="yaml")  # error


async def dicts(ds: Digiseller) -> None:
    """A dict has a key that its model has not, lacks one, or has another kind of value."""
    await ds.products.edit_base(7, price={"pric": 1})  # error
    await ds.products.edit_base(7, price={"price": 1, "currency": "EURO"})  # error
    await ds.products.edit_base(7, name={"locale": "ru-RU", "value": "Key"})  # error
    await ds.products.edit_base(7, name=[{"value": "Key"}])  # error
    await ds.templates.set_products(1, products=[{"product_id": 7, "percent": "20"}])  # error
    await ds.content.add_text(7, texts=[{"text": "KEY"}])  # error
    price: ProductPriceDict = {"price": 9.99}  # error
    await ds.products.edit_base(7, price=price)


async def money(ds: Digiseller) -> None:
    """A float is no money, for it is not exact."""
    await ds.products.edit_base(7, price={"price": 33.5})  # error
    await ds.products.price(7, amount=33.5)  # error
    ProductPrice(price=33.5)  # error
    print(0.5 * ((await ds.account.balance()).amount_z_free or Decimal(0)))  # error


async def files(ds: Digiseller) -> None:
    """Bytes have no name, a file is none that is text, and a list of files is no file."""
    await ds.content.add_file(7, file=b"Read me.")  # error
    await ds.gallery.add_images(7, images=[b"PNG"])  # error
    await ds.content.add_file(7, file=io.StringIO("Read me."))  # error
    await ds.content.add_file(7, file=["manual.txt"])  # error
    await ds.content.add_file(7, file=("manual.txt", 5))  # error


async def awaits(ds: Digiseller) -> None:
    """A call is not awaited, or what is not awaited is."""
    ds.content.delete(7, 3)  # error
    print(ds.account.balance().amount_z_free)  # error
    await ds.account.receipts()  # error
    async for _ in ds.products.by_ids([7]):  # error
        break
    for _ in ds.account.receipts():  # error
        break
    await ds.catalog.image_url(7)  # error
    asyncio.run(ds.account.receipts())  # error


async def arguments(ds: Digiseller) -> None:
    """An argument is of another kind, stands in another place, is missing, or is not known."""
    await ds.products.get("2661878")  # error
    await ds.content.add_text(7, ["KEY"])  # error
    await ds.content.delete(7)  # error
    await ds.products.get(product=7)  # error
    ds.account.receipts(start="2026-01-01")  # error
    ds.account.receipts(count=100)  # error
    Retry(attempt=3)  # error
    Digiseller(1, "key", timeout="5")  # error
    Digiseller(1, "key", token_store=RedisRateStore("redis://localhost", name="seller"))  # error


async def fields(receipt: Receipt) -> None:
    """A model has no such field, its fields do not change, and some may be None."""
    print(receipt.operation.ammount)  # error
    receipt.operation = receipt.operation  # error
    print(receipt.operation.on_account + 1)  # error
    Localized(locale=Language.EN, text="Key")  # error
    ProductPrice(Decimal(1), PriceCurrency.EUR)  # error


async def around(ds: Digiseller, error: DigisellerError) -> None:
    """What is around a client is checked, too."""
    async with bulk(ds.account.receipts, [{}], key="page"):  # error
        pass
    Fleet().client(1, "key", max_connections=3)  # error
    callbacks.App(secret="secret", on_quantity=lambda _: "3")  # error
    await sync(ds, "shop.db")  # error
    Store(5)  # error
    if error.happened == "maybe":  # error
        raise error
