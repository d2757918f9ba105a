"""The sandbox shows its products as the store's operations do: categories, search, reviews."""

import struct
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from digiseller_async.sandbox import Fault, Sandbox

FIRST = 2_339_982
SHOP, REVIEWS, CATEGORIES = "/api/shop/products", "/api/reviews", "/api/categories"
SEARCH, IMAGE = "/xml/shop_search.asp", "/img.ashx"
SELLER = {"seller_id": 12126}
XML = {"accept": "text/xml"}


def parsed(reply: httpx.Response) -> ET.Element:
    """Return an answer in XML."""
    return ET.fromstring(reply.content)  # noqa: S314 (the sandbox's own words)


async def both(client: httpx.AsyncClient, url: str, **query: Any) -> tuple[Any, ET.Element]:
    """Return the same answer in JSON and in XML."""
    params = {**SELLER, **query}
    json = await client.get(url, params=params)
    return json.json(), parsed(await client.get(url, params=params, headers=XML))


async def found(client: httpx.AsyncClient, words: str, more: str = "") -> ET.Element:
    """Search, and return the answer."""
    body = (
        "<digiseller.request><seller><id>12126</id></seller>"
        f"<products><search>{words}</search></products>{more}</digiseller.request>"
    )
    return parsed(await client.post(SEARCH, content=body.encode()))


def flattened(categories: list[Any]) -> list[tuple[str, str, str]]:
    """Return categories at every depth as XML has them."""
    rows: list[tuple[str, str, str]] = []
    for one in categories:
        rows += [(one["id"], one["name"], one["cnt"]), *flattened(one.get("sub", []))]
    return rows


@pytest.mark.asyncio
async def test_categories(client: httpx.AsyncClient) -> None:
    """The tree has numbers as strings, no list below a leaf, and the same in XML."""
    json, xml = await both(client, CATEGORIES)

    rows = flattened(json["category"])
    assert [(one[0], one[2]) for one in rows] == [
        ("78099", "20"),
        ("78101", "20"),
        ("78102", "10"),
        ("78103", "10"),
        ("78110", "10"),
        ("78111", "10"),
        ("78120", "10"),
    ]
    elements = [
        (one.findtext("id"), one.findtext("name"), one.get("cnt")) for one in xml.iter("category")
    ]
    assert elements == rows
    assert [one.get("sub") for one in xml.iter("category")] == list("1100100")


@pytest.mark.asyncio
async def test_one_category(client: httpx.AsyncClient) -> None:
    """A category comes with what is below it, in the language that is asked for."""
    json, _ = await both(client, CATEGORIES, category_id=78101, lang="en-US")
    unknown, _ = await both(client, CATEGORIES, category_id=5)

    names = [name for _, name, _ in flattened(json["category"])]
    assert names == ["Games", "Keys & codes", "Gifts <Steam>"]
    assert unknown["category"] == []


@pytest.mark.asyncio
async def test_products_of_a_category(client: httpx.AsyncClient) -> None:
    """A page of the shop has texts for numbers, and says in XML the same in other places."""
    json, xml = await both(client, SHOP, category_id=78099, rows=7, page=3, order="name")

    assert (json["totalPages"], json["totalItems"], json["retval"]) == ("3", "20", "0")
    assert (xml.find("pages"), xml.find("products")) != (None, None)
    assert xml.findtext("pages/num") == "3"
    assert xml.find("pages[@cnt='3']/rows[.='7']") is not None
    elements = xml.findall("products[@cnt='20']/product")
    assert len(json["product"]) == len(elements) == 6
    for row, element in zip(json["product"], elements, strict=True):
        for name in ("id", "name", "info", "price", "price_uah", "partner_comiss", "id_present"):
            assert element.findtext(name) == str(row[name])
        assert element.get("icon") == row["label"]
        assert element.get("img") == ("yes" if int(row["cntImg"]) else "no")
        assert element.findtext("in_stock") == str(row["is_available"])
        sale = element.find("sale_info")
        assert sale is not None
        assert {one.tag: one.text or "" for one in sale} == row["sale_info"]
    assert {type(row["is_available"]) for row in json["product"]} == {int}
    assert {row["label"] for row in json["product"]} & {"sale", "new", "top"}
    assert [one["id"] for one in json["breadCrumbs"]] == ["78099"]
    assert xml.findtext("subcategories/subcategory[@cnt='20']/id") == "78101"


@pytest.mark.asyncio
async def test_path_to_a_category(client: httpx.AsyncClient) -> None:
    """The path is a list in JSON and categories within each other in XML."""
    json, xml = await both(client, SHOP, category_id=78102)

    ids = [one["id"] for one in json["breadCrumbs"]]
    assert ids == ["78099", "78101", "78102"]
    assert [one.findtext("id") for one in xml.findall("categories//category")] == ids
    assert (json["categories"], xml.findall("subcategories/*")) == (None, [])


@pytest.mark.asyncio
async def test_orders(client: httpx.AsyncClient) -> None:
    """Products can be sorted by name and by price, both ways, whatever their currency is."""
    keys: dict[str, Callable[[Any], Any]] = {
        "name": lambda row: row["name"],
        "price": lambda row: float(row["price_rub"]),
    }
    for order, key in keys.items():
        up, _ = await both(client, SHOP, category_id=0, order=order, rows=40)
        down, _ = await both(client, SHOP, category_id=0, order=f"{order}DESC", rows=40)
        assert up["product"] == sorted(up["product"], key=key)
        assert [key(row) for row in down["product"]] == [key(row) for row in up["product"]][::-1]


@pytest.mark.asyncio
async def test_currency(client: httpx.AsyncClient) -> None:
    """The price is in the currency that is asked for; the base price stays in the seller's."""
    json, xml = await both(client, SHOP, category_id=0, currency="UAH")

    for row in json["product"]:
        assert (row["price"], row["currency"]) == (row["price_uah"], "UAH")
    assert len({row["base_currency"] for row in json["product"]}) == 5
    assert xml.findtext("products/currency") == "UAH"


@pytest.mark.asyncio
async def test_tags(client: httpx.AsyncClient) -> None:
    """Categories below zero are the products with a tag."""
    for category_id, label in ((-1, "sale"), (-2, "new"), (-3, "top")):
        json, _ = await both(client, SHOP, category_id=category_id, rows=40)
        assert {row["label"] for row in json["product"]} == {label}


@pytest.mark.asyncio
async def test_nothing_is_null(client: httpx.AsyncClient) -> None:
    """A page behind the last one has null for products, and so has an unknown category."""
    json, _ = await both(client, SHOP, category_id=0, page=9)
    unknown, _ = await both(client, SHOP, category_id=77)

    assert (json["product"], json["totalItems"]) == (None, "40")
    assert (unknown["product"], unknown["categories"], unknown["breadCrumbs"]) == (None, None, [])


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "query",
    [
        {"seller_id": 1},
        {"page": 0},
        {"rows": 501},
        {"rows": "x"},
        {"category_id": -4},
        {"order": "id"},
        {"currency": "GBP"},
    ],
)
async def test_refusals(client: httpx.AsyncClient, query: dict[str, Any]) -> None:
    """What is wrong is refused beside retval, without an envelope."""
    json, xml = await both(client, SHOP, **query)

    assert (json["retval"], set(json)) == (1, {"retval", "retdesc"})
    assert (xml.tag, xml.findtext("retdesc")) == ("digiseller.response", json["retdesc"])


@pytest.mark.asyncio
async def test_a_disabled_product_vanishes(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The store neither lists nor counts nor finds a product that is disabled."""
    box.stock.find(FIRST).enabled = False

    json, _ = await both(client, SHOP, category_id=0, rows=40)
    tree, _ = await both(client, CATEGORIES, category_id=78102)
    assert (json["totalItems"], json["product"][0]["id"]) == ("39", str(FIRST + 1))
    assert tree["category"][0]["cnt"] == "9"
    assert (await found(client, "№1")).find(f"products/product[id='{FIRST}']") is None


@pytest.mark.asyncio
async def test_num_in_stock_needs_a_token(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The shop says how much there is only to the owner."""
    json, xml = await both(client, SHOP, category_id=0)
    async with httpx.AsyncClient(base_url=box.url, trust_env=False) as stranger:
        hidden, bare = await both(stranger, SHOP, category_id=0)

    assert json["product"][0]["num_in_stock"] == xml.findtext("products/product/num_in_stock")
    assert "num_in_stock" not in hidden["product"][0]
    assert bare.find("products/product/num_in_stock") is None


@pytest.mark.asyncio
async def test_search(client: httpx.AsyncClient) -> None:
    """A search finds names and descriptions without case, and marks what it found."""
    more = "<pages><num>2</num><rows>3</rows></pages><lang>en-US</lang>"
    answer = await found(client, "GIFT", more)

    assert answer.findtext("retval") == "0"
    assert answer.findtext("products/search") == "GIFT"
    total = int(answer.find("products").get("cnt", ""))  # type: ignore[union-attr]
    assert answer.find(f"pages[@cnt='{-(-total // 3)}']/num[.='2']") is not None
    rows = answer.findall("products/product")
    assert len(rows) == 3
    assert all("Gift" in str(row.findtext("name")) for row in rows)
    assert all("[[!b!]]Gift[[/!b!]]" in str(row.findtext("snippets/name")) for row in rows)
    assert all(row.find("sale_info/sale_end") is None for row in rows)


@pytest.mark.asyncio
async def test_search_in_a_description(client: httpx.AsyncClient) -> None:
    """A product by the unit has an empty price, others have one."""
    answer = await found(client, "придут")

    prices = [row.findtext("price") for row in answer.findall("products/product")]
    assert (len(prices), prices.count("")) == (20, 4)


@pytest.mark.asyncio
async def test_refused_searches(client: httpx.AsyncClient) -> None:
    """A search for nothing, in a strange currency, or for another seller is refused."""
    for words in ("", "  "):
        assert (await found(client, words)).findtext("retval") == "1"
    seller = "<seller><id>12126</id></seller>"
    for body in (
        "<products><search>a</search></products>",
        f"{seller}<products><search>a</search><currency>GBP</currency></products>",
    ):
        content = f"<digiseller.request>{body}</digiseller.request>"
        assert parsed(await client.post(SEARCH, content=content)).findtext("retval") == "1"


@pytest.mark.asyncio
async def test_reviews(client: httpx.AsyncClient) -> None:
    """Reviews come under the key that the wire has, with the same facts in XML."""
    json, xml = await both(client, REVIEWS, rows=30)

    rows, elements = json["review"], xml.findall("reviews/review")
    assert (json["totalItems"], json["totalGood"], json["totalBad"]) == (30, 24, 6)
    assert xml.find("reviews[@cnt='30'][@good='24'][@bad='6']") is not None
    assert len(rows) == len(elements) == 30
    for row, element in zip(rows, elements, strict=True):
        assert element.get("id") == str(row["id"])
        assert element.findtext("product/id") == str(row["good"])
        for name in ("invoice_id", "owner_id", "type", "date", "info", "comment", "name"):
            assert element.findtext(name) == str(row[name])
    assert {row["type"] for row in rows} == {"good", "bad"}
    # The hour is not padded.
    assert any(len(row["date"]) == len("28.05.2019 9:49:40") for row in rows)


@pytest.mark.asyncio
async def test_reviews_of_one_product(client: httpx.AsyncClient) -> None:
    """Reviews of a product that was asked for do not say of which product they are."""
    json, xml = await both(client, REVIEWS, product_id=FIRST, type="bad", owner_id=0)
    none, _ = await both(client, REVIEWS, product_id=1)

    assert {row["type"] for row in json["review"]} == {"bad"}
    assert {row["owner_id"] for row in json["review"]} == {0}
    assert not {"good", "name"} & json["review"][0].keys()
    assert xml.findtext("product/id") == str(FIRST)
    assert xml.find("reviews/review/product") is None
    assert json["totalItems"] == json["totalBad"] == len(json["review"])
    assert (none["review"], none["totalItems"]) == (None, 0)


@pytest.mark.asyncio
async def test_pages_of_reviews() -> None:
    """A sandbox with many reviews gives each one once, page by page."""
    ids: list[int] = []
    async with (
        Sandbox(reviews=1003, products=3, seed=9) as box,
        httpx.AsyncClient(base_url=box.url, trust_env=False) as client,
    ):
        for page in (1, 2, 3):
            json, _ = await both(client, REVIEWS, rows=500, page=page)
            ids += [row["id"] for row in json["review"]]

    assert ids == sorted(set(ids), reverse=True)
    assert len(ids) == 1003


def size(reply: httpx.Response) -> tuple[int, int]:
    """Return width and height of a PNG file."""
    assert reply.content.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert reply.headers["content-type"] == "image/png"
    width, height = struct.unpack(">II", reply.content[16:24])
    return width, height


@pytest.mark.asyncio
async def test_images(client: httpx.AsyncClient) -> None:
    """A picture fits into the bounds that are asked for, and can be a square."""
    queries: tuple[tuple[dict[str, Any], tuple[int, int]], ...] = (
        ({}, (640, 480)),
        ({"maxlength": 320}, (320, 240)),
        ({"w": 200, "h": 90}, (120, 90)),
        ({"w": 200, "h": 150, "crop": "true"}, (150, 150)),
        ({"maxlength": 4000}, (640, 480)),
    )
    for query, wanted in queries:
        reply = await client.get(IMAGE, params={"id_d": FIRST, **query}, headers={"accept": "*"})
        assert size(reply) == wanted


@pytest.mark.asyncio
async def test_images_of_previews(client: httpx.AsyncClient) -> None:
    """A preview has a picture under its own id; what is not known has none."""
    product = (await client.get(f"/api/products/{FIRST}/data")).json()["product"]
    preview_id = product["preview_imgs"][0]["id"]

    assert size(await client.get(IMAGE, params={"idp": preview_id})) == (640, 480)
    for query in ({"idp": 5}, {"id_d": 5}, {}):
        assert (await client.get(IMAGE, params=query)).status_code == 404
    assert (await client.get(IMAGE, params={"id_d": FIRST, "w": 0})).status_code == 400


@pytest.mark.asyncio
async def test_lists_meet_faults(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Lists of the store can repeat a page, promise more on an empty one, and shrink."""
    box.inject(Fault.REPEATED_PAGE, operation="catalog.products")
    repeated, _ = await both(client, SHOP, category_id=0, page=2)
    box.inject(Fault.EMPTY_PAGE_SAYS_MORE, operation="catalog.products", times=2)
    empty, bare = await both(client, SHOP, category_id=0, page=2)
    box.inject(Fault.SHRUNK, operation="catalog.products", by=2, newest=True)
    shrunk, _ = await both(client, SHOP, category_id=0)
    box.inject(Fault.SHRUNK, operation="catalog.reviews", by=1)
    reviews, _ = await both(client, REVIEWS)

    assert repeated["product"][0]["id"] == str(FIRST)
    assert (empty["product"], empty["totalPages"]) == (None, "3")
    assert bare.find("pages[@cnt='3']/num[.='2']") is not None
    assert bare.find("products/product") is None
    assert (shrunk["totalItems"], shrunk["product"][0]["id"]) == ("38", str(FIRST + 2))
    assert reviews["totalItems"] == 29


@pytest.mark.asyncio
async def test_a_search_repeats_its_page(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A page that stands in a body can be repeated, too; an empty page works in XML only lists."""
    second = "<pages><num>2</num><rows>5</rows></pages>"
    box.inject(Fault.REPEATED_PAGE, operation="catalog.search")
    answer = await found(client, "товара", second)
    box.inject(Fault.EMPTY_PAGE_SAYS_MORE, operation="catalog.search")
    empty = await found(client, "товара", second)

    assert answer.findtext("products/product/id") == str(FIRST)
    assert empty.find("products/product") is None
    assert empty.find("pages[@cnt='3']") is not None
