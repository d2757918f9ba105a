"""What protects the sandbox's web page: escaped texts, headers, and the refusal of other sites."""

import base64
import hashlib

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.types import Message
from support.web_pages import Shown, look, send

from digiseller_async.sandbox import Sandbox
from digiseller_async.sandbox._http.web_page.guard import is_own_name, is_same_origin
from digiseller_async.sandbox._http.web_page.markup import element
from digiseller_async.sandbox._http.web_page.routes import received

pytestmark = pytest.mark.asyncio


async def test_headers(box: Sandbox) -> None:
    """The policy lets a browser use the document's own style, and nothing else."""
    async with httpx.AsyncClient(base_url=box.url, trust_env=False) as client:
        reply = await client.get("/")
    style = reply.text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    policy = reply.headers["content-security-policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["content-type"] == "text/html; charset=utf-8"


@given(text=st.text(), attribute=st.text())
async def test_texts_are_escaped(text: str, attribute: str) -> None:
    """Whatever a text has, a browser shows it, and makes no element of it."""
    found = Shown(element("p", text, title=attribute, hidden=True, id=None))

    assert found.elements == [("p", {"title": attribute, "hidden": None})]
    assert found.text == text


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "</textarea>'\"<b>", "\ud800 half", "&lt;\x00", "🙂 ё"]
)
async def test_hostile_texts(box: Sandbox, text: str) -> None:
    """What a buyer writes is shown as text, also where it is no character or no text at all."""
    order = box.sell()
    box.write(order, text)
    shown = await look(box, f"/shop/orders/{order.invoice_id}")

    assert text.replace("\ud800", "?") in shown.text
    assert shown.all("script") == shown.all("b") == []
    assert (await look(box, "/shop/chats")).all("script") == []


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("127.0.0.1:8765", True),
        ("192.168.1.5", True),
        ("[::1]:8765", True),
        ("localhost:8765", True),
        ("shop.localhost", True),
        ("sandbox:8765", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example:80", False),
        ("localhost.evil.example", False),
        ("localhost.", False),
        ("[::1", False),
        ("", False),
    ],
)
async def test_names_that_the_page_has(host: str, is_own: bool) -> None:  # noqa: FBT001 (a table)
    """A name that a stranger's name server can point to this machine is not the page's."""
    assert is_own_name(host) is is_own


@pytest.mark.parametrize(
    ("headers", "is_same"),
    [
        ({}, True),
        ({"origin": "http://127.0.0.1:1"}, True),
        ({"origin": "https://127.0.0.1:1"}, True),
        ({"origin": "http://127.0.0.1:2"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:1"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
    ],
)
async def test_forms_of_others(headers: dict[str, str], is_same: bool) -> None:  # noqa: FBT001
    """A form is taken from the page itself, and from what is no browser."""
    assert is_same_origin(headers, "127.0.0.1:1") is is_same


async def test_other_sites_are_refused(box: Sandbox) -> None:
    """Another site can neither read the page under its own name, nor send its forms."""
    async with httpx.AsyncClient(base_url=box.url, trust_env=False) as client:
        renamed = await client.get("/", headers={"host": "evil.example"})
        nonsense = await client.get("/", headers={"host": "[::1"})
        forged = await client.post("/shop/expire", headers={"origin": "http://evil.example"})
        sold = await client.post("/shop/sell", headers={"host": "evil.example"})

    assert [one.status_code for one in (renamed, nonsense, forged, sold)] == [403] * 4
    assert "SANDBOX-KEY" not in renamed.text
    assert "another site" in forged.text
    assert len(box.orders) == 60


async def test_long_forms(box: Sandbox) -> None:
    """A form that is too long is refused before it is read."""
    reply = await send(box, "/shop/sell", buyer="x" * 70_000)

    assert reply.status_code == 413
    assert "64 KiB" in reply.text


async def test_other_methods(box: Sandbox) -> None:
    """A form's address cannot be opened, and a view takes no form."""
    async with httpx.AsyncClient(base_url=box.url, trust_env=False) as client:
        assert (await client.get("/shop/sell")).status_code == 405
        assert (await client.post("/shop/products")).status_code == 405


async def test_a_form_that_breaks_off() -> None:
    """Of a browser that leaves in the middle of a form nothing is carried out."""

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    assert await received(Request({"type": "http"}, receive)) is None
