"""The escape hatch: calls that no method makes, and a base_url with a path."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, get_args

import httpx
import pytest
from support.clients import client_of
from support.raw_http import reply, serving

from digiseller_async import (
    AccessDeniedError,
    ArgumentError,
    Digiseller,
    OutcomeUnknownError,
    PartialSuccessError,
    RejectedError,
    Response,
    UnavailableError,
)
from digiseller_async._request.raw import EffectWord, HostWord
from digiseller_async.sandbox import Sandbox
from digiseller_async.spec.language import Effect, Host

pytestmark = pytest.mark.anyio


def answering(body: bytes, status: int = 200, **headers: str) -> tuple[Digiseller, list[Any]]:
    """Return a client whose calls get this answer, and the list of what it will have sent."""
    sent: list[Any] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        target = request.extensions["target"]
        sent.append((request.method, str(request.url), bytes(target), await request.aread()))
        return httpx.Response(status, content=body, headers=headers)

    ds = Digiseller(token="TOKEN", transport=httpx.MockTransport(answer), rate=None)
    return ds, sent


def test_words() -> None:
    """Type checkers know each effect and each host by its word."""
    assert get_args(EffectWord) == tuple(one.value for one in Effect)
    assert get_args(HostWord) == tuple(one.name.lower() for one in Host)


async def test_a_call_without_a_method() -> None:
    """A call by path signs in like any other, and gives the response as it came."""
    async with Sandbox() as box, client_of(box) as ds:
        response = await ds.request("get", "/api/sellers/account/balance/info", effect="safe")

        assert (response.status, response.retval) == (200, 0)
        assert response.headers["content-type"].startswith("application/json")
        balance = await ds.account.balance()
        assert response.json()["content"]["amount_z_free"] == balance.amount_z_free
        assert response.text.encode() == response.content
        assert box.requests["sign_in"] == 1
        assert "TOKEN" not in repr(response)


async def test_numbers_are_exact() -> None:
    """Numbers in a response are decimals with the digits that were sent."""
    ds, _ = answering(b'{"price": 33.50, "id": 9007199254740993}')
    async with ds:
        response = await ds.request("GET", "/x", effect=Effect.SAFE)

    assert response.json() == {"price": Decimal("33.50"), "id": 9007199254740993}
    assert str(response.json()["price"]) == "33.50"
    assert response.retval is None


@pytest.mark.parametrize("body", [b"", b"OK", b"\xff\xfe\xfd", b"<a><b/></a>", b"[1, 2]", b"{"])
async def test_any_body_is_welcome(body: bytes) -> None:
    """A body of any kind is given as it came."""
    ds, _ = answering(body)
    async with ds:
        response = await ds.request("POST", "/x")

    assert response == Response(status=200, headers=response.headers, content=body)


async def test_what_is_sent() -> None:
    """Queries and bodies are written as those of all calls; the token is in no URL."""
    ds, sent = answering(b"{}")
    moment = dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC)
    async with ds:
        await ds.request(
            "GET",
            "/api/x%20y",
            params={
                "id": 5,
                "on": True,
                "price": Decimal("1.50"),
                "day": dt.date(2026, 11, 1),
                "at": moment,
                "word": "a&b",
                "type": ["one", "two"],
                "none": None,
            },
        )
        await ds.request("POST", "/json", json=[{"price": Decimal("1.50")}], host="shop")
        await ds.request("PUT", "/xml", xml={"request": {"id": 1, "name": "a<b"}}, host=Host.GRAPH)
        await ds.request("PATCH", "/text", xml="<a>ё</a>", effect="idempotent")
        await ds.request("DELETE", "/bytes", xml=b"<a/>", effect="deletes")

    query = (
        "id=5&on=true&price=1.50&day=2026-11-01&at=2026-11-01T12%3A30&word=a%26b&type=one&type=two"
    )
    assert sent[0][:3] == (
        "GET",
        f"https://api.digiseller.com/api/x%20y?{query}",
        f"/api/x%20y?{query}&token=TOKEN".encode(),
    )
    assert sent[1][1:] == (
        "https://shop.digiseller.ru/json",
        b"/json?token=TOKEN",
        b'[{"price":1.50}]',
    )
    assert sent[2][1] == "https://graph.digiseller.ru/xml"
    assert sent[2][3].endswith(b"<request><id>1</id><name>a&lt;b</name></request>")
    assert [one[3] for one in sent[3:]] == ["<a>ё</a>".encode(), b"<a/>"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"method": "GETT"}, "method must be one of GET, POST"),
        ({"method": 5}, "method must be one of"),
        ({"path": "api"}, "path must be an absolute path"),
        ({"path": "//evil.example/x"}, "path must be an absolute path"),
        ({"path": "https://evil.example/x"}, "path must be an absolute path"),
        ({"path": "/x@evil.example\\"}, "path must be an absolute path"),
        ({"path": "/x?token=1"}, r"not '/x\?'$"),
        ({"path": "x/a@b.example"}, "not 'x/…'$"),
        ({"params": "token=1"}, "params must be a mapping of names, not str$"),
        ({"path": "/x#y"}, "path must be an absolute path"),
        ({"path": "/x\r\nHost: evil.example"}, "path must be an absolute path"),
        ({"path": "/a/../b"}, "path must be an absolute path"),
        ({"path": "/a/%2e%2E/b"}, "path must be an absolute path"),
        ({"path": None}, "path must be an absolute path"),
        ({"params": [("a", 1)]}, "params must be a mapping"),
        ({"params": {"Token": "x"}}, "params must not have a token"),
        ({"params": {5: "x"}}, "params must be a str"),
        ({"params": {"a": 1.5}}, r"params\['a'\] must be a str, an int"),
        ({"params": {"a": {"b": 1}}}, r"params\['a'\] must be a str, an int"),
        ({"params": {"a": "\0"}}, r"params\['a'\] must not contain"),
        ({"json": {}, "xml": "<a/>"}, "xml must not be given together with json"),
        ({"json": object()}, r"json cannot be written as JSON \(TypeError\)"),
        ({"json": "\ud800"}, "json cannot be written as JSON"),
        ({"xml": "<a>"}, "xml is no XML that can be sent"),
        ({"xml": 5}, "xml must be a document as str or bytes"),
        ({"xml": {}}, "xml must have one root"),
        ({"xml": {"a": 1}}, "xml must have one root"),
        ({"xml": {"a": {}, "b": {}}}, "xml must have one root"),
        ({"xml": {"a b": {}}}, "xml is no XML that can be sent"),
        ({"xml": {"a": {5: 1}}}, r"xml cannot be written as XML"),
        ({"effect": "harmless"}, "effect must be one of 'safe'"),
        ({"host": "evil.example"}, "host must be one of 'api', 'shop', 'graph'"),
    ],
)
async def test_refused_by_name(arguments: dict[str, Any], words: str) -> None:
    """What cannot be sent, or would carry the token elsewhere, is refused by name."""
    ds, sent = answering(b"{}")
    async with ds:
        given: dict[str, Any] = {"method": "GET", "path": "/x"} | arguments
        with pytest.raises(ArgumentError, match=words) as caught:
            await ds.request(**given)

    assert sent == []
    assert caught.value.parameter in {*arguments, "params['a']"}


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (b'{"retval": 1, "retdesc": "no"}', RejectedError, r"GET /x: .*\(retval 1\): no"),
        (b'{"retval": "-1", "errors": [{"code": "auth-0"}]}', AccessDeniedError, "permission"),
        (b"<html><title>Digiseller UPDATING</title></html>", UnavailableError, "maintenance"),
    ],
)
async def test_refusals(body: bytes, error: type[Exception], words: str) -> None:
    """An answer that refuses is the error that it is for every call."""
    ds, _ = answering(body)
    async with ds:
        with pytest.raises(error, match=words):
            await ds.with_options(retry=None).request("GET", "/x", effect="safe")


async def test_errors_beside_success() -> None:
    """Errors beside a retval of 0 are told, with the response."""
    ds, _ = answering(b'{"retval": 0, "errors": [{"code": "x", "message": "one failed"}]}')
    async with ds:
        with pytest.raises(PartialSuccessError, match="one failed") as caught:
            await ds.request("POST", "/x")

    assert caught.value.result.retval == 0


@pytest.mark.parametrize(
    ("effect", "requests", "error"),
    [
        ("not idempotent", 1, OutcomeUnknownError),
        ("idempotent", 3, OutcomeUnknownError),
        ("safe", 3, UnavailableError),
    ],
)
async def test_repeated_by_effect(effect: Any, requests: int, error: type[Exception]) -> None:
    """What may have taken effect is repeated by what the caller says of its effect."""
    async with Sandbox() as box, client_of(box) as ds:
        box.inject("drop_after", operation="templates.create", times=3)
        with pytest.raises(error):
            await ds.request("POST", "/api/templates", json={"name": "x"}, effect=effect)

        assert box.requests["templates.create"] == requests


async def test_without_credentials() -> None:
    """A call of a client without a key goes without a token."""
    async with Sandbox() as box, Digiseller(base_url=box.url, rate=None) as ds:
        query = {"seller_id": box.seller_id}
        response = await ds.request("GET", "/api/categories", params=query, effect="safe")

    assert response.status == 200
    assert "token" not in box.recorded[0].query


async def test_address_in_the_path() -> None:
    """An error shows no buyer's address, which the path may have."""
    ds, _ = answering(b"", status=404)
    async with ds:
        with pytest.raises(RejectedError) as caught:
            await ds.request("GET", "/api/buyers/me@example.com")

    assert caught.value.operation == "GET /api/buyers/…"
    assert "me@example" not in f"{caught.value!r} {caught.value}"


async def test_base_url_with_a_path() -> None:
    """The path of base_url stands before each operation's, the sign-in's among them."""
    seen: list[bytes] = []

    def answer(request: bytes) -> bytes:
        seen.append(request.split()[1].partition(b"?")[0])
        if b"apilogin" in request:
            until = b'"valid_thru": "2099-03-19T23:21:58.4355113+03:00"'
            return reply(b'{"retval": 0, "token": "T", "seller_id": 1, %b}' % until)
        return reply(b'{"retval": 0, "content": {"amount_z_free": 5}}')

    async with (
        serving(answer) as url,
        Digiseller(1, "KEY", base_url=f"{url}/api_sellers/", rate=None) as ds,
    ):
        balance = await ds.account.balance()
        await ds.request("GET", "/api/token/perms", effect="safe")
        image = ds.catalog.image_url(5)

    assert balance.amount_z_free == 5
    assert seen == [
        b"/api_sellers/api/apilogin",
        b"/api_sellers/api/sellers/account/balance/info",
        b"/api_sellers/api/token/perms",
    ]
    assert image.startswith(f"{url}/api_sellers/")
