"""The sandbox's web page over a real socket: what its views show and its forms do."""

import re

import httpx
import pytest
from support.web_pages import Shown, look, send

from digiseller_async.sandbox import ChosenOption, Fault, Sandbox, SellerServer
from digiseller_async.sandbox._http.web_page.layout import style
from digiseller_async.sandbox._http.web_page.views.overview import trust
from digiseller_async.sandbox._state.products import Piece

pytestmark = pytest.mark.asyncio
VIEWS = (
    "/",
    "/shop/products",
    "/shop/products/2339982",
    "/shop/orders",
    "/shop/orders/250000000",
    "/shop/chats",
    "/shop/requests",
    "/shop/faults",
)


@pytest.mark.parametrize("path", VIEWS)
async def test_views(box: Sandbox, path: str) -> None:
    """A view needs no token, loads nothing, runs nothing, and is no request of the service."""
    async with httpx.AsyncClient(base_url=box.url, trust_env=False) as client:
        reply = await client.get(path)
        assert (await client.head(path)).status_code == 200
    shown = Shown(reply.text)

    assert reply.status_code == 200
    assert box.requests == {}
    assert len(box.recorded) == 0
    assert shown.all("script") == shown.all("img") == []
    assert [one["href"] for one in shown.all("link")] == ["data:,"]
    assert all(str(one["href"]).startswith(("/", "#")) for one in shown.all("a"))
    assert len(shown.all("h1")) == 1
    named = [one for name in ("input", "select", "textarea") for one in shown.all(name)]
    labels = len(shown.all("label")) + len([one for one in named if "aria-label" in one])
    assert labels == len(named)


def luminance(color: str) -> float:
    """Return how bright a color is, as WCAG calculates it."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_contrast() -> None:
    """Texts can be read in light and in dark: WCAG asks for 4.5, and for 3 around a field."""
    light, dark = re.findall(r":root \{(.*?)\}", style(), re.DOTALL)
    pairs = [
        (one, ground) for one in ("text", "quiet", "accent") for ground in ("ground", "surface")
    ]
    pairs += [(one, "raised") for one in ("text", "quiet")]
    pairs += [(one, f"{one}-ground") for one in ("good", "bad", "warn")]
    pairs += [("on-accent", "accent"), ("text", "good-ground"), ("quiet", "good-ground")]
    for scheme in (light, dark):
        colors = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", scheme))
        for first, second in [*pairs, ("field", "surface")]:
            dim, bright = sorted(luminance(colors[one]) for one in (first, second))
            ratio = (bright + 0.05) / (dim + 0.05)
            assert ratio >= (3.0 if first == "field" else 4.5), (first, second)


async def test_how_to_connect(box: Sandbox) -> None:
    """The overview shows the lines that connect to the sandbox where the browser found it."""
    port = box.url.rpartition(":")[2]
    async with httpx.AsyncClient(trust_env=False) as client:
        there = Shown((await client.get(f"http://localhost:{port}/")).text)

    assert f'Digiseller(12126, "SANDBOX-KEY", base_url="{box.url}")' in (await look(box, "/")).text
    assert f'base_url="http://localhost:{port}")' in there.text


@pytest.mark.parametrize(
    ("origin", "argument"),
    [
        ("http://127.0.0.1:80", ""),
        ("http://[::1]:80", ""),
        ("http://localhost:80", ""),
        ("http://sandbox:80", ", allow_http=True"),
        ("http://192.0.2.1:80", ", allow_http=True"),
        ("https://127.0.0.1:80", ", verify=box.ssl_context"),
    ],
)
async def test_how_to_trust(origin: str, argument: str) -> None:
    """A client has to be told where it is not safe by itself."""
    assert trust(origin) == argument


async def test_over_tls() -> None:
    """With TLS the page is there too, and its lines have the context that trusts it."""
    async with (
        Sandbox(tls=True) as box,
        httpx.AsyncClient(base_url=box.url, verify=box.ssl_context, trust_env=False) as client,
    ):
        shown = Shown((await client.get("/")).text)
        sent = await client.post("/shop/sell", headers={"origin": box.url})

    assert f'base_url="{box.url}", verify=box.ssl_context)' in shown.text
    assert sent.status_code == 303


async def test_sell(box: Sandbox) -> None:
    """The button sells, and shows the order with its code; without a product the first in stock."""
    before = len(box.orders)
    sold = await send(box, "/shop/sell", product_id="", buyer="", quantity="2")
    newest = box.orders.find(int(sold.url.path.removeprefix("/shop/orders/")))

    assert len(box.orders) == before + 1
    assert newest.quantity == 2
    assert newest.unique_code in sold.text
    assert newest.pieces[0].value is not None
    assert newest.pieces[0].value in sold.text
    assert "Sold:" in sold.text
    # A buyer's address is on no page.
    assert newest.buyer not in sold.text


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"product_id": "1"}, "Product not found: 1"),
        ({"product_id": "x<b>"}, "product_id is not an integer: x<b>"),
        ({"product_id": "2339985"}, "product 2339985 has only 0 in stock; add content first"),
        ({"product_id": "0"}, "Product not found: 0"),
        ({"quantity": "0"}, "quantity must be at least 1, and at most 100,000; got 0"),
        ({"quantity": "100000"}, "product 2339982 has only"),
        ({"quantity": "9" * 18}, "quantity must be at least 1, and at most 100,000; got 99"),
    ],
)
async def test_sales_that_cannot_be(box: Sandbox, fields: dict[str, str], problem: str) -> None:
    """What cannot be sold is said above the form, which keeps what was written into it."""
    reply = await send(box, "/shop/sell", buyer="anna@example.com", **fields)
    shown = Shown(reply.text)

    assert reply.status_code == 400
    assert problem in shown.text
    values = {one["name"]: one["value"] for one in shown.all("input")}
    assert {name: values[name] for name in fields} == fields
    assert values["buyer"] == "anna@example.com"


async def test_sell_with_options(box: Sandbox) -> None:
    """A product's own form has its options: what is chosen or written is in the order."""
    fields = {"option_28000": "41001", "option_28001": "<wish>", "quantity": "2"}
    sold = await send(box, "/shop/products/2339982/sell", **fields)
    order = box.orders.find(int(sold.url.path.removeprefix("/shop/orders/")))
    assert order.options == (
        ChosenOption(id=28_000, name="Kind", value="Gift & large", variant_id=41_001),
        ChosenOption(id=28_001, name="Wish", value="<wish>"),
    )
    assert "Gift &amp; large" in sold.text

    without = await send(box, "/shop/products/2339982/sell", option_28000="")
    order = box.orders.find(int(without.url.path.removeprefix("/shop/orders/")))
    assert order.options == ()


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("2339982", 400, "Variant not found: 7"),
        ("2339985", 400, "has only 0 in stock"),
        ("1", 404, "There is no product 1"),
        ("x", 404, "product_id is not an integer: x"),
    ],
)
async def test_products_that_cannot_be_sold(
    box: Sandbox, path: str, status: int, problem: str
) -> None:
    """What a product's form cannot sell is said above the form."""
    reply = await send(
        box, f"/shop/products/{path}/sell", option_28000="7", buyer="anna@example.com"
    )

    assert reply.status_code == status
    assert problem in reply.text
    assert ("anna@example.com" in reply.text) is (status == 400)


async def test_nothing_to_sell() -> None:
    """A shop without products has a page too, which says that there is nothing."""
    async with Sandbox(products=0, sales=0) as box:
        assert "nothing is in stock" in (await send(box, "/shop/sell")).text
        assert "There are no products." in (await look(box, "/shop/products")).text
        assert "There are no orders." in (await look(box, "/shop/orders")).text
        assert "Nobody has written yet." in (await look(box, "/shop/chats")).text
        assert "No program has asked anything yet." in (await look(box, "/shop/requests")).text


async def test_write(box: Sandbox) -> None:
    """The button writes as the buyer; what is blank is not sent."""
    order = box.sell()
    path = f"/shop/orders/{order.invoice_id}/write"
    written = await send(box, path, text="Where is <it>?\nThere.")
    blank = await send(box, path, text=" \n")

    assert [one.text for one in order.messages] == ["Where is <it>?\nThere."]
    assert "Where is <it>?\nThere." in Shown(written.text).text
    assert blank.status_code == 400
    assert "text is blank" in blank.text


async def test_what_buyers_do(box: Sandbox) -> None:
    """The buttons refund an order, confirm its code and refute it; the page then shows that."""
    order = box.sell()
    path = f"/shop/orders/{order.invoice_id}"

    assert "confirmed" in (await send(box, f"{path}/confirm")).text
    assert order.code.confirmed is not None
    assert "refuted" in (await send(box, f"{path}/refute")).text
    assert order.code.refuted is not None
    refunded = Shown((await send(box, f"{path}/refund")).text)
    assert order.is_refunded
    assert "Refunded:" in refunded.text
    assert f"{path}/refund" not in [one["action"] for one in refunded.all("form")]


async def test_inject(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The form injects any fault with its details, and the list shows it until it is met."""
    fields = {"operation": "templates.list", "times": "1", "status": "503"}
    injected = await send(box, "/shop/inject", fault="server_error", **fields)
    later = await send(box, "/shop/inject", fault="latency", operation="", seconds="0.5")
    reply = await client.get("/api/templates")

    assert injected.url.path == "/shop/faults"
    assert "templates.list" in injected.text
    assert "latency" in later.text
    assert reply.status_code == 503
    waiting = (await look(box, "/shop/faults")).text.partition("OperationRequests")[2]
    assert waiting.startswith("latencyany1")


async def test_each_fault_can_be_chosen(box: Sandbox) -> None:
    """Each fault is in the list of the form, and can be injected without details."""
    values = [one["value"] for one in (await look(box, "/shop/faults")).all("option")]
    for fault in Fault:
        assert fault in values
        injected = await send(box, "/shop/inject", fault=fault, times="2", newest="")
        assert "Injected:" in injected.text


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"fault": "rain"}, "fault must be one of latency, hang"),
        ({}, "fault must be one of latency, hang"),
        (
            {"fault": "hang", "times": "0"},
            "times must be at least 1, and at most 1,000,000,000; got 0",
        ),
        ({"fault": "hang", "times": "many"}, "times is not an integer: many"),
        ({"fault": "hang", "seconds": "1.5"}, "hang takes no details; got seconds"),
        ({"fault": "latency", "seconds": "1,5"}, "seconds is not a number: 1,5"),
        ({"fault": "hang", "operation": "nothing"}, "operation must be a name like"),
        ({"fault": "shrunk", "newest": "yes"}, "newest is neither true nor false: yes"),
    ],
)
async def test_faults_that_cannot_be(box: Sandbox, fields: dict[str, str], problem: str) -> None:
    """A fault that can never happen is refused in words."""
    reply = await send(box, "/shop/inject", **fields)

    assert reply.status_code == 400
    assert problem in Shown(reply.text).text


async def test_expire(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The button makes all tokens invalid."""
    expired = await send(box, "/shop/expire")

    assert "All tokens" in expired.text
    assert (await client.get("/api/templates")).status_code == 401


async def test_requests_show_what_they_did(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A request is shown with its status, its effect and the fault that it met."""
    box.inject(Fault.SERVER_ERROR_AFTER, operation="templates.update", status=502)
    box.inject(Fault.DROP_BEFORE, operation="templates.list")
    await client.post("/api/templates/1", json={"name": "x"})
    with pytest.raises(httpx.TransportError):
        await client.get("/api/templates")
    shown = await look(box, "/shop/requests")
    dropped, updated, signed_in = shown.text.split("03:00:00")[1:]

    assert dropped == "templates.listGET /api/templatesno answer–drop_before"
    assert updated == "templates.updatePOST /api/templates/1502changedserver_error_after"
    assert signed_in.startswith("sign_inPOST /api/apilogin200changed–")


async def test_refreshing(box: Sandbox) -> None:
    """The requests are shown again every few seconds only if that is asked for."""
    still, live = await look(box, "/shop/requests"), await look(box, "/shop/requests", refresh="1")

    assert "refresh" not in [one.get("http-equiv") for one in still.all("meta")]
    assert "refresh" in [one.get("http-equiv") for one in live.all("meta")]


@pytest.mark.parametrize("words", ["250000000", "code"])
async def test_find_an_order(box: Sandbox, words: str) -> None:
    """An order is found by its number and by its unique code."""
    order = box.orders.find(250_000_000)
    code = order.unique_code if words == "code" else words
    shown = await look(box, "/shop/orders", order=code)

    assert [one["href"] for one in shown.all("a")].count("/shop/orders/250000000") == 1
    assert "249999999" not in shown.text


@pytest.mark.parametrize(
    "path",
    ["/shop/orders?order=%3Cb%3E", "/shop/orders/1", "/shop/orders/x", f"/shop/orders/{'9' * 40}"],
)
async def test_no_such_order(box: Sandbox, path: str) -> None:
    """An order that is not there is a page that says so, and so is one that is written to."""
    async with httpx.AsyncClient(base_url=box.url, trust_env=False) as client:
        reply = await client.get(path)
    written = await send(box, "/shop/orders/1/write", text="x")

    assert reply.status_code == written.status_code == 404
    assert "There is no order" in reply.text
    assert "There is no order 1" in written.text


async def test_pages() -> None:
    """A list is shown page by page; a page beyond the last is the last, and a word is refused."""
    async with Sandbox(sales=1_000_000, products=1_000_000, receipts=1_000_000) as big:
        first = await look(big, "/shop/orders")
        last = await look(big, "/shop/orders", page="999999")
        products = await look(big, "/shop/products", page="20000")
        chats = await look(big, "/shop/chats")
        await look(big, "/")
        async with httpx.AsyncClient(base_url=big.url, trust_env=False) as client:
            assert (await client.get("/shop/orders?page=x")).status_code == 404

    assert "1 to 50 of 1,000,000" in first.text
    assert "Newer" not in first.text
    assert "999,951 to 1,000,000 of 1,000,000" in last.text
    assert "Older" not in last.text
    assert "999,951 to 1,000,000" in products.text
    assert "chats about the newest 1,000 orders" in chats.text


async def test_everything_that_an_order_has(box: Sandbox) -> None:
    """An order shows options, parameters, files and deleted messages."""
    order = box.sell(
        options=[ChosenOption(id=5, name="Nick", value="<nick>")], parameters={"ref": "a&b"}
    )
    order.pieces = (Piece(content_id=1, filename="key.txt"),)
    box.write(order, "oh")
    order.messages[0].deleted = True
    shown = await look(box, f"/shop/orders/{order.invoice_id}")

    for text in ("Nick<nick>", "Parameter refa&b", "key.txt", "deleted"):
        assert text in shown.text


async def test_products_of_each_kind() -> None:
    """A product shows how much of it can be sold."""
    async with Sandbox(server=SellerServer(delays=())) as box:
        unlimited, served, *_ = [box.stock.find(one.id) for one in box.stock]
        unlimited.code_count = -1
        served.form = {"address": "http://127.0.0.1:9/", "method": "JSON"}
        served.precheck, served.enabled = {"precheck_active": True}, False
        order = box.sell(product_id=served.id)
        shown = await look(box, "/shop/products")
        bought = await look(box, f"/shop/orders/{order.invoice_id}")
        itself = await look(box, f"/shop/products/{served.id}")

    for text in ("disabled", "http://127.0.0.1:9/", "Precheck of optionson"):
        assert text in itself.text
    assert "unlimited" in shown.text
    assert "from your server" in shown.text
    assert "waits for your server" in bought.text
