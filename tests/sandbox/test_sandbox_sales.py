"""The sandbox's sales: what is asked for, what is refused, and how both formats show them."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from digiseller_async.sandbox import Fault, Sandbox

SALES, AGENT, LATEST = "/api/seller-sells/v2", "/api/agent-sales/v2", "/api/seller-last-sales"
FIRST = 2_339_982
IN_XML = {"accept": "text/xml", "content-type": "text/xml"}


async def sales(client: httpx.AsyncClient, path: str = SALES, **body: Any) -> Any:
    """Return a page of sales."""
    return (await client.post(path, json=body)).json()


@pytest.mark.asyncio
async def test_both_formats_show_the_same(client: httpx.AsyncClient) -> None:
    """A page has the same sales in both formats; a partner's id is a text in JSON."""
    body = (
        b"<digiseller.request><product_ids><id>2339982</id><id>2339983</id></product_ids>"
        b"<page>1</page><rows>2</rows></digiseller.request>"
    )
    reply = await client.post(SALES, content=body, headers=IN_XML)
    page = await sales(client, product_ids=[FIRST, FIRST + 1], rows=2)

    root = ET.fromstring(reply.content)  # noqa: S314 (the sandbox's own words)
    assert (root.tag, root.findtext("total_rows")) == (
        "digiseller.response",
        str(page["total_rows"]),
    )
    found = root.findall("rows[@cnt='2']/row")
    for element, row in zip(found, page["rows"], strict=True):
        assert {child.tag for child in element} == set(row)
        assert element.findtext("invoice_id") == str(row["invoice_id"])
        assert element.findtext("partner_id") == row["partner_id"]
        assert element.findtext("product_entry") == row["product_entry"]


@pytest.mark.asyncio
async def test_usual_page(client: httpx.AsyncClient) -> None:
    """Without a size, a page has ten sales, the newest first."""
    page = await sales(client)

    assert (page["page"], page["pages"], page["total_rows"], len(page["rows"])) == (1, 6, 60, 10)
    assert page["rows"][0]["date_pay"] == "2026-11-01 12:00:00"


@pytest.mark.asyncio
async def test_bounds_are_whole_seconds(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A sale is within bounds to the second, as it is shown to the second."""
    order = box.sell(product_id=FIRST, paid=datetime(2026, 10, 1, 9, 0, 0, 500_000, UTC))
    moment, before = "2026-10-01 12:00:00", "2026-10-01 11:59:59"
    within = await sales(client, date_start=moment, date_finish=moment)
    without = await sales(client, date_start=before, date_finish=before)

    assert [row["invoice_id"] for row in within["rows"]] == [order.invoice_id]
    assert without["rows"] == []


@pytest.mark.asyncio
@pytest.mark.parametrize("path", [SALES, AGENT])
@pytest.mark.parametrize(
    ("body", "retval"),
    [
        ({"page": 0}, 2),
        ({"rows": 0}, 3),
        ({"rows": 5001}, 3),
        ({"returned": 3}, 9),
        ({"date_start": "2026-10-01"}, 11),
        ({"date_start": "2026-13-01 00:00:00"}, 11),
        ({"date_finish": "01.10.2026 00:00:00"}, 12),
        ({"product_ids": "1,2"}, 1),
    ],
)
async def test_refusals(
    client: httpx.AsyncClient, path: str, body: dict[str, Any], retval: int
) -> None:
    """The number of a refusal names the argument."""
    answer = await sales(client, path, **body)

    assert (answer["retval"], answer["rows"]) == (retval, None)
    assert answer["retdesc"]


@pytest.mark.asyncio
async def test_content_of_the_sellers_server(box: Sandbox, client: httpx.AsyncClient) -> None:
    """A sale of what the seller's own server hands over has no content."""
    item = box.stock.get(FIRST + 1)
    assert item is not None
    box.stock.find(item.id).form = {"address": "https://example.com/"}
    order = box.sell(product_id=item.id)
    page = await sales(client, rows=100)

    (row,) = (one for one in page["rows"] if one["invoice_id"] == order.invoice_id)
    assert (row["product_entry_id"], row["product_entry"]) == (None, None)


@pytest.mark.asyncio
async def test_latest(box: Sandbox, client: httpx.AsyncClient) -> None:
    """The latest sales need the seller's id; a product that is gone has no price any more."""
    box.sell(product_id=next(one.id for one in reversed(list(box.stock)) if one.in_stock))
    box.inject(Fault.SHRUNK, operation="products.of_seller", by=39)
    await client.post("/api/seller-goods", json={"id_seller": 12126})
    reply = await client.get(LATEST, params={"seller_id": 12126, "group": "false"})
    rows = reply.json()["sales"]

    assert len(rows) == 61
    assert {"price_usd" in row["product"] for row in rows} == {True, False}
    for wrong in ({}, {"seller_id": 5}, {"seller_id": 12126, "top": 0}):
        answer = (await client.get(LATEST, params=wrong)).json()
        assert (answer["retval"], "sales" in answer) == (1, False)


@pytest.mark.asyncio
async def test_lists_meet_faults(box: Sandbox, client: httpx.AsyncClient) -> None:
    """Sales can repeat a page, promise more on an empty one, and shrink."""
    first = await sales(client, rows=5)
    box.inject(Fault.REPEATED_PAGE, operation="sales.list")
    repeated = await sales(client, rows=5, page=3)
    box.inject(Fault.EMPTY_PAGE_SAYS_MORE, operation="sales.list")
    empty = await sales(client, rows=5, page=12)
    box.inject(Fault.SHRUNK, operation="sales.as_agent", by=2)
    shrunk = await sales(client, AGENT)

    assert repeated["rows"] == first["rows"]
    assert (empty["rows"], empty["page"], empty["pages"]) == ([], 12, 13)
    assert shrunk["total_rows"] == 58
