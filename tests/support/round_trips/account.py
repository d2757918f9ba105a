"""Round trips of the groups ``account``, ``offers`` and ``templates``, and of the sign-in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from digiseller_async import RejectedError
from digiseller_async.models import (
    BaseCurrencyWord,
    CurrencyRate,
    Offer,
    RateSource,
    ReceiptType,
    TemplateProduct,
)

from . import BOOK, DIGI, PINS, RoundTrip, RoundTrips

AGENT = 77


async def sign_in(trip: RoundTrip) -> None:
    """A sign-in is one, and its token opens the account."""
    await trip.ds.sign_in()
    await trip.ds.account.balance()

    assert trip.box.applied["sign_in"] == 1


async def receipts(trip: RoundTrip) -> None:
    """All receipts come, newest first, and a filter takes its kind out of them."""
    account = trip.ds.account
    found = await account.receipts(page_size=40).all()
    sales = await account.receipts(types=[ReceiptType.PRODUCT_SALES]).all()

    moments = [one.operation.datetime for one in found if one.operation.datetime is not None]
    assert len(found) == len(moments) == 250
    assert moments == sorted(moments, reverse=True)
    assert sales == [one for one in found if one.operation.type == "product_sale"]


async def external_operations(trip: RoundTrip) -> None:
    """All payments come, in the asked order."""
    found = await trip.ds.account.external_operations(order="Amount").all()

    amounts = [one.amount or Decimal(0) for one in found]
    assert len(found) == 120
    assert amounts == sorted(amounts)


async def balance(trip: RoundTrip) -> None:
    """There is money, to the hundredth."""
    found = await trip.ds.account.balance()

    assert found.amount_z_free is not None
    assert found.amount_z_free.as_tuple().exponent == -2


async def permissions(trip: RoundTrip) -> None:
    """A key that may do everything has each flag."""
    found = await trip.ds.account.permissions()

    assert all(attrs.astuple(found))


async def rates(trip: RoundTrip, base: BaseCurrencyWord) -> dict[str, CurrencyRate]:
    """Return the rates of one currency."""
    (found,) = await trip.ds.account.currency_rates(base_currency=base)
    assert found.base_currency == base
    return {str(one.currency): one for one in found.currencies}


async def currency_rates(trip: RoundTrip) -> None:
    """Each currency of prices has its official rates at first."""
    found = await trip.ds.account.currency_rates()
    euros = await rates(trip, "EUR")

    assert [one.base_currency for one in found] == ["USD", "RUB", "EUR", "UAH"]
    assert euros.keys() == {"USD", "RUB", "mBTC", "mLTC"}
    assert euros["USD"].rate == euros["USD"].official_rate == Decimal("1.15")
    assert (euros["USD"].bank, euros["mLTC"].bank) == (RateSource.CBR, RateSource.LTC)


async def set_currency_rate(trip: RoundTrip) -> None:
    """A rate of the seller's own counts until another source is chosen."""
    account = trip.ds.account
    pair: dict[str, Any] = {"base_currency": "EUR", "type_currency": "USD"}
    await account.set_currency_rate(**pair, bank="MR", rate=Decimal("1.25"), complement="0.5")
    own = (await rates(trip, "EUR"))["USD"]
    with pytest.raises(RejectedError, match="type_currency is base_currency"):
        await account.set_currency_rate(base_currency="USD", type_currency="USD", bank="CBR")
    await account.set_currency_rate(**pair, bank="NBU")
    official = (await rates(trip, "EUR"))["USD"]

    assert (own.rate, own.complement, own.official_rate) == (
        Decimal("1.25"),
        Decimal("0.5"),
        Decimal("1.15"),
    )
    assert (official.rate, official.bank) == (Decimal("1.15"), RateSource.NBU)


async def offered(trip: RoundTrip) -> dict[int, Offer]:
    """Return what the agent is offered."""
    return {one.product_id: one async for one in trip.ds.offers.list(seller_id=AGENT)}


async def offers(trip: RoundTrip) -> None:
    """An agent's offers are of the seller's products, and can be searched by name."""
    found = await offered(trip)
    name = found[BOOK].name[0].value
    (one,) = await trip.ds.offers.list(seller_id=AGENT, product_name=name, product_id=BOOK).all()

    assert len(found) == 25
    assert one == found[BOOK]


async def create(trip: RoundTrip) -> None:
    """A new template is among the others."""
    made = await trip.ds.templates.create(name="Новый <&> «шаблон»")

    assert (await trip.ds.templates.list().all())[-1] == made
    assert made.name == "Новый <&> «шаблон»"


async def update(trip: RoundTrip) -> None:
    """A renamed template has its new name in the list."""
    before = await trip.ds.templates.list().all()
    renamed = await trip.ds.templates.update(before[0].id, name="Other")

    assert renamed.name == "Other"
    assert await trip.ds.templates.list().all() == [renamed, *before[1:]]


async def templates(trip: RoundTrip) -> None:
    """The templates come page by page."""
    found = await trip.ds.templates.list(page_size=2).all()

    assert [one.id for one in found] == [1, 2, 3]


async def delete(trip: RoundTrip) -> None:
    """A deleted template is gone, whichever way it went."""
    await trip.ds.templates.delete(1)
    await trip.ds.templates.delete(2, via_post=True)

    assert [one.id for one in await trip.ds.templates.list().all()] == [3]


async def within(trip: RoundTrip) -> dict[int, TemplateProduct]:
    """Return the products of the second template."""
    return {one.id: one async for one in trip.ds.templates.products(2)}


async def template_products(trip: RoundTrip) -> None:
    """A template has the seller's products, without deductions at first, and can be searched."""
    found = await within(trip)
    cheap = await trip.ds.templates.products(2, price_max=100).all()

    assert len(found) == 40
    assert all(one.percent is None for one in found.values())
    assert cheap == [one for one in found.values() if one.price and one.price <= 100]


async def set_products(trip: RoundTrip) -> None:
    """The deductions that were set are those of the template's products."""
    await trip.ds.templates.set_products(
        2, products=[{"product_id": DIGI, "percent": 0}, {"product_id": PINS, "percent": 17}]
    )

    found = await within(trip)
    assert {one.id: one.percent for one in found.values() if one.modified} == {DIGI: 0, PINS: 17}


async def apply(trip: RoundTrip) -> None:
    """An applied template changes what the agent is offered for its products, and only that."""
    before = await offered(trip)
    await trip.ds.templates.set_products(2, products=[{"product_id": BOOK, "percent": 99}])
    await trip.ds.templates.apply(2, seller_id=AGENT)

    after = await offered(trip)
    assert after[BOOK].individual_percent == 99
    assert after[BOOK] != before.pop(BOOK)
    assert before.items() <= after.items()


ROUND_TRIPS: RoundTrips = {
    "sign_in": sign_in,
    "account.receipts": receipts,
    "account.external_operations": external_operations,
    "account.balance": balance,
    "account.permissions": permissions,
    "account.currency_rates": currency_rates,
    "account.set_currency_rate": set_currency_rate,
    "offers.list": offers,
    "templates.create": create,
    "templates.update": update,
    "templates.list": templates,
    "templates.delete": delete,
    "templates.products": template_products,
    "templates.set_products": set_products,
    "templates.apply": apply,
}
