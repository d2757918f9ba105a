"""The sandbox's page in a real browser: it looks right, its buttons work, and nobody else's do."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from support.chromium import Tab, browsing, executable
from support.seller_applications import answering, serving

from digiseller_async import Digiseller
from digiseller_async.sandbox import Fault, Sandbox

BROWSER = executable()
pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed"),
]
VIEWS = (
    *("/", "/shop/products", "/shop/products/2339982", "/shop/orders", "/shop/orders/250000001"),
    *("/shop/chats", "/shop/requests", "/shop/faults"),
)
WIDTHS = (320, 700, 900, 1280)  # pixels: a small phone, tablets, a desk
ATTACK = """<!DOCTYPE html><form method="post" action="{url}/shop/sell"></form>
<script>document.forms[0].submit()</script>"""


@pytest.fixture
def tab(tmp_path: Path) -> Generator[Tab]:
    """Open a browser."""
    assert BROWSER is not None
    with browsing(BROWSER, tmp_path, "--ignore-certificate-errors") as opened:
        yield opened


def complaints(tab: Tab) -> list[Any]:
    """Return what the browser has logged: scripts, styles and pictures that it refused."""
    return [
        one for one in tab.events if one["method"] in {"Log.entryAdded", "Runtime.consoleAPICalled"}
    ]


def asked(tab: Tab) -> set[str]:
    """Return the addresses that the browser has asked for."""
    return {
        one["params"]["request"]["url"]
        for one in tab.events
        if one["method"] == "Network.requestWillBeSent"
    }


async def fill(box: Sandbox) -> None:
    """Let something happen, with texts that could be markup or too long for a line."""
    async with Digiseller(box.seller_id, box.api_key, base_url=box.url) as ds:
        order = box.sell()
        box.write(order, "<script>document.title = 'mine'</script>" + "W" * 300)
        box.inject(Fault.SERVER_ERROR, operation="account.balance")
        await ds.account.balance()
        await ds.purchases.verify_code(order.unique_code)
    box.inject(Fault.EMPTY_PAGE_SAYS_MORE, operation="account.external_operations")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_view_fits(tab: Tab, scheme: str) -> None:
    """Each view has its style, fits any width, runs no script, and asks nobody but the sandbox."""
    async with Sandbox() as box:
        await fill(box)
        media = [{"name": "prefers-color-scheme", "value": scheme}]
        tab.call("Emulation.setEmulatedMedia", features=media)
        for view in VIEWS:
            tab.open(f"{box.url}{view}")
            assert tab.run("document.title.endsWith(' · Digiseller sandbox')")
            for width in WIDTHS:
                metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
                tab.call("Emulation.setDeviceMetricsOverride", **metrics)
                assert tab.run("document.documentElement.scrollWidth") <= width, (view, width)
            ground = tab.run("getComputedStyle(document.body).backgroundColor")
            assert ground == {"light": "rgb(245, 246, 248)", "dark": "rgb(16, 20, 27)"}[scheme]

        assert complaints(tab) == []
        assert {one for one in asked(tab) if not one.startswith((f"{box.url}/", "data:"))} == set()


async def test_buttons(tab: Tab) -> None:
    """A person can sell, write, refund, confirm, refute, inject faults and expire tokens."""
    async with Sandbox() as box:
        tab.open(f"{box.url}/")
        tab.submit("form[action='/shop/sell']", quantity="2")
        order = box.orders.find(250_000_001)
        assert order.quantity == 2
        assert tab.run("document.querySelector('[role=status]').innerText").startswith("Sold")

        path = f"/shop/orders/{order.invoice_id}"
        tab.submit(f"form[action='{path}/write']", text="<b>Hello</b>\nagain")
        assert order.messages[0].text.split() == ["<b>Hello</b>", "again"]
        assert tab.run("document.querySelector('.chat p').innerText") == "<b>Hello</b>\nagain"
        for button in ("confirm", "refute", "refund"):
            tab.submit(f"form[action='{path}/{button}']")
        assert order.code.refuted is not None
        assert order.is_refunded

        tab.open(f"{box.url}/shop/faults")
        tab.submit("form[action='/shop/inject']", fault="hang", operation="offers.list", times="3")
        assert tab.run("document.querySelector('tbody').innerText").split() == [
            *("hang", "offers.list", "3")
        ]
        tab.submit("form[action='/shop/expire']")
        assert complaints(tab) == []


async def test_over_tls(tab: Tab) -> None:
    """The buttons work over TLS, too."""
    async with Sandbox(tls=True) as box:
        tab.open(f"{box.url}/")
        tab.submit("form[action='/shop/sell']")
        assert len(box.orders) == 61


async def test_another_site(tab: Tab) -> None:
    """A page of another site that sends the form sells nothing."""
    async with Sandbox() as box:
        attack = answering(body=ATTACK.format(url=box.url).encode(), content_type="text/html")
        async with serving(attack) as url:
            tab.open(url.replace("127.0.0.1", "localhost"))
            while not tab.run("document.body.innerText.includes('sent from another site')"):
                await anyio.lowlevel.checkpoint()
        assert len(box.orders) == 60
