"""The sandbox reads and writes XML as the service's pages draw it."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from decimal import Decimal
from typing import Annotated, Any, cast
from xml.etree import ElementTree as ET

import httpx
import msgspec
import pytest

from digiseller_async.sandbox import ROUTES, Sandbox
from digiseller_async.sandbox._http.bodies import read_body
from digiseller_async.sandbox._http.encoding import XmlStyle, document
from digiseller_async.sandbox._http.routes import Formats
from digiseller_async.sandbox._state.texts import RefusedError

Visit = Callable[[Sandbox], AbstractAsyncContextManager[httpx.AsyncClient]]

XML = {"accept": "text/xml"}
WRITES = {"accept": "text/xml", "content-type": "text/xml"}
FIRST = 2_339_982
SHOP = "/api/shop/products"


def parsed(content: bytes) -> ET.Element:
    """Return a document."""
    return ET.fromstring(content)  # noqa: S314 (the sandbox's own words)


def plain(element: ET.Element) -> Any:
    """Return what is in an element: its text, or values by name, repeated ones in lists."""
    if not len(element):
        return element.text or ""
    values: dict[str, list[Any]] = {}
    for child in element:
        values.setdefault(child.tag, []).append(plain(child))
    return {name: one if len(one) > 1 else one[0] for name, one in values.items()}


def as_text(value: Any) -> Any:
    """Return a JSON value as XML should have it: all texts, and nothing for null."""
    if isinstance(value, dict):
        values = cast("dict[str, Any]", value)
        return {name: as_text(one) for name, one in values.items() if one not in (None, [])}
    if isinstance(value, list):
        items = [as_text(one) for one in cast("list[Any]", value)]  # type: ignore[redundant-cast]
        return items if len(items) > 1 else items[0]
    return str(value).lower() if isinstance(value, bool) else str(value)


READS = (
    "/api/sellers/account/receipts?count=50",
    "/api/sellers/account/receipts/external?count=50",
    "/api/sellers/account/balance/info",
    "/api/templates",
    "/api/templates?count=0",
)


@pytest.mark.asyncio
@pytest.mark.parametrize("url", READS)
async def test_both_formats_say_the_same(client: httpx.AsyncClient, url: str) -> None:
    """A document in XML has each value of the JSON one, in elements of the same names."""
    json = (await client.get(url)).read()
    reply = await client.get(url, headers=XML)

    # As strings, so that each amount keeps its digits.
    wanted = msgspec.json.Decoder(float_hook=Decimal).decode(json)
    element = parsed(reply.content)
    assert reply.headers["content-type"] == "text/xml; charset=utf-8"
    assert element.tag == "response"
    assert plain(element) == as_text(wanted)


@pytest.mark.asyncio
async def test_what_an_accept_header_brings(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The first known media type counts; without a header the shop answers XML, others JSON."""
    shop = {"seller_id": box.seller_id, "category_id": 0}
    for accept, url, got in (
        ("", SHOP, "text/xml; charset=utf-8"),
        ("*/*", SHOP, "application/json; charset=utf-8"),
        ("", "/api/templates", "application/json; charset=utf-8"),
        ("text/html, application/xml;q=0.9, */*", SHOP, "application/xml; charset=utf-8"),
        ("text/json", "/api/templates", "text/json; charset=utf-8"),
    ):
        reply = await client.get(url, params=shop, headers={"accept": accept})
        assert (reply.status_code, reply.headers["content-type"]) == (200, got)


@pytest.mark.asyncio
async def test_operations_with_one_format(client: httpx.AsyncClient) -> None:
    """An operation that has only one format answers in it, whatever is asked for."""
    for route in ROUTES:
        if route.formats in {Formats.JSON, Formats.XML}:
            is_json = route.formats is Formats.JSON
            for accept in ("text/html", "text/xml", "application/json"):
                headers = {"accept": accept}
                reply = await client.request(route.method, route.path, headers=headers)
                assert ("json" in reply.headers["content-type"]) == is_json, route


@pytest.mark.asyncio
async def test_sign_in(box: Sandbox) -> None:
    """A sign-in in XML brings a token in XML, under the roots that its page names."""
    sign = hashlib.sha256(f"{box.api_key}1".encode()).hexdigest()
    body = (
        f"<apilogin.request><seller_id>{box.seller_id}</seller_id><timestamp>1</timestamp>"
        f"<sign>{sign}</sign></apilogin.request>"
    )
    async with httpx.AsyncClient(base_url=box.url, trust_env=False, headers=WRITES) as client:
        good = parsed((await client.post("/api/apilogin", content=body)).content)
        bad = parsed((await client.post("/api/apilogin", content="<request/>")).content)
        token = good.findtext("token")
        reply = await client.get("/api/templates", params={"token": token})
        denied = await client.get("/api/templates")

    assert (good.tag, good.findtext("retval"), good.find("desc")) == (
        "apilogin.response",
        "0",
        None,
    )
    assert (bad.tag, bad.findtext("retval")) == ("apilogin.response", "-3")
    assert parsed(reply.content).findtext("retval") == "0"
    assert (denied.status_code, parsed(denied.content).tag) == (401, "Error")


@pytest.mark.asyncio
async def test_templates(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A template is made, renamed and applied with bodies in XML, names in any case."""
    client.headers.update(WRITES)
    made = await client.post("/api/templates", content="<request><NAME>A&amp;B</NAME></request>")
    template_id = parsed(made.content).findtext("content/id")
    renamed = await client.post(
        f"/api/templates/{template_id}", content="<request><name>C</name></request>"
    )
    percents = (
        f"<request><template_id>{template_id}</template_id>"
        f"<products><product_id>{FIRST}</product_id><percent>7</percent></products></request>"
    )
    applied = f"<request><template_id>{template_id}</template_id><seller_id>5</seller_id></request>"
    assert (await client.post("/api/templates/products", content=percents)).status_code == 204
    assert (await client.post("/api/templates/apply", content=applied)).status_code == 204
    offers = await client.get("/api/agents/offer", params={"sellerId": 5, "productId": FIRST})

    assert plain(parsed(made.content))["content"]["name"] == "A&B"
    assert plain(parsed(renamed.content))["content"]["name"] == "C"
    (offer,) = offers.json()["content"]["items"]
    assert offer["individual_percent"] == 7
    assert box.applied["templates.apply"] == 1


BODIES = {
    "another root": ("<other><name>x</name></other>", 400),
    "a document type": ("<!DOCTYPE x [<!ENTITY e 'x'>]><request><name>&e;</name></request>", 400),
    "no XML": ("<request>", 200),
    "an unknown encoding": ("<?xml version='1.0' encoding='klingon'?><request/>", 200),
    "nothing in it": ("<request/>", 200),
}


@pytest.mark.asyncio
@pytest.mark.parametrize("body", BODIES)
async def test_bodies_that_are_refused(box: Sandbox, client: httpx.AsyncClient, body: str) -> None:
    """A body with a document type or under a wrong root is refused, and changes nothing."""
    content, status = BODIES[body]
    reply = await client.post("/api/templates", content=content, headers=WRITES)

    assert reply.status_code == status
    assert parsed(reply.content).findtext("retval") == "1"
    assert box.applied["templates.create"] == 0


class Inner(msgspec.Struct):
    """One element of a list."""

    value: str
    note: str | None = None


class Shape(msgspec.Struct):
    """A body with all that bodies have."""

    number: int = 0
    price: Decimal | None = None
    flag: bool | None = None
    empty: str | None = None
    only: Annotated[tuple[int, ...], msgspec.Meta(max_length=3)] = ()
    words: tuple[str, ...] = ()
    inner: tuple[Inner, ...] | None = None
    single: Inner | None = None


def read(body: str, content_type: str = "text/xml") -> Shape:
    """Return a body in its shape."""
    return read_body(body.encode(), content_type, Shape, root="request")


def test_what_xml_means() -> None:
    """Texts become what the shape asks for; one element is a list of one; names have no case."""
    got = read(
        "<request><Number>5</Number><PRICE>1.50</PRICE><flag>true</flag><empty/><only>7</only>"
        "<words>a</words><words>b</words><inner><value>x</value><Note/></inner><strange/>"
        "<single><value/></single></request>"
    )

    assert got == Shape(
        number=5,
        price=Decimal("1.50"),
        flag=True,
        empty="",
        only=(7,),
        words=("a", "b"),
        inner=(Inner("x", ""),),
        single=Inner(""),
    )


def test_lists_in_xml() -> None:
    """A list may have a wrapper with elements of any name; an empty one has no elements."""
    assert read("<request><only><id>1</id><id>2</id></only></request>").only == (1, 2)
    assert read("<request><only><id>1</id></only></request>").only == (1,)
    assert read("<request><only><a>1</a><b>2</b></only></request>").only == (1, 2)
    assert read("<request><only/><price/><single/></request>") == Shape()


def test_wrong_values_in_xml() -> None:
    """A text that is no number where one is needed is refused."""
    for body in ("<number>x</number>", "<only>1</only><only>x</only>", "<only><a>1</a></only>" * 4):
        with pytest.raises(RefusedError, match="invalid"):
            read(f"<request>{body}</request>")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (f"<request>{'<a>' * 10_000}{'</a>' * 10_000}</request>", "text/xml"),
        ('{"a": ' * 100_000, "text/json"),
    ],
)
def test_deep_bodies(body: str, content_type: str) -> None:
    """A body that is nested too deeply is refused."""
    with pytest.raises(RefusedError, match="nested too deeply"):
        read(body, content_type)


def test_json_bodies_are_stricter() -> None:
    """In JSON a number is no text, and one element is no list; names have no case there either."""
    got = read('{"NUMBER": 5, "Inner": [{"VALUE": "x"}], "price": 1.10, "flag": null}', "text/json")

    assert got == Shape(number=5, inner=(Inner("x"),), price=Decimal("1.10"))
    for body in ('{"number": "5"}', '{"only": 1}', "[]"):
        with pytest.raises(RefusedError, match="invalid"):
            read(body, "application/json")


def written(tree: object, **style: Any) -> str:
    """Return a document."""
    made = XmlStyle(**style)
    return document("r", tree, made).decode(made.encoding)


def test_documents() -> None:
    """Attributes, lists, flags, empty texts and missing values are written as the pages do."""
    tree = {
        "@cnt": 2,
        "@none": None,
        "flag": True,
        "no": False,
        "empty": "",
        "none": None,
        "many": [1, Decimal("2.50")],
        "own": {"@id": '"<', "#": "a<b"},
        "name": "a\r]]>\0b",
        "info": "<b>]]></b>",
    }
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    assert written(tree) == (
        f'{head}<r cnt="2"><flag>true</flag><no>false</no><empty/>'
        "<many>1</many><many>2.50</many><own id='\"&lt;'>a&lt;b</own>"
        "<name>a&#13;]]&gt;b</name><info><![CDATA[<b>]]]]><![CDATA[></b>]]></info></r>"
    )


def test_styles() -> None:
    """A document can have decimal commas, bare ampersands in links, and another encoding."""
    tree = {"price": Decimal("1.50"), "url": "a?b&c<d", "name": "Ж & ☃", "info": "Ж & co"}

    assert "<price>1,50</price>" in written(tree, decimal_comma=True)
    assert "<url>a?b&c&lt;d</url>" in written(tree, bare_ampersand=True)
    other = written(tree, encoding="windows-1251")
    assert 'encoding="windows-1251"' in other
    # What the encoding lacks is a reference, which CDATA cannot hold.
    assert "<name>Ж &amp; &#9731;</name><info><![CDATA[Ж & co]]></info>" in other


@pytest.mark.asyncio
async def test_styles_of_a_sandbox(visit: Visit) -> None:
    """A sandbox keeps the style that it was given."""
    async with (
        Sandbox(xml_encoding="windows-1251", decimal_comma=True, bare_ampersand=True) as box,
        visit(box) as client,
    ):
        reply = await client.get(f"/api/products/{FIRST}/data", headers=XML)

    assert reply.headers["content-type"] == "text/xml; charset=windows-1251"
    text = reply.content.decode("windows-1251")
    assert "Ключ" in text
    assert "<agency_sum>0,00</agency_sum>" in text
    assert f"<url>https://plati.market/itm/{FIRST}?lang=ru-RU&ai=0</url>" in text
