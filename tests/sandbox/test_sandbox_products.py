"""The sandbox's products in full and in short, their prices, and copies of them."""

from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import msgspec
import pytest

from digiseller_async.sandbox import Fault, Sandbox

FIRST = 2_339_982  # digi, with options and on sale
PINS, UNIT, BOOK, SOFT = range(FIRST + 1, FIRST + 5)
LIST, GOODS, PRICE = "/api/products/list", "/api/seller-goods", "/api/products/price/calc"
CLONE = f"/api/product/clone/{FIRST}"
XML = {"accept": "text/xml"}
WRITES = {"accept": "text/xml", "content-type": "text/xml"}
EXACT = msgspec.json.Decoder(float_hook=Decimal)


def parsed(reply: httpx.Response) -> ET.Element:
    """Return an answer in XML."""
    return ET.fromstring(reply.content)  # noqa: S314 (the sandbox's own words)


def stranger(box: Sandbox) -> httpx.AsyncClient:
    """Return a client without a token."""
    return httpx.AsyncClient(base_url=box.url, trust_env=False)


async def product(client: httpx.AsyncClient, product_id: int, **query: Any) -> Any:
    """Return a product in full, its amounts exact."""
    reply = await client.get(f"/api/products/{product_id}/data", params=query)
    return EXACT.decode(reply.content)["product"]


async def element(client: httpx.AsyncClient, product_id: int, **query: Any) -> ET.Element:
    """Return a product in full from XML."""
    reply = await client.get(f"/api/products/{product_id}/data", params=query, headers=XML)
    found = parsed(reply).find("product")
    assert found is not None
    return found


async def goods(client: httpx.AsyncClient, **body: Any) -> Any:
    """Return a page of the seller's products."""
    return (await client.post(GOODS, json={"id_seller": 12126, **body})).json()


def same(element: ET.Element, row: dict[str, Any], names: list[str]) -> None:
    """Check that an element has the values of a row; null is a missing element."""
    for name in names:
        text = element.findtext(name)
        assert text == (None if row[name] is None else str(row[name])), name


SCALARS = [
    *("id", "id_prev", "id_next", "name", "price", "currency", "is_available", "url", "info"),
    *("add_info", "release_date", "agency_fee", "agency_sum", "agency_id", "collection"),
    *("propertygood", "show_rest", "num_in_stock", "num_in_lock", "pwyw", "label", "type"),
    *("gift_commiss", "options_check"),
]


@pytest.mark.asyncio
@pytest.mark.parametrize("product_id", [FIRST, PINS, UNIT, BOOK, SOFT])
async def test_a_product_in_both_formats(client: httpx.AsyncClient, product_id: int) -> None:
    """A product in full says the same in JSON and in XML."""
    json = await product(client, product_id, seller_id=12126, lang="en-US")
    xml = await element(client, product_id, seller_id=12126, lang="en-US")

    same(xml, json, SCALARS)
    assert xml.get("icon") == json["label"]
    assert xml.findtext("in_stock") == str(json["is_available"])
    for name in ("statistics", "seller", "sale_info"):
        part = xml.find(name)
        assert part is not None
        same(part, json[name], list(json[name]))
    crumbs = [(one.get("cnt"), one.findtext("id")) for one in xml.findall("categories//category")]
    assert crumbs == [(str(one["products_cnt"]), str(one["id"])) for one in json["breadcrumbs"]]
    images = xml.findall("preview_imgs/preview_img")
    assert [(one.get("id"), one.findtext("img_real")) for one in images] == [
        (str(one["id"]), one["url"]) for one in json["preview_imgs"]
    ]
    assert len(xml.findall("preview_videos/preview_video")) == len(json["preview_videos"])
    kind = xml.find(json["type"])
    assert kind is not None
    same(kind, json[json["type"]], list(json[json["type"]]))


@pytest.mark.asyncio
async def test_options(client: httpx.AsyncClient) -> None:
    """What a buyer can choose is the same in both formats, but for what only JSON has."""
    json, xml = await product(client, FIRST), await element(client, FIRST)

    options = xml.findall("options/option")
    assert [one["type"] for one in json["options"]] == ["radio", "text"]
    for row, option in zip(json["options"], options, strict=True):
        same(option, row, [name for name in row if name not in {"id", "variants"}])
        variants = option.findall("variants/variant")
        for variant, found in zip(row["variants"], variants, strict=True):
            same(found, variant, [name for name in variant if name != "visible"])
    assert xml.find("options/option/id") is None


@pytest.mark.asyncio
async def test_prices_by_currency(client: httpx.AsyncClient) -> None:
    """A product with a fixed price has it in six currencies, and by each method of payment."""
    json, xml = await product(client, FIRST), await element(client, FIRST)

    for kind in ("initial", "default"):
        rows = xml.findall(f"prices/{kind}/price")
        found = {one.findtext("currency"): Decimal(str(one.findtext("price"))) for one in rows}
        assert found == json["prices"][kind]
    assert json["prices_unit"] is json["units"] is None
    methods = xml.findall("payment_methods/payment_method")
    assert [one.findtext("name") for one in methods] == ["WebMoney"]
    codes = [one.findtext("code") for one in methods[0].findall("currencies/currency")]
    assert codes == [one["code"] for one in json["payment_methods"][0]["currencies"]]
    market = await product(client, FIRST, owner=1)
    assert [one["name"] for one in market["payment_methods"]] == ["WebMoney", "Карты & СБП"]


@pytest.mark.asyncio
async def test_prices_by_the_unit(client: httpx.AsyncClient) -> None:
    """The price of a unit has a decimal comma in XML, even where others have a point."""
    json, xml = await product(client, UNIT), await element(client, UNIT)

    assert json["prices"] is None
    unit = json["prices_unit"]
    assert xml.findtext("prices_unit/unit_amount") == str(unit["unit_amount"]).replace(".", ",")
    fixed = [int(str(one.text)) for one in xml.findall("prices_unit/unit_fixed/unit_fixed")]
    assert fixed == unit["unit_fixed"] == [10, 50, 100, 500]
    rows = xml.findall("units/discounts/discount")
    for row, one in zip(json["units"]["discounts"], rows, strict=True):
        same(one, row, ["desc", "percent", "price"])


@pytest.mark.asyncio
async def test_what_needs_a_token(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Numbers that only the owner may know are null or -1 for others."""
    async with stranger(box) as other:
        hidden = await product(other, FIRST)
        refused = await other.get(f"/api/products/{FIRST}/data", params={"token": "x"})
    known = await product(client, FIRST)

    assert (hidden["num_in_stock"], hidden["show_rest"]) == (None, 0)
    assert (known["show_rest"], known["num_in_stock"] > 0) == (1, True)
    assert {hidden["statistics"][name] for name in ("sales", "refunds", "bad_reviews")} == {-1}
    assert known["statistics"]["sales"] >= 0
    assert refused.status_code == 401


@pytest.mark.asyncio
async def test_without_a_seller_there_is_no_path(client: httpx.AsyncClient) -> None:
    """The category and the path to it come only if the seller is named."""
    json, xml = await product(client, FIRST), await element(client, FIRST)

    assert (json["category_id"], json["breadcrumbs"]) == (None, [])
    assert xml.find("categories/category") is None


@pytest.mark.asyncio
async def test_unknown_products(client: httpx.AsyncClient) -> None:
    """A product that is not the seller's is refused beside retval."""
    for product_id in ("5", "x"):
        answer = (await client.get(f"/api/products/{product_id}/data")).json()
        assert (answer["retval"], set(answer)) == (1, {"retval", "retdesc"})


@pytest.mark.asyncio
async def test_a_product_shows_its_content(box: Sandbox, client: httpx.AsyncClient) -> None:
    """What was added is what a product says it sells, and makes its stock larger."""
    before = await product(client, FIRST + 3)
    body = {"product_id": FIRST + 3, "content": [{"value": "12345"}]}
    await client.post("/api/product/content/add/text", json=body)
    after = await product(client, FIRST + 3)

    assert (after["type"], after["text"]["size"], after["file"]) == ("text", 5, None)
    assert after["num_in_stock"] == before["num_in_stock"] + 1
    box.stock.find(FIRST).code_count = -1
    endless = await product(client, FIRST)
    assert (endless["num_in_stock"], endless["is_available"]) == (None, 1)


@pytest.mark.asyncio
async def test_a_present(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A present that an edit names is shown with its name."""
    box.stock.find(FIRST).edits = {"present_product_id": PINS}

    shown = await product(client, FIRST, lang="en-US")
    assert shown["present"]["id"] == PINS
    assert shown["present"]["name"].endswith("#2")
    assert (await product(client, PINS))["present"] is None


@pytest.mark.asyncio
async def test_by_ids(client: httpx.AsyncClient) -> None:
    """Products in short come in the order of their ids; unknown ones are left out."""
    asked = {"ids": [UNIT, 5, FIRST, UNIT]}
    rows = EXACT.decode((await client.post(LIST, json=asked)).content)
    ids = "<ids><id>2339984</id><id>5</id><id>2339982</id></ids>"
    body = f"<digiseller.request>{ids}</digiseller.request>"
    xml = parsed(await client.post(LIST, content=body, headers=WRITES))
    got = (await client.get(LIST, params={"ids": f"{UNIT},{FIRST}", "lang": "en-US"})).json()

    assert [row["id"] for row in rows] == [row["id"] for row in got] == [UNIT, FIRST]
    assert got[0]["name"].endswith("#3")
    assert xml.tag == "digiseller.response"
    for row, one in zip(rows, xml.findall("product"), strict=True):
        same(one, row, [name for name in row if name != "sale_info"])
        sale = one.find("sale_info")
        assert sale is not None
        same(sale, row["sale_info"], list(row["sale_info"]))
    assert rows[1]["sale_info"]["sale_begin"] == "30.12.2025 13:00:00"


@pytest.mark.asyncio
async def test_by_ids_with_a_token_in_the_body(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A token in the body is as good as one in the query, and a wrong one is refused."""
    token = client.params["token"]
    async with stranger(box) as other:
        hidden = (await other.post(LIST, json={"ids": [FIRST]})).json()
        known = (await other.post(LIST, json={"ids": [FIRST], "token": token})).json()
        wrong = await other.post(LIST, json={"ids": [FIRST], "token": "x"})

    assert (hidden[0]["num_in_stock"], hidden[0]["cnt_sell"]) == (None, -1)
    assert (hidden[0]["cnt_return"], hidden[0]["cnt_return_hidden"]) == (-1, 1)
    assert known[0]["num_in_stock"] > 0
    assert wrong.status_code == 401


@pytest.mark.asyncio
async def test_refused_ids(client: httpx.AsyncClient) -> None:
    """No id, too many of them, or a strange language get HTTP 400."""
    bodies: tuple[dict[str, Any], ...] = (
        {},
        {"ids": []},
        {"ids": list(range(2000))},
        {"ids": [1], "lang": "xx"},
    )
    for body in bodies:
        assert (await client.post(LIST, json=body)).status_code == 400
    assert (await client.get(LIST)).status_code == 400


@pytest.mark.asyncio
async def test_goods(client: httpx.AsyncClient) -> None:
    """The seller's own list has real numbers in JSON, and says the same in XML."""
    reply = await client.post(GOODS, json={"id_seller": 12126, "rows": 7, "page": 2})
    json = EXACT.decode(reply.content)
    asked = "<id_seller>12126</id_seller><rows>7</rows><page>2</page>"
    body = f"<digiseller.request>{asked}</digiseller.request>"
    xml = parsed(await client.post(GOODS, content=body, headers=WRITES))

    same(xml, json, [name for name in json if name not in {"rows", "rating_seller"}])
    rows = xml.findall("rows[@cnt='7']/row")
    for row, one in zip(json["rows"], rows, strict=True):
        assert one.get("id") == str(row["id_goods"])
        same(one, row, [name for name in row if name not in {"sale_info", "owner_id"}])
    assert (json["cnt_goods"], json["pages"], json["page"]) == (40, 6, 2)
    assert (json["order_col"], json["order_dir"]) == ("cntsell", "desc")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("column", "key"),
    [
        ("name", "name_goods"),
        ("price", "price_rur"),
        ("cntsell", "cnt_sell"),
        ("cntreturn", "cnt_return"),
        ("cntgoodresponses", "cnt_goodresponses"),
        ("cntbadresponses", "cnt_badresponses"),
    ],
)
async def test_orders_of_goods(client: httpx.AsyncClient, column: str, key: str) -> None:
    """The seller's list can be sorted by each column, both ways."""
    up = await goods(client, order_col=column, order_dir="asc", rows=40)
    down = await goods(client, order_col=column, rows=40)

    values = [row[key] for row in up["rows"]]
    assert values == sorted(values)
    assert [row[key] for row in down["rows"]] == values[::-1]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("body", "retval"),
    [
        ({"id_seller": 1}, 1),
        ({"page": 0}, 2),
        ({"rows": 2001}, 3),
        ({"currency": "GBP"}, 4),
        ({"order_col": "id"}, 5),
        ({"order_dir": "up"}, 6),
        ({"lang": "xx"}, 1),
    ],
)
async def test_refused_goods(client: httpx.AsyncClient, body: dict[str, Any], retval: int) -> None:
    """Each wrong parameter has its own retval, and null for rows."""
    answer = await goods(client, **body)

    assert (answer["retval"], answer["rows"]) == (retval, None)


@pytest.mark.asyncio
async def test_hidden_goods(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A disabled product is shown to its owner only, and only if asked; its flag is negative."""
    box.stock.find(FIRST).enabled = False

    counts = [(await goods(client, show_hidden=one))["cnt_goods"] for one in (0, 1, 2)]
    (hidden,) = (await goods(client, show_hidden=2))["rows"]
    async with stranger(box) as other:
        unseen = await goods(other, show_hidden=1, currency="EUR")
    assert counts == [39, 40, 1]
    assert (hidden["id_goods"], hidden["visible"] < 0) == (FIRST, True)
    assert unseen["cnt_goods"] == 39
    assert {row["currency"] for row in unseen["rows"]} == {"EUR"}
    assert unseen["rows"][0]["num_in_stock"] is None


@pytest.mark.asyncio
async def test_goods_repeat_a_page(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A page that stands in a JSON body can be repeated, or be empty and promise more."""
    first = await goods(client)
    box.inject(Fault.REPEATED_PAGE, operation="products.of_seller")
    repeated = await goods(client, page=3)
    box.inject(Fault.EMPTY_PAGE_SAYS_MORE, operation="products.of_seller")
    empty = await goods(client, page=3)

    assert repeated["rows"] == first["rows"]
    assert (empty["rows"], empty["page"], empty["pages"]) == ([], 3, 4)


@pytest.mark.asyncio
async def test_clones(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A cloned product shows up among the seller's, with its name and without its content."""
    reply = await client.post(CLONE, json={"count": 2, "categories": True, "gallery": True})
    ids = reply.json()["content"]["products"]

    rows = (await goods(client, order_col="cntsell", order_dir="asc", rows=50))["rows"]
    clones = {row["id_goods"]: row for row in rows if row["id_goods"] in ids}
    original = next(row for row in rows if row["id_goods"] == FIRST)
    assert len(ids) == len(clones) == 2
    for row in clones.values():
        assert (row["name_goods"], row["price"]) == (original["name_goods"], original["price"])
        assert (row["in_stock"], row["num_in_stock"], row["cnt_sell"]) == (0, 0, 0)
    first, second = [await product(client, one, seller_id=12126) for one in ids]
    assert first["category_id"] == 78102
    assert first["preview_imgs"][0]["id"] != second["preview_imgs"][0]["id"]
    assert (
        await client.get("/img.ashx", params={"idp": first["preview_imgs"][0]["id"]})
    ).is_success
    assert box.applied["products.clone"] == 1


@pytest.mark.asyncio
async def test_clones_in_xml(client: httpx.AsyncClient) -> None:
    """In XML the ids are repeated elements; without wishes one bare copy is made."""
    body = "<request><count>2</count></request>"
    answer = parsed(await client.post(CLONE, content=body, headers=WRITES))
    one = (await client.post(CLONE, json={})).json()["content"]["products"]

    assert answer.tag == "result"
    assert len(answer.findall("content/products")) == 2
    (clone_id,) = one
    bare = await product(client, clone_id, seller_id=12126)
    assert (bare["category_id"], bare["preview_imgs"], bare["label"]) == (None, [], "")


@pytest.mark.asyncio
async def test_refused_clones(box: Sandbox, client: httpx.AsyncClient) -> None:
    """More than five copies, or copies of what is not the seller's, are refused."""
    six = (await client.post(CLONE, json={"count": 6})).json()
    unknown = (await client.post("/api/product/clone/5", json={})).json()

    assert (six["retval"], unknown["retval"], unknown["content"]) == (1, 1, None)
    assert (len(box.stock), box.applied["products.clone"]) == (40, 0)


async def quote(client: httpx.AsyncClient, product_id: int, **query: Any) -> Any:
    """Return a price."""
    reply = await client.get(PRICE, params={"product_id": product_id, **query})
    return EXACT.decode(reply.content)


@pytest.mark.asyncio
async def test_prices(client: httpx.AsyncClient) -> None:
    """A price is by the method of payment, and for as many as are asked for."""
    one = (await quote(client, FIRST))["data"]
    three = (await quote(client, FIRST, count=3, currency="WMR"))["data"]
    reply = await client.get(PRICE, params={"product_id": FIRST}, headers=XML)

    assert (one["currency"], one["count"], one["amount"]) == ("USD", 1, one["price"])
    assert (three["currency"], three["amount"]) == ("RUB", three["price"] * 3)
    data = parsed(reply).find("data")
    assert data is not None
    same(data, one, ["price", "count", "amount", "currency", "commission"])
    assert one["sale_info"]["sale_percent"] > 0
    assert (await quote(client, PINS))["data"]["sale_info"]["sale_percent"] is None


@pytest.mark.asyncio
async def test_prices_of_options(client: httpx.AsyncClient) -> None:
    """A chosen variant changes the price; one that is not known, or not there, does not."""
    plain = (await quote(client, FIRST))["data"]["price"]
    option, percent = "28000", "41001"
    dearer = (await quote(client, FIRST, **{"options[]": [f"{option}:{percent}"]}))["data"]["price"]
    same_price = (await quote(client, FIRST, **{"options[]": "1:2"}))["data"]["price"]
    bad = await quote(client, FIRST, **{"options[]": "x"})

    assert abs(dearer - plain * Decimal("1.125")) < 1
    assert (same_price, bad["retval"]) == (plain, 1)
    roubles = (await quote(client, FIRST, **{"options[]": f"{option}:41002"}))["data"]["price"]
    assert 2 < roubles - plain < 3
    assert (await quote(client, PINS, **{"options[]": "1:2"}))["retval"] == 0


@pytest.mark.asyncio
async def test_prices_of_units(client: httpx.AsyncClient) -> None:
    """A product by the unit needs a quantity, or an amount that pays for one."""
    fifty = (await quote(client, UNIT, unit_cnt=50))["data"]
    paid = (await quote(client, UNIT, amount=fifty["amount"]))["data"]

    assert fifty["amount"] == fifty["price"] * 50
    assert paid["count"] == 50
    for query, retval in (
        ({}, 1),
        ({"unit_cnt": 9}, 1),
        ({"unit_cnt": 501}, 2),
        ({"amount": 1}, 1),
    ):
        answer = await quote(client, UNIT, **query)
        assert (answer["retval"], answer["data"]) == (retval, None)


@pytest.mark.asyncio
async def test_no_price(box: Sandbox, client: httpx.AsyncClient) -> None:
    """What cannot be bought so has no price, and retval says why."""
    for product_id, query, retval in (
        (FIRST, {"count": 0}, 1),
        (FIRST, {"currency": "XXX"}, 3),
        (FIRST, {"currency": "BNR"}, 3),
        (FIRST, {"count": 1000}, 5),
        (BOOK, {}, 33),
        (5, {}, 33),
        (FIRST, {"count": "x"}, 1),
    ):
        answer = await quote(client, product_id, **query)
        assert answer["retval"] == retval, query
    box.stock.find(FIRST).code_count = -1
    assert (await quote(client, FIRST, count=1000))["retval"] == 0
    box.stock.find(FIRST).enabled = False
    assert (await quote(client, FIRST))["retval"] == 33


async def discount(client: httpx.AsyncClient, product_id: int, email: str, currency: str) -> Any:
    """Return a customer's discount."""
    body = (
        f"<digiseller.request><product><id>{product_id}</id><currency>{currency}</currency>"
        f"</product><email>{email}</email></digiseller.request>"
    )
    return parsed(await client.post("/xml/shop_discount.asp", content=body))


@pytest.mark.asyncio
async def test_discounts(client: httpx.AsyncClient) -> None:
    """A regular buyer pays less by his percent; who is none has an empty total."""
    regular = next(
        row["id_goods"] for row in (await goods(client, rows=40))["rows"] if row["has_discount"]
    )
    got = [await discount(client, regular, f"{name}@example.com", "USD") for name in "abcdefgh"]

    percents = [Decimal(str(one.findtext("discount/percent"))) for one in got]
    assert len(set(percents)) > 2
    for one, percent in zip(got, percents, strict=True):
        assert bool(one.findtext("discount/total")) == (percent > 0)
        assert one.findtext("product/currency") == one.findtext("discount/currency") == "USD"
    bitcoin = await discount(client, FIRST, "a@example.com", "mBTC")
    assert len(str(bitcoin.findtext("product/price")).partition(".")[2]) == 6


@pytest.mark.asyncio
async def test_refused_discounts(client: httpx.AsyncClient) -> None:
    """Without a product, an address, or a known currency there is no discount."""
    for product_id, email, currency in (
        (5, "a@example.com", "USD"),
        (FIRST, "nobody", "USD"),
        (FIRST, "a@example.com", "GBP"),
    ):
        answer = await discount(client, product_id, email, currency)
        assert answer.findtext("retval") == "1"


@pytest.mark.asyncio
async def test_products_are_the_same_everywhere(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A product that was changed is changed in offers and in templates, too."""
    item = box.stock.find(FIRST)
    item.price, item.name = Decimal("7.77"), ()
    offers = (await client.get("/api/agents/offer", params={"sellerId": 5})).json()
    products = (await client.get("/api/templates/products", params={"templateId": 1})).json()

    assert offers["content"]["items"][0]["price"] == 7.77
    row = products["content"]["items"][0]
    assert (row["id"], row["price"], row["name"]) == (FIRST, 7.77, "")


@pytest.mark.asyncio
async def test_many_products() -> None:
    """A sandbox with very many products keeps none of them that was only read."""
    async with (
        Sandbox(products=4_000, receipts=0) as box,
        httpx.AsyncClient(base_url=box.url, trust_env=False, timeout=60) as client,
    ):
        last = await goods(client, rows=2000, page=2)
        assert (last["cnt_goods"], len(last["rows"])) == (4_000, 2000)
        for page in range(20):
            await goods(client, rows=1, currency="USD", lang=("ru-RU", "en-US")[page % 2])
            await client.get("/api/shop/products", params={"seller_id": 12126, "category_id": page})
        assert box.stock.get(FIRST + 3_999) is not box.stock.get(FIRST + 3_999)
        assert box.stock.find(FIRST) is box.stock.get(FIRST)
