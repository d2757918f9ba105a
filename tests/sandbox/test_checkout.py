"""Carts, prepared options, and the payment page's URL and form."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from support.round_trips import DIGI

from digiseller_async import (
    ArgumentError,
    Digiseller,
    OutcomeUnknownError,
    RejectedError,
    Retry,
    UnavailableError,
)
from digiseller_async.models import CartState, Language
from digiseller_async.sandbox import Sandbox

PAGE = "https://www.digiseller.market/asp2/pay.asp"
CLIENT = Digiseller()


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> Digiseller:
    """Return a client whose requests are answered so."""
    transport = httpx.MockTransport(answer)
    return Digiseller(transport=transport, rate=None, retry=Retry(attempts=1))


def test_url() -> None:
    """The URL has each argument under the page's name for it, and the further parameters."""
    url = CLIENT.checkout.url(
        id_d=5,
        id_po=7,
        currency="WMZ",
        lang=Language.EN,
        email="b+c@example.com",
        failpage="https://shop.example/?a=1&b=2",
        ai=9,
        unit_cnt=Decimal("1.50"),
        parameters={"ref": "a&b=ю", "empty": ""},
    )

    assert url.partition("?")[0] == PAGE
    assert dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)) == {
        "id_d": "5",
        "id_po": "7",
        "typecurr": "WMZ",
        "lang": "en-US",
        "email": "b+c@example.com",
        "failpage": "https://shop.example/?a=1&b=2",
        "ai": "9",
        "unit_cnt": "1.50",
        "ref": "a&b=ю",
        "empty": "",
    }


def test_form() -> None:
    """The form has the same page, and its fields."""
    url, fields = CLIENT.checkout.form(cart_uid="A1", product_cnt=2, parameters={"ref": "x"})

    assert url == PAGE
    assert fields == {"cart_uid": "A1", "product_cnt": "2", "ref": "x"}
    assert CLIENT.checkout.form(id_d=5) == (PAGE, {"id_d": "5"})


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({}, "give at least one of id_d, cart_uid"),
        ({"id_d": 1, "cart_uid": "A"}, "id_d must not be given together with cart_uid"),
        ({"id_d": 1, "product_cnt": 1, "unit_cnt": 1}, "product_cnt must not be given together"),
        ({"id_d": 0}, "id_d must be at least 1"),
        ({"id_d": 1, "lang": "en"}, "lang must be one of"),
        ({"id_d": 1, "failpage": "javascript:x"}, "failpage must be a URL"),
        ({"id_d": 1, "parameters": "a=b"}, "parameters must be a mapping of names to texts"),
        ({"id_d": 1, "parameters": {" ": "b"}}, "parameters must not have an empty name"),
        ({"id_d": 1, "parameters": {1: "b"}}, "parameters must be a str, not 1"),
        ({"id_d": 1, "parameters": {"a": 1}}, r"parameters\['a'\] must be a str, not 1"),
        ({"id_d": 1, "parameters": {"Email": "b"}}, "must not have 'Email': it is the page's own"),
        ({"id_d": 1, "parameters": {"typecurr": "b"}}, "must not have 'typecurr'"),
    ],
)
def test_pages_that_are_refused(arguments: dict[str, Any], problem: str) -> None:
    """Neither product nor cart, two of one kind, and the page's own names are refused."""
    for name in ("url", "form"):
        with pytest.raises(ArgumentError, match=problem) as caught:
            getattr(CLIENT.checkout, name)(**arguments)

        assert caught.value.operation == f"checkout.{name}"


@pytest.mark.anyio
@pytest.mark.parametrize("number", ["1", 2, "05"])
async def test_refusals_of_the_cart(number: object) -> None:
    """What the cart's own fields refuse is a refusal, with the text that they have."""
    body = {"cart_err_num": number, "cart_err": "Товар закончился.", "cart_uid": "A1"}
    async with answering(lambda _: httpx.Response(200, json=body)) as ds:
        with pytest.raises(RejectedError, match=r"Товар закончился\.") as caught:
            await ds.checkout.add_to_cart(5)
        with pytest.raises(RejectedError, match=r"Товар закончился\."):
            await ds.checkout.cart("A1")

    assert caught.value.retval == int(str(number))
    assert caught.value.happened == "no"


@pytest.mark.anyio
@pytest.mark.parametrize(
    "body",
    ['{"cart_uid":"A1","cart_cnt":"2","cart_err_num":"0"}', '{"cart_uid":"A1","cart_cnt":2}'],
)
async def test_additions(body: str) -> None:
    """A cart's id says that the product was added."""
    async with answering(lambda _: httpx.Response(200, text=body)) as ds:
        assert await ds.checkout.add_to_cart(5) == CartState(cart_uid="A1", cart_cnt=2)
        assert not ds.drift or body.endswith("2}")


@pytest.mark.anyio
@pytest.mark.parametrize("body", ["{}", '{"x":1}', '{"cart_err":"?"}', "[]", ""])
async def test_additions_that_are_not_said(body: str) -> None:
    """An answer that names no cart does not say that anything was added."""
    async with answering(lambda _: httpx.Response(200, text=body)) as ds:
        with pytest.raises(OutcomeUnknownError):
            await ds.checkout.add_to_cart(5)


@pytest.mark.anyio
async def test_lost_changes_of_a_cart() -> None:
    """A lost answer leaves a change of a quantity unknown, while a reading changes nothing."""

    def lose(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("lost", request=request)

    async with answering(lose) as ds:
        with pytest.raises(UnavailableError):
            await ds.checkout.cart("A1")
        with pytest.raises(OutcomeUnknownError):
            await ds.checkout.cart("A1", product_id=5, product_cnt=0)


@pytest.mark.anyio
async def test_sandbox_refusals() -> None:
    """The sandbox refuses what is no form, and numbers that are none."""
    path = "/xml/shop_cart_add.asp"
    async with Sandbox() as box, httpx.AsyncClient(base_url=box.url) as http:
        no_form = await http.post(path, json={"product_id": DIGI})
        no_number = await http.post(path, data={"product_id": "x"})

    assert no_form.json() == {"cart_err": "This is no form: application/json", "cart_err_num": "1"}
    assert no_number.json()["cart_err_num"] == "9"
