"""Calls with wrong arguments send nothing; calls with unusual ones send what was meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from digiseller_async import ArgumentError, Digiseller
from digiseller_async._codegen import generate
from digiseller_async.models import PreviewType

pytestmark = pytest.mark.anyio
Call = Callable[[Any], Any]

REFUSED: list[tuple[Call, str]] = [
    (lambda ds: ds.content.delete(5, None), "content_id is required"),
    (lambda ds: ds.content.delete(None, 5), "product_id is required"),
    (lambda ds: ds.content.delete(5, ""), "content_id must be an int, not ''"),
    (lambda ds: ds.content.delete(5, "6"), "content_id must be an int, not '6'"),
    (
        lambda ds: ds.content.delete_all(5, variant_id=None),
        "variant_id must not be None; pass 'all'",
    ),
    (lambda ds: ds.content.delete_all(5, variant_id=0), "variant_id must be at least 1"),
    (lambda ds: ds.templates.delete(None), "template_id is required"),
    (lambda ds: ds.products.get("../x"), "product_id must be an int, not '../x'"),
    (
        lambda ds: ds.products.price(1, options=["1:2", "1;2"]),
        r"options\[1\] must be two ids such as '12:34'",
    ),
    (lambda ds: ds.products.price(1, currency="../x"), "currency must be a code of three letters"),
    (lambda ds: ds.products.clone(1, count=6), "count must be at most 5"),
    (lambda ds: ds.products.set_status([*range(1, 202)], "disabled"), "at most 200 items, not 201"),
    (
        lambda ds: ds.products.set_status([], "disabled"),
        "products is empty; give at least one product$",
    ),
    (lambda ds: ds.products.set_status([1], "hidden"), "new_status must be one of"),
    (
        lambda ds: ds.products.edit_base(1),
        "give at least one of enabled, name, price, comission_partner, categories and 1",
    ),
    (lambda ds: ds.products.edit_base(1, price={"price": 9.99}), r"price.price must be a Decimal"),
    (lambda ds: ds.products.edit_base(1, price={"price": "-1"}), "price.price must be at least 0"),
    (lambda ds: ds.products.edit_base(1, price={"cost": 1}), "price has no field 'cost'"),
    (lambda ds: ds.products.edit_base(1, sales_limit=5), "sales_limit must be one of -1, 1, 10"),
    (
        lambda ds: ds.products.edit_unique_unfixed(1, prices={"unit_quantity": 7}),
        "prices.unit_quantity must be one of 1, 10",
    ),
    (lambda ds: ds.content.update_text(value="x"), "give at least one of content_id, product_id$"),
    (lambda ds: ds.content.add_text(1, texts=[{"serial": "x"}]), "value is required"),
    (lambda ds: ds.content.add_text(1, texts=["a\x00b"]), "must not contain"),
    (lambda ds: ds.content.add_text(1, texts=["\ufffe"]), "must not contain"),
    (lambda ds: ds.content.set_code_count(1, count=-2), "count must be at least -1"),
    (lambda ds: ds.gallery.set_options("../x", 5, delete=True), "type must be one of"),
    (lambda ds: ds.gallery.set_options(PreviewType(".."), 5, index=1), "type must not be '..'"),
    (lambda ds: ds.gallery.set_options("image", 5), "give at least one of enabled, index, delete$"),
    (lambda ds: ds.catalog.image(None), "give at least one of id_d, idp$"),
]


@pytest.mark.parametrize(("call", "why"), REFUSED, ids=[why for _, why in REFUSED])
async def test_refused(call: Call, why: str) -> None:
    """A call with a wrong argument is refused by its name, and sends nothing."""
    transport = httpx.MockTransport(lambda request: pytest.fail(f"sent {request.url.path}"))
    async with Digiseller(5, token="T0KEN", transport=transport) as ds:
        with pytest.raises(ArgumentError, match=why) as caught:
            await call(ds)

    assert (caught.value.attempts, caught.value.happened) == (0, "no")


async def asked(call: Call, **settings: Any) -> httpx.Request:
    """Return the request that a call sends."""
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={"retval": 0, "content": [{"content_id": 7}]})

    transport = httpx.MockTransport(answer)
    async with Digiseller(5, token="T0KEN", transport=transport, **settings) as ds:
        await call(ds)
    return sent[0]


async def test_one_text() -> None:
    """A str is one piece of content, not one for each of its characters."""
    request = await asked(lambda ds: ds.content.add_text(5, texts="KEY"))

    assert request.content == b'{"product_id":5,"content":[{"value":"KEY"}]}'


async def test_enum_members_in_a_path() -> None:
    """An enum member with an unlisted word stays in its segment of the path, whatever it is."""
    word = PreviewType("../x?y#z")
    request = await asked(lambda ds: ds.gallery.set_options(word, 5, index=1))

    target = bytes(request.extensions["target"])
    assert target.startswith(b"/api/product/preview/options/..%2Fx%3Fy%23z/5?token=")
    assert target.startswith(request.url.raw_path)


async def test_image_url() -> None:
    """`catalog.image_url` returns a URL without a token, and sends nothing."""
    async with Digiseller(token="T0KEN") as ds:
        own = Digiseller(base_url="https://example.com")

        assert ds.catalog.image_url(5, w=200, h=150, crop=True) == (
            "https://graph.digiseller.ru/img.ashx?id_d=5&w=200&h=150&crop=true"
        )
        assert own.catalog.image_url(idp=7).startswith("https://example.com/img.ashx?idp=7")


def test_rows_that_nobody_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """The generator names each module whose rows are in no group."""
    monkeypatch.setattr(generate, "rows", tuple)

    found = [line for line in generate.differences({}) if line.startswith("rows")]

    assert "rows that no group lists: spec/account.py" in found


@pytest.mark.parametrize("option", [{"id": 1}, {"id": 1, "variant_id": 2, "text": "x"}])
async def test_one_of_several_fields(option: Any) -> None:
    """A chosen option has a variant or a text, and not both."""
    async with Digiseller(token="t") as ds:
        with pytest.raises(ArgumentError, match="must have one of variant_id, text, and only one"):
            await ds.checkout.prepare(5, options=[option])
